from __future__ import annotations

from outcomes.errors import Fault, StudyError
from outcomes.study.fault_list import SHOWN, FaultList


def _fault(row: int, file: str = "scores.csv", column: str = "pain") -> Fault:
    return Fault("Not a number.", "Correct it.", file, row, column)


def test_of_one_kind_in_one_column_some_are_shown_and_the_rest_counted() -> None:
    faults = FaultList()
    for row in range(2, 2 + SHOWN + 133):
        faults.add(_fault(row), "text")
    for row in range(2, 5):
        faults.add(_fault(row, column="mood"), "text")
    shown = faults.in_order(["scores.csv"])
    assert len(shown) == SHOWN + 3 + 1
    assert shown[-1].row is None
    assert shown[-1].column == "pain"
    assert shown[-1].message.startswith("and 133 more rows have")


def test_exactly_as_many_as_are_shown_are_not_counted() -> None:
    faults = FaultList()
    for row in range(SHOWN):
        faults.add(_fault(row), "text")
    assert len(faults.in_order([])) == SHOWN
    faults.add(_fault(99), "text")
    assert "and 1 more row has" in faults.in_order([])[-1].message


def test_faults_without_a_kind_are_all_shown() -> None:
    faults = FaultList()
    faults.extend(_fault(row) for row in range(100))
    assert len(faults.in_order([])) == 100


def test_order_is_by_file_as_given_then_by_row() -> None:
    faults = FaultList()
    for file, row in (("b.csv", 2), ("a.csv", 9), ("z.csv", 1), ("a.csv", 3)):
        faults.add(_fault(row, file))
    order = [(fault.file, fault.row) for fault in faults.in_order(["b.csv", "a.csv"])]
    assert order == [("b.csv", 2), ("a.csv", 3), ("a.csv", 9), ("z.csv", 1)]


def test_faults_are_counted_as_they_are_listed() -> None:
    error = StudyError("s", [_fault(2), _fault(3), _fault(3, column="mood")])
    heading, *lines = str(error).splitlines()
    assert heading == "study s: 2 faults found"
    assert len(lines) == 2
    assert len(error.faults) == 3
