"""The flow of participants from those assessed to those analysed, as in CONSORT 2025."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from outcomes.analysis.stages import (
    ALLOCATED,
    ANALYSED,
    ASSESSED,
    ENROLLED,
    EXCLUDED,
    LAST_SEEN,
    NOT_SEEN,
    RANDOMISED,
    RECEIVED,
    SEEN,
    SEEN_LATER,
)
from outcomes.displays.figure import Figure
from outcomes.figures import style
from outcomes.figures.lettering import wrap_text
from outcomes.figures.rows import arms_drawn, place_of_arm, select_rows
from outcomes.figures.sheet import Sheet
from outcomes.rounding import format_count
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.visits import at_visit, name_visit

NOT_RECORDED = "not recorded"

_PAD = 7.0
_GAP = 10.0
_ARROW = 22.0
_KEY = 16.0
_TOP_WIDTH = 270.0
_LINE = style.SMALL_TEXT_SIZE * style.LINE_HEIGHT
_SPACE = style.WIDTH - 2 * style.MARGIN
_ORDER = (ALLOCATED, RECEIVED, SEEN, NOT_SEEN, LAST_SEEN, SEEN_LATER, ANALYSED)


@dataclass(frozen=True)
class _Box:
    """A box of text; ``place`` is that of the arm whose mark stands before its first line."""

    lines: tuple[str, ...]
    heading: str = ""
    place: int | None = None

    def wrap(self, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lines of heading and text in a box of a width."""
        inside = width - 2 * _PAD
        size = style.SMALL_TEXT_SIZE
        indent = 0.0 if self.place is None else _KEY
        heading = wrap_text(self.heading, size, inside - indent, bold=True) if self.heading else ()
        return heading, tuple(line for text in self.lines for line in wrap_text(text, size, inside))

    def height(self, width: float) -> float:
        """Return the height of the box at a width."""
        return sum(len(lines) for lines in self.wrap(width)) * _LINE + 2 * _PAD


def plot_stages(estimates: pd.DataFrame, labels: Labels) -> Figure | None:
    """Draw the participant flow: enrolment, and allocation, follow-up and analysis of each arm.

    What is not recorded keeps its place in the diagram and is said to be not recorded.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``stage`` (`outcomes.analysis.stages.count_stages`).
    labels : Labels
        The study's arms, visits and endpoints.

    Returns
    -------
    Figure or None
        ``data``: ``arm`` (empty for the whole study), ``stage, visit, n`` (NaN if not recorded).
        None if no stage is known.

    Raises
    ------
    ValueError
        If the estimates hold a stage of an arm twice.

    Notes
    -----
    Hopewell S et al. CONSORT 2025 statement. BMJ 2025;389:e081123, flow diagram and item 22a.
    """
    rows = select_rows(estimates, labels, "stage", by=("subgroup",))
    if rows.empty:
        return None
    arms = arms_drawn(rows, labels)
    table = _in_words(rows, labels, arms)
    alternative = _alternative(table, labels, arms)
    title = "Participant flow"
    svg = _draw(table, labels, arms).render(title, alternative)
    data = table[["arm", "stage", "visit", "n"]].reset_index(drop=True)
    return Figure(
        title, svg, _caption(table), alternative, data, (0,) * len(data), labels.is_simulated
    )


def _in_words(rows: pd.DataFrame, labels: Labels, arms: list[str]) -> pd.DataFrame:
    """Return the stages in the order of the diagram, with the names that readers see."""
    order = {stage: place for place, stage in enumerate((ASSESSED, EXCLUDED, RANDOMISED, ENROLLED))}
    order |= {stage: place for place, stage in enumerate(_ORDER, start=len(order))}
    table = pd.DataFrame(
        {
            "id": rows["arm"],
            "arm": [name_arm(labels, arm) if arm else "" for arm in rows["arm"]],
            "stage": rows["subgroup"],
            "visit": [
                name_visit(visit, week, labels) if visit else ""
                for visit, week in zip(rows["visit"], rows["week"], strict=True)
            ],
            "week": rows["week"],
            "n": rows["estimate"],
            "where": [arms.index(arm) if arm else -1 for arm in rows["arm"]],
            "step": [order[_split(stage)[0]] for stage in rows["subgroup"]],
        }
    )
    return table.sort_values(["where", "step", "week"], kind="stable").reset_index(drop=True)


