"""How many improved by at least how much: the cumulative distribution of the patients' changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.cumulative_panel import CumulativePanel
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.rounding import format_count, format_signed
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, say_share
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.scales import digits_of, name_size, with_unit
from outcomes.vocabulary.sentences import capitalise

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_cumulative(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot the share of participants who improved by at least each size of change, by arm.

    Improvement grows to the right, so a curve further right or higher up is better. At the minimal
    important change, where there is one on the scale, the share of responders stands with its
    interval.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``cumulative share``
        (`outcomes.analysis.cumulative.accumulate_changes`).
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes or sequence of Axes, optional
        What to draw on, one an endpoint (and visit and side); a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, side, arm, visit, week, improvement, n, share, ci_low, ci_high, level,
        distribution, df, unit``; shares are 0 to 1, improvement is in the endpoint's unit. None if
        no share was estimated.

    Raises
    ------
    ValueError
        If the estimates hold a size of an arm twice.
    """
    rows = select_rows(estimates, labels, "cumulative share", by=("threshold",))
    if rows.empty:
        return None
    panels = [
        CumulativePanel(group, labels)
        for _, group in rows.groupby(["endpoint", "side", "visit"], sort=False)
    ]
    alternative = tell(
        [_say_panel(panel) for panel in panels], [_say_responders(panel) for panel in panels]
    )
    title = "Cumulative distribution of improvement"
    if len(panels) == 1:
        title = f"{panels[0].name}: cumulative distribution"
    drawing = Drawing(tuple(panels), is_simulated=labels.is_simulated)
    definitions = [labels.endpoints[name] for name in rows["endpoint"]]
    data = frame_numbers(rows, labels, "share", lead={"improvement": rows["threshold"]})
    data["unit"] = [definition.unit for definition in definitions]
    digits = tuple(digits_of(definition) for definition in definitions)
    return Figure(title, drawing, _caption(rows, panels), alternative, data, digits, ax)


def _caption(rows: pd.DataFrame, panels: list[CumulativePanel]) -> str:
    sentences = [
        "Share of participants who improved by at least each size of change, by arm, among those "
        f"with a score both then and at baseline. A curve further to the right is better; "
        f"{describe_intervals(rows)} of each size stand in the table."
    ]
    if any(panel.responders(arm) is not None for panel in panels for arm in panel.arms):
        sentences.append(
            "Dashed: the minimal important change within a patient; marks and bars there, and the "
            "percentages beside the names: responders, with their intervals."
        )
    missing = [
        name_arm(panel.labels, arm)
        for panel in panels
        for arm in panel.arms
        if panel.curve(arm).empty
    ]
    if missing:
        sentences.append(f"Not estimated: {', '.join(dict.fromkeys(missing))}.")
    return " ".join(sentences)


def _say_panel(panel: CumulativePanel) -> str:
    parts = []
    for arm in panel.arms:
        rows, label = panel.curve(arm), name_arm(panel.labels, arm)
        if rows.empty:
            parts.append(f"{label} not estimated")
            continue
        digits, unit = digits_of(panel.endpoint), panel.endpoint.unit
        half = rows[rows["estimate"] >= 0.5]["threshold"].max()
        low = rows[rows["estimate"] >= 1]["threshold"].max()
        high = rows[rows["estimate"] > 0]["threshold"].max()
        low, half, high = (
            with_unit(format_signed(size, digits), unit) for size in (low, half, high)
        )
        said = (
            f"{label} (n = {format_count(rows['n_arm'].iloc[0])}): half improved by at least {half}"
        )
        said += f", all by at least {low}, nobody by more than {high}"
        row = panel.responders(arm)
        if row is not None and panel.important is not None:
            size = name_size(panel.important)
            said += f"; {say_share(row)} by the minimal important change of {size}"
        parts.append(said)
    return f"{capitalise(panel.name)}. {'. '.join(parts)}."


def _say_responders(panel: CumulativePanel) -> str:
    """Return the arms' responders, or where there is no threshold what half of them reached."""
    parts = []
    for arm in panel.arms:
        row, rows = panel.responders(arm), panel.curve(arm)
        if rows.empty:
            said = "not estimated"
        elif row is not None:
            said = say_share(row)
        else:
            half = rows[rows["estimate"] >= 0.5]["threshold"].max()
            size = format_signed(half, digits_of(panel.endpoint))
            said = f"half by at least {with_unit(size, panel.endpoint.unit)}"
        parts.append(f"{name_arm(panel.labels, arm)} {said}")
    by = f" by {name_size(panel.important)} or more" if panel.important is not None else ""
    return f"{capitalise(panel.name)}, improved{by}: {'; '.join(parts)}."
