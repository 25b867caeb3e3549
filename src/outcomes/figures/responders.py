"""By how much more of one arm than of another responded, threshold by threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.analysis.responses import NON_RESPONSE
from outcomes.displays.figure import Figure
from outcomes.drawing.arms import place_of_arm
from outcomes.drawing.forest import ForestPanel
from outcomes.drawing.forest_rows import Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, head_interval, say_estimate
from outcomes.vocabulary.names import name_arm, name_endpoint
from outcomes.vocabulary.responses import name_response
from outcomes.vocabulary.visits import name_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ("estimate", "ci_low", "ci_high")
_DIGITS = 1


def plot_responders(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot arm minus comparator in the share of responders, one row a threshold.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`; missing responses count as non-response.
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes or sequence of Axes, optional
        What to draw on, one a comparison (and side); a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, side, arm, comparator, visit, week, response, n, n_comparator,
        difference, ci_low, ci_high, level, distribution, df, unit``; the difference is in
        percentage points. None if there is none.
    """
    own = estimates[estimates["analysis"] == NON_RESPONSE]
    rows = select_rows(own, labels, "response difference", by=("subgroup",))
    if rows.empty:
        return None
    rows = rows.assign(**{name: 100.0 * rows[name] for name in _NUMBERS})
    groups = [group for _, group in rows.groupby(["comparator", "arm"], sort=False)]
    spread = [0.0, *(value for name in _NUMBERS for value in rows[name].dropna())]
    panels = tuple(_make_panel(group, labels, (min(spread), max(spread))) for group in groups)
    drawing = Drawing(panels, is_simulated=labels.is_simulated)
    lead = {"response": [name_response(row, labels) for row in rows.to_dict("records")]}
    keys = ("endpoint", "side", "arm", "comparator")
    data = frame_numbers(rows, labels, "difference", keys=keys, lead=lead)
    data["unit"] = "percentage points"
    alternative = tell(
        [_say(group, labels) for group in groups], [_say(group, labels, 1) for group in groups]
    )
    title = "Difference in the share of responders"
    return Figure(title, drawing, _caption(rows), alternative, data, (_DIGITS,) * len(data), ax)


def _make_panel(rows: pd.DataFrame, labels: Labels, span: tuple[float, float]) -> ForestPanel:
    arm, comparator = (name_arm(labels, rows.iloc[0][key]) for key in ("arm", "comparator"))
    drawn = []
    for row in rows.to_dict("records"):
        estimate, low, high = (float(row[name]) for name in _NUMBERS)
        numbers = write_numbers(estimate, low, high, _DIGITS)
        place = place_of_arm(row["arm"], labels)
        drawn.append(Row(_name(row, labels), estimate, low, high, numbers, place))
    return ForestPanel(
        heading=f"{arm} minus {comparator}",
        scale="percentage points of participants who responded",
        rows=tuple(drawn),
        numbers_heading=f"Difference ({head_interval(rows['level'])})",
        left_words=f"more with {comparator}",
        right_words=f"more with {arm}",
        axis=span,
    )


def _name(row: dict[str, object], labels: Labels) -> str:
    place = name_endpoint(labels, str(row["endpoint"]), str(row["side"]))
    visit = name_visit(str(row["visit"]), float(str(row["week"])), labels)
    return f"{place}, {visit}: {name_response(row, labels)}"


def _caption(rows: pd.DataFrame) -> str:
    return (
        "Difference between arms in the share of participants who responded, with missing scores "
        f"counted as non-response; percentage points with {describe_intervals(rows)}."
    )


def _say(rows: pd.DataFrame, labels: Labels, most: int = 0) -> str:
    arm, comparator = (name_arm(labels, rows.iloc[0][key]) for key in ("arm", "comparator"))
    parts = [
        f"{_name(row, labels)} {say_estimate(row, _DIGITS)}"
        for row in rows.to_dict("records")[: most or None]
    ]
    return f"Responders, {arm} minus {comparator}, percentage points: {'; '.join(parts)}."
