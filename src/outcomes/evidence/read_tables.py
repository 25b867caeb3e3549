"""Reading the tables of a pack, and finding every cell that is not as its schema says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from outcomes.errors import Fault


@dataclass(frozen=True)
class Schema:
    """What one table of a pack may hold.

    Parameters
    ----------
    file : str
        File name, as ``published.csv``.
    columns : tuple of str
        All columns that there are; those that a file leaves out are empty.
    numbers : tuple of str
        Those that hold numbers.
    filled : tuple of str
        Those that no row leaves empty.
    words : mapping of str to iterable of str
        The words that a column may hold; ``""`` among them where it may be empty.
    key : str
        The column whose cells stand once; empty if there is none.
    """

    file: str
    columns: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    words: Mapping[str, Iterable[str]] = field(default_factory=dict)
    key: str = ""

    def fault(
        self, row: Any, column: str | None, message: str, fix: str, value: object = None
    ) -> Fault:
        """Return a fault at a row of a frame of this table, 0 being the first."""
        line = None if row is None else int(row) + 2
        return Fault(message, fix, self.file, line, column, None if value is None else str(value))

    @property
    def empty(self) -> pd.DataFrame:
        """The table without a row."""
        table = pd.DataFrame(columns=list(self.columns), dtype=object)
        return table.astype(dict.fromkeys(self.numbers, float))


def read_table(folder: Path, schema: Schema) -> tuple[pd.DataFrame, list[Fault]]:
    """Read one table of a pack; an absent text is ``""``, an absent number NaN.

    Parameters
    ----------
    folder : Path
        The pack's folder.
    schema : Schema
        What the table may hold.

    Returns
    -------
    table : pandas.DataFrame
        The columns of the schema in its order: text of dtype object, numbers of dtype float; no
        rows where the file cannot be read.
    faults : list of Fault
        What is wrong with single cells.
    """
    table, unreadable = _read_text(folder, schema)
    if table is None:
        return schema.empty, unreadable
    faults = _check_columns(table, schema)
    unfilled = _check_filled(table, schema)
    table = table.reindex(columns=list(schema.columns), fill_value="")
    table, not_numbers = _convert_numbers(table, schema)
    return table, [
        *faults,
        *not_numbers,
        *unfilled,
        *check_words(table, schema, schema.words),
        *_check_key(table, schema),
    ]


def read_free_table(folder: Path, schema: Schema) -> tuple[pd.DataFrame, list[Fault]]:
    """Read a table that has columns of its own beside those of the schema; see `read_table`.

    A column of its own that holds numbers alone, or nothing, is of dtype float.
    """
    table, faults = _read_text(folder, schema)
    if table is None:
        return schema.empty, faults
    for column in table.columns.difference(list(schema.columns)):
        text = table[column].astype(str).str.strip()
        number = pd.to_numeric(text.where(text != "", None), errors="coerce").astype(float)
        if (number.notna() == (text != "")).all():
            table[column] = number
    missing = [name for name in schema.columns if name not in table.columns]
    faults = [
        schema.fault(None, name, "The column is missing.", "Add it; every row needs one.")
        for name in missing
    ]
    if missing:
        return schema.empty, faults
    return table, [*_check_filled(table, schema), *_check_key(table, schema)]


def _read_text(folder: Path, schema: Schema) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Return a table as it is written, or why it cannot be read."""
    try:
        text = (folder / schema.file).read_bytes().decode("utf-8-sig")
        _check_separator(text)
        table = pd.read_csv(StringIO(text), dtype=object, keep_default_na=False)
        _check_width(table)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        message = f"The table cannot be read: {_say_why(error)}."
        fix = "Save it as CSV, separated by commas, in UTF-8."
        return None, [schema.fault(None, None, message, fix)]
    return table.fillna(""), []


def _check_width(table: pd.DataFrame) -> None:
    """Refuse rows that pandas would read by taking their first cells for an index."""
    numbered = isinstance(table.index, pd.RangeIndex)
    if not numbered:
        raise ValueError("its rows have more cells than its header (a comma in a number?)")


