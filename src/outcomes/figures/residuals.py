"""Residuals of the primary analysis against the normal distribution, and their spread by arm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.layout import Drawing
from outcomes.drawing.quantile_panel import QuantilePanel
from outcomes.figures.alternative import tell
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.rounding import format_number
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.scales import digits_of, with_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


EXACT = 1e-9
"""Residuals up to which a model fits exactly, and has no spread to draw."""


def plot_residuals(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot the residuals of each arm against those of a normal distribution.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``residual quantile`` and ``residual sd``
        (`outcomes.analysis.residuals.summarise_residuals`).
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes or sequence of Axes, optional
        What to draw on, one an endpoint (and side); a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, side, arm, visit, week, normal, n, residual``; ``normal`` in standard
        deviations, ``residual`` in the endpoint's unit. None if there are no residuals.
    """
    rows = select_rows(estimates, labels, "residual quantile", by=("threshold",))
    rows = rows[rows["estimate"].notna()].reset_index(drop=True)
    if rows.empty:
        return None
    spread = select_rows(estimates, labels, "residual sd")
    panels = []
    for key, group in rows.groupby(["endpoint", "side"], sort=False):
        own = spread[(spread["endpoint"] == key[0]) & (spread["side"] == key[1])]
        own = own[own["estimate"].notna()]
        sds = {arm: float(sd) for arm, sd in zip(own["arm"], own["estimate"], strict=True)}
        if group["estimate"].abs().max() > EXACT and set(group["arm"]) <= set(sds):
            panels.append(QuantilePanel(group, sds, labels))
    if not panels:
        return None
    alternative = tell([_say_panel(panel) for panel in panels])
    data = frame_numbers(rows, labels, "residual", lead={"normal": list(rows["threshold"])})
    data = data.drop(columns=["ci_low", "ci_high", "level", "distribution", "df"])
    data["unit"] = [labels.endpoints[name].unit for name in rows["endpoint"]]
    digits = tuple(digits_of(labels.endpoints[name]) for name in rows["endpoint"])
    return Figure(
        "Residuals of the primary analysis",
        Drawing(tuple(panels), is_simulated=labels.is_simulated),
        "Residuals of the primary analysis by arm, against those of a normal distribution. Marks "
        "along the dashed line: normal, and spread alike in all arms; steeper marks: more spread; "
        "bent ends: more or fewer far values than a normal distribution has.",
        alternative,
        data,
        digits,
        ax,
    )


def _say_panel(panel: QuantilePanel) -> str:
    endpoint = panel.endpoint
    told = [
        f"{name_arm(panel.labels, arm)} "
        f"{with_unit(format_number(panel.spread[arm], digits_of(endpoint)), endpoint.unit)}"
        for arm in panel.arms
    ]
    return f"{panel.name}. Standard deviations: {'; '.join(told)}."
