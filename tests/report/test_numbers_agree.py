"""Table = sentence = figure: every number of a page is read back and held against results.json."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from outcomes.analysis.certainty import ENOUGH, ENOUGH_EVENTS
from outcomes.analysis.findings import summarise_findings
from outcomes.analysis.joint_evidence import gather_evidence_for
from outcomes.analysis.synthesis import WINDOWS
from outcomes.prose.method_references import REFERENCES
from outcomes.runs.notebooks import find_notebooks
from outcomes.study import list_studies, load_study
from outcomes.study.study import Study

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "src" / "outcomes" / "evidence" / "packs"
NUMBER = re.compile(r"(?<![\w.])([\u2212-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)(?![\w])")
UNREAD = {"style", "script", "pre", "footer", "nav", "aside", "title"}
"""Elements whose numbers are no results: code, provenance, contents, a drawing's name."""


@dataclass
class Reader(HTMLParser):
    """Texts of a page's passages, tables and figures, and its tables as grids."""

    html: str
    texts: list[str] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str]] = []
        self._spans: dict[int, tuple[int, str]] = {}
        self._band = ""
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("meta", "br", "hr", "img", "input", "wbr", "col"):
            return
        self._open.append((tag, values.get("class") or ""))
        if tag == "svg":
            self.texts.append(values.get("aria-label") or "")
        if tag == "table":
            self.tables.append(("", []))
            self._spans, self._band = {}, ""
        elif tag == "tr" and self.tables:
            self.tables[-1][1].append([self._band] if self._band else [])
            self._carry()
        elif tag in ("td", "th"):
            self._label = values.get("aria-label") or ""
            self._row().append("")
            rows, columns = int(values.get("rowspan") or 1), int(values.get("colspan") or 1)
            self._row().extend("" for _ in range(columns - 1))
            self._pending = (len(self._row()) - 1, rows)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            place, rows = self._pending
            if rows > 1:
                self._spans[place] = (rows - 1, self._row()[place])
            self._carry()
        if self._open.pop() == ("tr", "band"):
            self._read_band()

    def handle_data(self, data: str) -> None:
        names = [name for name, _ in self._open]
        classes = {one for _, value in self._open for one in value.split()}
        if UNREAD & set(names) or {"appendix", "lead", "code"} & classes:
            return
        if "text" in names and NUMBER.fullmatch(data.strip()):
            return  # a number alone in a drawing marks its axis; what is drawn stands in its table
        self.texts.append(data)
        if names and self.tables and "table" in names:
            if "caption" in names:
                self.tables[-1] = (self.tables[-1][0] + data, self.tables[-1][1])
            elif {"td", "th"} & set(names):
                self._row()[self._pending[0]] += data

    def _read_band(self) -> None:
        """Take a header across the table as the first cell of each row under it."""
        head, rows = self.tables[-1][1].pop()[-1], self.tables[-1][1]
        if not self._band:
            for row in rows:
                row.insert(0, self._label.removesuffix(f": {head}"))
        self._band = head

    def _row(self) -> list[str]:
        return self.tables[-1][1][-1]

    def _carry(self) -> None:
        """Put cells that reach down from above into the row, as far as it has come."""
        while (span := self._spans.get(len(self._row()))) is not None:
            place, (left, text) = len(self._row()), span
            self._row().append(text)
            if left > 1:
                self._spans[place] = (left - 1, text)
            else:
                del self._spans[place]


def read_numbers(text: str) -> Iterator[tuple[str, float, int]]:
    """Yield each number of a text: as written, its value, its decimals."""
    for sign, whole, part, percent in NUMBER.findall(text):
        value = float(whole.replace(",", "") + part)
        shown = f"{sign}{whole}{part}{percent}"
        yield shown, -value if sign else value, max(len(part) - 1, 0)


SUM = re.compile(r"(\d+) \+ (\d+) = (\d+)")


