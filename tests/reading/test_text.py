from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.reading import Declared, Table, find_tables, read_table
from outcomes.study.fault_list import FaultList


def _read(
    tmp_path: Path, content: bytes, declared: Declared | None = None
) -> tuple[Table | None, list[str]]:
    (tmp_path / "t.csv").write_bytes(content)
    faults = FaultList()
    table, read = read_table(tmp_path, "t.csv", faults, declared)
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


def test_rows_that_are_all_too_long_have_one_cause(tmp_path: Path) -> None:
    rows = b"".join(b"%d,7,5\n" % number for number in range(40))
    table, faults = _read(tmp_path, b"id,pain\n" + rows)
    assert faults == [
        "t.csv, row 2: Every row has 3 cells, but the header has 2. Give the header a name for "
        "every column, or, if decimals have a comma, separate columns by semicolons."
    ]
    assert table is not None
    assert "39" in table.left_out


@pytest.mark.parametrize(
    ("codec", "how"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
        ("latin-1", "Windows-1252"),
    ],
)
def test_the_encoding_is_found_out(tmp_path: Path, codec: str, how: str) -> None:
    table, faults = _read(tmp_path, "id,name\n1,Müller\n2,x\n".encode(codec))
    assert faults == []
    assert table is not None
    assert list(table.rows["name"]) == ["Müller", "x"]
    assert table.how == f"commas, {how}"


@pytest.mark.parametrize("content", [b"id,name\n1,M\xc3\xbcller\n2,M\xfcller\n", b"a,b\n1,\x8f\n"])
def test_an_encoding_that_cannot_be_found_out_is_asked_for(tmp_path: Path, content: bytes) -> None:
    table, faults = _read(tmp_path, content)
    assert table is None
    assert len(faults) == 1
    assert "its encoding cannot be found out" in faults[0]
    assert "`encoding: mac_roman`" in faults[0]


def test_a_declared_encoding_is_taken(tmp_path: Path) -> None:
    content = "id,name\n1,Müller\n".encode("mac_roman")
    table, faults = _read(tmp_path, content, Declared(encoding="mac_roman"))
    assert faults == []
    assert table is not None
    assert list(table.rows["name"]) == ["Müller"]
    assert table.how == "commas, mac_roman"


