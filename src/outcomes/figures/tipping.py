"""What the comparison becomes if the missing scores are other than expected, as a map of shifts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.estimates import NOT_ESTIMATED
from outcomes.figures import style
from outcomes.figures.lettering import text_width, wrap_text
from outcomes.figures.rows import place_of_arm, select_rows
from outcomes.figures.sheet import Sheet
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_estimate, format_interval, format_signed
from outcomes.study.study import Labels
from outcomes.vocabulary.figure_words import (
    capitalise,
    describe_intervals,
    describe_scale,
    digits_of,
    name_visit,
    with_unit,
)
from outcomes.vocabulary.judging import judge_differences, say_favoured

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
        return self.labels.arms[self.rows["arm"].iloc[0]].label

    @property
    def comparator(self) -> str:
        return self.labels.arms[self.rows["comparator"].iloc[0]].label

    @property
    def visit(self) -> str:
        first = self.rows.iloc[0]
        return name_visit(first["visit"], first["week"], self.labels)

    @property
    def estimated(self) -> bool:
        return bool(self.rows["threshold"].notna().any())

    def shifts(self, column: str) -> list[float]:
        """Return the shifts of an arm from what is worse to what is better."""
        found = sorted({float(shift) for shift in self.rows[column].dropna()})
        return found[::-1] if self.endpoint.higher == "worse" else found

    @property
    def reason(self) -> str:
        """Why nothing was estimated."""
        return str(self.rows["method"].iloc[0]).removeprefix(NOT_ESTIMATED)


def plot_tipping(estimates: pd.DataFrame, labels: Labels) -> Figure:
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
    Figure
        ``data``: ``arm, comparator, shift, shift compared, n, n_comparator, difference, ci_low,
        ci_high, level, distribution, df, favours, unit``. Where nothing was estimated, one row, and
        the figure says why.

    Raises
    ------
    ValueError
        If the estimates hold no such row, a pair of shifts twice, or more than one comparison.
    """
    rows = select_rows(estimates, labels, "shifted difference", by=_BY)
    if len(rows[["endpoint", "arm", "comparator", "visit"]].drop_duplicates()) > 1:
        raise ValueError("a map shows one comparison; pass the rows of one")
    one = _Map(rows, labels)
    judged = judge_differences(rows.assign(quantity="difference"), labels)
    alternative = _alternative(one, judged)
    title = (
        f"{one.endpoint.label} at {one.visit}, {one.arm} minus {one.comparator}: what it becomes "
        "if missing scores are shifted"
    )
    svg = _draw(one, judged, title).render(title, alternative)
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
            "favours": judged,
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


def _draw(one: _Map, judged: list[str], title: str) -> Sheet:
    size = style.SMALL_TEXT_SIZE
    heading = wrap_text(title, style.TEXT_SIZE, _TEXT_SPACE, bold=True)
    lines = wrap_text(describe_scale(one.endpoint), size, _TEXT_SPACE)
    head = style.MARGIN + len(heading) * _LINE + len(lines) * _SMALL_LINE + 10
    if not one.estimated:
        reason = wrap_text(f"Not estimated: {one.reason}.", style.TEXT_SIZE, _TEXT_SPACE)
        sheet = Sheet(style.WIDTH, head + len(reason) * _LINE + style.MARGIN)
        _draw_head(sheet, heading, lines)
        sheet.text(style.MARGIN, head, reason)
        return sheet
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
    _draw_head(sheet, heading, lines)
    y = sheet.text(style.MARGIN, head, upper, size=size, muted=True)
    words = f"shifted by{better.replace('right', 'up')}"
    sheet.text(style.MARGIN, y, words, size=size, muted=True)
    cell = (style.WIDTH - style.MARGIN - _LEFT) / len(across)
    _draw_cells(sheet, one, judged, across, down, top, cell)
    for place, shift in enumerate(across):
        x = _LEFT + (place + 0.5) * cell
        sheet.text(x, bottom + 4, _shift(shift, one), anchor="middle", size=size)
    y = sheet.text(_LEFT, bottom + 4 + _SMALL_LINE, under, size=size, muted=True) + 8
    for arm, text in keys:
        drawn = style.style_of_arm(place_of_arm(arm, one.labels))
        sheet.mark(style.MARGIN + 5, y + _SMALL_LINE / 2, drawn.marker, drawn.colour, size=9.0)
        y = sheet.text(style.MARGIN + 18, y, text, size=size)
    return sheet


def _draw_head(sheet: Sheet, heading: tuple[str, ...], lines: tuple[str, ...]) -> None:
    y = sheet.text(style.MARGIN, style.MARGIN, heading, bold=True)
    sheet.text(style.MARGIN, y, lines, size=style.SMALL_TEXT_SIZE, muted=True)


