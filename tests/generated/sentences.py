"""The sentences and tables of a page, held to the estimates and to the study's files."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from tests.generated.models import participants_of
from tests.generated.names import Names
from tests.generated.page import ReportPage
from tests.generated.page_rules import shorten
from tests.generated.raw import RawStudy
from tests.generated.rows import Row
from tests.generated.shown import (
    NUMBER,
    count_decimals,
    interval_fits,
    primary_rows,
    scale_of,
    to_float,
)
from tests.generated.table_lines import check_difference_table, check_flow

QUANTITIES = {
    "The share with a": "risk difference",
    "The rate ": "incidence rate difference",
    "veraged over all visits": "average difference",
    "standard deviations": "standardised difference",
}
"""By words of a sentence, what it states where it is no difference of scores."""


def check_sentences(
    page: ReportPage, names: Names, raw: RawStudy, rows: list[Row]
) -> Iterator[str]:
    """Yield where a sentence or table says something else than the estimates or the files."""
    found: list[str] = []
    for text, is_primary in list_statements(page):
        answer, of_others, course = _split_course(text)
        found += _check_differences(answer, names, primary_rows(raw, rows) if is_primary else rows)
        found += _check_differences(of_others + course, names, rows)
        found += _check_changes(text, names, raw, rows)
        found += _check_analysed(text, names, raw, rows)
        found += _check_events(text, names, raw)
        found += _check_enrolled(text, names, raw)
    for table in page.tables:
        found += check_difference_table(table, names, rows)
        found += check_flow(table, names, raw, rows)
    found += _check_plain_words(page, names, raw, rows)
    yield from dict.fromkeys(found)


def _split_course(text: str) -> tuple[str, str, str]:
    """Return a text before and after it begins to speak of other visits than the primary one."""
    begins = re.search(
        r"This did not last|This was not so at every|It (was|had been) otherwise", text
    )
    if begins is None:
        return text, "", ""
    return text[: begins.start()], begins[0], text[begins.end() :]


def count_checked(page: ReportPage, names: Names) -> int:
    """Count the sentences on differences that are understood here."""
    return sum(len(list(find_differences(text, names))) for text, _ in list_statements(page))


def list_statements(page: ReportPage) -> list[tuple[str, bool]]:
    """Return each paragraph, and whether it can only be about the primary endpoint and visit.

    What the primary result is held against stands in paragraphs of its own, read as one here.
    """
    statements = []
    for title, texts in page.passages:
        is_primary = title in ("For patients", "Primary result")
        parts = [" ".join(texts)] if title == "Primary result" else texts
        if "note" not in title:
            statements += [(text, is_primary) for text in parts]
    return statements


def find_differences(text: str, names: Names) -> Iterator[re.Match[str]]:
    """Find each statement of how much an endpoint differs between two arms."""
    pattern = (
        rf"was (?P<size>the same|(?:less than )?{NUMBER} [^.();]*?(?:lower|higher)) "
        rf"with (?P<arm>{names.any_arm}) (?:than|as) with (?P<other>{names.any_arm})(?!\w)"
        r"(?: \((?P<level>\d+)% CI (?P<interval>[^;)]*))?"
    )
    yield from re.finditer(pattern, text)


def _check_differences(text: str, names: Names, rows: list[Row]) -> Iterator[str]:
    for found in find_differences(text, names):
        if find_row(found, text, names, rows) is None:
            known = [f"{row['estimate']:.3g}" for row in _rows_about(found, text, names, rows)]
            yield f"no such difference ({', '.join(known)}): {shorten(text, found.start())}"


def find_row(found: re.Match[str], text: str, names: Names, rows: list[Row]) -> Row | None:
    """Return the row that a statement of a difference is of, None if it agrees with none."""
    return next((row for row in _rows_about(found, text, names, rows) if _says(found, row)), None)


def _rows_about(found: re.Match[str], text: str, names: Names, rows: list[Row]) -> list[Row]:
    """Return the rows of the endpoint, visit, side and arms that a statement is about."""
    before = text[: found.start()]
    before = before[max(before.rfind(". "), 0) :]
    quantity = next(
        (name for words, name in QUANTITIES.items() if words in before or words in found["size"]),
        "difference",
    )
    pair = (names.arm(found["arm"]), names.arm(found["other"]))
    fitting = _fitting(rows, quantity, names, before)
    return [row for row in fitting if (row["arm"], row["comparator"]) == pair]


def _fitting(rows: list[Row], quantity: str, names: Names, text: str) -> list[Row]:
    """Return the rows of a quantity that a text may be about: its endpoint, visit and side."""
    kept = [row for row in rows if row["quantity"] == quantity and row["estimate"] is not None]
    if quantity != "difference":
        return kept
    endpoints, visits = names.endpoint_in(text), names.visit_in(text)
    if endpoints:
        kept = [row for row in kept if row["endpoint"] in endpoints]
    if visits:
        kept = [row for row in kept if row["visit"] in visits]
    sides = [side for side in ("left", "right") if re.search(rf"\b{side}\b", text)]
    return [row for row in kept if not row["side"] or not sides or row["side"] in sides]


def _says(found: re.Match[str], row: Row) -> bool:
    """Whether a sentence's number, direction and interval are those of a row."""
    scale = scale_of(row)
    value = scale * row["estimate"]
    if found["size"] == "the same":
        number_fits = abs(value) < 0.06 * max(1.0, scale)
    else:
        number = to_float(re.search(NUMBER, found["size"])[0])  # type: ignore[index]
        sign = -1 if found["size"].endswith("lower") else 1
        if "less than" in found["size"]:
            number_fits = abs(value) <= number and sign * value >= 0
        else:
            decimals = count_decimals(found["size"])
            number_fits = abs(sign * number - value) <= 0.5 * 10.0**-decimals + 1e-9
    return number_fits and (not found["interval"] or interval_fits(found["interval"], row, scale))


