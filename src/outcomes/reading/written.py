"""Typed values as the text cells that the rest of the package reads."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

_EXACT = 1e15
"""Above this a floating-point number no longer shows every digit of a whole number."""


def write_value(value: Any) -> str:
    """Return a value as text: a number in its shortest form, a date as ISO, ``""`` if missing.

    Examples
    --------
    >>> write_value(12.0), write_value(12.5), write_value(True), write_value(float("nan"))
    ('12', '12.5', 'true', '')
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        return _write_float(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dt.datetime):
        return _write_time(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    return str(value).strip()


def write_column(values: pd.Series) -> pd.Series:
    """Return a column of typed values as text; each distinct value is worked out once."""
    codes, found = pd.factorize(values, use_na_sentinel=True)
    # an index gives its numbers out as doubles, however precise they are
    distinct = found.to_numpy() if pd.api.types.is_float_dtype(found.dtype) else found
    texts = np.array([*(write_value(value) for value in distinct), ""], dtype=object)
    return pd.Series(texts[codes], index=values.index, name=values.name, dtype="str")


def _write_float(value: float | np.floating[Any]) -> str:
    number = float(value)
    if not math.isfinite(number):
        return "" if math.isnan(number) else str(number)
    if number.is_integer() and abs(number) < _EXACT:
        return str(int(number))
    # the shortest text of a single-precision number is that of its own precision
    return str(value.item() if isinstance(value, np.float64) else value)


def _write_time(value: dt.datetime) -> str:
    if value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="minutes" if not value.second else "seconds")