def _draw_cells(
    sheet: Sheet,
    one: _Map,
    judged: list[str],
    across: list[float],
    down: list[float],
    top: float,
    cell: float,
) -> None:
    verdicts = {
        (record["threshold"], record["threshold2"]): (record, verdict)
        for record, verdict in zip(one.rows.to_dict("records"), judged, strict=True)
    }
    size = style.SMALL_TEXT_SIZE
    for line, other in enumerate(down):
        y = top + line * _CELL
        sheet.line([_LEFT, _LEFT + cell * len(across)], [y, y], opacity=style.GRID_OPACITY)
        text = _shift(other, one)
        sheet.text(_LEFT - 8, y + (_CELL - _SMALL_LINE) / 2, text, anchor="end", size=size)
        for place, shift in enumerate(across):
            found = verdicts.get((shift, other))
            if found is not None:
                _draw_cell(sheet, one, *found, _LEFT + place * cell, y, cell)
    if 0.0 in across and 0.0 in down:
        x, y = _LEFT + across.index(0.0) * cell, top + down.index(0.0) * _CELL
        sheet.frame(x + 1, y + 1, cell - 2, _CELL - 2)


def _draw_cell(
    sheet: Sheet,
    one: _Map,
    record: dict[str, object],
    verdict: str,
    x: float,
    y: float,
    width: float,
) -> None:
    """Write the difference over its interval, and put the favoured arm's mark above them."""
    favoured = _favoured(one, record, verdict)
    if favoured:
        drawn = style.style_of_arm(place_of_arm(favoured, one.labels))
        inside = (x + 2, y + 2, width - 4, _CELL - 4)
        sheet.box(*inside, colour=drawn.colour, opacity=style.GRID_OPACITY)
        mark = (x + width / 2, y + 5 + _SMALL_LINE / 2)
        sheet.mark(*mark, drawn.marker, drawn.colour, size=9.0)
    digits = digits_of(one.endpoint)
    estimate, low, high = (float(str(record[key])) for key in ("estimate", "ci_low", "ci_high"))
    texts = [format_signed(estimate, digits), format_interval(low, high, digits)]
    y += 5 + _SMALL_LINE
    for text, bold in zip(texts, (True, False), strict=True):
        size = min(style.SMALL_TEXT_SIZE, (width - 2) / text_width(text, 1.0, bold=bold))
        sheet.text(x + width / 2, y, text, anchor="middle", size=size, bold=bold)
        y += _SMALL_LINE


def _favoured(one: _Map, record: dict[str, object], verdict: str) -> str:
    """Return the arm that the whole interval favours, or an empty text."""
    arm = str(record["favours"])
    return arm if arm and verdict == one.labels.arms[arm].label else ""


def _key_lines(one: _Map) -> list[tuple[str, tuple[str, ...]]]:
    """Say what the marks mean, an arm a line."""
    first = one.rows.iloc[0]
    return [
        (
            arm,
            wrap_text(
                f"the whole interval favours {one.labels.arms[arm].label}",
                style.SMALL_TEXT_SIZE,
                _TEXT_SPACE - 18,
            ),
        )
        for arm in (first["arm"], first["comparator"])
        if one.endpoint.higher != "neither"
    ]


def _shift(shift: float, one: _Map) -> str:
    return format_signed(shift, 0 if shift == round(shift) else digits_of(one.endpoint))


def _caption(one: _Map) -> str:
    if not one.estimated:
        return f"No map of shifts: {one.reason}."
    sentences = [
        f"Difference in {one.endpoint.label} at {one.visit}, {one.arm} minus {one.comparator}, "
        f"with {describe_intervals(one.rows)}. Missing scores were imputed as the scores that are "
        "there suggest, then shifted. Framed: no shift."
    ]
    if one.endpoint.higher != "neither":
        sentences.append(
            "Better scores are at the right and at the top. A cell without a mark: the interval "
            "includes no difference."
        )
    method = str(one.rows["method"].iloc[0])
    sentences.append(f"{capitalise(method)}.")
    return " ".join(sentences)


def _alternative(one: _Map, judged: list[str]) -> str:
    about = f"{one.endpoint.label} at {one.visit}, {one.arm} minus {one.comparator}"
    if not one.estimated:
        return f"Map of shifted differences in {about}: not estimated, because {one.reason}."
    records = list(zip(one.rows.to_dict("records"), judged, strict=True))
    sentences = [f"Map of differences in {about}, by shifts of the missing scores of each arm."]
    chosen = {0.0, max(one.shifts("threshold")), min(one.shifts("threshold"))}
    for record, verdict in records:
        if {record["threshold"], record["threshold2"]} <= chosen:
            sentences.append(f"{_say_cell(one, record, verdict)}.")
    counts = {
        one.labels.arms[arm].label: sum(_favoured(one, record, v) == arm for record, v in records)
        for arm in (one.rows["arm"].iloc[0], one.rows["comparator"].iloc[0])
    }
    told = " and ".join(f"{label} in {count}" for label, count in counts.items())
    sentences.append(f"Of {len(records)} pairs of shifts, the whole interval favours {told}.")
    return " ".join(sentences)


def _say_cell(one: _Map, record: dict[str, object], verdict: str) -> str:
    estimate, low, high, level = (
        float(str(record[key])) for key in ("estimate", "ci_low", "ci_high", "level")
    )
    numbers = format_estimate(
        estimate, low, high, digits_of(one.endpoint), level=level, signed=True
    )
    ours, theirs = (with_unit(_shift(float(str(record[key])), one), one.endpoint) for key in _BY)
    if ours == theirs and float(str(record["threshold"])) == 0:
        where = "No shift"
    else:
        where = f"{one.arm} {ours}, {one.comparator} {theirs}"
    return f"{where}: {numbers}{say_favoured(verdict, str(record['favours']), one.labels)}"