def _split(stage: str) -> tuple[str, str]:
    """Return a stage and the reason that stands behind it, empty if none does."""
    name, _, reason = stage.partition(": ")
    return name, reason


def _say(stage: str, visit: str, n: float) -> str:
    """Return a stage with its number, as it stands in a box."""
    stage, reason = _split(stage)
    if reason:
        name = reason
    elif stage == LAST_SEEN:
        name = f"last seen {at_visit(visit)}" if visit else "never seen"
    elif stage == SEEN_LATER:
        name = "seen later"
    else:
        name = f"{stage} {at_visit(visit)}" if visit else stage
    return f"{name}: {format_count(n, absent=NOT_RECORDED)}"


def _lines(table: pd.DataFrame, arm: str, *stages: str) -> tuple[str, ...]:
    """Return the texts of some stages of an arm, those of a part after an indent."""
    named = table["stage"].str.partition(": ")[0].isin(stages)
    chosen = table[(table["id"] == arm) & named]
    texts = []
    for record in chosen.to_dict("records"):
        text = _say(record["stage"], record["visit"], record["n"])
        part = record["stage"] in (LAST_SEEN, SEEN_LATER) or _split(record["stage"])[1]
        texts.append(f"\u2013 {text}" if part else capitalise(text))
    return tuple(texts)


def _draw(table: pd.DataFrame, labels: Labels, arms: list[str]) -> Sheet:
    assessed = _Box(_lines(table, "", ASSESSED))
    excluded = _Box(_lines(table, "", EXCLUDED))
    entered = _Box(_lines(table, "", RANDOMISED, ENROLLED))
    width = (_SPACE - (len(arms) - 1) * _GAP) / max(len(arms), 1)
    bands = [
        ("Allocation", [_allocation(table, labels, arm) for arm in arms]),
        ("Follow-up", [_follow_up(table, arm) for arm in arms]),
        ("Analysis", [_Box(_lines(table, arm, ANALYSED)) for arm in arms]),
    ]
    heights = [max((box.height(width) for box in boxes), default=0.0) for _, boxes in bands]
    top = style.MARGIN + _LINE
    first = assessed.height(_TOP_WIDTH)
    middle = excluded.height(_TOP_WIDTH)
    head = top + first + _ARROW / 2 + middle + _ARROW / 2 + entered.height(_TOP_WIDTH)
    height = head + sum(part + _ARROW + _LINE for part in heights) + style.MARGIN
    sheet = Sheet(style.WIDTH, height)
    _band_name(sheet, style.MARGIN, "Enrolment")
    x = style.WIDTH / 2
    _draw_box(sheet, assessed, x - _TOP_WIDTH / 2, top, _TOP_WIDTH, first)
    branch = top + first + _ARROW / 2 + middle / 2
    left = style.WIDTH - style.MARGIN - _TOP_WIDTH + 80
    bottom = head - entered.height(_TOP_WIDTH)
    _arrow_down(sheet, x, top + first, bottom)
    sheet.line([x, left - 5], [branch, branch])
    sheet.mark(left - 4, branch, "arrow right", style.INK, size=7.0)
    _draw_box(sheet, excluded, left, branch - middle / 2, _TOP_WIDTH - 80, middle)
    _draw_box(sheet, entered, x - _TOP_WIDTH / 2, bottom, _TOP_WIDTH, head - bottom)
    _draw_bands(sheet, bands, heights, width, head)
    return sheet


def _allocation(table: pd.DataFrame, labels: Labels, arm: str) -> _Box:
    lines = _lines(table, arm, ALLOCATED, RECEIVED)
    return _Box(lines, name_arm(labels, arm), place_of_arm(arm, labels))


