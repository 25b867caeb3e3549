"""By how much more of one arm than of another improved, at several sizes of improvement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import place_of_arm
from outcomes.drawing.forest import ForestPanel
from outcomes.drawing.forest_rows import Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.rounding import format_number
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, head_interval, say_estimate
from outcomes.vocabulary.names import name_arm, name_side
from outcomes.vocabulary.scales import choose_threshold, digits_of, name_size, with_unit
from outcomes.vocabulary.visits import name_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ("estimate", "ci_low", "ci_high")
_DIGITS = 1


def plot_cumulative_difference(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot arm minus comparator in the share that improved by at least each of several sizes.

    It stands beside `plot_cumulative`: the distance between two of its curves, with the interval
    that the curves alone do not show.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``cumulative difference``
        (`outcomes.analysis.cumulative.accumulate_changes`).
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes or sequence of Axes, optional
        What to draw on, one a comparison (and endpoint, visit and side); a figure of its own where
        left out.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, side, arm, comparator, visit, week, size`` (with its unit), ``n,
        n_comparator, difference, ci_low, ci_high, level, distribution, df, unit``; the difference
        is in percentage points. None if there is none.

    Raises
    ------
    ValueError
        If the estimates hold a size of a comparison twice.
    """
    rows = select_rows(estimates, labels, "cumulative difference", by=("threshold",))
    if rows.empty:
        return None
    rows = rows.assign(**{name: 100.0 * rows[name] for name in _NUMBERS})
    keys = ["endpoint", "side", "visit", "comparator", "arm"]
    groups = [group for _, group in rows.groupby(keys, sort=False)]
    spread = [0.0, *(value for name in _NUMBERS for value in rows[name].dropna())]
    panels = tuple(_make_panel(group, labels, (min(spread), max(spread))) for group in groups)
    title = "Difference in the share who improved, by size of improvement"
    drawing = Drawing(panels, is_simulated=labels.is_simulated)
    told = ("endpoint", "side", "arm", "comparator")
    lead = {"size": [_say_size(row, labels) for row in rows.to_dict("records")]}
    data = frame_numbers(rows, labels, "difference", keys=told, lead=lead)
    data["unit"] = "percentage points"
    alternative = tell(
        [_say(group, labels) for group in groups], [_say(group, labels, 1) for group in groups]
    )
    return Figure(title, drawing, _caption(rows), alternative, data, (_DIGITS,) * len(data), ax)


def _make_panel(rows: pd.DataFrame, labels: Labels, span: tuple[float, float]) -> ForestPanel:
    first = rows.iloc[0]
    endpoint = labels.endpoints[first["endpoint"]]
    arm, comparator = (name_arm(labels, first[key]) for key in ("arm", "comparator"))
    side = f", {name_side(first['side'])}" if first["side"] else ""
    visit = name_visit(first["visit"], first["week"], labels)
    drawn = []
    for row in rows.to_dict("records"):
        estimate, low, high = (float(row[name]) for name in _NUMBERS)
        numbers = write_numbers(estimate, low, high, _DIGITS)
        place = place_of_arm(row["arm"], labels)
        drawn.append(Row(_say_size(row, labels), estimate, low, high, numbers, place))
    return ForestPanel(
        heading=f"{endpoint.label}, improvement to {visit}{side}: {arm} minus {comparator}",
        scale="percentage points of participants who improved by at least",
        rows=tuple(drawn),
        numbers_heading=f"Difference ({head_interval(rows['level'])})",
        left_words=f"more with {comparator}",
        right_words=f"more with {arm}",
        axis=span,
    )


def _say_size(row: dict[str, object] | pd.Series, labels: Labels) -> str:
    """Return a size of improvement in its unit, the minimal important change named."""
    endpoint = labels.endpoints[str(row["endpoint"])]
    size = float(str(row["threshold"]))
    important = choose_threshold(endpoint, "change")
    if important is not None and abs(size - important.value) < 1e-9:
        return f"{name_size(important)} (important)"
    digits = 0 if size == round(size) else digits_of(endpoint)
    return with_unit(format_number(size, digits), endpoint.unit)


def _caption(rows: pd.DataFrame) -> str:
    return (
        "Difference between arms in the share of participants who improved by at least each size, "
        "among those with a score both then and at baseline; percentage points with "
        f"{describe_intervals(rows)}, each for its own size."
    )


def _say(rows: pd.DataFrame, labels: Labels, most: int = 0) -> str:
    first = rows.iloc[0]
    arm, comparator = (name_arm(labels, first[key]) for key in ("arm", "comparator"))
    parts = [
        f"by {_say_size(row, labels)} or more {say_estimate(row, _DIGITS)}"
        for row in rows.to_dict("records")[: most or None]
    ]
    name = labels.endpoints[first["endpoint"]].label
    return (
        f"{name}, participants who improved, {arm} minus {comparator} in percentage points: "
        f"{'; '.join(parts)}."
    )
