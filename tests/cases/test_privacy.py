"""Only what is named is read, what it means is declared, and what names persons is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.analysis import compare_with_control
from outcomes.study import check_study, load_study
from tests.cases.meaning_study import copy_case
from tests.cases.pages import make_pages
from tests.study.small_study import write_small_study

PERSONAL = ("dob", "initials", "remark")


def edit(folder: Path, old: str, new: str) -> None:
    """Change the study file."""
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_columns_that_are_not_named_stand_on_no_page(
    shared: Path, root: Path, tmp_path: Path
) -> None:
    case = copy_case(shared, tmp_path, "personal-columns-in-participants")
    held = load_study(case).participants
    assert not set(PERSONAL) & set(held.columns)
    make_pages(case, root, tmp_path)
    table = (case / "participants.csv").read_text(encoding="utf-8").splitlines()
    header = table[0].split(",")
    cells = [line.split(",") for line in table[1:]]
    secret = {row[header.index("dob")] for row in cells}
    for file in (tmp_path / "reports").rglob("*"):
        if file.is_file() and file.suffix in (".html", ".json", ".ipynb", ".jsonl"):
            text = file.read_text(encoding="utf-8")
            assert not [cell for cell in secret if cell in text], file
            assert "called on the ward" not in text


@pytest.mark.parametrize("column", PERSONAL)
def test_what_names_persons_is_refused_when_it_is_named(
    shared: Path, tmp_path: Path, column: str
) -> None:
    folder = copy_case(shared, tmp_path, "personal-columns-in-participants")
    edit(folder, "\nplan:", f"\ncharacteristics: [{column}]\nplan:")
    (fault,) = check_study(folder)
    assert (fault.file, fault.column, fault.value) == ("study.yaml", "characteristics.1", column)
    assert "reviewed: true" in fault.fix


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("patient_name", "abcdef"),
        ("Geburtsdatum", ["1.2.1950"] * 6),
        ("contact", [f"p{n}@example.org" for n in range(6)]),
        ("reached", ["030 1234567890"] * 6),
        ("seen_on", ["2024-03-01", "2024-03-01", "2024-04-02", "", "", ""]),
        ("what", ["told us that it hurt on stairs", "none", "none", "", "", ""]),
        ("hospital_number", "123456"),
    ],
)
def test_persons_are_found_by_name_and_by_content(
    tmp_path: Path, name: str, cells: str | list[str]
) -> None:
    folder = write_small_study(tmp_path)
    path = folder / "participants.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [f"{lines[0]},{name}", *map(",".join, zip(lines[1:], cells, strict=True))]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    assert check_study(folder) == ()
    edit(folder, "characteristics: [sex]", f"characteristics: [sex, {name}]")
    assert [fault.value for fault in check_study(folder)] == [name]
    entry = f"{{column: {name}, kind: category, reviewed: true}}"
    edit(folder, f"characteristics: [sex, {name}]", f"characteristics: [sex, {entry}]")
    assert check_study(folder) == ()


def test_a_centre_coded_in_numbers_is_a_category_and_asked_about(
    shared: Path, tmp_path: Path
) -> None:
    folder = copy_case(shared, tmp_path, "site-coded-1234")
    study = load_study(folder)
    (query,) = study.queries
    assert (query.kind, query.column) == ("whole-numbers-as-category", "site")
    rows = compare_with_control(study)
    at = (rows["visit"] == study.file.plan.primary.visit) & (rows["quantity"] == "difference")
    (row,) = rows[at].to_dict("records")
    assert row["estimate"] == pytest.approx(-13.8, abs=0.05)
    assert (row["ci_low"], row["ci_high"]) == (
        pytest.approx(-21.8, abs=0.05), pytest.approx(-5.8, abs=0.05)
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["number", "category"])
def test_a_declared_kind_is_not_asked_about(shared: Path, tmp_path: Path, kind: str) -> None:
    folder = copy_case(shared, tmp_path, "site-coded-1234")
    edit(folder, "\nplan:", f"\ncharacteristics: [{{column: site, kind: {kind}}}]\nplan:")
    study = load_study(folder)
    assert study.queries == ()
    is_text = study.participants["site"].map(lambda cell: isinstance(cell, str)).all()
    assert is_text == (kind == "category")


def test_levels_have_their_labels_and_others_are_faults(shared: Path, tmp_path: Path) -> None:
    folder = copy_case(shared, tmp_path, "site-coded-1234")
    levels = "{1: north, 2: south, 3: east, 4: west}"
    edit(folder, "\nplan:", f"\ncharacteristics: [{{column: site, levels: {levels}}}]\nplan:")
    assert set(load_study(folder).participants["site"]) == {"north", "south", "east", "west"}
    edit(folder, ", 4: west", "")
    faults = check_study(folder)
    assert {fault.value for fault in faults} == {"4"}
    assert all("a level that the study file does not name" in fault.message for fault in faults)


@pytest.mark.parametrize(
    ("range_", "wrong"), [("[18, 100]", []), ("[50, 60]", ["61", "47", "39", "66"])]
)
def test_numbers_outside_their_range_are_faults(
    tmp_path: Path, range_: str, wrong: list[str]
) -> None:
    folder = write_small_study(tmp_path)
    entry = f"{{column: age, range: {range_}}}"
    edit(folder, "characteristics: [sex]", f"characteristics: [sex, {entry}]")
    assert [fault.value for fault in check_study(folder)] == wrong


def test_a_characteristic_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path)
    edit(folder, "characteristics: [sex]", "characteristics: [sex, bmi]")
    (fault,) = check_study(folder)
    assert (fault.file, fault.column) == ("participants.csv", "bmi")
    assert "`characteristics`" in fault.fix
