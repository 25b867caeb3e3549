"""From what a study is to its files: ``study.yaml`` and its tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from tests.generated.draw import draw_spec
from tests.generated.missing import seen_of
from tests.generated.plan import Visit, has_baseline_column, visits_of
from tests.generated.spec import Spec
from tests.generated.study_file import columns_of, write_study_file
from tests.generated.values import draw_levels, write_cells

Row = dict[str, str]
SIDES = ("left", "right")


def make_study(seed: int) -> dict[str, str]:
    """Return the files of a valid study by name; the same seed gives the same files."""
    return make_files(draw_spec(seed))


def write_study(spec: Spec, raw: Path) -> Path:
    """Write a study's files below ``data/raw``, and return its folder."""
    folder = raw / spec.id
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in make_files(spec).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def make_files(spec: Spec) -> dict[str, str]:
    """Return the files of a study by name."""
    people = _make_people(spec)
    rows = _make_rows(spec, people)
    files = {"study.yaml": write_study_file(spec)}
    if spec.participants:
        files["participants.csv"] = _write_table(people)
        kept = [columns_of(spec)["participant"]]
        rows = [{**_pick(people[int(row["_person"])], kept), **row} for row in rows]
    else:
        rows = [{**people[int(row["_person"])], **row} for row in rows]
    for row in rows:
        del row["_person"]
    files["scores.csv"] = _write_table(rows)
    if spec.events:
        files["events.csv"] = _write_events(spec, people)
    return files


def _make_people(spec: Spec) -> list[Row]:
    """Make a row a participant: arm, characteristics and baselines that stand in a column."""
    rng = np.random.default_rng([spec.seed, 4])
    columns = columns_of(spec)
    people: list[Row] = []
    for arm in spec.arms:
        for _ in range(arm.size):
            number = len(people)
            person = {columns["participant"]: f"P{number + 1:03d}"}
            if spec.arm_column or len(spec.arms) > 1:
                person[columns["arm"]] = arm.code or arm.name
            people.append(person | _characteristics(spec, arm.name, number, rng))
    for number, measure in enumerate(spec.measures):
        if has_baseline_column(spec, measure):
            levels, seen = draw_levels(spec, number), seen_of(spec, number)
            for place, person in enumerate(people):
                ((_, text),) = write_cells(spec, measure, levels[place, 0, 0], rng)
                person[f"{measure.name}_at_start"] = text if seen[place, 0] else ""
    return people


def _characteristics(spec: Spec, arm: str, number: int, rng: np.random.Generator) -> Row:
    age, sex, site = rng.normal(55, 12), rng.random() < 0.6, rng.integers(1, 4)
    blank = rng.random() < 0.15
    bmi = f"{rng.normal(28, 4):.1f}"
    every = {
        "age": f"{np.clip(age, 19, 90):.0f}",
        "sex": "female" if sex else "male",
        "site": ("north", "south", "west, by the sea")[site - 1],
        "same": "yes, all of them",
        "bmi-blanks": "" if blank and number else bmi,
        "follows-arm": f"clinic {[one.name for one in spec.arms].index(arm) + 1}",
    }
    named = {"age", "sex", *spec.covariates} if spec.covariates else {"age"}
    return {name: every[name] for name in every if name in named}


def _make_rows(spec: Spec, people: Sequence[Row]) -> list[Row]:
    """Make the rows of the scores table, each with the number of its participant."""
    rng = np.random.default_rng([spec.seed, 5])
    visits = visits_of(spec)
    levels = [draw_levels(spec, number) for number in range(len(spec.measures))]
    seen = [seen_of(spec, number) for number in range(len(spec.measures))]
    listed = range(0 if spec.baseline == "visit" else 1, len(visits))  # a column is no visit
    rows: list[Row] = []
    for person in range(len(people)):
        only = SIDES[person % 2] if person % 4 == 3 else None
        for visit in listed:
            for side_number, side in enumerate(_sides(spec)):
                cells: list[tuple[str, str]] = []
                for number, measure in enumerate(spec.measures):
                    level = float(levels[number][person, visit, side_number])
                    filled = list(write_cells(spec, measure, level, rng))
                    here = bool(seen[number][person, visit])
                    here = here and (bool(measure.sides) or side_number == 0)
                    if measure.sides and measure.partial_sides:
                        here = here and only in (None, side)
                    cells += [(name, text if here else "") for name, text in filled]
                rows += _place(spec, person, visits[visit], side, cells)
    return _without_empty(spec, rows)


def _sides(spec: Spec) -> tuple[str, ...]:
    return SIDES if any(measure.sides for measure in spec.measures) else ("",)


def _place(
    spec: Spec, person: int, visit: Visit, side: str, cells: Sequence[tuple[str, str]]
) -> list[Row]:
    columns = columns_of(spec)
    where = {"_person": str(person), columns["visit"]: visit.code}
    if side:
        where[columns["side"]] = side
    if spec.layout == "wide":
        return [{**where, **dict(cells)}]
    return [{**where, columns["measure"]: name, columns["value"]: text} for name, text in cells]


def _without_empty(spec: Spec, rows: list[Row]) -> list[Row]:
    """Leave out rows without a score, but keep one of each visit and, if need be, of each person.

    A visit without a row is refused; so is, without a table of participants, a person.
    """
    columns = columns_of(spec)
    where = {"_person", columns["visit"], columns["side"], columns["measure"]}
    filled = [any(text for name, text in row.items() if name not in where) for row in rows]
    # in a long table of sides, what is not of a side has no row on the other
    drop_all = spec.absent_rows or spec.layout == "long"
    if not drop_all:
        return rows
    visits = {row[columns["visit"]] for row, full in zip(rows, filled, strict=True) if full}
    people = {row["_person"] for row, full in zip(rows, filled, strict=True) if full}
    kept: list[Row] = []
    for row, full in zip(rows, filled, strict=True):
        alone = not spec.participants and row["_person"] not in people
        if full or row[columns["visit"]] not in visits or alone:
            kept.append(row)
            visits.add(row[columns["visit"]])
            people.add(row["_person"])
    return kept


def _write_events(spec: Spec, people: Sequence[Row]) -> str:
    rng = np.random.default_rng([spec.seed, 6])
    columns = {
        "participant": [],
        "named": ["event"],
        "serious": ["event", "serious"],
        "header": ["event", "week", "serious"],
        "all": ["event", "week", "serious", "severity", "related"],
    }[spec.events]
    name = columns_of(spec)["participant"]
    rows = []
    for person in people:
        for _ in range(int(rng.integers(0, 3))):
            every = {
                "event": ("bruising", "pain, for a day", "fall at home")[int(rng.integers(3))],
                "week": str(int(rng.integers(-1, 10))),
                "serious": ("yes", "no", "no")[int(rng.integers(3))],
                "severity": ("mild", "moderate", "severe")[int(rng.integers(3))],
                "related": ("yes", "no")[int(rng.integers(2))],
            }
            rows.append({name: person[name], **_pick(every, columns)})
    if spec.events == "header":
        rows = []
    return _write_table(rows, [name, *columns])


def _pick(row: Mapping[str, str], names: Sequence[str]) -> Row:
    return {name: row[name] for name in names}


def _write_table(rows: Sequence[Row], header: Sequence[str] = ()) -> str:
    text = io.StringIO()
    names = list(header) or list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
