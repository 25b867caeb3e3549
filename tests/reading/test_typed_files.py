"""Parquet and the files of statistical programs, written by other programs' libraries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from outcomes.reading import Declared, Table, read_table
from outcomes.study.fault_list import FaultList

FRAME = pd.DataFrame(
    {
        "id": [1, 2, 3],
        "arm": ["a", "b", " a"],
        "sex": [0, 1, np.nan],
        "pain": [1.5, 99, 2.0],
        "seen": [dt.date(2024, 1, 2), None, dt.date(2024, 1, 3)],
    }
)
CELLS = [
    ["1", "a", "0", "1.5", "2024-01-02"],
    ["2", "b", "1", "99", ""],
    ["3", "a", "", "2", "2024-01-03"],
]
SEX = {0: "female", 1: "male"}


def _read(path: Path, declared: Declared | None = None) -> tuple[Table | None, list[str]]:
    faults = FaultList()
    table, _ = read_table(path.parent, path.name, faults, declared)
    return table, [str(fault) for fault in faults.in_order([])]


def _write(path: Path) -> Path:
    labels = {"sex": SEX}
    match path.suffix:
        case ".parquet":
            FRAME.to_parquet(path)
        case ".sav" | ".zsav":
            zipped = path.suffix == ".zsav"
            pyreadstat.write_sav(FRAME, path, variable_value_labels=labels, compress=zipped)
        case ".dta":
            pyreadstat.write_dta(FRAME, path, variable_value_labels=labels)
        case ".xpt":
            pyreadstat.write_xport(FRAME, path)
    return path


@pytest.mark.parametrize(
    ("suffix", "how"),
    [
        (".parquet", "Parquet"),
        (".sav", "SPSS, labels in 1 column"),
        (".zsav", "SPSS, labels in 1 column"),
        (".dta", "Stata, labels in 1 column"),
        (".xpt", "SAS, labels in 0 columns"),
    ],
)
def test_typed_cells_become_text(tmp_path: Path, suffix: str, how: str) -> None:
    table, faults = _read(_write(tmp_path / f"t{suffix}"))
    assert faults == []
    assert table is not None
    assert list(table.rows.columns) == list(FRAME.columns)
    assert table.rows.to_numpy().tolist() == CELLS
    assert list(table.rows.index) == [1, 2, 3]
    assert table.how == how
    assert table.labels == ({"sex": {"0": "female", "1": "male"}} if "1 column" in how else {})


def test_what_spss_calls_missing_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "t.sav"
    ranges = {"pain": [{"lo": 90, "hi": 99}]}
    pyreadstat.write_sav(FRAME, path, missing_ranges=ranges)
    table, faults = _read(path)
    assert faults == []
    assert table is not None
    assert list(table.rows["pain"]) == ["1.5", "", "2"]


def test_what_stata_calls_missing_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "t.dta"
    frame = pd.DataFrame({"id": [1, 2], "pain": pd.Series([1.5, "a"], dtype=object)})
    pyreadstat.write_dta(frame, path, missing_user_values={"pain": ["a"]})
    table, faults = _read(path)
    assert faults == []
    assert table is not None
    assert list(table.rows["pain"]) == ["1.5", ""]


@pytest.mark.parametrize("suffix", [".dta", ".parquet"])
def test_single_precision_is_written_as_short_as_it_is(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    frame = pd.DataFrame({"pain": np.array([10.7, 0.1, 3.0], dtype=np.float32)})
    frame.to_parquet(path) if suffix == ".parquet" else frame.to_stata(path, write_index=False)
    table, faults = _read(path)
    assert faults == []
    assert table is not None
    assert list(table.rows["pain"]) == ["10.7", "0.1", "3"]


def test_types_that_only_parquet_has(tmp_path: Path) -> None:
    columns = {
        "arm": pa.array(["a", "b", "a"]).dictionary_encode(),
        "cost": pa.array([Decimal("12.50"), Decimal("3.00"), None]),
        "better": pa.array([True, False, None]),
        "at": pa.array([dt.datetime(2024, 1, 2, 9, 30), dt.datetime(2024, 1, 3), None]),
        "id": pa.array([2**60, 2, None]),
        "notes": pa.array([[1], [2], None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    table, faults = _read(tmp_path / "t.parquet", Declared(named=frozenset({"arm"})))
    assert faults == []
    assert table is not None
    assert table.rows.to_numpy().tolist() == [
        ["a", "12.5", "true", "2024-01-02 09:30", "1152921504606846976"],
        ["b", "3", "false", "2024-01-03", "2"],
        ["a", "", "", "", ""],
    ]
    _, faults = _read(tmp_path / "t.parquet")
    assert len(faults) == 1
    assert "lists or records" in faults[0]


@pytest.mark.parametrize("suffix", [".parquet", ".sav", ".zsav", ".dta", ".sas7bdat", ".xpt"])
def test_a_damaged_file_is_one_fault(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    starts = {".parquet": b"PAR1", ".sav": b"$FL2", ".zsav": b"$FL3", ".xpt": b"HEADER RECORD"}
    for content in (starts.get(suffix, b"") + b"\0damaged" * 50, b"id,pain\n1,2\n"):
        path.write_bytes(content)
        table, faults = _read(path)
        assert table is None
        assert len(faults) == 1
