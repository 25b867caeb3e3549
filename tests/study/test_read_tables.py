from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study.fault_list import FaultList
from outcomes.study.read_tables import Table, read_table


def _read(tmp_path: Path, content: bytes) -> tuple[Table | None, list[str]]:
    (tmp_path / "t.csv").write_bytes(content)
    faults = FaultList()
    table, read = read_table(tmp_path, "t.csv", faults)
    assert read == content
    return table, [str(fault) for fault in faults.in_order([])]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_byte_order_mark_and_line_ends_do_not_matter(
    tmp_path: Path, mark: bytes, end: bytes
) -> None:
    content = mark + end.join(["id, näme".encode(), b"1,  x ", b"", b",", b"2,", b""])
    table, faults = _read(tmp_path, content)
    assert faults == []
    assert table is not None
    assert list(table.rows.columns) == ["id", "näme"]
    assert table.rows.to_numpy().tolist() == [["1", "x"], ["2", ""]]
    # lines are those an editor shows: empty ones count
    assert list(table.rows.index) == [2, 5]


def test_a_cell_over_two_lines_moves_the_lines_after_it(tmp_path: Path) -> None:
    table, faults = _read(tmp_path, b'id,note\n1,"two\nlines"\n2,\n')
    assert faults == []
    assert table is not None
    assert list(table.rows.index) == [2, 4]


def test_an_unnamed_empty_column_at_the_end_is_passed_over(tmp_path: Path) -> None:
    table, faults = _read(tmp_path, b"id,pain,\n1,2,\n")
    assert faults == []
    assert table is not None
    assert list(table.rows.columns) == ["id", "pain"]


def test_an_unnamed_column_with_values_is_a_fault(tmp_path: Path) -> None:
    _, faults = _read(tmp_path, b"id,,pain\n1,3,2\n")
    assert len(faults) == 1
    assert "Column number 2 has no name" in faults[0]


def test_ragged_rows_are_left_out_but_remembered(tmp_path: Path) -> None:
    table, faults = _read(tmp_path, b"id,pain\n1,2,3\n2\n3,4\n")
    assert [fault.split(":")[0] for fault in faults] == ["t.csv, row 2", "t.csv, row 3"]
    assert table is not None
    assert list(table.rows["id"]) == ["3"]
    assert {"1", "2"} <= table.left_out


def test_a_table_in_another_encoding_is_still_read(tmp_path: Path) -> None:
    table, faults = _read(tmp_path, "id,name\n1,Müller\n2,x\n".encode("cp1252"))
    assert len(faults) == 1
    assert "row 2" in faults[0]
    assert "found 'Müller'" in faults[0]
    assert table is not None
    assert list(table.rows["name"]) == ["Müller", "x"]


def test_a_folder_is_not_a_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").mkdir()
    faults = FaultList()
    assert read_table(tmp_path, "t.csv", faults) == (None, b"")
    assert len(faults) == 1