def _check_separator(text: str) -> None:
    """Refuse what spreadsheets save where the comma is the decimal sign."""
    header = text.partition("\n")[0]
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if header.count(sign) > header.count(","):
            raise ValueError(f"its columns are separated by {name}")


def _say_why(error: Exception) -> str:
    if isinstance(error, OSError):
        return str(error.strerror)
    return "it is not in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error).strip()


def _check_columns(table: pd.DataFrame, schema: Schema) -> list[Fault]:
    unknown = [str(name) for name in table.columns if name not in schema.columns]
    missing = [name for name in schema.filled if name not in table.columns]
    faults = [
        schema.fault(
            None,
            name,
            "There is no such column in this table.",
            f"Remove it, or name it as one of {', '.join(schema.columns)}.",
        )
        for name in unknown
    ]
    return faults + [
        schema.fault(None, name, "The column is missing.", "Add it; every row needs one.")
        for name in missing
    ]


def _convert_numbers(table: pd.DataFrame, schema: Schema) -> tuple[pd.DataFrame, list[Fault]]:
    faults = []
    converted = {}
    for column in schema.numbers:
        text = table[column].astype(str).str.strip()
        value = pd.to_numeric(text.where(text != "", None), errors="coerce").astype(float)
        value = value.where(value.abs() < math.inf)
        wrong = value.isna() & (text != "")
        faults += [
            schema.fault(row, column, "Not a number.", "Write 12.5, or leave it empty.", text[row])
            for row in table.index[wrong]
        ]
        converted[column] = value
    return table.assign(**converted), faults


def _check_filled(table: pd.DataFrame, schema: Schema) -> list[Fault]:
    return [
        schema.fault(row, column, "Empty.", "Fill it in; every row needs one.")
        for column in schema.filled
        if column in table.columns
        for row in table.index[_is_empty(table[column])]
    ]


def _is_empty(column: pd.Series) -> pd.Series:
    if column.dtype == float:
        return column.isna()
    return column.astype(str).str.strip() == ""


def check_words(
    table: pd.DataFrame, schema: Schema, words: Mapping[str, Iterable[str]]
) -> list[Fault]:
    """Return one fault for each cell that holds a word its column does not allow."""
    faults = []
    for column, given in words.items():
        allowed = tuple(given)
        named = ", ".join(word or "empty" for word in allowed)
        faults += [
            schema.fault(
                row,
                column,
                "This column holds other words.",
                f"Use one of {named}.",
                table.loc[row, column],
            )
            for row in table.index[~table[column].isin(allowed)]
        ]
    return faults


def check_keys(
    table: pd.DataFrame, schema: Schema, columns: Sequence[str], known: Iterable[str]
) -> list[Fault]:
    """Return one fault for each key, of those joined by ``"; "``, that is not a citation's."""
    keys = set(known)
    return [
        schema.fault(row, column, "There is no such citation.", "Add it to citations.csv.", key)
        for column in columns
        for row in table.index
        for key in split_keys(str(table.loc[row, column]))
        if key not in keys
    ]


def split_keys(cell: str) -> tuple[str, ...]:
    """Return what a cell joins by ``"; "``."""
    return tuple(part for part in cell.split("; ") if part)


def _check_key(table: pd.DataFrame, schema: Schema) -> list[Fault]:
    if not schema.key:
        return []
    return [
        schema.fault(
            row, schema.key, "This stands twice.", "Keep one row.", table.loc[row, schema.key]
        )
        for row in table.index[table[schema.key].duplicated()]
    ]


def freeze_rows(table: pd.DataFrame) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of a table as mappings that cannot be changed, so that they can be kept."""
    return tuple(MappingProxyType(row) for row in table.to_dict("records"))


def same_joint(joint: str, other: str) -> bool:
    """Whether two joints share a word: ``foot and ankle`` meets ``ankle``; ``any`` meets all."""
    words, others = words_of(joint), words_of(other)
    return bool(words & others) or "any" in words or "any" in others


@lru_cache(maxsize=1024)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a joint or condition in small letters, joining words left out."""
    kept = "".join(letter if letter.isalpha() else " " for letter in text.lower()).split()
    return frozenset(kept) - {"and", "or", "the"}
