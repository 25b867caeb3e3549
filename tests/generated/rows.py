"""The rows of a ``results.json``, and how one is compared with what was recomputed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
CLOSE = 1e-6


def read_rows(path: Path) -> list[Row]:
    """Read the estimates of a ``results.json``, each with what was done to make it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    rows: list[Row] = content["estimates"]
    for row in rows:
        row["done"] = None if row["done"] is None else content["done"][row["done"]]
    return rows


def pick(rows: list[Row], *quantities: str) -> list[Row]:
    return [row for row in rows if row["quantity"] in quantities and row["estimate"] is not None]


def place_of(row: Row) -> str:
    names = ("quantity", "endpoint", "side", "subgroup", "visit", "arm", "comparator")
    return " ".join(str(row[name]) for name in names if row[name])


def _differs(found: float | None, wanted: float) -> bool:
    if found is None:
        return not math.isnan(wanted)
    return not math.isclose(found, wanted, rel_tol=CLOSE, abs_tol=CLOSE)


def compare(row: Row, **wanted: float) -> Iterator[str]:
    for name, value in wanted.items():
        if _differs(row[name], value):
            yield f"{place_of(row)}: {name} is {row[name]}, recomputed {value:.6g}"