def _check_changes(text: str, names: Names, raw: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check changes within arms: in a sentence each arm has its own."""
    pattern = (
        rf"(?P<way>fell|rose) by (?P<number>{NUMBER}) [^.();]*? with (?P<arm>{names.any_arm})"
        r"(?!\w)(?: \(\d+% CI (?P<interval>[^;)]*)[^)]*?n = (?P<n>\d+))?"
    )
    for said in re.split(r"(?<=[.?!]) (?=[A-Z])", text):
        if said.startswith("From baseline to"):
            about = said.removeprefix("From baseline to").partition(" by ")[0]
            fitting = _fitting(rows, "change", names, about)
        elif "the start, the score" in said:
            primary = raw.file["plan"]["primary"]
            place = (primary["endpoint"], primary["visit"])
            fitting = [
                row
                for row in _fitting(rows, "change", names, "")
                if (row["endpoint"], row["visit"]) == place
            ]
        else:
            continue
        for found in re.finditer(pattern, said):
            arm = names.arm(found["arm"])
            if not any(row["arm"] == arm and _is_change(found, row) for row in fitting):
                yield f"no such change: {shorten(said, found.start())}"


def _is_change(found: re.Match[str], row: Row) -> bool:
    number = (-1 if found["way"] == "fell" else 1) * to_float(found["number"])
    slack = 0.5 * 10.0 ** -count_decimals(found["number"]) + 1e-9
    if abs(row["estimate"] - number) > slack:
        return False
    if not found["interval"]:
        return True
    return interval_fits(found["interval"], row, 1) and row["n_arm"] == int(found["n"])


def _check_analysed(text: str, names: Names, raw: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check who is said to have been analysed: those in the model of the primary difference."""
    pattern = (
        rf"(\d+) participants? with ({names.any_arm}) and (\d+) with ({names.any_arm}) "
        r"(?:was|were) analysed"
    )
    for found in re.finditer(pattern, text):
        wanted = [participants_of(raw, row) for row in primary_rows(raw, rows)]
        said = {names.arm(found[2]): int(found[1]), names.arm(found[4]): int(found[3])}
        if not any(all(each[arm] == n for arm, n in said.items()) for each in wanted):
            yield f"not those analysed ({wanted}): {shorten(text, found.start())}"


def _check_events(text: str, names: Names, raw: RawStudy) -> Iterator[str]:
    """Check the numbers of participants with an event, of any kind and serious."""
    heads = {
        "Participants with a recorded adverse event: ": None,
        "Side effects were recorded for ": None,
        "Serious events: ": "serious",
        "A serious one was recorded for ": "serious",
    }
    if raw.events is None:
        return
    after = raw.events[~(pd.to_numeric(raw.events["week"], errors="coerce") < 0)]
    for head, column in heads.items():
        place = text.find(head)
        if place < 0:
            continue
        kept = after if column is None else after[after[column] == "yes"]
        said = re.split(r"\. (?=[A-Z])", text[place + len(head) :])[0]
        pattern = rf"(\d+) of (\d+)(?: people| participants?)? with ({names.any_arm})(?!\w)"
        for found in re.finditer(pattern, said):
            arm = names.arm(found[3])
            wanted = (
                kept.loc[kept["arm"] == arm, "participant"].nunique(),
                raw.sizes[arm],
            )
            if (int(found[1]), int(found[2])) != wanted:
                yield f"{wanted[0]} of {wanted[1]} had one: {shorten(text, place)}"


def _check_enrolled(text: str, names: Names, raw: RawStudy) -> Iterator[str]:
    pattern = (
        rf"(\d+) participants? with ({names.any_arm}) and (\d+) with ({names.any_arm}) "
        r"(?:was|were) enrolled; (\d+) and (\d+) ha(?:s|ve) a score"
    )
    primary = raw.file["plan"]["primary"]
    for found in re.finditer(pattern, text):
        side = next((s for s in ("left", "right") if re.search(rf"\b{s}\b", text)), "")
        for arm, enrolled, seen in ((2, 1, 5), (4, 3, 6)):
            name = names.arm(found[arm])
            seen_then = raw.seen(primary["endpoint"], name, visit=primary["visit"], side=side)
            wanted = (raw.sizes[name], len(seen_then))
            if (int(found[enrolled]), int(found[seen])) != wanted:
                yield f"{wanted[0]} enrolled, {wanted[1]} seen: {shorten(text, found.start())}"


def _check_plain_words(
    page: ReportPage, names: Names, raw: RawStudy, rows: list[Row]
) -> Iterator[str]:
    """Check the numbers of people, the difference and its ends in the words for patients."""
    primary = primary_rows(raw, rows)
    for text in page.passage("patients"):
        pattern = rf"The ({names.any_arm}) group had (\d+) (?:people|person)"
        for found in re.finditer(pattern, text):
            if int(found[2]) != raw.sizes[names.arm(found[1])]:
                yield f"{raw.sizes[names.arm(found[1])]} people: {shorten(text, found.start())}"
        pattern = r"The true difference could be anywhere from ([^.]*(?:\.\d[^.]*)*)\."
        for found in re.finditer(pattern, text):
            binary = raw.endpoints[raw.file["plan"]["primary"]["endpoint"]].kind == "binary"
            said = re.sub(r" in (?:every )?100", "", found[1])
            if not any(interval_fits(said, row, 100 if binary else 1) for row in primary):
                yield f"no such interval: {shorten(text, found.start())}"
        pattern = (
            rf"In every 100 people, that is ({NUMBER}) (fewer|more) "
            rf"with ({names.any_arm}) than with ({names.any_arm})(?!\w)"
        )
        for found in re.finditer(pattern, text):
            said = (-1 if found[2] == "fewer" else 1) * to_float(found[1])
            slack = 0.5 * 10.0 ** -count_decimals(found[1]) + 1e-9
            if not any(abs(100 * row["estimate"] - said) <= slack for row in primary):
                yield f"no such difference of shares: {shorten(text, found.start())}"
