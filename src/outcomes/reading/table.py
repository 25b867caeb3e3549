"""A table as it stands in its file: text cells, each remembering its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from outcomes.errors import Fault

_LONGEST = 60


class Faults(Protocol):
    """What receives the faults found while reading."""

    def add(self, fault: Fault, kind: str = "") -> None:
        """Add one fault; of one kind in one column the first few are kept, the rest counted."""


@dataclass(frozen=True)
class Table:
    """A table as it stands in its file.

    Parameters
    ----------
    file : str
        File name, relative to the study's folder, and the sheet if the study file names one.
    rows : pandas.DataFrame
        Cells as text without surrounding spaces, ``""`` where empty, numbers with a decimal point
        whatever the file holds; the index is the row as the user sees it: line of a text file, row
        of a sheet, case of a statistical program's file.
    left_out : frozenset of str
        Cells of rows that could not be read, so that nobody in them is called missing.
    complete : bool
        Whether the file could be read to its end.
    labels : mapping of str to mapping of str to str
        Label of each code, by column: value labels of SPSS, Stata and SAS, choices of REDCap.
    header_row : int or None
        Row of the header; None where names are no row of the file.
    how : str
        What was found out of the file, or was declared: ``semicolons, decimal comma, UTF-8``.
    names : mapping of str to str
        What the file calls a column that has another name here; ``""`` if it is not in the file.
    """

    file: str
    rows: pd.DataFrame
    left_out: frozenset[str] = frozenset()
    complete: bool = True
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    how: str = ""
    header_row: int | None = 1
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The columns as the file calls them."""
        return [name for column in self.rows.columns if (name := self.names.get(column, column))]

    def has(self, column: str) -> bool:
        """Whether there is a column of this name."""
        return column in self.rows.columns


@dataclass(frozen=True)
class Declared:
    """What a study file says of a table's file; None is to be found out.

    Parameters
    ----------
    key : str
        Where the study file speaks of the table, as ``tables.scores``; ``""`` before there is one,
        when it is declared on the command line.
    separator : str, optional
        ``,``, ``;``, a tab or ``|``.
    decimal : str, optional
        ``.`` or ``,``.
    encoding : str, optional
        Name of a codec, as ``cp1252``.
    sheet : str, optional
        Name of a workbook's sheet.
    header_row : int
        Row of the header, the first being 1.
    named : frozenset of str, optional
        Columns that the study reads: nothing is asked about the others. None: all of them.
    keys : frozenset of str
        Columns of names and codes (participant, visit ...), in which nothing is a decimal or a
        date.
    may_be_empty : bool
        Whether a header without rows says something: that nothing of the kind happened.
    """

    key: str = "tables"
    separator: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1
    named: frozenset[str] | None = None
    keys: frozenset[str] = frozenset()
    may_be_empty: bool = False

    def reads(self, column: str) -> bool:
        """Whether the study reads a column."""
        return self.named is None or column in self.named

    def say(self, key: str, *values: str) -> str:
        """Return the advice to declare one of these values."""
        sign = f"{key}: " if self.key else f"--{key} "
        choices = " or ".join(f'`{sign}"{value}"`' for value in values)
        place = f" under `{self.key}` in study.yaml" if self.key else ""
        return f"Say which it is{place}: {choices}."

    def write(self, key: str, value: object) -> str:
        """Return how a value is declared, and where."""
        if not self.key:
            return f"`--{key.replace('_', '-')} {value}`"
        return f"`{key}: {value}` under `{self.key}` in study.yaml"


def shown(value: str) -> str:
    """Return a cell as a fault may quote it: not endlessly long."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."
