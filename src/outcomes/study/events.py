"""The table of adverse events: from its columns and words to what each event was."""

from __future__ import annotations

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.table import Table, shown
from outcomes.study.ask_events import ask_about_unread
from outcomes.study.check_intercurrent import check_event_times
from outcomes.study.event_words import (
    NO_TERM,
    WORDS,
    is_called,
    meanings,
    name_by_terms,
    says_nothing_happened,
)
from outcomes.study.fault_list import FaultList
from outcomes.study.identify import ID
from outcomes.study.note import Note
from outcomes.study.numbers import not_a_number_fix, to_numbers
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.spelling import spelling_key
from outcomes.study.study_tables import missing_column
from outcomes.study.times import WEEKS_PER

_CODE_LIKE = (-9, -77, -88, -99, -999, -9999, 99, 999, 9999)
"""Times that forms use for a missing value."""


def read_events(
    draft: Draft, table: Table, faults: FaultList
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Check and read the events; nobody need have had one.

    Parameters
    ----------
    draft : Draft
        The study file.
    table : Table
        The table of events, its rows identified.
    faults : FaultList
        Receives what is wrong: columns that are called otherwise, words that are not understood,
        times that are no numbers, and rows that say nothing happened.

    Returns
    -------
    events : pandas.DataFrame
        One row an event: ``participant``, and of these what the table has a column for: ``event``
        (what it was, by the study file's terms: `NO_TERM` if none stands for it, ``""`` if the
        table does not say; no such column where the study file has no terms), ``week`` (float,
        weeks since baseline, NaN if it does not say), ``serious`` and ``related`` (``yes``, ``no``
        or ``""``) and ``severity`` (``mild``, ``moderate``, ``severe`` or ``""``).
    notes : tuple of Note
        Of rows that are none, because the study file declares what they say.
    """
    columns = _find_columns(draft, table, faults)
    events = pd.DataFrame(index=table.rows.index)
    events["participant"] = table.rows[ID] if table.has(ID) else ""
    if "event" in columns:
        events["event"] = table.rows[columns["event"]]
    for unit in WEEKS_PER:
        if unit in columns:
            events["week"] = _read_times(table, columns[unit], unit, faults)
    for name in WORDS:
        if name in columns:
            events[name] = _read_words(draft, table, name, columns[name], faults)
    events, notes = _leave_out_none(draft, table, events, columns, faults)
    if "event" in events and draft.is_valid("events", "terms"):
        events = _under_terms(draft, table, events, columns["event"], faults)
        check_event_times(draft, events, table.file, columns, faults)
    return events.reset_index(drop=True), notes


def _under_terms(
    draft: Draft, table: Table, events: pd.DataFrame, column: str, faults: FaultList
) -> pd.DataFrame:
    """Put terms in place of texts, and ask about texts that no term stands for."""
    terms = draft.file.events.terms
    texts = events["event"]
    named = name_by_terms(texts, terms)
    unnamed = texts[named == NO_TERM]
    if len(unnamed):
        faults.ask(
            Query(
                "event-without-term",
                f"What happened is told of {len(texts)} events, and of {len(unnamed)} it is not "
                "shown: the study file has no term for it.",
                "Name what is to be shown under `events: {terms: ...}`, as `{fall: [fell on the "
                "stairs]}`; the rest is counted without its text.",
                table.file,
                int(unnamed.index[0]),
                column,
                ", ".join(shown(text) for text in unnamed.unique()),
            )
        )
    return events.assign(event=named) if terms else events.drop(columns="event")


def _find_columns(draft: Draft, table: Table, faults: FaultList) -> dict[str, str]:
    """Return the column of each thing that the table tells of an event."""
    if not draft.is_valid("events", "columns"):
        return {}
    declared = draft.file.events.columns
    found: dict[str, str] = {}
    for name in ("event", *WORDS):
        column = getattr(declared, name)
        if column is not None or table.has(name):
            found[name] = column or name
    usual = [unit for unit in ("week", *WEEKS_PER) if table.has(unit)]
    found |= declared.times or {unit: unit for unit in usual[:1]}
    named = draft.file.columns
    taken = {ID, *named.id_columns, named.arm, named.visit, named.side, *found.values()}
    others = [header for header in table.rows.columns if header not in taken]
    sought = [name for name in ("event", *WORDS) if name not in found]
    sought += [] if any(unit in found for unit in WEEKS_PER) else list(WEEKS_PER)
    alike = {name: header for name in sought for header in others if is_called(header, name)}
    if alike:
        faults.add(_called_otherwise(table, alike))
    elif asked := ask_about_unread(table, others, sought):
        faults.ask(asked)
    for name, column in found.items():
        if not table.has(column):
            faults.add(missing_column(table, column, f"events.columns.{name}"))
    return {name: column for name, column in found.items() if table.has(column)}


def _called_otherwise(table: Table, alike: dict[str, str]) -> Fault:
    """Return the fault of headers that read as if they held what no column is named for."""
    headers = list(dict.fromkeys(alike.values()))
    named = ", ".join(f'{name}: "{header}"' for name, header in alike.items())
    listed = " or ".join(f"`{name}`" for name in alike)
    return Fault(
        f"{'This column is' if len(headers) == 1 else 'These columns are'} not read, and no column "
        f"is called {listed}.",
        f"Did you mean {listed}? Say so in study.yaml: `events: {{columns: {{{named}}}}}`. Delete "
        "what holds something else.",
        table.file,
        1,
        headers[0],
        ", ".join(shown(header) for header in headers),
    )


def _read_times(table: Table, column: str, unit: str, faults: FaultList) -> pd.Series:
    texts = table.rows[column]
    filled = texts[texts != ""]
    numbers = to_numbers(filled)
    for line, text in filled[numbers.isna()].items():
        faults.add(
            Fault(
                f"The time of this event is not a number of {unit}s.",
                not_a_number_fix(text),
                table.file,
                int(line),
                column,
                shown(text),
            ),
            "event time",
        )
    _ask_about_codes(table, column, filled[numbers.isin(_CODE_LIKE)], faults)
    times = pd.Series(float("nan"), index=texts.index)
    times[texts != ""] = numbers * WEEKS_PER[unit]
    return times


def _ask_about_codes(table: Table, column: str, texts: pd.Series, faults: FaultList) -> None:
    """Ask about times that read like codes: a negative one leaves the event out."""
    for code in texts.unique():
        rows = texts.index[texts == code]
        number = "1 event has" if len(rows) == 1 else f"{len(rows)} events have"
        faults.ask(
            Query(
                "code-like-value",
                f"{number} a time that is often a code for a missing value.",
                "If it is one, name it under `missing`; if it is a time, answer this under "
                "`queries`.",
                table.file,
                int(rows[0]),
                column,
                shown(code),
            )
        )


def _read_words(draft: Draft, table: Table, name: str, column: str, faults: FaultList) -> pd.Series:
    texts = table.rows[column]
    known = meanings(name, draft.file.events.values)
    read = {text: known.get(spelling_key(text)) for text in texts.unique()}
    unread = [text for text, meaning in read.items() if meaning is None]
    if unread and draft.is_valid("events", "values"):
        rows = texts.index[texts.isin(unread)]
        answers = " or ".join(f"`{answer}`" for answer in WORDS[name])
        shape = ", ".join(f"{answer}: [...]" for answer in WORDS[name])
        number = "1 cell holds a word" if len(rows) == 1 else f"{len(rows)} cells hold words"
        faults.add(
            Fault(
                f"{number} whose meaning is not known.",
                f"Say under `events.values.{name}` in study.yaml which words mean {answers}, as "
                f"`{{{shape}}}`; leave the cell empty where it is not known.",
                table.file,
                int(rows[0]),
                column,
                ", ".join(shown(text) for text in unread),
            )
        )
    return texts.map({text: meaning or "" for text, meaning in read.items()}).astype("str")


def _leave_out_none(
    draft: Draft,
    table: Table,
    events: pd.DataFrame,
    columns: dict[str, str],
    faults: FaultList,
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Leave out the rows that say, as declared, that nothing happened; report those undeclared."""
    if "event" not in events:
        return events, ()
    declared = set(map(spelling_key, draft.file.events.values.none))  # noqa: PD011
    told = events["event"].map(spelling_key)
    silent = _say_nothing(events)
    is_none = told.isin(declared - {""}) | ((told == "") & silent & ("" in declared))
    _check_contradictions(table, events, is_none & ~silent, columns["event"], faults)
    silence = events["event"].map(says_nothing_happened).astype(bool)
    doubtful = ~is_none & (silence | ((told == "") & silent))
    doubtful &= events["participant"] != ""
    if doubtful.any() and draft.is_valid("events", "values"):
        faults.add(_undeclared(table, events["event"][doubtful], columns["event"]))
    kept = events[~is_none]
    number = int(is_none.sum())
    if not number:
        return kept, ()
    rows = "1 row" if number == 1 else f"{number} rows"
    return kept, (Note("Events", f"{rows} of {table.file} say that nothing happened."),)


def _say_nothing(events: pd.DataFrame) -> pd.Series:
    """Whether a row says, apart from what the event was, nothing that only an event has."""
    silent = pd.Series(True, index=events.index)
    for name in ("serious", "related"):
        if name in events:
            silent &= events[name] != "yes"
    if "severity" in events:
        silent &= events["severity"] == ""
    return silent


def _check_contradictions(
    table: Table, events: pd.DataFrame, wrong: pd.Series, column: str, faults: FaultList
) -> None:
    for line, text in events["event"][wrong].items():
        faults.add(
            Fault(
                "This row says that nothing happened, and that it was severe, serious or related.",
                "Write what happened, or empty the other cells.",
                table.file,
                int(line),
                column,
                shown(text),
            ),
            "nothing happened",
        )


def _undeclared(table: Table, texts: pd.Series, column: str) -> Fault:
    words = list(dict.fromkeys(texts))
    number = "1 row reads" if len(texts) == 1 else f"{len(texts)} rows read"
    named = ", ".join(f'"{shown(word)}"' for word in words)
    return Fault(
        f"{number} as if nothing had happened, but each row is counted as an event.",
        f"If nothing happened, say in study.yaml: `events: {{values: {{none: [{named}]}}}}`, or "
        "delete the rows; otherwise write what it was.",
        table.file,
        int(texts.index[0]),
        column,
        ", ".join(shown(word) for word in words if word) or None,
    )
