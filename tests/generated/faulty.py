"""Faults planted in generated studies: what is wrong, and where the check must say so."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from outcomes.errors import Fault
from tests.generated.make import make_files
from tests.generated.spec import Spec
from tests.generated.study_file import columns_of

Rows = list[list[str]]
SCORES, PEOPLE = "scores.csv", "participants.csv"


@dataclass(frozen=True, order=True)
class Place:
    """Where a fault must be reported; ``column`` is ``""`` where a whole row is wrong."""

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, {self.column}"


@dataclass
class Tables:
    """The tables of a study while faults are planted in them, each in a row of its own."""

    spec: Spec
    dice: np.random.Generator
    rows: dict[str, Rows]
    taken: set[tuple[str, int]] = field(default_factory=set)

    def column(self, file: str, name: str) -> int:
        return self.rows[file][0].index(name)

    def draw_row(self, file: str, wanted: Callable[[list[str]], bool]) -> int | None:
        """Return a row that is wanted and has no fault yet, as its place in the table."""
        free = [
            place
            for place, row in enumerate(self.rows[file])
            if place and (file, place) not in self.taken and wanted(row)
        ]
        if not free:
            return None
        place = int(self.dice.choice(free))
        self.taken.add((file, place))
        return place

    def append(self, file: str, row: list[str]) -> Place:
        self.rows[file].append(row)
        self.taken.add((file, len(self.rows[file]) - 1))
        return Place(file, len(self.rows[file]), "")

    def score_columns(self) -> list[int]:
        """Return the columns of the scores table that hold scores or items."""
        columns = columns_of(self.spec)
        header = self.rows[SCORES][0]
        if self.spec.layout == "long":
            return [header.index(columns["value"])]
        roles = {*columns.values(), "age", "sex", *self.spec.covariates}
        baselines = {f"{measure.name}_at_start" for measure in self.spec.measures}
        return [at for at, name in enumerate(header) if name not in roles | baselines]

    def draw_score(self) -> tuple[int, int] | None:
        """Return row and column of a score that is there."""
        columns = self.score_columns()
        place = self.draw_row(SCORES, lambda row: any(row[at] for at in columns))
        if place is None:
            return None
        filled = [at for at in columns if self.rows[SCORES][place][at]]
        return place, int(self.dice.choice(filled))


Plant = Callable[[Tables], list[Place]]


def _in_score(change: Callable[[str], str]) -> Plant:
    def plant(tables: Tables) -> list[Place]:
        drawn = tables.draw_score()
        if drawn is None:
            return []
        place, at = drawn
        row = tables.rows[SCORES][place]
        row[at] = change(row[at])
        return [Place(SCORES, place + 1, tables.rows[SCORES][0][at])]

    return plant


def _misspell(kind: str) -> Plant:
    """Change what stands for a visit or an arm into what stands for none."""

    def plant(tables: Tables) -> list[Place]:
        file = SCORES if kind == "visit" or PEOPLE not in tables.rows else PEOPLE
        name = columns_of(tables.spec)[kind]
        if name not in tables.rows[file][0] or (kind == "arm" and file == SCORES):
            return []
        at = tables.column(file, name)
        held = [row[at] for row in tables.rows[file]]
        place = tables.draw_row(file, lambda row: held.count(row[at]) > 2)
        if place is None:
            return []
        tables.rows[file][place][at] += " or so"
        return [Place(file, place + 1, name)]

    return plant


def _without_id(tables: Tables) -> list[Place]:
    name = columns_of(tables.spec)["participant"]
    place = tables.draw_row(SCORES, lambda row: True)
    if place is None:
        return []
    tables.rows[SCORES][place][tables.column(SCORES, name)] = ""
    return [Place(SCORES, place + 1, name)]


def _respelt_id(tables: Tables) -> list[Place]:
    name = columns_of(tables.spec)["participant"]
    at = tables.column(SCORES, name)
    first = {row[at]: place for place, row in reversed(list(enumerate(tables.rows[SCORES])))}
    later = tables.draw_row(
        SCORES, lambda row: PEOPLE in tables.rows or tables.rows[SCORES][first[row[at]]] is not row
    )
    if later is None:
        return []
    row = tables.rows[SCORES][later]
    ways = (str.lower, lambda text: text.replace("0", "", 1), lambda text: f"\uff30{text[1:]}")
    row[at] = ways[int(tables.dice.integers(len(ways)))](row[at])
    return [Place(SCORES, later + 1, name)]


def _repeated(tables: Tables) -> list[Place]:
    columns = tables.score_columns()
    place = tables.draw_row(SCORES, lambda row: any(row[at] for at in columns))
    return [] if place is None else [tables.append(SCORES, list(tables.rows[SCORES][place]))]


def _summary(tables: Tables) -> list[Place]:
    name = columns_of(tables.spec)["participant"]
    at = tables.column(SCORES, name)
    found = []
    for word in ("Mean", "SD"):
        row = ["12.3"] * len(tables.rows[SCORES][0])
        row[at] = word
        found.append(Place(SCORES, tables.append(SCORES, row).row, name))
    return found


def _unknown_person(tables: Tables) -> list[Place]:
    if PEOPLE not in tables.rows:
        return []
    name = columns_of(tables.spec)["participant"]
    place = tables.draw_row(SCORES, lambda row: True)
    if place is None:
        return []
    row = list(tables.rows[SCORES][place])
    row[tables.column(SCORES, name)] = "Q999"
    return [Place(SCORES, tables.append(SCORES, row).row, name)]


def _person_twice(tables: Tables) -> list[Place]:
    if PEOPLE not in tables.rows:
        return []
    name = columns_of(tables.spec)["participant"]
    place = tables.draw_row(PEOPLE, lambda row: True)
    if place is None:
        return []
    return [Place(PEOPLE, tables.append(PEOPLE, list(tables.rows[PEOPLE][place])).row, name)]


def _ragged(tables: Tables) -> list[Place]:
    place = tables.draw_row(SCORES, lambda row: True)
    if place is None:
        return []
    tables.rows[SCORES][place].append("what is this")
    return [Place(SCORES, place + 1, "")]


KINDS: dict[str, Plant] = {
    "a unit in a cell": _in_score(lambda text: f"{text} mm"),
    "a word for missing": _in_score(lambda _: "NA"),
    "a decimal comma": _in_score(lambda _: "3,5"),
    "far out of range": _in_score(lambda _: "-98765"),
    "a visit misspelt": _misspell("visit"),
    "an arm misspelt": _misspell("arm"),
    "a row without id": _without_id,
    "an id respelt": _respelt_id,
    "a row repeated": _repeated,
    "rows of summaries": _summary,
    "an unknown participant": _unknown_person,
    "a participant twice": _person_twice,
    "a cell too many": _ragged,
}
"""By name, what is done to the tables; it returns where the faults are, nowhere if it cannot be."""


def make_faulty(spec: Spec, seed: int, most: int = 4) -> tuple[dict[str, str], dict[Place, str]]:
    """Return the files of a study with faults of several kinds, and where each must be reported."""
    dice = np.random.default_rng([seed, 12])
    files = make_files(spec)
    rows = {
        name: list(csv.reader(io.StringIO(text)))
        for name, text in files.items()
        if name in (SCORES, PEOPLE)
    }
    tables = Tables(spec, dice, rows)
    wanted = dice.permutation(list(KINDS))[: int(dice.integers(1, most + 1))]
    expected = {place: str(kind) for kind in wanted for place in KINDS[str(kind)](tables)}
    for name, table in tables.rows.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(table)
        files[name] = text.getvalue()
    return files, expected


def write_files(files: Mapping[str, str], folder: Path) -> Path:
    """Write a study's files into a new folder, and return it."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def compare_faults(found: Sequence[Fault], expected: Mapping[Place, str]) -> list[str]:
    """Return what was missed, and what was reported where nothing is wrong."""
    places = [Place(fault.file, fault.row or 0, fault.column or "") for fault in found]
    missed = [
        f"missed: {kind} at {place}" for place, kind in expected.items() if place not in places
    ]
    others = [
        f"not planted: {fault}"
        for fault, place in zip(found, places, strict=True)
        if place not in expected
    ]
    return missed + others