def _follow_up(table: pd.DataFrame, arm: str) -> _Box:
    lines = _lines(table, arm, SEEN, NOT_SEEN, LAST_SEEN, SEEN_LATER)
    own = table[table["id"] == arm].set_index("stage")["n"]
    told = own[own.index.str.startswith(f"{NOT_SEEN}: ")].sum()
    left = own.get(NOT_SEEN, 0) - told
    if left <= 0:
        return _Box(lines)
    note = f"Reasons of {format_count(left)}" if told else "Reasons"
    return _Box((*lines, f"{note}: {NOT_RECORDED}"))


def _draw_bands(
    sheet: Sheet,
    bands: Sequence[tuple[str, list[_Box]]],
    heights: Sequence[float],
    width: float,
    top: float,
) -> None:
    """Draw the boxes of the arms, one band under another, each joined to the one above."""
    above = top
    for number, ((name, boxes), height) in enumerate(zip(bands, heights, strict=True)):
        y = above + _LINE + _ARROW
        _band_name(sheet, above + _ARROW - 4, name)
        centres = [style.MARGIN + place * (width + _GAP) + width / 2 for place in range(len(boxes))]
        if number == 0 and centres:
            fork = above + 8
            ends = [*centres, style.WIDTH / 2]
            sheet.line([style.WIDTH / 2] * 2, [above, fork])
            sheet.line([min(ends), max(ends)], [fork, fork])
        for centre, box in zip(centres, boxes, strict=True):
            _arrow_down(sheet, centre, above + 8 if number == 0 else above, y)
            _draw_box(sheet, box, centre - width / 2, y, width, height)
        above = y + height


def _band_name(sheet: Sheet, y: float, name: str) -> None:
    sheet.text(style.MARGIN, y, name, size=style.SMALL_TEXT_SIZE, bold=True, muted=True)


def _draw_box(sheet: Sheet, box: _Box, x: float, y: float, width: float, height: float) -> None:
    sheet.frame(x, y, width, height)
    heading, lines = box.wrap(width)
    size = style.SMALL_TEXT_SIZE
    indent = 0.0
    if box.place is not None:
        drawn = style.style_of_arm(box.place)
        sheet.mark(x + _PAD + 4, y + _PAD + _LINE / 2, drawn.marker, drawn.colour)
        indent = _KEY
    bottom = sheet.text(x + _PAD + indent, y + _PAD, heading, size=size, bold=True)
    sheet.text(x + _PAD, bottom, lines, size=size)


def _arrow_down(sheet: Sheet, x: float, start: float, end: float) -> None:
    sheet.line([x, x], [start, end - 5])
    sheet.mark(x, end - 4, "triangle down", style.INK, size=7.0)


def _caption(table: pd.DataFrame) -> str:
    sentences = [
        "Participants from assessment to analysis, by arm; seen: with a score of the primary "
        "endpoint, and a score that is missing at one visit may be there at the next.",
        "Analysed: with a score in the primary analysis at the primary visit; a model of repeated "
        "scores also uses those of earlier visits.",
    ]
    unknown = list(dict.fromkeys(table.loc[table["n"].isna(), "stage"]))
    if unknown:
        sentences.append(f"Not recorded in the study's data: {', '.join(unknown)}.")
    return " ".join(sentences)


def _alternative(table: pd.DataFrame, labels: Labels, arms: list[str]) -> str:
    whole = "; ".join(_say_lines(table, "", ASSESSED, EXCLUDED, RANDOMISED, ENROLLED))
    sentences = ["Flow diagram of the participants.", *([f"{whole}."] if whole else [])]
    for arm in arms:
        said = "; ".join(_say_lines(table, arm, *_ORDER))
        sentences.append(f"{name_arm(labels, arm)}: {said}.")
    return " ".join(sentences)


def _say_lines(table: pd.DataFrame, arm: str, *stages: str) -> list[str]:
    return [text.removeprefix("\u2013 ") for text in _lines(table, arm, *stages)]