def leave_out_sums(text: str) -> str:
    """Return a text without the sums of whole numbers that it spells out and that are right."""
    return SUM.sub(
        lambda found: "" if int(found[1]) + int(found[2]) == int(found[3]) else found[0], text
    )


class Values:
    """Numbers that may be rounded to what a page shows; signs may be put in words."""

    def __init__(self, values: Iterable[float]) -> None:
        self._sorted = sorted({abs(value) for value in values if math.isfinite(value)})

    def fit(self, value: float, decimals: int) -> bool:
        half = 0.5 * 10.0**-decimals * (1 + 1e-9) + 1e-12
        place = bisect_left(self._sorted, abs(value) - half)
        return place < len(self._sorted) and self._sorted[place] <= abs(value) + half


def numbers_of(rows: list[dict[str, Any]]) -> Iterator[float]:
    """Yield every number of results.json, as shares and in percent too, and widths of intervals."""
    for row in rows:
        for value in row.values():
            if isinstance(value, int | float):
                yield value
                if abs(value) <= 1:
                    yield 100 * value
        low, high = row["ci_low"], row["ci_high"]
        if low is not None and high is not None:
            yield high - low
        for name in ("threshold", "visit", "analysis", "subgroup"):
            yield from (value for _, value, _ in read_numbers(str(row[name] or "")))


def numbers_of_records(records: list[dict[str, Any]]) -> Iterator[float]:
    """Yield the participants that the analyses had, left out and imputed, by arm."""
    for record in records:
        for part in ("participants", "left_out", "imputed"):
            yield from (count["n"] for count in record[part])


def totals_of(rows: list[dict[str, Any]]) -> Iterator[float]:
    """Yield counts that are sums of counts over visits, and shares as numbers of participants."""
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for row in rows:
        if row["quantity"] == "missing":
            for place in ((row["endpoint"], row["arm"]), (row["endpoint"], ""), ("", "")):
                sums["missing", *place] += row["estimate"]
                sums["due", *place] += row["n_arm"]
        if row["quantity"] == "share" and row["n_arm"] is not None:
            yield round(row["estimate"] * row["n_arm"])
    yield from sums.values()


def shares_of_all(rows: list[dict[str, Any]], study: Study) -> Iterator[float]:
    """Yield shares of everybody in an arm, those not followed counted as a no, in percent."""
    enrolled = study.participants["arm"].value_counts()
    for row in rows:
        if row["quantity"] == "share" and row["n_arm"] is not None and row["arm"] in enrolled:
            yield 100 * round(row["estimate"] * row["n_arm"]) / enrolled[row["arm"]]


def falls_of_all(rows: list[dict[str, Any]], study: Study) -> Iterator[float]:
    """Yield mean changes over everybody in an arm, those not followed counted as unchanged."""
    enrolled = study.participants["arm"].value_counts()
    for row in rows:
        if row["quantity"] == "change" and row["n_arm"] is not None and row["arm"] in enrolled:
            yield row["estimate"] * row["n_arm"] / enrolled[row["arm"]]


def people_in_reports(study: Study) -> Iterator[float]:
    """Yield how many took part in the reports of which only directions were read."""
    findings = summarise_findings(gather_evidence_for(study), study) if study.evidence else ()
    for finding in findings:
        sizes = {row["trial"]: row["n"] for row in finding.directions}
        yield sum(n for n in sizes.values() if n == n)


def numbers_of_study(study: Study) -> Iterator[float]:
    """Yield what the study file and its tables' counts hold: visits, ranges, sizes, events."""
    yield from (v for _, v, _ in read_numbers(study.file.model_dump_json()))
    for endpoint in study.endpoints.values():
        yield from (endpoint.low, endpoint.high)
        for threshold in endpoint.thresholds:
            yield threshold.value
            yield from (v for _, v, _ in read_numbers(f"{threshold.context} {threshold.source}"))
        yield from (v for _, v, _ in read_numbers(f"{endpoint.label} {endpoint.unit}"))
    yield from (visit.week for visit in study.visits)
    yield from study.participants["arm"].value_counts().tolist()
    yield len(study.participants)


