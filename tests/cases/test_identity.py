"""Cases of ids, spellings and rows that are nobody's: the right answers of ``shared/cases``."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study


@pytest.mark.parametrize(
    ("case", "number", "places"),
    [
        ("one-table-id-case", 5, ("scores.csv", 3, "p001", "`P001` (scores.csv, row 2)")),
        ("one-table-id-excel-zeros-lost", 21, ("scores.csv", 3, "1", "`001` (scores.csv, row 2)")),
        (
            "two-tables-id-unicode-form",
            21,
            ("scores.csv", 2, "Zu\u0308r001", "Unicode form"),
        ),
    ],
)
def test_an_id_is_one_id_however_it_is_written(
    shared: Path, case: str, number: int, places: tuple[str, int, str, str]
) -> None:
    faults = check_study(shared / "cases" / case)
    assert len(faults) == number
    file, row, value, words = places
    assert (faults[0].file, faults[0].row, faults[0].value) == (file, row, value)
    assert all("differs" in fault.message for fault in faults)
    assert words in faults[0].message


def test_rows_that_a_spreadsheet_computed_are_no_participants(shared: Path) -> None:
    faults = check_study(shared / "cases" / "summary-rows-single-arm")
    assert {fault.value for fault in faults} == {"Mean", "SD", "N"}
    assert {fault.message for fault in faults} == {
        "This row is a summary of others, not a participant."
    }
