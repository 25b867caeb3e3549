"""What the comparison becomes if the missing scores are other than expected, as a map of shifts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures import style
from outcomes.figures.lettering import text_width, wrap_text
from outcomes.figures.rows import place_of_arm, select_rows
from outcomes.figures.sheet import Sheet
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_interval, format_signed, format_size
from outcomes.study.study import Labels
from outcomes.vocabulary.analyses import describe_analysis
from outcomes.vocabulary.intervals import describe_intervals, say_estimate
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.scales import describe_scale, digits_of, with_unit
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.verdicts import judge_rows, name_verdict, say_favoured
from outcomes.vocabulary.visits import at_visit, name_visit

_LEFT = 60.0
_LINE = style.TEXT_SIZE * style.LINE_HEIGHT
_SMALL_LINE = style.SMALL_TEXT_SIZE * style.LINE_HEIGHT
_CELL = 3 * _SMALL_LINE + 10
_TEXT_SPACE = style.WIDTH - 2 * style.MARGIN
_BY = ("threshold", "threshold2")


@dataclass(frozen=True)
class _Map:
    """The rows of one comparison, what they say, and whom they are about."""

    rows: pd.DataFrame
    labels: Labels

    @property
    def endpoint(self) -> Endpoint:
        return self.labels.endpoints[self.rows["endpoint"].iloc[0]]

    @property
    def arm(self) -> str:
        return name_arm(self.labels, self.rows["arm"].iloc[0])

    @property
    def comparator(self) -> str:
        return name_arm(self.labels, self.rows["comparator"].iloc[0])

    @property
    def about(self) -> str:
        first = self.rows.iloc[0]
        when = at_visit(name_visit(first["visit"], first["week"], self.labels))
        return f"{self.endpoint.label} {when}, {self.arm} minus {self.comparator}"

    def shifts(self, column: str) -> list[float]:
        """Return the shifts of an arm from what is worse to what is better."""
        found = sorted({float(shift) for shift in self.rows[column].dropna()})
        return found[::-1] if self.endpoint.higher == "worse" else found


def plot_tipping(estimates: pd.DataFrame, labels: Labels) -> Figure | None:
    """Map the difference between two arms over shifts of the imputed scores of each.

    Columns are shifts of the arm, rows shifts of its comparator, the better side at the right and
    at the top. Each cell holds the difference with its interval; the mark of an arm stands in it
    where the whole interval favours that arm. The cell of no shift is framed.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``shifted difference``
        (`outcomes.analysis.tipping_point.find_tipping_point`).
    labels : Labels
        The study's arms, visits and endpoints.

    Returns
    -------
    Figure or None
        ``data``: ``arm, comparator, shift, shift compared, n, n_comparator, difference, ci_low,
        ci_high, level, distribution, df, favours, unit``. None if nothing was estimated.

    Raises
    ------
    ValueError
        If the estimates hold a pair of shifts twice, or more than one comparison.
    """
    rows = select_rows(estimates, labels, "shifted difference", by=_BY)
    if rows.empty:
        return None
    if len(rows[["endpoint", "arm", "comparator", "visit"]].drop_duplicates()) > 1:
        raise ValueError("a map shows one comparison; pass the rows of one")
    one = _Map(rows.assign(verdict=judge_rows(rows, labels)), labels)
    alternative = _alternative(one)
    title = f"{one.about}: what it becomes if missing scores are shifted"
    svg = _draw(one, title).render(title, alternative)
    data = pd.DataFrame(
        {
            "arm": [one.arm] * len(rows),
            "comparator": [one.comparator] * len(rows),
            "shift": rows["threshold"],
            "shift compared": rows["threshold2"],
            "n": rows["n_arm"],
            "n_comparator": rows["n_comparator"],
            "difference": rows["estimate"],
            **{name: rows[name] for name in ("ci_low", "ci_high", "level", "distribution", "df")},
            "favours": [name_verdict(verdict, labels) for verdict in one.rows["verdict"]],
            "unit": one.endpoint.unit,
        }
    )
    return Figure(
        title,
        svg,
        _caption(one),
        alternative,
        data,
        (digits_of(one.endpoint),) * len(data),
        labels.is_simulated,
    )


def _draw(one: _Map, title: str) -> Sheet:
    size = style.SMALL_TEXT_SIZE
    heading = wrap_text(title, style.TEXT_SIZE, _TEXT_SPACE, bold=True)
    lines = wrap_text(describe_scale(one.endpoint), size, _TEXT_SPACE)
    head = style.MARGIN + len(heading) * _LINE + len(lines) * _SMALL_LINE + 10
    across, down = one.shifts("threshold"), one.shifts("threshold2")[::-1]
    upper = wrap_text(f"Missing scores of {one.comparator}", size, _TEXT_SPACE)
    better = " (rightwards: better)" if one.endpoint.higher != "neither" else ""
    name = f"Missing scores of {one.arm} shifted by{better}"
    under = wrap_text(name, size, _TEXT_SPACE - _LEFT)
    keys = _key_lines(one)
    top = head + (len(upper) + 1) * _SMALL_LINE + 4
    bottom = top + _CELL * len(down)
    height = bottom + (1 + len(under)) * _SMALL_LINE + 14
    height += sum(len(text) for _, text in keys) * _SMALL_LINE + style.MARGIN
    sheet = Sheet(style.WIDTH, height)
    y = sheet.text(style.MARGIN, style.MARGIN, heading, bold=True)
    sheet.text(style.MARGIN, y, lines, size=size, muted=True)
    y = sheet.text(style.MARGIN, head, upper, size=size, muted=True)
    words = f"shifted by{better.replace('right', 'up')}"
    sheet.text(style.MARGIN, y, words, size=size, muted=True)
    cell = (style.WIDTH - style.MARGIN - _LEFT) / len(across)
    _draw_cells(sheet, one, across, down, top, cell)
    for place, shift in enumerate(across):
        x = _LEFT + (place + 0.5) * cell
        sheet.text(x, bottom + 4, format_size(shift, signed=True), anchor="middle", size=size)
    y = sheet.text(_LEFT, bottom + 4 + _SMALL_LINE, under, size=size, muted=True) + 8
    for arm, text in keys:
        drawn = style.style_of_arm(place_of_arm(arm, one.labels))
        sheet.mark(style.MARGIN + 5, y + _SMALL_LINE / 2, drawn.marker, drawn.colour, size=9.0)
        y = sheet.text(style.MARGIN + 18, y, text, size=size)
    return sheet


def _draw_cells(
    sheet: Sheet,
    one: _Map,
    across: list[float],
    down: list[float],
    top: float,
    cell: float,
) -> None:
    records = {
        (record["threshold"], record["threshold2"]): record
        for record in one.rows.to_dict("records")
    }
    size = style.SMALL_TEXT_SIZE
    for line, other in enumerate(down):
        y = top + line * _CELL
        sheet.line([_LEFT, _LEFT + cell * len(across)], [y, y], opacity=style.GRID_OPACITY)
        text = format_size(other, signed=True)
        sheet.text(_LEFT - 8, y + (_CELL - _SMALL_LINE) / 2, text, anchor="end", size=size)
        for place, shift in enumerate(across):
            found = records.get((shift, other))
            if found is not None:
                _draw_cell(sheet, one, found, _LEFT + place * cell, y, cell)
    if 0.0 in across and 0.0 in down:
        x, y = _LEFT + across.index(0.0) * cell, top + down.index(0.0) * _CELL
        sheet.frame(x + 1, y + 1, cell - 2, _CELL - 2)


def _draw_cell(
    sheet: Sheet, one: _Map, record: Mapping[Any, Any], x: float, y: float, width: float
) -> None:
    """Write the difference over its interval, and put the favoured arm's mark above them."""
    favoured = record["verdict"].favoured
    if favoured:
        drawn = style.style_of_arm(place_of_arm(favoured, one.labels))
        inside = (x + 2, y + 2, width - 4, _CELL - 4)
        sheet.box(*inside, colour=drawn.colour, opacity=style.GRID_OPACITY)
        mark = (x + width / 2, y + 5 + _SMALL_LINE / 2)
        sheet.mark(*mark, drawn.marker, drawn.colour, size=9.0)
    digits = digits_of(one.endpoint)
    estimate, low, high = (float(record[key]) for key in ("estimate", "ci_low", "ci_high"))
    texts = [format_signed(estimate, digits), format_interval(low, high, digits)]
    y += 5 + _SMALL_LINE
    for text, bold in zip(texts, (True, False), strict=True):
        size = min(style.SMALL_TEXT_SIZE, (width - 2) / text_width(text, 1.0, bold=bold))
        sheet.text(x + width / 2, y, text, anchor="middle", size=size, bold=bold)
        y += _SMALL_LINE


