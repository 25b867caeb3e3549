"""Reading the packaged CSV tables, and refusing one that is not as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd

from outcomes.errors import EvidenceError


def read_packaged(name: str, columns: Sequence[str], numbers: Sequence[str]) -> pd.DataFrame:
    """Read one packaged table; an absent text is ``""``, an absent number NaN.

    Parameters
    ----------
    name : str
        File name, as ``published.csv``.
    columns : sequence of str
        The columns that the file must have, in order.
    numbers : sequence of str
        Those that hold numbers.

    Returns
    -------
    pandas.DataFrame
        Text columns of dtype object, number columns of dtype float.

    Raises
    ------
    EvidenceError
        For other columns than these, or text where a number should stand.
    """
    with files("outcomes.evidence").joinpath("tables", name).open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype=object, keep_default_na=False)
    if list(table.columns) != list(columns):
        raise EvidenceError(
            f"{name}: the columns are {', '.join(table.columns)}; "
            f"write them as {', '.join(columns)}"
        )
    return convert_numbers(table, name, numbers)


def convert_numbers(table: pd.DataFrame, name: str, numbers: Sequence[str]) -> pd.DataFrame:
    """Turn the number columns of a table of text into floats; an empty cell becomes NaN."""
    faults = []
    converted = {}
    for column in numbers:
        text = table[column].astype(str).str.strip()
        value = pd.to_numeric(text.where(text != "", None), errors="coerce").astype(float)
        wrong = value.isna() & (text != "")
        faults += [
            f"row {row + 2}, column {column}: {text[row]!r} is not a number"
            for row in table.index[wrong]
        ]
        converted[column] = value
    refuse(name, faults)
    return table.assign(**converted)


def freeze_rows(table: pd.DataFrame) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of a table as mappings that cannot be changed, so that they can be kept."""
    return tuple(MappingProxyType(row) for row in table.to_dict("records"))


def refuse(name: str, faults: Iterable[str]) -> None:
    """Raise one `EvidenceError` that lists every fault of a table, if there is any."""
    faults = list(faults)
    if faults:
        raise EvidenceError("\n  ".join([f"{name}: {len(faults)} wrong", *faults]))


def check_vocabulary(table: pd.DataFrame, vocabulary: Mapping[str, Iterable[str]]) -> list[str]:
    """Return one fault for each cell that holds a word its column does not allow."""
    faults = []
    for column, words in vocabulary.items():
        allowed = tuple(words)
        for row in table.index[~table[column].isin(allowed)]:
            faults.append(
                f"row {row + 2}, column {column}: {table.loc[row, column]!r} is not one of "
                f"{', '.join(word or 'empty' for word in allowed)}"
            )
    return faults


def check_filled(table: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Return one fault for each cell that may not be empty and is."""
    return [
        f"row {row + 2}, column {column}: empty; every row needs one"
        for column in columns
        for row in table.index[table[column].astype(str).str.strip() == ""]
    ]


def same_joint(joint: str, other: str) -> bool:
    """Whether two joints share a word: ``foot and ankle`` meets ``ankle``; ``any`` meets all."""
    words, others = words_of(joint), words_of(other)
    return bool(words & others) or "any" in words or "any" in others


@lru_cache(maxsize=1024)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a joint or condition in small letters, joining words left out."""
    kept = "".join(letter if letter.isalpha() else " " for letter in text.lower()).split()
    return frozenset(kept) - {"and", "or", "the"}
