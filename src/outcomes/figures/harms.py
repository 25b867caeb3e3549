"""Differences between arms in the share with each adverse event, the largest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import place_of_arm
from outcomes.drawing.forest import ForestPanel
from outcomes.drawing.forest_rows import Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.estimates import HARMS_BY_EVENT
from outcomes.figures.alternative import tell
from outcomes.rounding import format_count, format_share
from outcomes.study.study import Labels
from outcomes.verdict import judge
from outcomes.vocabulary.harms import choose_kinds, list_pairs
from outcomes.vocabulary.intervals import describe_intervals, head_interval, say_estimate
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm, name_pair
from outcomes.vocabulary.sentences import capitalise

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST = 3
"""Events by name from which a figure shows more at a glance than the table does."""

UNIT = "percentage points"
_NUMBERS = ("estimate", "ci_low", "ci_high")


def plot_harms(
    estimates: pd.DataFrame, labels: Labels, ax: Axes | Sequence[Axes] | None = None
) -> Figure | None:
    """Plot arm minus comparator in the share with each event, a panel a comparison.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with the rows of `outcomes.analysis.harms.summarise_harms`.
    labels : Labels
        The study's names.
    ax : Axes or sequence of Axes, optional
        What to draw on, one a comparison; a figure of its own where left out.

    Returns
    -------
    Figure or None
        Of the events by name that the table shows; under each the shares with it. ``data``:
        ``event, arm, comparator, n, n_comparator, difference, ci_low, ci_high, level, distribution,
        df, unit``, in percentage points. None with fewer than three such events, or no comparison.
    """
    shown = [name for endpoint, name in choose_kinds(estimates) if endpoint == HARMS_BY_EVENT]
    rows = estimates[
        (estimates["quantity"] == "risk difference")
        & (estimates["endpoint"] == HARMS_BY_EVENT)
        & estimates["subgroup"].isin(shown)
        & estimates["estimate"].notna()
    ]
    if rows["subgroup"].nunique() < FEWEST:
        return None
    found = Lookup.of(estimates)
    rows = rows.assign(**{name: 100 * rows[name] for name in _NUMBERS})
    rows = rows.sort_values(["estimate", "subgroup"], ascending=[False, True], kind="stable")
    groups = [
        rows[(rows["arm"] == arm) & (rows["comparator"] == comparator)]
        for arm, comparator in list_pairs(rows, labels)
    ]
    span = (float(rows["ci_low"].min()), float(rows["ci_high"].max()))
    panels = tuple(_make_panel(group, found, labels, span) for group in groups)
    drawing = Drawing(panels, is_simulated=labels.is_simulated)
    data = _frame(pd.concat(groups), labels)
    caption = (
        "Difference between arms in the share of participants with each event, with "
        f"{describe_intervals(rows)}; unadjusted, the largest first. No interval is adjusted for "
        "the number of events."
    )
    title = "Adverse events by name: difference between arms"
    alternative = _alternative(groups, labels)
    return Figure(title, drawing, caption, alternative, data, (1,) * len(data), ax)


def _make_panel(
    rows: pd.DataFrame, found: Lookup, labels: Labels, span: tuple[float, float]
) -> ForestPanel:
    arm, comparator = rows["arm"].iloc[0], rows["comparator"].iloc[0]
    drawn = []
    for record in rows.to_dict("records"):
        estimate, low, high = (float(record[name]) for name in _NUMBERS)
        numbers = write_numbers(estimate, low, high, 1)
        place = {"endpoint": HARMS_BY_EVENT, "subgroup": record["subgroup"]}
        risks = [found.number("risk", **place, arm=each) for each in (arm, comparator)]
        note = " against ".join(format_share(risk) for risk in risks)
        label = capitalise(record["subgroup"])
        drawn.append(Row(label, estimate, low, high, numbers, place_of_arm(arm, labels), note))
    return ForestPanel(
        heading=name_pair(labels, arm, comparator),
        scale=f"difference in the share with the event, {UNIT}",
        rows=tuple(drawn),
        numbers_heading=f"Difference ({head_interval(rows['level'])})",
        left_words=f"more with {name_arm(labels, comparator)}",
        right_words=f"more with {name_arm(labels, arm)}",
        axis=span,
    )


def _frame(rows: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event": [capitalise(name) for name in rows["subgroup"]],
            "arm": [name_arm(labels, arm) for arm in rows["arm"]],
            "comparator": [name_arm(labels, arm) for arm in rows["comparator"]],
            "n": rows["n_arm"],
            "n_comparator": rows["n_comparator"],
            "difference": rows["estimate"],
            **{name: rows[name] for name in ("ci_low", "ci_high", "level", "distribution", "df")},
            "unit": UNIT,
        }
    ).reset_index(drop=True)


def _alternative(groups: list[pd.DataFrame], labels: Labels) -> str:
    opening = "Differences between arms in the share with each adverse event, percentage points."
    full, brief = [opening], [opening]
    for rows in groups:
        pair = name_pair(labels, rows["arm"].iloc[0], rows["comparator"].iloc[0])
        records = rows.to_dict("records")
        numbers = [f"{record['subgroup']}: {say_estimate(record, 1)}" for record in records]
        excluding = sum(judge(record).excludes_none for record in records)
        count = f"{format_count(excluding)} of {format_count(len(records))} exclude no difference"
        full.append(f"{pair}: {'; '.join(numbers)}.")
        brief.append(f"{pair}: {count}; {numbers[0]}; {numbers[-1]}.")
    return tell(full, brief)
