"""Every number of a page of published evidence, with the row that it stands in or was made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd

from outcomes.analysis.certainty import ENOUGH, ENOUGH_EVENTS
from outcomes.analysis.synthesis import WINDOWS
from outcomes.evidence.pack import Pack, find_pack
from outcomes.prose.method_references import REFERENCES
from outcomes.study.study import Study

from .test_numbers_agree import (
    SMALL,
    UNREAD,
    Values,
    falls_of_all,
    leave_out_sums,
    numbers_of,
    numbers_of_study,
    people_in_reports,
    read_numbers,
)

BLOCKS = {"p", "li", "tr", "caption", "figcaption", "h1", "h2", "h3", "dt", "dd", "summary"}


@dataclass(frozen=True)
class Listed:
    """One number of a page."""

    shown: str
    said: str
    row: str


class Blocks(HTMLParser):
    """Sentences of a page by paragraph, table rows as one text each, without code and drawings."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._said: list[str] = []
        self.feed(html)
        self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "br", "hr", "img", "input", "wbr", "col"):
            return
        if tag in BLOCKS:
            self._end()
        self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()
        if tag in BLOCKS:
            self._end()
        self._said.append(" ")

    def handle_data(self, data: str) -> None:
        names = {name for name, _ in self._open}
        classes = {one for _, value in self._open for one in value.split()}
        if (UNREAD | {"svg"}) & names or {"appendix", "lead", "code"} & classes:
            return
        self._said.append(data)

    def _end(self) -> None:
        text = " ".join("".join(self._said).split())
        self._said = []
        if text:
            self.texts.append(text)


class Sources:
    """What numbers of a page may come from: rows of the pack first, then what was made of them."""

    def __init__(self, study: Study, results: Sequence[Mapping[str, Any]]) -> None:
        pack = study.beside
        self._keys = {citation.short: key for key, citation in pack.citations.items()}
        self._keys |= {name: trial for trial, name in pack.trial_names.items()}
        self._rows = [*_rows_of_pack(pack), *_rows_of_results(results)]
        rest = (*numbers_of_study(study), *falls_of_all(list(results), study))
        self._rows.append(("study file", frozenset(), Values(rest)))
        people = tuple(people_in_reports(study))
        self._rows.append(("designs.csv: sum over the reports named", frozenset(), Values(people)))
        windows = [end for one in WINDOWS.values() for end in (one.low, one.high)]
        papers = [v for one in REFERENCES.values() for _, v, _ in read_numbers(one.text)]
        rule = Values([ENOUGH, ENOUGH_EVENTS, *windows, *papers])
        self._rows.append(("rule or method", frozenset(), rule))

    def find(self, said: str, value: float, decimals: int) -> str:
        """Return the row of a number: of a trial that is named beside it, before any other."""
        named = {key for short, key in self._keys.items() if short in said}
        fitting = [
            (not named & about, label)
            for label, about, values in self._rows
            if values.fit(value, decimals)
        ]
        return min(fitting, key=lambda one: one[0])[1] if fitting else ""


def list_numbers(html: str, study: Study, results: Sequence[Mapping[str, Any]]) -> Iterator[Listed]:
    """Yield every number of a page but small counts, with its row; empty where there is none."""
    sources = Sources(study, results)
    for said in Blocks(html).texts:
        for shown, value, decimals in read_numbers(leave_out_sums(said)):
            if decimals or abs(value) > SMALL:
                yield Listed(shown, said, sources.find(said, value, decimals))


def read_results(folder: Path) -> list[dict[str, Any]]:
    """Return the estimates of a report, and of those that it needs where they were made."""
    rows: list[dict[str, Any]] = []
    for report in (folder, folder.parent / "treatment-effect"):
        path = report / "results.json"
        if path.exists():
            rows += json.loads(path.read_text(encoding="utf-8"))["estimates"]
    return rows


def _rows_of_pack(pack: Pack) -> Iterator[tuple[str, frozenset[str], Values]]:
    for path in sorted(find_pack(pack.name).glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for number, row in enumerate(table.to_dict("records"), start=2):
            about = {row.get(key, "") for key in ("trial", "citation", "key")} - {""}
            text = " ".join(str(cell) for cell in row.values())
            values = [value for _, value, _ in read_numbers(text)]
            shares = [100 * value for value in values if value <= 1]
            label = f"{path.name}, row {number}"
            yield label, frozenset(about), Values([*values, *shares])


def _rows_of_results(
    results: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[str, frozenset[str], Values]]:
    for row in results:
        told = (row[name] for name in ("analysis", "subgroup", "endpoint", "visit", "quantity"))
        label = "results.json: " + ", ".join(str(part) for part in told if part)
        yield label, frozenset({str(row["subgroup"])}), Values(numbers_of([dict(row)]))
