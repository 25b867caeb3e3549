"""Whom a page says that a difference favours, and which sizes it says that an interval reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.generated.names import Names
from tests.generated.page import Grid, ReportPage
from tests.generated.page_rules import shorten
from tests.generated.raw import RawStudy
from tests.generated.rows import Row
from tests.generated.sentences import find_differences, find_row, list_statements
from tests.generated.shown import NUMBER, primary_rows, to_float
from tests.generated.table_lines import find_rows_of_table

_SIZES = re.compile(
    rf"Minimal important (?:change|difference) of ({NUMBER}) [^:]*: (?P<lies>[^.]*(?:\.\d[^.]*)*)\."
)


def check_verdicts(page: ReportPage, names: Names, raw: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Yield where an arm is called favoured, or a size reached, against what the interval says."""
    found: list[str] = []
    for text, is_primary in list_statements(page):
        found += _check_text(text, names, raw, primary_rows(raw, rows) if is_primary else rows)
    for table in page.tables:
        found += _check_table(table, names, raw, rows)
    found += _check_count(page, rows)
    yield from dict.fromkeys(found)


def favoured_by(row: Row, higher: str) -> str:
    """Return the arm that the whole interval favours, empty if there is none."""
    low, high = row["ci_low"], row["ci_high"]
    if higher == "neither" or low is None or low <= 0 <= high:
        return ""
    return str(row["arm"] if (low > 0) == (higher == "better") else row["comparator"])


def _check_text(text: str, names: Names, raw: RawStudy, rows: list[Row]) -> Iterator[str]:
    matches = list(find_differences(text, names))
    ends = [found.start() for found in matches[1:]] + [len(text)]
    for found, end in zip(matches, ends, strict=False):
        row = find_row(found, text, names, rows)
        if row is None:
            continue
        higher = "worse"
        if row["quantity"] == "difference":
            higher = raw.endpoints[row["endpoint"]].higher
        after = text[found.end() : end]
        opening = r"(?:, which|So the result(?: on the \w+ side)?)"
        named = re.search(rf"{opening} favours ({names.any_arm})(?!\w)", after)
        wanted = favoured_by(row, higher)
        said = names.arm(named[1]) if named else ""
        if said != wanted:
            yield f"{wanted or 'nobody'} is favoured: {shorten(text, found.start())}"
        yield from _check_leaning(after, row, higher, names)
        if sizes := _SIZES.search(after):
            yield from _check_sizes(sizes, row, higher, names)


def _check_leaning(after: str, row: Row, higher: str, names: Names) -> Iterator[str]:
    leaning = re.search(rf"The estimate favours ({names.any_arm}), but", after)
    if leaning is None:
        return
    is_arm = (row["estimate"] > 0) == (higher == "better")
    if names.arm(leaning[1]) != (row["arm"] if is_arm else row["comparator"]):
        yield f"the estimate of {row['estimate']:.3g} favours the other: {leaning[0]}"


def _check_sizes(found: re.Match[str], row: Row, higher: str, names: Names) -> Iterator[str]:
    """Check what is said to be reached; here positive is a benefit of the arm, or higher."""
    size = to_float(found[1])
    sign = -1 if higher == "worse" else 1
    low, high = sorted(sign * row[end] for end in ("ci_low", "ci_high"))
    lies = found["lies"]
    named = re.search(rf"(benefit of|(?:higher|lower) mean with) ({names.any_arm})(?!\w)", lies)
    is_lower = named is not None and named[1].startswith("lower")
    up = named is not None and names.arm(named[2]) == row["arm"] and not is_lower
    wanted = {
        "at or beyond it": (low >= size) if up else (high <= -size),
        "short of it": -size < low and high < size,
        "includes both": low <= -size and high >= size,
        "but also smaller differences": high >= size > low > 0 if up else low <= -size < high < 0,
        "but also no difference": high >= size > 0 >= low if up else low <= -size < 0 <= high,
    }
    known = [is_so for words, is_so in wanted.items() if words in lies]
    if known != [True]:
        yield f"{row['ci_low']:.3g} to {row['ci_high']:.3g}: {found[0]}"


def _check_table(table: Grid, names: Names, raw: RawStudy, rows: list[Row]) -> Iterator[str]:
    for cells, fitting in find_rows_of_table(table, names, rows):
        if "Favours" not in cells:
            continue
        wanted = {favoured_by(row, raw.endpoints[row["endpoint"]].higher) for row in fitting}
        labels = {names.arms[name].lower() if name else "" for name in wanted}
        said = cells["Favours"].lower()
        is_arm = said in {label.lower() for label in names.arms.values()}
        if (said if is_arm else "") not in labels:
            yield f"favours {wanted}: {cells}"


def _check_count(page: ReportPage, rows: list[Row]) -> Iterator[str]:
    """Check how many intervals of differences the page says it holds."""
    intervals = [
        row for row in rows if row["quantity"] == "difference" and row["ci_low"] is not None
    ]
    beyond = sum(not row["ci_low"] <= 0 <= row["ci_high"] for row in intervals)
    pattern = r"contains (\d+) confidence intervals of differences, for[^;]*; (\d+|none) exclude"
    for text in page.words:
        for found in re.finditer(pattern, text):
            said = (int(found[1]), 0 if found[2] == "none" else int(found[2]))
            if said != (len(intervals), beyond):
                yield f"{len(intervals)} intervals, {beyond} without 0: {shorten(text)}"
