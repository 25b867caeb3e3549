"""Tables of a pack as spreadsheets save them: read, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.evidence.read_tables import Schema, read_table
from outcomes.evidence.topic import read_topic

SCHEMA = Schema("t.csv", columns=("key", "value", "note"), numbers=("value",), filled=("key",))
FILLED = Schema(
    "t.csv", columns=("key", "value", "note"), numbers=("value",), filled=("key", "value")
)


def _read(folder: Path, text: bytes, schema: Schema = SCHEMA) -> list[str]:
    (folder / "t.csv").write_bytes(text)
    return [str(fault) for fault in read_table(folder, schema)[1]]


@pytest.mark.parametrize(
    "text", [b"\xef\xbb\xbfkey,value,note\r\na,1,x\r\n", b"key,value,note\na,1\n"]
)
def test_marks_and_short_rows_are_read(tmp_path: Path, text: bytes) -> None:
    assert _read(tmp_path, text) == []
    table, _ = read_table(tmp_path, SCHEMA)
    assert table.loc[0, "value"] == 1
    assert isinstance(table.loc[0, "note"], str)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"key;value;note\na;1,5;x\n", "semicolons"),
        (b"key\tvalue\tnote\na\t1\tx\n", "tabs"),
        (b"key,value,note\na,1,5,x\n", "more cells than its header"),
        ("key,value,note\na,1,\u00e9\n".encode("cp1252"), "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_one_fault(tmp_path: Path, text: bytes, said: str) -> None:
    (fault,) = _read(tmp_path, text)
    assert said in fault


@pytest.mark.parametrize("cell", ["inf", '"39,5"', "nan"])
def test_a_cell_that_is_no_number_is_one_fault(tmp_path: Path, cell: str) -> None:
    (fault,) = _read(tmp_path, f"key,value,note\na,{cell},x\n".encode(), FILLED)
    assert "row 2, column value: Not a number." in fault


def test_a_missing_column_is_said_once(tmp_path: Path) -> None:
    (fault,) = _read(tmp_path, b"key,note\na,x\nb,y\n", FILLED)
    assert "column value: The column is missing." in fault


@pytest.mark.parametrize("text", ["", "- a\n"])
def test_a_pack_file_without_keys_says_what_to_write(tmp_path: Path, text: str) -> None:
    (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
    _, (fault,) = read_topic(tmp_path)
    assert "Write title, treatment and arm" in str(fault)
