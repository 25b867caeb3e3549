"""One endpoint's differences in several rows: by way of analysing, or in subgroups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.arms import place_of_arm
from outcomes.drawing.forest import ForestPanel
from outcomes.drawing.forest_rows import Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.difference import mark_margin
from outcomes.figures.rows import frame_numbers
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import head_interval, say_estimate
from outcomes.vocabulary.names import name_arm, name_side
from outcomes.vocabulary.scales import describe_scale, digits_of
from outcomes.vocabulary.sentences import mid_sentence
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ("estimate", "ci_low", "ci_high")
Record = dict[Any, Any]


@dataclass(frozen=True, eq=False)
class ByComparison:
    """Differences of one endpoint at one visit, a panel for each two arms (and side).

    Parameters
    ----------
    rows : pandas.DataFrame
        From `outcomes.figures.rows.select_rows`, in the order of drawing, with a column ``name``.
    labels : Labels
        The study's arms, visits and endpoints.
    """

    rows: pd.DataFrame
    labels: Labels

    @cached_property
    def endpoint(self) -> Endpoint:
        """What was compared."""
        return self.labels.endpoints[self.rows["endpoint"].iloc[0]]

    @property
    def when(self) -> str:
        """The visit, as sentences name it."""
        return at_visit(self.rows["visit"].iloc[0])

    @cached_property
    def groups(self) -> list[pd.DataFrame]:
        """The rows of each comparison."""
        return [own for _, own in self.rows.groupby(["side", "comparator", "arm"], sort=False)]

    @cached_property
    def span(self) -> tuple[float, float]:
        """Lowest and highest number of all panels, which share their axis."""
        numbers = [value for name in _NUMBERS for value in self.rows[name].dropna()]
        numbers += [end for each in mark_margin(self.endpoint) for end in each.lines]
        return min(numbers), max(numbers)

    def draw(self, list_rows: Callable[[list[Record]], list[Row]]) -> Drawing:
        """Draw a panel a comparison, of the rows that ``list_rows`` makes of its records."""
        panels = tuple(
            self._make_panel(own, tuple(list_rows(own.to_dict("records")))) for own in self.groups
        )
        return Drawing(panels, is_simulated=self.labels.is_simulated)

    def make_row(self, record: Record, name: str, note: str = "") -> Row:
        """Return the drawn row of one difference."""
        estimate, low, high = (float(record[key]) for key in _NUMBERS)
        text = write_numbers(estimate, low, high, digits_of(self.endpoint))
        place = place_of_arm(record["arm"], self.labels)
        return Row(name, estimate, low, high, text, place, note=note)

    def make_figure(
        self,
        title: str,
        drawing: Drawing,
        *,
        caption: str,
        opening: str,
        lead: str,
        ax: Axes | Sequence[Axes] | None,
    ) -> Figure:
        """Return the figure, its data's first column ``lead`` holding the names of the rows."""
        keys = ("side", "arm", "comparator")
        named = {lead: list(self.rows["name"])}
        data = frame_numbers(self.rows, self.labels, "difference", keys=keys, lead=named)
        data["unit"] = self.endpoint.unit
        digits = digits_of(self.endpoint)
        told = self._tell(opening)
        return Figure(title, drawing, caption, told, data, (digits,) * len(data), ax)

    def _make_panel(self, rows: pd.DataFrame, drawn: tuple[Row, ...]) -> ForestPanel:
        first = rows.iloc[0]
        arm, comparator = (name_arm(self.labels, first[key]) for key in ("arm", "comparator"))
        verb = "higher with" if self.endpoint.higher == "neither" else "favours"
        return ForestPanel(
            heading=f"{self.endpoint.label}: {self._name_pair(first)}",
            scale=describe_scale(self.endpoint),
            rows=drawn,
            numbers_heading=f"Difference ({head_interval(rows['level'].dropna())})",
            left_words=f"{verb} {comparator}",
            right_words=f"{verb} {arm}",
            reversed=self.endpoint.higher == "worse",
            references=mark_margin(self.endpoint),
            axis=self.span,
        )

    def _name_pair(self, row: pd.Series) -> str:
        arm, comparator = (name_arm(self.labels, row[key]) for key in ("arm", "comparator"))
        side = f", {name_side(row['side'])}" if row["side"] else ""
        return f"{arm} minus {comparator}{side}"

    def _tell(self, opening: str) -> str:
        """Tell every difference, or the first and the last of each comparison if that is long."""
        sentences, brief = [], []
        for own in self.groups:
            told = [self._say(record) for record in own.to_dict("records")]
            pair = self._name_pair(own.iloc[0])
            sentences.append(f"{pair}: {'; '.join(told)}.")
            brief.append(f"{pair}: {told[0]}; {told[-1]}.")
        return tell([opening, *sentences], [opening, *brief])

    def _say(self, record: Record) -> str:
        name = mid_sentence(record["name"])
        if record["estimate"] != record["estimate"]:
            return f"{name} not estimated"
        return f"{name} {say_estimate(record, digits_of(self.endpoint))}"
