"""A changed table of the shipped pack, checked as its files would be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from outcomes.evidence import check_pack
from outcomes.evidence.pack import find_pack

Check = Callable[..., list[str]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return a function from a table and its file to the faults of the pack, in small letters."""
    folder = tmp_path / "dextrose-prolotherapy"
    shutil.copytree(find_pack(folder.name), folder)

    def check_table(table: pd.DataFrame, file: str = "published.csv") -> list[str]:
        table.to_csv(folder / file, index=False)
        return [str(fault).lower() for fault in check_pack(folder)]

    return check_table
