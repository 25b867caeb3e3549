"""Differences between arms, by visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import place_of_arm
from outcomes.drawing.forest import ForestPanel, Reference
from outcomes.drawing.forest_rows import Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.rows import frame_numbers, select_rows
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, head_interval, say_estimate
from outcomes.vocabulary.names import head_endpoint, name_arm, name_side
from outcomes.vocabulary.scales import (
    CHANGE,
    choose_threshold,
    describe_direction,
    describe_scale,
    describe_threshold,
    digits_of,
)
from outcomes.vocabulary.sentences import capitalise, join_words
from outcomes.vocabulary.verdicts import judge_rows, name_verdict, say_favoured
from outcomes.vocabulary.visits import name_visits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ("estimate", "ci_low", "ci_high")


def plot_difference(
    estimates: pd.DataFrame,
    labels: Labels,
    endpoint: str,
    ax: Axes | Sequence[Axes] | None = None,
) -> Figure | None:
    """Plot arm minus comparator at each visit with its confidence interval, a panel a comparison.

    The side that favours the arm is always on the right, and both sides are named. A difference
    that is NaN has a row that says so.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``difference`` for the endpoint.
    labels : Labels
        The study's arms, visits and endpoints.
    endpoint : str
        Full name, as ``womac.pain``.
    ax : Axes or sequence of Axes, optional
        What to draw on, one a comparison (and side); a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``side, arm, comparator, visit, week, n, n_comparator, difference, ci_low,
        ci_high, level, distribution, df, favours`` (an arm's label only where the interval excludes
        no difference, as in the tables), in the endpoint's unit. None if no difference was
        estimated.

    Raises
    ------
    ValueError
        If the estimates hold more than one row for a visit and comparison.
    """
    rows = select_rows(estimates, labels, "difference", endpoint=endpoint)
    if rows.empty:
        return None
    about = _About(labels, labels.endpoints[endpoint], is_share=(rows["unit"] == "share").any())
    rows = about.in_unit(rows.assign(verdict=judge_rows(rows, labels)))
    threshold = about.threshold
    axis = [value for name in _NUMBERS for value in rows[name].dropna()]
    axis += [0.0] + ([-threshold.value, threshold.value] if threshold else [])
    axis += [end for each in mark_margin(about.endpoint) for end in each.lines]
    comparisons = [group for _, group in rows.groupby(["side", "comparator", "arm"], sort=False)]
    panels = [_make_panel(group, about, (min(axis), max(axis))) for group in comparisons]
    alternative = _alternative(comparisons, about)
    title = f"{about.endpoint.label}: difference between {about.compared} by visit"
    drawing = Drawing(tuple(panels), is_simulated=labels.is_simulated)
    data = frame_numbers(rows, labels, "difference", keys=("side", "arm", "comparator"))
    data["favours"] = [name_verdict(verdict, labels) for verdict in rows["verdict"]]
    data["visit"] = about.name_visits(rows)
    data["unit"] = about.unit
    digits = (about.digits,) * len(data)
    return Figure(title, drawing, _caption(rows, about), alternative, data, digits, ax)


@dataclass(frozen=True)
class _About:
    """What was compared, and how its numbers are shown: shares in percentage points."""

    labels: Labels
    endpoint: Endpoint
    is_share: bool

    @property
    def digits(self) -> int:
        return 1 if self.is_share else digits_of(self.endpoint)

    @property
    def unit(self) -> str:
        return "percentage points" if self.is_share else self.endpoint.unit

    @property
    def scale(self) -> str:
        scale = describe_scale(self.endpoint)
        return f"{self.unit}; {scale}" if self.is_share else scale

    @property
    def threshold(self) -> Threshold | None:
        return None if self.is_share else choose_threshold(self.endpoint)

    def in_unit(self, rows: pd.DataFrame) -> pd.DataFrame:
        times = 100.0 if self.is_share else 1.0
        return rows.assign(**{name: times * rows[name] for name in _NUMBERS})

    @property
    def compared(self) -> str:
        return "treatments" if self.labels.counterparts else "arms"

    def name_visits(self, rows: pd.DataFrame) -> list[str]:
        """Name the visit of each row, or in a crossover the visits of all periods."""
        both = zip(rows["visit"], name_visits(rows, self.labels), strict=True)
        return [
            join_words(list(self.labels.counterparts.get(visit, (name,)))) for visit, name in both
        ]

    def say_pair(self, row: pd.Series) -> str:
        arm, comparator = (name_arm(self.labels, row[key]) for key in ("arm", "comparator"))
        pair = f"{arm} minus {comparator}"
        return f"{pair}, {name_side(row['side'])}" if row["side"] else pair


def _make_panel(rows: pd.DataFrame, about: _About, span: tuple[float, float]) -> ForestPanel:
    first = rows.iloc[0]
    place = place_of_arm(first["arm"], about.labels)
    drawn = []
    for visit, record in zip(about.name_visits(rows), rows.to_dict("records"), strict=True):
        estimate, low, high = (float(record[key]) for key in _NUMBERS)
        numbers = write_numbers(estimate, low, high, about.digits)
        drawn.append(Row(capitalise(visit), estimate, low, high, numbers, place))
    verb = "higher with" if about.endpoint.higher == "neither" else "favours"
    return ForestPanel(
        heading=f"{about.endpoint.label}: {about.say_pair(first)}",
        scale=about.scale,
        rows=tuple(drawn),
        numbers_heading=f"Difference ({head_interval(rows['level'])})",
        left_words=f"{verb} {name_arm(about.labels, first['comparator'])}",
        right_words=f"{verb} {name_arm(about.labels, first['arm'])}",
        reversed=about.endpoint.higher == "worse",
        references=(*_references(about.threshold), *mark_margin(about.endpoint)),
        axis=span,
    )


def _references(threshold: Threshold | None) -> tuple[Reference, ...]:
    if threshold is None:
        return ()
    text = capitalise(describe_threshold(threshold))
    if threshold.meaning == CHANGE:
        text += ", within a patient"
    return (Reference(text, lines=(-threshold.value, threshold.value)),)


def mark_margin(endpoint: Endpoint) -> tuple[Reference, ...]:
    """Return the line (for equivalence, the lines) of an endpoint's margin; none without one."""
    margin = endpoint.margin
    if margin is None:
        return ()
    size = 100 * margin.value if endpoint.kind == "binary" else margin.value
    worse = endpoint.improvement(-size)
    if margin.is_two_sided:
        return (Reference("Margin of equivalence", lines=(-size, size)),)
    return (Reference("Margin of non-inferiority", lines=(worse,)),)


