"""Which instrument columns are taken for: never one of several that they fit alike."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from outcomes.drafting.guessed_measures import recognise_instruments
from outcomes.instruments import get_instrument


def recognise(prefix: str, name: str, highest: int) -> list[str]:
    """Return the instruments that columns with these items and answers are taken for."""
    codes = get_instrument(name).codes
    profile: Any = SimpleNamespace(numbers=pd.Series([0, highest]))
    columns = {f"{prefix}{code}": profile for code in codes}
    known_as = {column: [profile] for column in columns}
    return [guess.keys["instrument"] for guess, _ in recognise_instruments(columns, known_as)]


@pytest.mark.parametrize(
    ("prefix", "name", "highest", "found"),
    [
        ("koos_", "koos", 4, ["koos"]),
        ("faos_", "faos", 4, ["faos"]),
        ("", "koos", 4, []),
        ("womac_", "womac-nrs", 10, ["womac-nrs"]),
        ("visa_", "visa-a", 30, ["visa-a"]),
        ("", "visa-a", 30, []),
        ("lefs_", "lefs", 4, ["lefs"]),
        ("", "lefs", 4, []),
        ("oxford_", "oxford-knee", 4, []),
        ("", "spadi", 10, ["spadi"]),
    ],
)
def test_codes_that_are_but_numbers_need_the_name(
    prefix: str, name: str, highest: int, found: list[str]
) -> None:
    assert recognise(prefix, name, highest) == found
