"""From files of data to a study folder that needs only its plan."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from outcomes.drafting.descriptions import Description, describe_people
from outcomes.drafting.event_columns import find_event_columns
from outcomes.drafting.missing_words import find_missing_words, set_aside
from outcomes.drafting.profile import profile_column
from outcomes.drafting.read_files import read_files
from outcomes.drafting.recognise import Recognised, recognise
from outcomes.drafting.roles import find_participant, find_roles
from outcomes.drafting.study_text import (
    write_arms,
    write_characteristics,
    write_columns,
    write_events,
    write_head,
    write_measures,
    write_missing,
    write_plan,
    write_reports,
    write_tables,
    write_visits,
)
from outcomes.drafting.tables_by_kind import TablesByKind, sort_tables
from outcomes.drafting.words import JOINTS
from outcomes.study.scaffold import claim_folder
from outcomes.study.source import STUDY_FILE


def draft_study(
    files: Sequence[Path],
    study_id: str,
    root: Path,
    reports: Mapping[str, Sequence[str]],
    others: Sequence[str] = (),
    sheets: Collection[str] = (),
    written: Mapping[str, Any] = MappingProxyType({}),
) -> Path:
    """Write a study's folder from files of data: copies of them, and the draft of a study file.

    Every guess is marked in the draft where it stands; what no data can say (the plan) is left to
    be filled in.

    Parameters
    ----------
    files : sequence of Path
        In any format that is read: a table of scores with rows by participant; and, if there are
        any, one of participants (one row each) and one of adverse events. Every sheet of a
        workbook is a table.
    study_id : str
        Id of the study; its folder is made under ``data/raw`` of the project.
    root : Path
        The project's root.
    reports : mapping of str to sequence of str
        By design, the reports to be asked for.
    others : sequence of str
        Reports that can be asked for beside these.
    sheets : collection of str
        The only sheets of workbooks to be read; all of them if none is named.
    written : mapping
        How the files are written, where it is not to be found out: ``separator``, ``decimal``,
        ``encoding``, ``header_row``.

    Returns
    -------
    Path
        The study's folder.

    Raises
    ------
    StudyError
        If a file cannot be read, if its rows are not of participants over time (it says what they
        are), or if the id cannot be used. Nothing is written then.
    """
    found, left = read_files(files, study_id, sheets, written)
    lines = _write(sort_tables(found, study_id), left, study_id, reports, others)
    text = "".join(f"{' '.join(line.splitlines())}\n" for line in lines)
    folder = claim_folder(study_id, root)
    for file in files:
        shutil.copyfile(file, folder / file.name)
    (folder / STUDY_FILE).write_text(text, encoding="utf-8")
    return folder


def _write(
    given: TablesByKind,
    left: Sequence[str],
    study_id: str,
    reports: Mapping[str, Sequence[str]],
    others: Sequence[str],
) -> Iterator[str]:
    tables, missing = _set_aside_missing(given)
    seen = recognise(tables.scores.table, study_id)
    arm, arms = _find_arms(tables, seen)
    known = _describe(tables, seen, arm)
    names = [tables.scores.table.rows.columns, [one.file for one in tables.found.values()]]
    yield from write_head(
        study_id, list(tables.found.values()), _find_joint([study_id, *names[0], *names[1]])
    )
    yield from write_arms(arms)
    yield from write_visits(seen.points, seen.roles.visit)
    yield from write_tables(tables.found, seen.layout)
    yield from write_columns(replace(seen.roles, arm=arm))
    yield from write_missing(missing)
    if tables.events is not None:
        yield from write_events(find_event_columns(tables.events.table.rows))
    yield from write_measures(seen.measures, seen.refused)
    yield from write_characteristics(known)
    follow_ups = [point.name for point in seen.points if point.time > 0]
    columns = [one.column for one in known]
    yield from write_plan([one.name for one in seen.measures], follow_ups, arms, columns)
    yield from write_reports(reports["parallel" if arms else "single-arm"], others)
    unread = [name for name in seen.left if name not in {arm, *columns, *seen.refused}]
    if unread:
        yield "# Not read, since nothing above names them: " + ", ".join(unread)
    if left:
        yield "# Not read, since no column says who a row is of: " + "; ".join(left)


def _set_aside_missing(tables: TablesByKind) -> tuple[TablesByKind, dict[str, str]]:
    """Empty the cells that hold a word for a missing value; return the words too."""
    kept: dict[str, set[str]] = {}
    words: dict[str, str] = {}
    for kind, one in tables.found.items():
        rows = one.table.rows
        kept[kind] = {find_participant(rows) or ""}
        if kind == "events":
            kept[kind].add(find_event_columns(rows).get("event", ""))
        words = find_missing_words(rows, kept[kind]) | words
    changed = tables.change(
        lambda kind, table: replace(table, rows=set_aside(table.rows, kept[kind], words))
    )
    return changed, words


def _find_arms(tables: TablesByKind, seen: Recognised) -> tuple[str | None, tuple[str, ...]]:
    """Return the column of the arms, None if there is none, and what it holds."""
    column, scores, people = seen.roles.arm, tables.scores.table, tables.participants
    if people is not None and column is None:
        column = find_roles(people.table.rows, seen.roles.participant).arm
    if column is None:
        return None, ()
    holder = scores if people is None or scores.has(column) else people.table
    return column, profile_column(holder.rows, column).levels


def _describe(tables: TablesByKind, seen: Recognised, arm: str | None) -> list[Description]:
    """Return the columns that describe participants, of their own table if there is one."""
    holder = tables.scores if tables.participants is None else tables.participants
    rows = holder.table.rows
    taken = {measure.keys.get("baseline", "").strip('"') for measure in seen.measures}
    taken |= {arm or "", seen.roles.participant}
    if holder is tables.scores:
        taken |= set(rows.columns) - set(seen.left)
    named_only = holder is tables.scores and seen.layout == "participant"
    return describe_people(rows, seen.roles.participant, taken, named_only=named_only)


def _find_joint(texts: Sequence[str]) -> str | None:
    return next((joint for joint, words in JOINTS.items() if any(map(words.search, texts))), None)