def numbers_published() -> Iterator[float]:
    """Yield what the packaged tables of publications and claims print."""
    for path in EVIDENCE.glob("*/*.csv"):
        yield from (v for _, v, _ in read_numbers(path.read_text(encoding="utf-8")))


def numbers_of_windows() -> Iterator[float]:
    """Yield the weeks between which published trials are pooled."""
    for window in WINDOWS.values():
        yield from (window.low, window.high)


def numbers_cited() -> Iterator[float]:
    """Yield years, volumes and pages of the papers on methods."""
    for reference in REFERENCES.values():
        yield from (v for _, v, _ in read_numbers(reference.text))


SMALL = 12
"""Whole numbers up to this count things in words: two arms, 3 visits, 4 of 12 claims."""

REPORTS = [
    (name, report)
    for name in list_studies(ROOT)
    for report in load_study(ROOT / "data" / "raw" / name).file.reports
]


NEEDS = {name: notebook.front_matter.needs for name, notebook in find_notebooks(ROOT).items()}
"""By report, those whose results it shows beside its own."""


def results_of(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / "results.json").read_text())["estimates"]
    return rows


@pytest.mark.parametrize(("name", "report"), REPORTS)
def test_every_number_has_a_source(name: str, report: str, bundled_site: Path) -> None:
    folder = bundled_site / "reports" / name / report
    study = load_study(ROOT / "data" / "raw" / name)
    rows = [
        *results_of(folder),
        *(
            row
            for need in NEEDS[report]
            if need in study.file.reports
            for row in results_of(folder.parent / need)
        ),
    ]
    sources = (numbers_of(rows), totals_of(rows), numbers_of_study(study), numbers_published())
    records = json.loads((folder / "results.json").read_text())["done"]
    sources = (*sources, numbers_of_windows(), numbers_cited(), numbers_of_records(records))
    sources = (*sources, shares_of_all(rows, study), falls_of_all(rows, study))
    sources = (*sources, (ENOUGH, ENOUGH_EVENTS), people_in_reports(study))
    known = Values(value for source in sources for value in source)
    strange = {}
    for text in Reader((folder / "index.html").read_text(encoding="utf-8")).texts:
        for shown, value, decimals in read_numbers(leave_out_sums(text)):
            if not (decimals == 0 and abs(value) <= SMALL) and not known.fit(value, decimals):
                strange[shown] = " ".join(text.split())[:160]
    assert strange == {}


@pytest.mark.parametrize("name", [name for name, report in REPORTS if report == "treatment-effect"])
def test_table_figure_and_sentence_say_the_same_difference(name: str, bundled_site: Path) -> None:
    folder = bundled_site / "reports" / name / "treatment-effect"
    study = load_study(ROOT / "data" / "raw" / name)
    labels = {key: arm.label for key, arm in study.arms.items()}
    results = {
        (
            study.endpoints[row["endpoint"]].label,
            row["visit"],
            f"{labels[row['arm']]} against {labels[row['comparator']]}",
        ): row
        for row in results_of(folder)
        if row["quantity"] == "difference" and row["estimate"] is not None
    }
    page = (folder / "index.html").read_text(encoding="utf-8")
    seen = set()
    for caption, grid in Reader(page).tables:
        if "differences between arms at each visit" not in caption:
            continue
        endpoint = caption.partition(" (")[0]
        names = next(row for row in grid if "difference" in row)
        for cells in grid[2:]:
            shown = dict(zip(names, cells, strict=True))
            key = (endpoint, shown["Visit"], shown["Comparison"])
            row = results[key]
            seen.add(key)
            check_rounding(shown["difference"], row["estimate"])
            low, high = next(v for k, v in shown.items() if k.endswith("CI")).split(" to ")
            check_rounding(low, row["ci_low"])
            check_rounding(high, row["ci_high"])
            check_rounding(shown["df"], row["df"])
            check_figure(page, key, row)
    assert seen == set(results)
    check_sentence(page, study, results)


