"""Left and right: which words of a table name one side, and whether each score has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.table import Table, shown
from outcomes.study.fault_list import FaultList
from outcomes.study.measures import MeasureReading
from outcomes.study.plan import Side
from outcomes.study.spelling import spelling_key
from outcomes.study.study_tables import missing_column

USUAL = {"left": ("left", "l", "lt"), "right": ("right", "r", "rt")}
"""Words that name a side, however the others of the column are written."""


def read_sides(
    table: Table, readings: Iterable[MeasureReading], faults: FaultList
) -> dict[str, pd.Series]:
    """Return the side of each row, by the column that holds it.

    Parameters
    ----------
    table : Table
        The scores table.
    readings : iterable of MeasureReading
        The measures read.
    faults : FaultList
        Receives sides that are spelled in several ways and not declared to be one.

    Returns
    -------
    dict of str to pandas.Series
        By column: ``left`` and ``right`` where the study file declares their words, else the words
        as they stand, one for each side; ``""`` where there is none.
    """
    declared: dict[str, dict[str, str]] = {}
    for reading in readings:
        if reading.side_column is not None and table.has(reading.side_column):
            words = declared.setdefault(reading.side_column, {})
            words |= _declared_words(reading.measure.side)
    return {
        column: _name_declared(table.rows[column], words)
        if words
        else _name_alike(table, column, faults)
        for column, words in declared.items()
    }


def check_sides(
    table: Table,
    sides: Mapping[str, pd.Series],
    scored: Mapping[str, Sequence[pd.Index]],
    faults: FaultList,
) -> None:
    """Check that a side is given wherever there is a score, and that there are two of them.

    Parameters
    ----------
    table : Table
        The scores table.
    sides : mapping of str to pandas.Series
        From `read_sides`.
    scored : mapping of str to sequence of pandas.Index
        By column of sides, the lines with a score that is of a side, for each measure or item.
    faults : FaultList
        Receives what is wrong.
    """
    for column, lines in scored.items():
        if column not in sides:
            faults.add(missing_column(table, column, "measures.*.side"))
            continue
        first, *others = lines
        mine = sides[column].loc[first.append(others).unique().sort_values()]
        two = list(mine[mine != ""].value_counts().index[:2])
        for line in mine.index[~mine.isin(two)]:
            text = table.rows.loc[line, column]
            faults.add(
                Fault(
                    "The side is missing." if text == "" else "This is a third side.",
                    "Write one of two words in every row, as `left` and `right`"
                    f"{f' (mostly here: {chr(32).join(two)})' if two else ''}.",
                    table.file,
                    int(line),
                    column,
                    shown(text) or None,
                ),
                "side",
            )


def _declared_words(side: Side | str | None) -> dict[str, str]:
    """Return the side of each word, none if the study file declares no words."""
    if not isinstance(side, Side) or not (side.left or side.right):
        return {}
    usual = {word: name for name, words in USUAL.items() for word in words}
    given = {"left": side.left, "right": side.right}
    return usual | {spelling_key(word): name for name, words in given.items() for word in words}


def _name_declared(texts: pd.Series, words: Mapping[str, str]) -> pd.Series:
    """Name the sides; a word that is not declared stays, as a third side."""
    return texts.map({text: words.get(spelling_key(text), text) for text in texts.unique()})


def _name_alike(table: Table, column: str, faults: FaultList) -> pd.Series:
    """Give each side its most frequent word, and report the others."""
    texts = table.rows[column]
    usual = {word: name for name, words in USUAL.items() for word in words}
    spellings: dict[str, list[str]] = {}
    for text in texts[texts != ""].value_counts().index:
        plain = spelling_key(text)
        spellings.setdefault(usual.get(plain, plain), []).append(text)
    for name, written in spellings.items():
        if len(written) > 1:
            faults.add(_one_side_spelled(table, column, name, written))
    named = {text: written[0] for written in spellings.values() for text in written}
    return texts.map({"": "", **named})


def _one_side_spelled(table: Table, column: str, name: str, written: list[str]) -> Fault:
    texts = table.rows[column]
    listed = " and ".join(f"`{shown(text)}`" for text in written)
    key = name if name in USUAL else "left"
    words = ", ".join(f'"{text}"' for text in written)
    return Fault(
        f"One side is written in {len(written)} ways: {listed}.",
        f"Write `{written[0]}` in every row, or declare the words at the measure: "
        f"`side: {{column: {column}, {key}: [{words}]}}`.",
        table.file,
        int(texts.index[texts.isin(written[1:])][0]),
        column,
        ", ".join(shown(text) for text in written[1:]),
    )