@pytest.mark.parametrize(
    ("separator", "word"),
    [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")],
)
def test_the_separator_is_found_out(tmp_path: Path, separator: str, word: str) -> None:
    lines = ["id,visit,pain", "1,week 6,12", '2,"said: 1;2|3",4']
    content = "\n".join(line.replace(",", separator) for line in lines)
    table, faults = _read(tmp_path, content.encode())
    assert faults == []
    assert table is not None
    assert list(table.rows.columns) == ["id", "visit", "pain"]
    assert table.how == f"{word}, UTF-8"


def test_of_two_separators_that_fit_the_named_columns_choose(tmp_path: Path) -> None:
    content = b"pain, mm;id\n67,5;1\n38,5;2\n"
    table, faults = _read(tmp_path, content, Declared(named=frozenset({"pain, mm", "id"})))
    assert faults == []
    assert table is not None
    assert table.rows.to_numpy().tolist() == [["67.5", "1"], ["38.5", "2"]]


def test_two_separators_that_fit_are_asked_about_once(tmp_path: Path) -> None:
    content = b"a,b;c\n" + b"1,5;2\n" * 60
    table, faults = _read(tmp_path, content, Declared("tables.scores"))
    assert table is None
    assert faults == [
        "t.csv, row 1: The columns can be separated by commas or by semicolons. (found 'a,b;c') "
        "Say which it is under `tables.scores` in study.yaml: "
        '`separator: ","` or `separator: ";"`.'
    ]
    table, faults = _read(tmp_path, content, Declared(separator=";"))
    assert faults == []
    assert table is not None
    assert set(table.rows["a,b"]) == {"1.5"}


def test_a_header_that_cannot_be_split_is_one_fault(tmp_path: Path) -> None:
    named = Declared(named=frozenset({"id", "pain"}))
    table, faults = _read(tmp_path, b"id pain\n1 2\n3 4\n", named)
    assert table is None
    assert len(faults) == 1
    assert "The header is one column" in faults[0]
    table, faults = _read(tmp_path, b"id\n1\n3\n", named)
    assert faults == []


def test_a_header_may_stand_further_down(tmp_path: Path) -> None:
    content = b"Export of 3 May\n\nid;pain\n1;2,5\n"
    table, faults = _read(tmp_path, content, Declared(header_row=3))
    assert faults == []
    assert table is not None
    assert table.rows.to_dict("index") == {4: {"id": "1", "pain": "2.5"}}


@pytest.mark.parametrize(
    ("cells", "sign", "read"),
    [
        (["67,5", "38"], "decimal comma", ["67.5", "38"]),
        (["67.5", "38"], "decimal point", ["67.5", "38"]),
        # three digits may be thousands: the others tell
        (["3,010", "2,5"], "decimal comma", ["3.01", "2.5"]),
        (["3,010", "2.5"], "decimal point", ["3,010", "2.5"]),
        (["0,125", "-,5", "3,0"], "decimal comma", ["0.125", "-0.5", "3"]),
        (["1.234,5", "2"], "decimal comma", ["1.234,5", "2"]),
        (["1234,567", "2"], "decimal comma", ["1234.567", "2"]),
        (["12", "38"], "", ["12", "38"]),
        (["1,5e3", "38"], "decimal comma", ["1.5e3", "38"]),
    ],
)
def test_the_decimal_sign_is_found_out(
    tmp_path: Path, cells: list[str], sign: str, read: list[str]
) -> None:
    lines = "".join(f"{number};{cell}\n" for number, cell in enumerate(cells))
    table, faults = _read(tmp_path, f"id;pain\n{lines}".encode())
    assert faults == []
    assert table is not None
    assert list(table.rows["pain"]) == read
    assert table.how == ", ".join(filter(None, ["semicolons", sign, "UTF-8"]))


def test_numbers_that_may_be_thousands_are_asked_about_once(tmp_path: Path) -> None:
    content = b"id;steps\n1;3,010\n2;4,120\n3;800\n"
    _, faults = _read(tmp_path, content, Declared("tables.scores"))
    assert faults == [
        "t.csv, row 2, column steps: No number of the file tells whether this is 3.010 or 3010. "
        "(found '3,010') Say which it is under `tables.scores` in study.yaml: "
        '`decimal: ","` or `decimal: "."` (thousands).'
    ]
    table, faults = _read(tmp_path, content, Declared(decimal=","))
    assert faults == []
    assert table is not None
    assert list(table.rows["steps"]) == ["3.01", "4.12", "800"]


def test_signs_that_contradict_each_other_are_asked_about(tmp_path: Path) -> None:
    content = b"id;pain\n1;3,5\n2;4.5\n"
    _, faults = _read(tmp_path, content)
    assert len(faults) == 1
    assert "others a decimal point" in faults[0]
    _, faults = _read(tmp_path, content, Declared(decimal=","))
    assert len(faults) == 1
    assert faults[0].startswith("t.csv, row 3, column pain: Decimals have a comma in this file")


def test_decimals_of_columns_that_are_not_read_decide_nothing(tmp_path: Path) -> None:
    content = b"id;pain;time\n1;3,5;12.30\n2;4,5;14.05\n"
    table, faults = _read(tmp_path, content, Declared(named=frozenset({"id", "pain"})))
    assert faults == []
    assert table is not None
    assert list(table.rows["pain"]) == ["3.5", "4.5"]
    assert list(table.rows["time"]) == ["12.30", "14.05"]


def test_ids_are_no_decimals(tmp_path: Path) -> None:
    content = b"id;pain\n1,10;3,5\n1.10;4,5\n"
    table, faults = _read(tmp_path, content, Declared(keys=frozenset({"id"})))
    assert faults == []
    assert table is not None
    assert list(table.rows["id"]) == ["1,10", "1.10"]


def test_a_comma_in_quotes_among_commas_is_left_for_the_checks(tmp_path: Path) -> None:
    table, faults = _read(tmp_path, b'id,pain\n1,"27,3"\n')
    assert faults == []
    assert table is not None
    assert list(table.rows["pain"]) == ["27,3"]
    table, _ = _read(tmp_path, b'id,pain\n1,"27,3"\n', Declared(decimal=","))
    assert table is not None
    assert list(table.rows["pain"]) == ["27.3"]


def _long(*, last: str = "") -> bytes:
    rows = "".join(f"P{number},week 6, {number % 101}\n" for number in range(20_000))
    return f"id,visit,pain\n{rows}{last}".encode()


@pytest.mark.parametrize(
    "last",
    [
        "",
        "P1,,\n",
        ",,\n",
        "\n",
        '"P""1",x,1\n',
        "P1,week 6\n",
        'P1,"week 6,3\nP2,x,4\n',
        "P1,\r,3\n",
    ],
)
def test_large_tables_are_read_as_small_ones(
    tmp_path: Path, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Arrow takes without a word (an unclosed quotation mark) is found all the same."""
    content = _long(last=last)
    table, faults = _read(tmp_path, content)
    monkeypatch.setattr("outcomes.reading.text.read_plain_text", lambda *_: None)
    strict, told = _read(tmp_path, content)
    assert table is not None
    assert strict is not None
    assert faults == told
    pd.testing.assert_frame_equal(table.rows, strict.rows, check_index_type=False)
    assert (table.left_out, table.complete) == (strict.left_out, strict.complete)


def test_a_folder_is_not_a_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").mkdir()
    faults = FaultList()
    assert read_table(tmp_path, "t.csv", faults) == (None, b"")
    assert len(faults) == 1


@pytest.mark.parametrize(
    "content",
    [
        "Hip trial, as of 12.3.2024\nid;visit;pain\n1;baseline;6,5\n2;baseline;3\n",
        "\nHip trial;;\n\nid;visit;pain\n1;baseline;6,5\n",
        "Hip trial\nentered by Ms M.\nid\tvisit\tpain\n1\tbaseline\t7\n",
    ],
)
def test_titles_above_the_header_are_one_fault_that_names_its_line(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    (declared,) = find_tables(tmp_path / "t.csv")
    line = 1 + content[: content.index("id")].count("\n")
    assert declared == Declared(header_row=line)
    table, (fault,) = _read(tmp_path, content.encode())
    assert table is None
    assert f"The header is row {line}, not row 1" in fault
    table, faults = _read(tmp_path, content.encode(), declared)
    assert faults == []
    assert table is not None
    assert list(table.rows.columns) == ["id", "visit", "pain"]


@pytest.mark.parametrize(
    "content",
    [
        b"id,note\n1,fine\n2,well\n",
        b"id;note\nA1;fine, thanks\nA2;well, better\n",
        b"id,a,b\nA1\nA2,x,y\n",
        b"\n\nid,visit\nA1,baseline\n",
        b"2019,2020,2021\n1,2,3\n",
    ],
)
def test_without_titles_the_first_line_is_the_header(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    assert find_tables(tmp_path / "t.csv") == [Declared()]
    _, faults = _read(tmp_path, content)
    assert not any("The header is row" in fault for fault in faults)
