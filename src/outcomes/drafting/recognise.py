"""What stands in a table of scores: who, when and in which arm, and which columns are measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from outcomes.drafting.guessed_measures import (
    GuessedMeasure,
    describe_own,
    quote_some,
    recognise_instruments,
)
from outcomes.drafting.named_scores import recognise_by_name
from outcomes.drafting.names import to_key
from outcomes.drafting.profile import Profile, matches, profile_column, varies_within
from outcomes.drafting.quoting import quote
from outcomes.drafting.refusals import (
    refuse_changing_treatment,
    refuse_no_scores,
    refuse_once,
    refuse_times,
)
from outcomes.drafting.roles import Roles, find_participant, find_roles
from outcomes.drafting.row_per_participant import find_repeated
from outcomes.drafting.time_points import TimePoint, find_time_points
from outcomes.errors import StudyError
from outcomes.reading import Table

_DERIVED = frozenset({"change", "chg", "pchg", "difference", "diff", "predicted"})
_BASELINE = frozenset({"baseline", "base", "bl"})


@dataclass(frozen=True)
class Recognised:
    """What was recognised in a table of scores.

    Parameters
    ----------
    roles : Roles
        The columns that every study has.
    points : list of TimePoint
        The visits.
    measures : list of GuessedMeasure
        The measures; none in a table of one row a participant may hold scores.
    refused : dict of str to str
        By column (or pattern of columns) that changes over time, why it is no measure.
    layout : str
        ``wide``, ``long`` or ``participant``.
    left : list of str
        Columns that are neither.
    """

    roles: Roles
    points: list[TimePoint]
    measures: list[GuessedMeasure]
    refused: dict[str, str]
    layout: str
    left: list[str]


def recognise(table: Table, study_id: str) -> Recognised:
    """Return what stands in a table of scores.

    Raises
    ------
    StudyError
        If its rows are not of participants over time; says what they are.
    """
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
        layout = "long"
        held = {
            name: [profile_column(rows[rows[roles.measure] == name], roles.value)]
            for name in profile_column(rows, roles.measure).levels
        }
    else:
        layout = "wide"
        timed = set() if times is None else {times.name}
        held = {
            name: [profile_column(rows, name)]
            for name in rows.columns
            if name not in roles.columns | timed and varies_within(rows, name, participant)
        }
    named, refused = _sort_out(held)
    measures = _measures({name: name for name in named}, named, roles.side)
    if not measures:
        raise StudyError(study_id, [refuse_no_scores(file, refused)])
    if all(point.time > 0 for point in points):
        measures = [_with_baseline(one, rows, participant) for one in measures]
    left = [name for name in rows.columns if name not in roles.columns | set(named)]
    return Recognised(roles, points, measures, refused, layout, left)


def _recognise_columns(table: Table, roles: Roles, study_id: str) -> Recognised:
    """Recognise a table of one row a participant, whose columns name the visit."""
    rows = table.rows
    repeated = {one.pattern: one for one in find_repeated(list(rows.columns))}
    if not repeated or rows[roles.participant].duplicated().any():
        raise StudyError(study_id, [refuse_once(table.file, roles.participant)])
    held = {
        pattern: [profile_column(rows, name) for name in one.columns]
        for pattern, one in repeated.items()
    }
    scores, refused = _sort_out(held)
    read = [repeated[pattern] for pattern in scores or held]
    codes = list(dict.fromkeys(visit for one in read for visit in one.visits))
    measures = _measures({pattern: repeated[pattern].stem for pattern in scores}, scores, None)
    taken = {name for pattern in scores for name in repeated[pattern].columns}
    left = [name for name in rows.columns if name not in roles.columns | taken]
    points = find_time_points(codes, "visit")
    return Recognised(roles, points, measures, refused, "participant", left)


def _sort_out(
    held: Mapping[str, Sequence[Profile]],
) -> tuple[dict[str, Sequence[Profile]], dict[str, str]]:
    """Return the columns (or patterns) that hold scores, and why each of the others does not."""
    why = {name: _why_no_score(name, profiles) for name, profiles in held.items()}
    scores = {name: profiles for name, profiles in held.items() if not why[name]}
    return scores, {name: reason for name, reason in why.items() if reason}


def _why_no_score(name: str, profiles: Sequence[Profile]) -> str:
    """Return why columns hold no numbers or answers, or what is computed; ``""`` if they do."""
    if any(matches(profile.name, _DERIVED) for profile in (*profiles, Profile(name, (), None))):
        return "is computed from other columns, going by its name"
    if not any(profile.levels for profile in profiles):
        return "is empty"
    wrong = [one for one in profiles if one.levels and one.numbers is None and not one.is_answer]
    if not wrong:
        return ""
    if any(2 * len(one.strays) > len(one.levels) for one in wrong):
        return "holds words, not numbers"
    strays = list(dict.fromkeys(text for one in wrong for text in one.strays))
    return f"holds more than a few cells that are no numbers: {quote_some(strays)}"


def _measures(
    names: Mapping[str, str], held: Mapping[str, Sequence[Profile]], side: str | None
) -> list[GuessedMeasure]:
    """Return the measures that are read from columns (or patterns), each with its name."""
    found: list[GuessedMeasure] = []
    used: set[str] = set()
    first = {name: profiles[0] for name, profiles in held.items()}
    for measure, columns in recognise_instruments(first, held):
        found.append(measure)
        used |= columns
    found += [
        recognise_by_name(names[column], column, profiles)
        or describe_own(names[column], column, profiles)
        for column, profiles in held.items()
        if column not in used
    ]
    given = {} if side is None else {"side": quote(side)}
    return _with_own_keys(replace(one, keys={**one.keys, **given}) for one in found)


def _with_own_keys(measures: Iterable[GuessedMeasure]) -> list[GuessedMeasure]:
    named: dict[str, GuessedMeasure] = {}
    for one in measures:
        key = to_key(one.name, "measure", taken=named)
        named[key] = replace(one, name=key)
    return list(named.values())


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
