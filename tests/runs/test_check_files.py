"""What a check finds as a workbook, as JUnit and as JSON: every fault at its place."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from outcomes.errors import Fault, RunError
from outcomes.runs.check_everything import Checked, check_everything
from outcomes.runs.check_files import describe_check, write_check_junit, write_check_workbook
from outcomes.study.query import Query
from tests.small_project import make_project
from tests.study.small_study import write_small_study


@pytest.fixture
def found(tmp_path: Path) -> tuple[Checked, ...]:
    """Return what is found in a project with one study: two faults, each in every table's way."""
    root = make_project(tmp_path, {})
    for folder in (root / "data" / "raw").iterdir():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    folder = write_small_study(root / "data" / "raw")
    scores = (folder / "scores.csv").read_text(encoding="utf-8")
    assert scores.count(",70,10,3,") == 1
    wrong = scores.replace(",70,10,3,", ",=1+1,10,3,").replace("B3,week 6,", "B9,week 6,")
    (folder / "scores.csv").write_text(wrong, encoding="utf-8")
    return tuple(check_everything(root, ["small-study"]))


def _places(found: tuple[Checked, ...]) -> list[tuple[str, int | None, str | None]]:
    return [(fault.file, fault.row, fault.column) for each in found for fault in each.faults]


def test_the_workbook_has_a_row_a_fault_with_what_stands_there(
    found: tuple[Checked, ...], tmp_path: Path
) -> None:
    write_check_workbook(tmp_path / "faults.xlsx", found)
    sheet = openpyxl.load_workbook(tmp_path / "faults.xlsx").active
    header, *rows = sheet.iter_rows(values_only=True)
    assert header[:6] == ("Study", "Kind", "File", "Row", "Column", "Found")
    assert [(row[2], row[3], row[4]) for row in rows] == _places(found)
    assert len(rows) == len(_places(found)) >= 2
    assert {"=1+1", "B9"} <= {row[5] for row in rows}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_json_and_junit_have_places_and_causes_and_nothing_that_stands_there(
    found: tuple[Checked, ...], tmp_path: Path
) -> None:
    told = json.loads(describe_check(found))
    assert told["sound"] is False
    study, *_ = told["checked"]
    listed = [(fault["file"], fault["row"], fault["column"]) for fault in study["faults"]]
    assert listed == _places(found)
    write_check_junit(tmp_path / "check.xml", found)
    junit = (tmp_path / "check.xml").read_text(encoding="utf-8")
    suite = ElementTree.fromstring(junit)
    assert len(list(suite.iter("failure"))) == len(listed)
    for text in (junit, describe_check(found)):
        assert "B9" not in text
        assert "1+1" not in text


def test_queries_are_rows_too_and_no_failures(tmp_path: Path) -> None:
    asked = Query("far-off-value", "Far.", "Look.", "scores.csv", 7, "pain", "\x07 99")
    answered = Query("narrow-range", "Narrow.", "Look.", "scores.csv", answer="It is so.")
    found = (Checked("knee", (), (asked, answered)),)
    write_check_workbook(tmp_path / "a.xlsx", found)
    _, first, second = openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(
        values_only=True
    )
    assert (first[1], first[3], second[1], second[3]) == ("query", 7, "answered", None)
    assert first[5].endswith("99")
    told = json.loads(describe_check(found))
    assert told["sound"] is True
    assert [query["open"] for query in told["checked"][0]["queries"]] == [True, False]
    write_check_junit(tmp_path / "a.xml", found)
    suite = ElementTree.parse(tmp_path / "a.xml").getroot()
    assert not list(suite.iter("failure"))


def test_a_workbook_has_the_name_of_one(tmp_path: Path) -> None:
    fault = Fault("Wrong.", "Mend it.", "scores.csv")
    with pytest.raises(RunError, match=r"\.xlsx"):
        write_check_workbook(tmp_path / "faults.csv", (Checked("knee", (fault,), ()),))
    assert list(tmp_path.iterdir()) == []
