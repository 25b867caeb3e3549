"""Visits made at another time than planned are asked about, once a visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study, load_study
from tests.study.small_study import write_small_study


def _with_times(parent: Path, *times: str, unit: str = "day") -> Path:
    """Write the small study, planned at 0, 6 and 12 weeks; ``times`` are those of each person."""
    folder = write_small_study(parent)
    path = folder / "scores.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [f"{line},{times[row % 3]}" for row, line in enumerate(lines[1:])]
    path.write_text("\n".join([f"{lines[0]},taken", *rows, ""]), encoding="utf-8")
    study = folder / "study.yaml"
    text = study.read_text(encoding="utf-8")
    text = text.replace("measures:\n", f"columns: {{{unit}: taken}}\nmeasures:\n", 1)
    study.write_text(text, encoding="utf-8")
    return folder


def _asked(folder: Path) -> list[tuple[int | None, str | None]]:
    assert check_study(folder) == ()
    queries = load_study(folder).queries
    assert {query.kind for query in queries} <= {"visit-out-of-window"}
    return [(query.row, query.value) for query in queries]


@pytest.mark.parametrize(
    ("times", "asked"),
    [
        (("0", "42", "84"), []),
        (("-20", "21", "105"), []),
        (("", "", ""), []),
        (("0", "62", "63.5"), []),
        (("0", "64", "84"), [(3, "64")]),
        (("22", "42", "84"), [(2, "22")]),
        (("0", "42", "106"), [(4, "106")]),
        (("0", "84", "42"), [(3, "84"), (4, "42")]),
    ],
)
def test_a_time_nearer_to_another_visit_is_asked_about(
    tmp_path: Path, times: tuple[str, ...], asked: list[tuple[int, str]]
) -> None:
    assert _asked(_with_times(tmp_path, *times)) == asked


def test_times_have_the_unit_that_names_them(tmp_path: Path) -> None:
    assert _asked(_with_times(tmp_path, "0", "6", "12", unit="week")) == []
    (tmp_path / "months").mkdir()
    months = _with_times(tmp_path / "months", "0", "6", "12", unit="month")
    assert _asked(months) == [(3, "6"), (4, "12")]
    (query, _) = load_study(months).queries
    assert query.message.startswith("6 of 6 rows of week 6 were measured")


def test_a_time_that_is_no_number_and_a_column_that_is_not_there_are_faults(
    tmp_path: Path,
) -> None:
    folder = _with_times(tmp_path, "0", "week 6", "84")
    faults = check_study(folder)
    assert [(fault.row, fault.value) for fault in faults[:2]] == [(3, "week 6"), (6, "week 6")]
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    (folder / "study.yaml").write_text(text.replace("day: taken", "day: takn"), encoding="utf-8")
    (fault,) = check_study(folder)
    assert fault.column == "takn"
    assert "`columns.day`" in fault.fix
