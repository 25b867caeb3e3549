"""A study's placebo arm beside published changes with placebo or no treatment, on one axis."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outcomes.analysis.placebo_changes import PlaceboChanges
from outcomes.analysis.points_of_100 import UNIT
from outcomes.displays.figure import Figure
from outcomes.drawing.forest import ForestPanel
from outcomes.drawing.forest_rows import NO_ARM, Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.rounding import format_number
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, head_interval
from outcomes.vocabulary.placebo import (
    name_given,
    name_source,
    name_when,
    say_outcome,
    say_placebo_change,
    say_printed,
)
from outcomes.vocabulary.sentences import capitalise, join_words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

TITLE = "How much changed with placebo, or without treatment"


def plot_placebo_changes(
    changes: PlaceboChanges | None, labels: Labels, ax: Axes | None = None
) -> Figure | None:
    """Plot the change in a study's placebo arm beside those of trials, reviews and the untreated.

    Parameters
    ----------
    changes : PlaceboChanges or None
        From `outcomes.analysis.placebo_changes.gather_placebo_changes`.
    labels : Labels
        Of the study, whose data may be simulated.
    ax : Axes, optional
        What to draw on; a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, trial, arm, visit, n, studies, change, ci_low, ci_high, level,
        distribution, df, printed``, improvement above 0. None where there is nothing to set beside.
    """
    if changes is None:
        return None
    rows = changes.rows
    drawn: list[Row] = []
    for domain, group in rows.groupby("domain", sort=False):
        drawn.append(_head(capitalise(str(domain))))
        drawn += [_draw(row, labels) for row in group.to_dict("records")]
    panel = ForestPanel(
        heading="Change from baseline with placebo, or without treatment",
        scale=f"{UNIT}, above 0 is better",
        rows=tuple(drawn),
        numbers_heading=f"Change ({head_interval(rows['level'])})",
        left_words="worse",
        right_words="better",
    )
    drawing = Drawing((panel,), is_simulated=labels.is_simulated and _has_own(rows))
    digits = (1,) * len(rows)
    caption = _caption(changes, labels)
    return Figure(TITLE, drawing, caption, _alternative(rows), _tabulate(rows), digits, ax)


def _head(label: str) -> Row:
    return Row(label, math.nan, math.nan, math.nan, "", NO_ARM, kind="heading")


def _draw(row: Mapping[Any, Any], labels: Labels) -> Row:
    is_own = row["kind"] == "study"
    simulated = "simulated" if is_own and labels.is_simulated else ""
    has_interval = row["ci_low"] == row["ci_low"]
    return Row(
        name_source(row),
        row["change"],
        row["ci_low"],
        row["ci_high"],
        write_numbers(row["change"], row["ci_low"], row["ci_high"], 1),
        NO_ARM,
        note="; ".join(filter(None, (name_given(row), say_outcome(row), simulated))),
        kind="pool" if row["kind"] == "review" and has_interval else "estimate",
        emphasis=is_own,
    )


def _has_own(rows: pd.DataFrame) -> bool:
    return bool((rows["kind"] == "study").any())


def _caption(changes: PlaceboChanges, labels: Labels) -> str:
    rows = changes.rows
    sentences = [
        f"Mean changes from baseline within groups, in {UNIT}; improvement is on the right. "
        "Squares: arms of studies, or numbers printed without an interval. Diamonds: averages as "
        "reviews print them, with their 95% confidence intervals.",
    ]
    if _has_own(rows):
        simulated = ", whose data are simulated" if labels.is_simulated else ""
        own = rows[rows["kind"] == "study"]
        sentences.append(f"Tinted: this study{simulated}, with {describe_intervals(own)}.")
    trials = rows[(rows["kind"] == "trial") & (rows["distribution"] != "")]
    if len(trials):
        sentences.append(
            f"Arms of trials have {describe_intervals(trials)} from the printed standard error."
        )
    sentences.append(
        "Changes on other scales were stretched to 100 points; the table has them as printed."
    )
    return " ".join([*sentences, *_say_spreads(changes)])


def _say_spreads(changes: PlaceboChanges) -> list[str]:
    """Say by what changes in standard deviations were multiplied."""
    rows = changes.rows
    spreads = rows.loc[rows["spread"].notna(), ["domain", "spread"]].drop_duplicates()
    if spreads.empty:
        return []
    sizes = join_words(
        [
            f"{format_number(row['spread'])} points ({row['domain']})"
            for row in spreads.to_dict("records")
        ]
    )
    named = join_words([changes.pack.name_citation(key) for key in changes.spread_from])
    return [
        f"Those printed in standard deviations were multiplied by {sizes}, the standard deviation "
        f"of baseline scores as printed in {named}, taken as known: where scores spread more, they "
        "are larger in proportion."
    ]


def _alternative(rows: pd.DataFrame) -> str:
    opening = "Changes with placebo or without treatment, in points of 100, above 0 better."
    full = [opening]
    for domain, group in rows.groupby("domain", sort=False):
        changes = [
            f"{name_source(row)} ({name_given(row)}) {say_placebo_change(row)}"
            for row in group.to_dict("records")
        ]
        full.append(f"{capitalise(str(domain))}: {'; '.join(changes)}.")
    brief = [opening]
    for domain, group in rows.groupby("domain", sort=False):
        kinds = {
            "This study": group[group["kind"] == "study"],
            "trials": group[group["kind"] == "trial"],
            "reviews of placebo": group[
                (group["kind"] == "review") & (group["group"] != "untreated")
            ],
            "untreated": group[group["group"] == "untreated"],
        }
        spans = [f"{name} {_span(those)}" for name, those in kinds.items() if len(those)]
        brief.append(f"{capitalise(str(domain))}: {'; '.join(spans)}.")
    return tell(full, brief)


def _span(rows: pd.DataFrame) -> str:
    """Return the one change, or the least and the largest."""
    ends = [format_number(rows["change"].min()), format_number(rows["change"].max())]
    return " to ".join(dict.fromkeys(ends))


def _tabulate(rows: pd.DataFrame) -> pd.DataFrame:
    records = rows.to_dict("records")
    data = rows[["n", "studies", "change", "ci_low", "ci_high", "level", "distribution", "df"]]
    names = {
        "endpoint": [row["outcome"] for row in records],
        "trial": [name_source(row) for row in records],
        "arm": [capitalise(name_given(row)) for row in records],
        "visit": [name_when(row) for row in records],
    }
    return data.assign(
        **names,
        printed=[say_printed(row) for row in records],
        citation=rows["citation"],
        unit=UNIT,
    )[[*names, "citation", *data.columns, "printed", "unit"]]
