"""From a file of data to a study folder that needs only its plan."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from outcomes.drafting.guessed_measures import GuessedMeasure, describe_own, recognise_instruments
from outcomes.drafting.profile import Profile, matches, profile_column, varies_within
from outcomes.drafting.refusals import (
    refuse_changing_treatment,
    refuse_no_scores,
    refuse_once,
    refuse_times,
)
from outcomes.drafting.roles import Roles, find_participant, find_roles
from outcomes.drafting.row_per_participant import Repeated, find_repeated
from outcomes.drafting.study_text import (
    quote,
    write_arms,
    write_characteristics,
    write_columns,
    write_head,
    write_measures,
    write_plan,
    write_tables,
    write_visits,
)
from outcomes.drafting.tables_by_kind import TablesByKind, sort_tables
from outcomes.drafting.time_points import TimePoint, find_time_points
from outcomes.errors import StudyError
from outcomes.reading import Table, read_table
from outcomes.study.fault_list import FaultList
from outcomes.study.personal import find_personal
from outcomes.study.scaffold import claim_folder
from outcomes.study.source import STUDY_FILE

_JOINTS = ("knee", "ankle", "hip", "shoulder", "foot", "elbow", "wrist", "spine", "neck", "back")
_DERIVED = frozenset({"change", "chg", "pchg", "difference", "diff", "predicted"})
_BASELINE = frozenset({"baseline", "base", "bl"})


def draft_study(
    files: Sequence[Path], study_id: str, root: Path, reports: Mapping[str, Sequence[str]]
) -> Path:
    """Write a study's folder from files of data: copies of them, and the draft of a study file.

    Every guess is marked in the draft where it stands; what no data can say (the plan) is left to
    be filled in.

    Parameters
    ----------
    files : sequence of Path
        A table of scores with rows by participant, in any format that is read; and, if there are
        any, one of participants (one row each) and one of adverse events.
    study_id : str
        Id of the study; its folder is made under ``data/raw`` of the project.
    root : Path
        The project's root.
    reports : mapping of str to sequence of str
        By design, the reports that suit it.

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
    faults = FaultList()
    tables = [read_table(file.parent, file.name, faults)[0] for file in files]
    if len(faults):
        raise StudyError(study_id, faults.in_order([file.name for file in files]))
    parts = sort_tables([table for table in tables if table is not None], study_id)
    text = "\n".join(_write(parts, study_id, reports)) + "\n"
    folder = claim_folder(study_id, root)
    for file in files:
        shutil.copyfile(file, folder / file.name)
    (folder / STUDY_FILE).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class _Seen:
    """What was recognised in a table."""

    roles: Roles
    points: list[TimePoint]
    measures: list[GuessedMeasure]
    layout: str
    left: list[str]