def _key_lines(one: _Map) -> list[tuple[str, tuple[str, ...]]]:
    """Say what the marks mean, one line per arm that is favoured anywhere."""
    first = one.rows.iloc[0]
    favoured = {verdict.favoured for verdict in one.rows["verdict"]}
    return [
        (
            arm,
            wrap_text(
                f"the whole interval favours {name_arm(one.labels, arm)}",
                style.SMALL_TEXT_SIZE,
                _TEXT_SPACE - 18,
            ),
        )
        for arm in (first["arm"], first["comparator"])
        if arm in favoured
    ]


def _caption(one: _Map) -> str:
    sentences = [
        f"Difference in {one.about}, with {describe_intervals(one.rows)}. Missing scores were "
        "imputed as the available scores suggest, then shifted. Framed: no shift."
    ]
    if one.endpoint.higher != "neither":
        sentences.append(
            "Better scores are at the right and at the top. A cell without a mark: the interval "
            "includes no difference."
        )
    done = one.rows["done"].iloc[0]
    if done is not None:
        sentences.append(f"{capitalise(describe_analysis(done, one.labels))}.")
    return " ".join(sentences)


def _alternative(one: _Map) -> str:
    records = one.rows.to_dict("records")
    sentences = [f"Map of differences in {one.about}, by shifts of the missing scores of each arm."]
    chosen = {0.0, max(one.shifts("threshold")), min(one.shifts("threshold"))}
    for record in records:
        if {record["threshold"], record["threshold2"]} <= chosen:
            sentences.append(f"{_say_cell(one, record)}.")
    favoured = [record["verdict"].favoured for record in records]
    counts = " and ".join(
        f"{name_arm(one.labels, arm)} in {favoured.count(arm)}"
        for arm in (records[0]["arm"], records[0]["comparator"])
    )
    sentences.append(f"Of {len(records)} pairs of shifts, the whole interval favours {counts}.")
    return " ".join(sentences)


def _say_cell(one: _Map, record: Mapping[Any, Any]) -> str:
    ours, theirs = (
        with_unit(format_size(record[key], signed=True), one.endpoint.unit) for key in _BY
    )
    where = f"{one.arm} {ours}, {one.comparator} {theirs}"
    if record["threshold"] == record["threshold2"] == 0:
        where = "No shift"
    numbers = say_estimate(record, digits_of(one.endpoint))
    return f"{where}: {numbers}{say_favoured(record['verdict'], one.labels)}"