def _caption(rows: pd.DataFrame, about: _About) -> str:
    endpoint, threshold = about.endpoint, about.threshold
    sentences = [
        f"Difference between {about.compared} in {endpoint.label} by visit, with "
        f"{describe_intervals(rows)}."
    ]
    if describe_direction(endpoint):
        sentences.append(
            f"{capitalise(describe_direction(endpoint))}; what favours the first-named arm is on "
            "the right."
        )
    if threshold is not None:
        sentences.append(f"Dashed: the {describe_threshold(threshold)}, either way.")
        if threshold.meaning == CHANGE:
            sentences.append("It was found within patients and judges no difference between arms.")
    if endpoint.margin is not None:
        sentences.append("The plan's margin is dashed too.")
    missing = int(rows["estimate"].isna().sum())
    if missing:
        sentences.append(f"Not estimated: {missing} of {len(rows)} differences.")
    return " ".join(sentences)


def _alternative(comparisons: list[pd.DataFrame], about: _About) -> str:
    labels = about.labels
    opening = (
        f"Differences between {about.compared} in {head_endpoint(labels, about.endpoint.name)}."
    )
    full, brief = [opening], [opening]
    for rows in comparisons:
        numbers = []
        for visit, record in zip(about.name_visits(rows), rows.to_dict("records"), strict=True):
            favoured = say_favoured(record["verdict"], labels)
            numbers.append(f"{visit} {say_estimate(record, about.digits)}{favoured}")
        pair = about.say_pair(rows.iloc[0])
        full.append(f"{pair}: {'; '.join(numbers)}.")
        brief.append(f"{pair}: {numbers[-1]}.")
    return tell(full, brief)
