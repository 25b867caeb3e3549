"""Who took part, and in which arm: checked, then one row a participant."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading import Table, shown
from outcomes.study.analysis_set import check_analysis_set
from outcomes.study.check_characteristics import check_described
from outcomes.study.check_followed import check_followed, list_followed_columns
from outcomes.study.check_intercurrent import check_time_columns, list_time_columns
from outcomes.study.codes import arm_codes, did_you_mean, match_codes
from outcomes.study.fault_list import FaultList
from outcomes.study.identify import ID, ask_about_sites
from outcomes.study.measures import MeasureReading
from outcomes.study.read_study_file import Draft
from outcomes.study.redcap import fill_within, has_rows_by_event
from outcomes.study.study_tables import StudyTables, missing_column
from outcomes.study.text_columns import are_among


@dataclass(frozen=True)
class Participants:
    """Who took part.

    Parameters
    ----------
    people : pandas.DataFrame
        One row a participant, in the order of the file: ``participant``, ``arm`` (arm id) and the
        other columns as text; the index is the line in the file.
    file : str
        The table they come from.
    complete : bool
        Whether somebody who is not in it is truly unknown.
    """

    people: pd.DataFrame
    file: str
    complete: bool


def read_participants(
    draft: Draft,
    tables: StudyTables,
    readings: dict[str, MeasureReading],
    faults: FaultList,
) -> Participants | None:
    """Check and read who took part.

    Parameters
    ----------
    draft : Draft
        The study file.
    tables : StudyTables
        Its tables; where there is no participants table, the scores table carries everything.
    readings : dict of str to MeasureReading
        The measures.
    faults : FaultList
        Receives what is wrong.

    Returns
    -------
    Participants or None
        None if the table could not be read, or does not say who is who.
    """
    alone = draft.file.tables.participants is None and draft.is_valid("tables", "participants")
    table = tables.scores if alone else tables.participants
    if table is None or not draft.is_valid("columns"):
        return None
    _check_named_columns(draft, table, faults)
    column = draft.file.columns.id_name
    if not table.has(ID):
        return None
    rows = table.rows
    _check_each_named(rows, table.file, column, faults)
    rows = rows[rows[ID] != ""]
    by_event = alone or has_rows_by_event(table)
    rows, arms_known = _with_arms(draft, rows, table, faults, by_event=by_event)
    baselines = [measure.baseline for measure in draft.file.measures.values() if measure.baseline]
    named = dict.fromkeys([ID, "arm", *draft.file.described, *baselines])
    rows = rows[[name for name in named if name in rows.columns]]
    if by_event:
        people = _one_row_each(draft, rows, table, faults)
    else:
        _check_once(draft, rows, table.file, faults)
        people = rows.drop_duplicates("participant")
    check_described(draft, people, table.file, faults)
    for key, chosen in draft.file.plan.sets.items():
        if chosen.column in people.columns:
            check_analysis_set(chosen, key, people, table.file, faults)
    check_time_columns(draft, people, table.file, faults)
    check_followed(draft, people, table.file, faults)
    if arms_known and table.complete:
        _check_arms_filled(draft, people, faults)
    complete = table.complete and not table.left_out and len(people) > 0
    return Participants(people, table.file, complete)


def _check_named_columns(draft: Draft, table: Table, faults: FaultList) -> None:
    columns, plan = draft.file.columns, draft.file.plan
    needed = {}
    if len(draft.file.groups) != 1:
        needed[draft.file.group_column] = f"columns.{draft.file.group_word}"
    if draft.is_valid("characteristics"):
        described = [each.column for each in draft.file.characteristics]
        needed |= dict.fromkeys(described, "characteristics")
    if draft.is_valid("plan", "covariates"):
        needed |= dict.fromkeys(plan.covariates, "plan.covariates")
    if draft.is_valid("sequence", "strata"):
        needed |= dict.fromkeys(draft.file.strata, "sequence.strata")
    if draft.is_valid("plan", "subgroups"):
        needed |= dict.fromkeys(plan.subgroups, "plan.subgroups")
    for key, chosen in plan.sets.items():
        if draft.is_valid("plan", key):
            needed[chosen.column] = f"plan.{key}.column"
    needed |= dict.fromkeys(list_followed_columns(draft), "events.followed")
    needed |= {column: f"plan.intercurrent.{name}" for name, column in list_time_columns(draft)}
    for name, measure in draft.file.measures.items():
        if measure.baseline is not None and draft.is_valid("measures", name):
            needed[measure.baseline] = f"measures.{name}.baseline"
    for column, named in needed.items():
        if column != columns.participant and not table.has(column):
            faults.add(missing_column(table, column, named))


def _with_own_name(rows: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """Rename a column, giving up another that has the new name by chance."""
    if column != name:
        rows = rows.drop(columns=name, errors="ignore")
    return rows.rename(columns={column: name})


def _check_each_named(rows: pd.DataFrame, file: str, column: str, faults: FaultList) -> None:
    for line in rows.index[rows["participant"] == ""]:
        faults.add(
            Fault(
                "The participant is missing.",
                "Fill the participant in, or delete the row.",
                file,
                int(line),
                column,
            ),
            "no participant",
        )


def _with_arms(
    draft: Draft, rows: pd.DataFrame, table: Table, faults: FaultList, *, by_event: bool
) -> tuple[pd.DataFrame, bool]:
    """Replace what the table holds by arm ids, ``""`` where the arm is missing or unknown.

    Where a participant has several rows, the arm may stand in one of them.
    """
    column, arms, word = draft.file.group_column, draft.file.groups, draft.file.group_word
    if not table.has(column):
        only = next(iter(arms)) if len(arms) == 1 else ""
        return rows.assign(arm=only), bool(only)
    found = fill_within(rows[column], rows[ID]) if by_event else rows[column]
    codes = arm_codes(arms)
    ids = match_codes(found, codes)
    kept = _with_own_name(rows, column, "arm").assign(arm=ids)
    if not draft.names_arms:
        return kept, False
    unknown = rows.index[found == ""]
    for line in unknown[~rows.loc[unknown, ID].duplicated()] if by_event else unknown:
        faults.add(
            Fault(
                f"The {word} is missing.",
                f"Fill in the {word} that the participant was assigned to.",
                table.file,
                int(line),
                column,
            ),
            "no arm",
        )
    for line in rows.index[(found != "") & (ids == "")]:
        faults.add(
            Fault(
                f"There is no such {word}.",
                f"{did_you_mean(found[line], codes)}The tables may hold: {', '.join(codes)}. "
                f"Correct it, or add the {word} to study.yaml.",
                table.file,
                int(line),
                column,
                shown(found[line]),
            ),
            "unknown arm",
        )
    return kept, True


def _check_once(draft: Draft, rows: pd.DataFrame, file: str, faults: FaultList) -> None:
    columns = draft.file.columns
    repeated = rows[ID][rows[ID].duplicated()]
    told = rows[ID][are_among(rows[ID], repeated)].drop_duplicates()
    first = dict(zip(told.tolist(), told.index, strict=True))
    for line, participant in repeated.items():
        faults.add(
            Fault(
                f"The participant is on line {first[participant]} already.",
                f"{ask_about_sites(columns)}Keep one row for each participant.",
                file,
                int(line),
                columns.id_name,
                shown(participant),
            ),
            "participant twice",
        )


def _one_row_each(
    draft: Draft, rows: pd.DataFrame, table: Table, faults: FaultList
) -> pd.DataFrame:
    """Make one row a participant of what has to be the same in all of their rows."""
    named = [name for name in rows.columns if name != ID]
    filled = rows[named].where(rows[named] != "")
    first = filled.groupby(rows[ID], sort=False).transform("first")
    differs = filled.notna() & (filled != first)
    for name in named:
        column = draft.file.group_column if name == "arm" else name
        for line in rows.index[differs[name]]:
            who, before = rows.loc[line, ID], first.loc[line, name]
            faults.add(
                Fault(
                    f"`{column}` of participant `{who}` differs between rows: it is "
                    f"`{before}` in an earlier one.",
                    "Give it the same value in every row of a participant.",
                    table.file,
                    int(line),
                    column,
                    shown(table.rows.loc[line, column]),
                ),
                "changed",
            )
    people = first.fillna("")
    people.insert(0, ID, rows[ID])
    return people.drop_duplicates(ID)


def _check_arms_filled(draft: Draft, people: pd.DataFrame, faults: FaultList) -> None:
    present = set(people["arm"])
    if people.empty:
        return
    word = draft.file.group_word
    code = "`code`" if word == "arm" else "name"
    for name in draft.file.groups:
        if name not in present:
            faults.add(
                draft.source.fault(
                    (f"{word}s", name),
                    f"Nobody is in this {word}.",
                    f"Check the {word}'s {code} (what the tables hold for it), or remove the "
                    f"{word}.",
                    name,
                )
            )