def _write(
    parts: TablesByKind, study_id: str, reports: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    table, people = parts.scores, parts.participants
    seen = _recognise(table, study_id)
    arm_column = seen.roles.arm
    arms: tuple[str, ...] = ()
    if people is not None and arm_column is None:
        arm_column = find_roles(people.rows, seen.roles.participant).arm
    if arm_column is not None:
        holder = table if people is None or table.has(arm_column) else people
        arms = profile_column(holder.rows, arm_column).levels
    yield from write_head(study_id, parts.files, _find_joint([study_id, *table.rows.columns]))
    yield from write_arms(arms, {})
    yield from write_visits(seen.points, seen.roles.visit or "the columns' names")
    yield from write_tables(parts.files, seen.layout)
    yield from write_columns(replace(seen.roles, arm=arm_column))
    yield from write_measures(seen.measures)
    holder = table if people is None else people
    known = _describe_people(holder.rows, seen, arm_column)
    yield from write_characteristics(known)
    follow_ups = [point.name for point in seen.points if point.time > 0]
    yield from write_plan([one.name for one in seen.measures], follow_ups, arms)
    yield f"reports: [{', '.join(reports['parallel' if arms else 'single-arm'])}]"
    left = [name for name in seen.left if name not in known]
    if left:
        yield "# Not read, since nothing above names them: " + ", ".join(left)


def _describe_people(rows: pd.DataFrame, seen: _Seen, arm: str | None) -> list[str]:
    """Return the columns that describe participants, and name nobody."""
    participant = seen.roles.participant
    baselines = {measure.keys.get("baseline", "").strip('"') for measure in seen.measures}
    taken = {arm, *baselines, *seen.roles.columns}
    return [
        name
        for name in rows.columns
        if name not in taken
        and name in (seen.left if rows[participant].duplicated().any() else rows.columns)
        and not varies_within(rows, name, participant)
        and not find_personal(name, rows.loc[rows[name] != "", name])
        and seen.layout != "participant"
    ]


def _find_joint(words: Sequence[str]) -> str | None:
    text = " ".join(words).casefold()
    return next((one for one in _JOINTS if re.search(rf"(?<![a-z]){one}(?![a-z])", text)), None)


def _recognise(table: Table, study_id: str) -> _Seen:
    rows, file = table.rows, table.file
    roles = find_roles(rows, find_participant(rows) or "")
    participant = roles.participant
    if fault := refuse_changing_treatment(rows, participant, file):
        raise StudyError(study_id, [fault])
    if roles.visit is None:
        return _recognise_columns(table, roles, study_id)
    times = _usual_times(rows, roles.visit)
    points = find_time_points(profile_column(rows, roles.visit).levels, roles.visit, times)
    if fault := refuse_times(points, file, roles.visit):
        raise StudyError(study_id, [fault])
    if roles.measure is not None and roles.value is not None:
        named = {
            name: [profile_column(rows[rows[roles.measure] == name], roles.value)]
            for name in profile_column(rows, roles.measure).levels
        }
        layout = "long"
    else:
        named = {
            name: [profile]
            for name in rows.columns
            if name not in roles.columns
            and (times is None or name != times.name)
            and varies_within(rows, name, participant)
            and _is_score(profile := profile_column(rows, name))
        }
        layout = "wide"
    measures, used = _measures(named, roles.side)
    if not measures:
        raise StudyError(study_id, [refuse_no_scores(file)])
    if all(point.time > 0 for point in points):
        measures = [_with_baseline(one, rows, participant) for one in measures]
    left = [name for name in rows.columns if name not in roles.columns | used]
    return _Seen(roles, points, measures, layout, left)


def _recognise_columns(table: Table, roles: Roles, study_id: str) -> _Seen:
    """Recognise a table of one row a participant, whose columns name the visit."""
    rows = table.rows
    repeated = find_repeated(list(rows.columns))
    if not repeated or rows[roles.participant].duplicated().any():
        raise StudyError(study_id, [refuse_once(table.file, roles.participant)])
    codes = list(dict.fromkeys(visit for one in repeated for visit in one.visits))
    points = find_time_points(codes, "visit")
    named = {
        one.pattern: [profile_column(rows, name) for name in _columns(one)] for one in repeated
    }
    stems = {one.pattern: one.stem for one in repeated}
    scores = {name: parts for name, parts in named.items() if all(map(_is_score, parts))}
    measures, used = _measures(scores, None, stems)
    taken = {name for one in repeated if one.pattern in used for name in _columns(one)}
    left = [name for name in rows.columns if name not in roles.columns | taken]
    return _Seen(roles, points, measures, "participant", left)


def _columns(repeated: Repeated) -> list[str]:
    return [repeated.pattern.replace("{visit}", visit) for visit in repeated.visits]


def _is_score(profile: Profile) -> bool:
    """Whether a column holds numbers or answers, and not what is computed from others."""
    holds = profile.numbers is not None or profile.is_answer
    return holds and not matches(profile.name, _DERIVED)


def _measures(
    named: Mapping[str, Sequence[Profile]], side: str | None, stems: Mapping[str, str] | None = None
) -> tuple[list[GuessedMeasure], set[str]]:
    """Return the measures, and the columns (or patterns) that they are read from."""
    found: list[GuessedMeasure] = []
    used: set[str] = set()
    for measure, columns in recognise_instruments(
        {name: profiles[0] for name, profiles in named.items()}, named
    ):
        found.append(measure)
        used |= columns
    found += [
        describe_own((stems or {}).get(name, name), name, profiles)
        for name, profiles in named.items()
        if name not in used
    ]
    if side is not None:
        found = [
            GuessedMeasure(one.name, {**one.keys, "side": quote(side)}, one.guesses)
            for one in found
        ]
    return found, set(named)


def _usual_times(rows: pd.DataFrame, visit: str) -> pd.Series | None:
    """Return by visit the median of another column that is called as a unit of time is."""
    names = [
        name
        for name in rows.columns
        if re.fullmatch(r"(min(ute)?|hour|day|week|month)s?", name.casefold())
        and name != visit
        and profile_column(rows, name).numbers is not None
    ]
    if not names:
        return None
    numbers = pd.to_numeric(rows[names[0]], errors="coerce").rename(names[0])
    return numbers.groupby(rows[visit]).median()


def _with_baseline(measure: GuessedMeasure, rows: pd.DataFrame, participant: str) -> GuessedMeasure:
    """Name the column that holds a measure's baseline, if there is one that is called so."""
    column = measure.keys.get("column", measure.name).strip('"')
    fixed = [name for name in rows.columns if not varies_within(rows, name, participant)]
    named = [name for name in fixed if matches(name, _BASELINE)]
    mine = [name for name in named if column.casefold() in name.casefold()] or [
        name for name in named if name.casefold() in _BASELINE
    ]
    if not mine:
        return measure
    why = f"`{mine[0]}` is its baseline, from the name"
    keys = {**measure.keys, "baseline": quote(mine[0])}
    return GuessedMeasure(measure.name, keys, (*measure.guesses, why))
