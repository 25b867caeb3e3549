"""Everything that is published of a study, read back from the files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from openpyxl import load_workbook

from outcomes.estimates import read_rows
from outcomes.runs.publish_site import publish_bundle
from outcomes.runs.take_along import export_study
from outcomes.study import load_study
from tests.disclosure.counted import Counts, Name, count_study
from tests.disclosure.make import SmallStudy

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])")
_NOT_OF_PEOPLE = re.compile(
    r'<style>.*?</style>|[0-9a-f]{64}|content="width=[^"]*"'
    r"|\d+ items are answered[^.]*|\(\d+ rows, \d+ columns\)"
    r'|"(?:started|seconds|cpu_seconds|peak_memory)": [^,\n]*|"key": "[^"]*"',
    re.DOTALL,
)
_DECIMALS_APART = re.compile(r'<span class=\\?"after[^>]*>')
_SAID = re.compile(r'\b(?:alt|aria-label|title|content|data-\w+)="([^"]*)"')
_DOWNLOAD = re.compile(r'href=\\?"data:[^,"]*,([^"\\]*)')


@dataclass(frozen=True)
class Mean:
    """A published mean: what it was rounded to a multiple of, and how far apart scores lie."""

    value: float
    step: float
    spacing: float


@dataclass(frozen=True)
class Release:
    """What a study's results and page say.

    Parameters
    ----------
    minimum, highest : int
        Of the rule, and the end of the scale of scores, which begins at 0.
    sums : tuple of (tuple of Name, int or None)
        Counts that are rounded together, and to what; None if it is not shown, as it is too small.
    means : dict of Name to Mean
        By the count of those it is of.
    short : tuple of (Name, tuple of Name)
        A kind of event, and the events by name that are left out because they add up to less.
    """

    minimum: int
    highest: int
    counts: Counts
    sums: tuple[tuple[tuple[Name, ...], int | None], ...]
    means: dict[Name, Mean] = field(default_factory=dict)
    short: tuple[tuple[Name, tuple[Name, ...]], ...] = ()


def read_release(project: Path, study: SmallStudy) -> Release:
    """Read the numbers of a study from its page and the results of its reports."""
    counts = count_study(study)
    rule = load_study(project / "data/raw" / study.id).disclosure
    assert rule is not None
    shown: dict[Name, int] = {}
    means: dict[Name, Mean] = {}
    for row in list_rows(project, study):
        name = _name(row)
        if name is None:
            continue
        if row["quantity"] in ("mean", "change"):
            means[name] = Mean(row["estimate"], rule.step(row["endpoint"]), _space(study, name))
        if row["quantity"] != "mean":
            count = int(row["n_arm" if row["quantity"] == "change" else "estimate"])
            assert shown.setdefault(name, count) == count, f"{name} is given as two numbers"
    _hold_page(project, study, shown)
    short = tuple(
        (whole, tuple(kinds))
        for whole, kinds in counts.unions
        if shown.get(whole) and not shown.keys() & set(kinds)
    )
    return Release(
        study.minimum, 100, counts, tuple(_list_sums(counts, shown, short)), means, short
    )


def list_rows(project: Path, study: SmallStudy) -> list[dict[str, Any]]:
    """Return the rows of the results of all the study's reports."""
    results = (project / "reports" / study.id).glob("*/results.json")
    return [row for path in sorted(results) for row in read_rows(path)]


def _list_sums(
    counts: Counts, shown: dict[Name, int], short: tuple[tuple[Name, tuple[Name, ...]], ...]
) -> Iterator[tuple[tuple[Name, ...], int | None]]:
    """Yield what was rounded; what is not named of a described arm was rounded to 0."""
    unknown = {name for _, kinds in short for name in kinds}
    for name in counts.undivided:
        if "harms" not in str(name[1]):
            yield (name,), shown.get(name)
        elif (name[0], "enrolled") in shown and name not in unknown:
            yield (name,), shown.get(name, 0)
    for whole, parts in counts.parts.items():
        if whole in shown:
            for number in range(1, len(parts) + 1):
                yield tuple(parts[:number]), sum(shown.get(part, 0) for part in parts[:number])


def _name(row: dict[str, Any]) -> Name | None:
    """Return the count that a row of the results is of; None for one of two arms."""
    arm, endpoint = row["arm"], row["endpoint"]
    known = ("n", "mean", "change", "count", "affected", "difference")
    assert row["quantity"] in known, f"the attack does not know {row['quantity']}"
    if row["comparator"]:
        return None
    if row["quantity"] == "affected":
        return arm, endpoint, row["subgroup"]
    if not row["visit"]:
        known = (arm, "known", endpoint) if endpoint else (arm, "enrolled")
        return (arm, "is", endpoint, row["subgroup"]) if row["quantity"] == "count" else known
    place = (endpoint, row["side"], int(row["week"]))
    if row["quantity"] == "count":
        return arm, "at", *place, int(row["threshold"])
    return arm, "changed" if row["quantity"] == "change" else "seen", *place


def _space(study: SmallStudy, name: Name) -> float:
    """Return how far apart the values can be of which a mean is made."""
    step = study.steps.get(str(name[2]), 1)
    return step / 2 if study.sides == "mean" and name[2] in study.steps else step


def _hold_page(project: Path, study: SmallStudy, shown: dict[Name, int]) -> None:
    """The study's page states the sizes of arms that the results do."""
    page = (project / "reports" / study.id / "index.html").read_text(encoding="utf-8")
    for arm in study.arms:
        cell = re.search(rf'{arm.capitalize()}</th><td>\w+</td><td class="number">([^<]*)<', page)
        assert cell is not None
        assert cell[1] == str(shown.get((arm, "enrolled"), "not shown"))


def list_texts(project: Path, study: str) -> Iterator[tuple[str, str]]:
    """Yield every published file of a study as text, by name, those inside its zip among them."""
    folder = project / "reports" / study
    packed = project / f"{study}.zip"
    publish_bundle(project, study, packed)
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(project).as_posix(), path.read_text(encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(packed.read_bytes())) as archive:
        for name in archive.namelist():
            yield f"{packed.name}/{name}", archive.read(name).decode("utf-8")


def list_exported(project: Path, study: str) -> Iterator[tuple[str, str]]:
    """Yield what `outcomes export` writes of a study as text, by name; pictures only as SVG."""
    folder = project / f"{study}-exported"
    for path in export_study(project, study, folder):
        name = path.relative_to(project).as_posix()
        if path.suffix == ".xlsx":
            sheets = load_workbook(path).worksheets
            cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row]
            yield name, "\n".join(cells)
        elif path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                yield name, archive.read("word/document.xml").decode("utf-8")
        elif path.suffix in (".csv", ".tex", ".md", ".svg"):
            yield name, path.read_text(encoding="utf-8")


def list_numbers(text: str) -> set[str]:
    """Return the numbers of a text that may be of people: not of styles, hashes and times.

    What a page says to those who hear it, and what it holds for download, is read too.
    """
    plain = _NOT_OF_PEOPLE.sub(" ", text)
    within = [*_SAID.findall(plain), *map(unquote, _DOWNLOAD.findall(plain))]
    whole = (_DECIMALS_APART.sub("", each) for each in (plain, *within))
    shown = (re.sub(r"<[^>]+>", " ", each) for each in whole)
    return {number for each in shown for number in _NUMBER.findall(each)}
