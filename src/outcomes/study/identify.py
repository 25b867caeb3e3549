"""Who each row of a table is of: one id a participant, written in one way in every table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading import Table, shown
from outcomes.study.fault_list import FaultList
from outcomes.study.plan import Columns
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.spelling import name_difference, spelling_keys
from outcomes.study.study_tables import StudyTables, missing_column

ID = "participant"
"""Column of every identified table that holds the participant's id, ``""`` where it is missing."""

_JOINT = "/"
_SUMMARY = re.compile(
    r"(ø|mean|average|median|s\.?d\.?|std\.?( ?dev\.?)?|s\.?e\.?m?\.?|(grand |sub)?total|n ?=.*|"
    r"iqr|mittelwerte?|durchschnitt|standardabweichung|gesamt|summe|moyenne|médiane|"
    r"[ée]cart[- ]type|media|mediana|promedio|desviaci[óo]n (est[áa]ndar|t[íi]pica)|"
    r"deviazione standard|totale|gemiddelde|mediaan|standaard(deviatie|afwijking)|totaal)[ :]*",
    re.IGNORECASE,
)
_ALSO_SUMMARY = re.compile(r"(sum|min|max|minimum|maximum|count|n|mw|range)[ :]*", re.IGNORECASE)
"""Words that may be an id, and are a summary beside one of the others."""
_SIDE = re.compile(r"^(.*\w)[ _.-]?(l|r|left|right|li|re)$", re.IGNORECASE)
_LEFT = {"l", "left", "li"}
_PAIRS = 2
"""Pairs of ids from which a left and a right are more than chance."""


def identify_rows(draft: Draft, tables: StudyTables, faults: FaultList) -> StudyTables:
    """Give every table a column `ID`, in which each participant has one spelling.

    Parameters
    ----------
    draft : Draft
        The study file; ``columns.participant`` names the column, or the columns, of the id.
    tables : StudyTables
        As read.
    faults : FaultList
        Receives rows that are of nobody (a spreadsheet's mean), ids that are written in two ways,
        and a query where ids look like the two sides of one person.
    """
    if not draft.is_valid("columns"):
        return tables
    names = draft.file.columns.id_columns
    by_kind = {
        kind: _with_id(table, names, faults)
        for kind, table in (
            ("participants", tables.participants),
            ("scores", tables.scores),
            ("events", tables.events),
        )
    }
    found = {
        kind: _drop_summaries(table, draft.file.columns.id_name, faults)
        for kind, table in by_kind.items()
        if table is not None and table.has(ID)
    }
    by_kind |= found
    if _are_plain(found.values()):
        return StudyTables(
            by_kind["participants"], by_kind["scores"], by_kind["events"], tables.contents
        )
    usual = _usual_spellings(found.values())
    for kind, table in found.items():
        found[kind] = _respell(table, usual, draft.file.columns.id_name, faults)
    _ask_about_pairs(draft, usual, faults)
    by_kind |= found
    return StudyTables(
        by_kind["participants"], by_kind["scores"], by_kind["events"], tables.contents
    )


def find_summaries(ids: pd.Series) -> set[str]:
    """Return what stands for an id in the rows that a spreadsheet computed: ``Mean``, ``SD``."""
    unique = pd.Series(ids.unique())
    words = set(unique[unique.str.fullmatch(_SUMMARY)])
    if not words or len(words) > len(unique) / 2:
        return set()
    return words | set(unique[unique.str.fullmatch(_ALSO_SUMMARY)])


def ask_about_sites(columns: Columns) -> str:
    """Return what to ask first where an id is repeated, ``""`` if the study file says it."""
    if len(columns.id_columns) > 1:
        return ""
    return (
        "Are ids unique only within sites? Then name both columns, as "
        f"`participant: [site, {columns.id_name}]`. If not: "
    )