@pytest.mark.parametrize(
    ("name", "report"), [pair for pair in REPORTS if pair[1] in ("evidence", "claims")]
)
def test_every_pooled_effect_is_on_the_page(name: str, report: str, bundled_site: Path) -> None:
    folder = bundled_site / "reports" / name / report
    shown = {
        (round(abs(value), decimals), decimals)
        for text in Reader((folder / "index.html").read_text(encoding="utf-8")).texts
        for _, value, decimals in read_numbers(text)
    }
    for row in results_of(folder):
        if row["quantity"] == "pooled effect" and row["analysis"] != "published pool, rebuilt":
            for column in ("estimate", "ci_low", "ci_high"):
                value = abs(row[column])
                assert {(round(value, 1), 1), (round(value, 2), 2)} & shown, (row, column)


def check_rounding(shown: str, value: float) -> None:
    """Check that a text is a value rounded to the decimals that it has, its sign kept."""
    ((_, read, decimals),) = read_numbers(shown)
    assert abs(read - value) <= 0.5 * 10.0**-decimals + 1e-9, f"{shown} for {value}"


def check_figure(page: str, key: tuple[str, str, str], row: dict[str, Any]) -> None:
    """Check the numbers of the figure that draws a difference."""
    endpoint, visit, pair = key
    arm, _, other = pair.partition(" against ")
    for caption, (heads, *rows) in Reader(page).tables:
        if not caption.startswith("Numbers in the figure: ") or "ifference" not in caption:
            continue
        for cells in rows:
            shown = {head.partition(" (")[0]: cell for head, cell in zip(heads, cells, strict=True)}
            place = (shown.get("Visit"), shown.get("Arm", arm), shown.get("Compared with", other))
            if place == (visit, arm, other) and shown.get("Endpoint", caption).find(endpoint) >= 0:
                check_rounding(shown["Difference"].lstrip("+"), row["estimate"])
                for text, name in zip(
                    shown["95% CI"].split(" to "), ("ci_low", "ci_high"), strict=True
                ):
                    check_rounding(text, row[name])
                return
    raise AssertionError(f"{key} is in no figure's numbers")


def check_sentence(page: str, study: Study, results: dict[Any, dict[str, Any]]) -> None:
    """Check the first sentence of the primary result: its size, its side, its interval."""
    primary = study.file.plan.primary
    assert primary.comparison is not None
    arm, other = (study.arms[name].label for name in primary.comparison)
    row = results[study.endpoints[primary.endpoint].label, primary.visit, f"{arm} against {other}"]
    passage = page.partition('class="answer"')[2]
    sentence = re.search(r'<p class="answer-words">(.*?)</p>', passage, re.DOTALL)
    assert sentence is not None
    size = re.search(r"was ([\d.]+) \w+ (lower|higher)", sentence[1])
    assert size is not None
    sign = "\u2212" if size[2] == "lower" else ""
    check_rounding(sign + size[1], row["estimate"])
    interval = re.search(r"CI (.*?);", sentence[1])
    assert interval is not None
    for shown, value, decimals in read_numbers(interval[1]):
        ends = (abs(row["ci_low"]), abs(row["ci_high"]))
        assert any(abs(value - end) <= 0.5 * 10.0**-decimals + 1e-9 for end in ends), shown


def test_a_number_that_is_no_rounding_is_found() -> None:
    known = Values([6.24, -15.1, 0.0456])
    assert known.fit(6.2, 1)
    assert known.fit(-6.24, 2)
    assert not known.fit(6.3, 1)
    assert not known.fit(6.25, 2)
    assert known.fit(0.046, 3)
    with pytest.raises(AssertionError):
        check_rounding("6.2", -6.2)