def _with_id(table: Table | None, names: tuple[str, ...], faults: FaultList) -> Table | None:
    """Join the columns of the id into one; without all of them the table has none."""
    if table is None:
        return None
    rows = table.rows
    absent = [name for name in names if not table.has(name)]
    for name in absent:
        faults.add(missing_column(table, name, "columns.participant"))
    if absent:
        return replace(table, rows=rows.drop(columns=ID, errors="ignore"))
    ids = rows[names[0]]
    for name in names[1:]:
        ids = (ids + _JOINT + rows[name]).where((ids != "") & (rows[name] != ""), "")
    others = rows.drop(columns=[ID, *(names if len(names) == 1 else ())], errors="ignore")
    others.insert(0, ID, ids)
    return replace(table, rows=others, names={ID: names[0] if len(names) == 1 else ""})


def _drop_summaries(table: Table, column: str, faults: FaultList) -> Table:
    """Set aside the rows that a spreadsheet computes below the data."""
    ids = table.rows[ID]
    words = find_summaries(ids)
    if not words:
        return table
    summaries = ids.isin(words)
    for line in ids.index[summaries]:
        faults.add(
            Fault(
                "This row is a summary of others, not a participant.",
                "Delete the rows that the spreadsheet computed (mean, SD, N, total).",
                table.file,
                int(line),
                column,
                shown(ids[line]),
            ),
            "summary row",
        )
    return replace(table, rows=table.rows[~summaries], left_out=table.left_out | words)


def _are_plain(tables: Iterable[Table]) -> bool:
    """Whether each id is written in one way, and none ends on a word for a side."""
    ids = pd.concat([pd.Series("", dtype="str"), *(table.rows[ID] for table in tables)])
    keys = spelling_keys(ids.drop_duplicates())
    return keys.is_unique and not keys.str.match(_SIDE).any()


def _usual_spellings(tables: Iterable[Table]) -> dict[str, tuple[str, str, int]]:
    """Return by key the first spelling of each id, with file and row."""
    usual: dict[str, tuple[str, str, int]] = {}
    for table in tables:
        first = table.rows[ID].drop_duplicates()
        keys = spelling_keys(first).tolist()
        for key, spelling, line in zip(keys, first.tolist(), first.index, strict=True):
            usual.setdefault(key, (spelling, table.file, int(line)))
    return usual


def _respell(
    table: Table, usual: Mapping[str, tuple[str, str, int]], column: str, faults: FaultList
) -> Table:
    """Report each id that is written otherwise than where it stands first, and write it so."""
    ids = table.rows[ID]
    first = ids.drop_duplicates()
    other: dict[str, str] = {}
    for line, spelling, key in zip(
        first.index, first.tolist(), spelling_keys(first).tolist(), strict=True
    ):
        before, file, row = usual[key]
        if spelling == before:
            continue
        other[spelling] = before
        faults.add(
            Fault(
                f"This id differs from `{before}` ({file}, row {row}) only by "
                f"{name_difference(spelling, before)}.",
                "Write each id in one way in every row and table.",
                table.file,
                int(line),
                column,
                shown(spelling),
            ),
            "id in two spellings",
        )
    if not other:
        return table
    return replace(table, rows=table.rows.assign(**{ID: ids.replace(other)}))


def _ask_about_pairs(
    draft: Draft, usual: Mapping[str, tuple[str, str, int]], faults: FaultList
) -> None:
    """Ask where ids come in a left and a right: two knees of one person are one person."""
    sides: dict[str, dict[bool, str]] = {}
    for key, (spelling, _, _) in usual.items():
        parts = _SIDE.match(key)
        if parts:
            sides.setdefault(parts[1], {})[parts[2] in _LEFT] = spelling
    pairs = [pair for pair in sides.values() if len(pair) == len((True, False))]
    if len(pairs) < _PAIRS or 2 * len(pairs) < len(usual) / 10:
        return
    left, right = pairs[0][True], pairs[0][False]
    _, file, row = usual[str(spelling_keys(pd.Series([left])).iloc[0])]
    faults.ask(
        Query(
            "sides-as-people",
            f"{len(pairs)} pairs of ids look like the left and the right of one person; each of "
            "the two would count as a person.",
            "Give both sides of a person one id, and name the column that says which side it is "
            "(`side` of the measure); if they are different people, answer this under `queries`.",
            file,
            row,
            draft.file.columns.id_name,
            f"{left}, {right}",
        )
    )
