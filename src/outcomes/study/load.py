"""Checking a study's files in one pass, and loading them into a `Study`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from outcomes.errors import Fault, StudyError
from outcomes.evidence import Pack
from outcomes.study.answers import answer_queries, check_answers, doubt_endpoints
from outcomes.study.ask_scales import ask_about_scales
from outcomes.study.ask_values import ask_about_values
from outcomes.study.ask_visits import check_visit_times
from outcomes.study.beside import read_evidence
from outcomes.study.blinding import blind_study
from outcomes.study.cells import Cells, read_baselines, read_cells
from outcomes.study.check_baseline import ask_about_day_one
from outcomes.study.check_blinding import check_blinded_arms, check_blinded_columns
from outcomes.study.check_cells import (
    check_one_baseline,
    check_people,
    check_presence,
    check_values,
)
from outcomes.study.check_crossover import check_crossover
from outcomes.study.check_estimand import check_estimand
from outcomes.study.check_events import check_events
from outcomes.study.check_flow import check_flow, check_lost
from outcomes.study.check_forms import check_forms
from outcomes.study.check_intercurrent import check_intercurrent
from outcomes.study.check_margin import check_margin, with_margin
from outcomes.study.check_measures import check_measures
from outcomes.study.check_multiplicity import check_measured, check_multiplicity
from outcomes.study.check_not_analysed import check_not_analysed
from outcomes.study.check_plan import check_plan, leads_out
from outcomes.study.check_reporting import check_reporting
from outcomes.study.check_signs import ask_signs
from outcomes.study.check_sites import check_sites
from outcomes.study.enrolled import Participants, read_participants
from outcomes.study.events import read_events
from outcomes.study.fault_list import FaultList
from outcomes.study.fingerprint import fingerprint_contents
from outcomes.study.identify import ID, identify_rows
from outcomes.study.locked_plan import LockedPlan, read_lock
from outcomes.study.measures import MeasureReading
from outcomes.study.missing_codes import set_aside_codes
from outcomes.study.nearest_thresholds import choose_nearest
from outcomes.study.note import Note, note_conversions
from outcomes.study.own_instrument import read_own_instruments
from outcomes.study.paths import study_folder
from outcomes.study.plan import StudyFile
from outcomes.study.pseudonyms import StudyKey, read_key
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft, read_study_file
from outcomes.study.scores import score_cells
from outcomes.study.source import STUDY_FILE
from outcomes.study.study import Study, StudyVisit
from outcomes.study.study_tables import StudyTables, read_tables
from outcomes.study.text_columns import find_positions
from outcomes.study.type_columns import type_columns


def check_study(study: str | Path) -> tuple[Fault, ...]:
    """Check a study's files, without stopping at the first fault.

    Parameters
    ----------
    study : str or Path
        The id of a study under ``data/raw``, or a study's folder.

    Returns
    -------
    tuple of Fault
        Everything that is wrong, by file and row; empty if nothing is. Of one kind of fault in one
        column twenty are listed and the rest counted.
    """
    try:
        folder = study_folder(study)
    except StudyError as error:
        return error.faults
    return _read(folder).faults


def load_study(study: str | Path) -> Study:
    """Load a study: check its files, score its items, and build the long table.

    Parameters
    ----------
    study : str or Path
        The id of a study under ``data/raw`` of the project found upwards from the working
        directory, or a study's folder.

    Returns
    -------
    Study
        Its arms are called by letters where the study file says that it is ``blinded``.

    Raises
    ------
    StudyError
        If anything is wrong with its files; carries every fault.
    RunError
        If an id is given outside a project.

    Examples
    --------
    >>> from outcomes import load_study
    >>> load_study("knee-dextrose-saline").arms["saline"].role  # doctest: +SKIP
    'placebo'
    """
    folder = study_folder(study)
    read = _read(folder)
    if read.draft is None or read.enrolled is None or read.scores is None or read.key is None:
        raise StudyError(folder.resolve().name, read.faults)
    file = read.draft.file
    known = read.enrolled.people[ID]
    given = pd.Series(read.key.hide(known), dtype="str")
    loaded = Study(
        file=file,
        visits=_order_visits(file),
        endpoints={
            endpoint.name: with_margin(file, endpoint)
            for reading in read.readings.values()
            for endpoint in reading.endpoints.values()
        },
        participants=type_columns(file, read.enrolled.people.assign(**{ID: given.array})),
        scores=_under(read.scores, known, given),
        fingerprint=fingerprint_contents(read.contents),
        files=tuple(sorted(read.contents)),
        events=None if read.events is None else _under(read.events, known, given),
        queries=read.queries,
        notes=(*read.notes, *note_conversions(read.readings)),
        tables_read=read.tables_read,
        locked=read.locked,
        evidence=None if file.blinded else read.evidence,
    )
    return blind_study(loaded, read.key.shuffle(file.arms)) if file.blinded else loaded


@dataclass(frozen=True)
class _Read:
    """All that could be read of a study, and everything wrong with it."""

    draft: Draft | None
    readings: Mapping[str, MeasureReading]
    enrolled: Participants | None
    scores: pd.DataFrame | None
    contents: Mapping[str, bytes]
    faults: tuple[Fault, ...]
    events: pd.DataFrame | None = None
    queries: tuple[Query, ...] = ()
    notes: tuple[Note, ...] = ()
    tables_read: Mapping[str, str] = field(default_factory=dict)
    key: StudyKey | None = None
    locked: LockedPlan | None = None
    evidence: Pack | None = None


def _under(rows: pd.DataFrame, known: pd.Series, given: pd.Series) -> pd.DataFrame:
    """Put participants' new ids in place of those known to the study."""
    return rows.assign(**{ID: given.array.take(find_positions(rows[ID], known))})


def _read(folder: Path) -> _Read:
    faults = FaultList()
    if leads_out(folder, STUDY_FILE):
        link = Fault(
            "The file is a link that leads out of the study's folder.",
            "Put the file itself into the study's folder.",
            STUDY_FILE,
        )
        return _Read(None, {}, None, None, {}, (link,))
    try:
        content = (folder / STUDY_FILE).read_bytes()
    except OSError as error:
        unreadable = Fault(
            f"The file cannot be read: {error.strerror}.", "Check its permissions.", STUDY_FILE
        )
        return _Read(None, {}, None, None, {}, (unreadable,))
    draft, plan_faults = read_study_file(content)
    faults.extend(plan_faults)
    if draft is None:
        return _Read(None, {}, None, None, {}, faults.in_order([STUDY_FILE]))
    locked, lock_contents = read_lock(folder, draft.source.values, faults)
    own = read_own_instruments(draft, folder)
    faults.extend(own.faults)
    readings, measure_faults = check_measures(draft)
    readings = choose_nearest(draft, readings)
    beside = read_evidence(draft, folder, faults)
    faults.extend(check_plan(draft, folder))
    faults.extend(measure_faults)
    faults.extend(check_crossover(draft))
    faults.extend(check_sites(draft))
    faults.extend(check_not_analysed(draft))
    faults.extend(check_estimand(draft))
    faults.extend(check_multiplicity(draft, readings))
    faults.extend(check_intercurrent(draft, readings))
    faults.extend(check_margin(draft, readings))
    for query in ask_about_day_one(draft):
        faults.ask(query)
    faults.extend(check_events(draft))
    faults.extend(check_reporting(draft))
    faults.extend(check_blinded_arms(draft))
    tables = read_tables(draft, folder, readings, faults)
    tables, notes = set_aside_codes(draft, tables, readings, faults)
    tables = identify_rows(draft, tables, faults)
    enrolled = read_participants(draft, tables, readings, faults)
    faults.extend(check_flow(draft, enrolled))
    check_blinded_columns(draft, enrolled, faults)
    cells = _read_scores(draft, tables, readings, enrolled, faults)
    faults.extend(check_lost(draft, enrolled, cells))
    events = None
    if tables.events is not None:
        check_people(draft, tables.events, enrolled, faults)
        events, left_out = read_events(draft, tables.events, faults)
        notes += left_out
    files = [STUDY_FILE, *(table.label for table in draft.file.tables.files.values())]
    contents, how = (
        {
            STUDY_FILE: content,
            **lock_contents,
            **own.contents,
            **beside.contents,
            **tables.contents,
        },
        tables.how,
    )
    del tables  # millions of text cells that are read now
    scores, queries = None, tuple(faults.queries)
    if enrolled is not None and not len(faults):
        scores = score_cells(cells, readings, enrolled.people, _order_visits(draft.file))
        faults.extend(check_measured(draft, scores))
        queries = _ask(draft, cells, scores, readings, enrolled, faults)
        readings = doubt_endpoints(readings, queries)
    key = None if len(faults) else read_key(folder, draft.file.provenance, faults)
    if key is not None:
        contents |= key.contents
    return _Read(
        draft,
        readings,
        enrolled,
        scores,
        contents,
        faults.in_order(files),
        events,
        queries,
        notes,
        how,
        key,
        locked,
        beside.pack,
    )


_ASKED = ["measure", "name", "value", "file"]
"""What queries about values look at: a copy of millions of ids would be for nothing."""


def _ask(
    draft: Draft,
    cells: pd.DataFrame,
    scores: pd.DataFrame,
    readings: Mapping[str, MeasureReading],
    enrolled: Participants,
    faults: FaultList,
) -> tuple[Query, ...]:
    """Return what is asked of sound data, with the answers that the study file gives."""
    asked = [*faults.queries, *ask_about_values(cells[_ASKED], readings, enrolled)]
    doubted = {query.measure for query in asked}
    sure = {name: reading for name, reading in readings.items() if name not in doubted}
    asked += ask_about_scales(scores, sure)
    faults.extend(check_answers(asked, draft.file.queries, draft.source))
    return answer_queries(asked, draft.file.queries)


def _read_scores(
    draft: Draft,
    tables: StudyTables,
    readings: Mapping[str, MeasureReading],
    enrolled: Participants | None,
    faults: FaultList,
) -> pd.DataFrame:
    baselines: list[Cells] = []
    if enrolled is not None:
        baselines = read_baselines(draft, enrolled, readings)
    if tables.scores is None:
        check_values(draft, baselines, faults)
        return pd.DataFrame()
    check_people(draft, tables.scores, enrolled, faults)
    check_visit_times(draft, tables.scores, faults)
    scores = read_cells(draft, tables.scores, readings, faults)
    check_one_baseline(draft, baselines, scores, faults)
    cells = check_values(draft, [*baselines, *scores], faults)
    if tables.scores.complete and tables.scores.has(ID) and len(tables.scores.rows):
        check_presence(draft, cells, scores, faults)
    faults.extend(check_forms(draft, cells, readings))
    ask_signs(draft, cells, readings, faults)
    return cells


def _order_visits(file: StudyFile) -> tuple[StudyVisit, ...]:
    visits = []
    for visit in file.visits:
        if visit.once:
            return (StudyVisit(visit.name, visit.weeks, ""),)
        ((unit, time),) = visit.given_times.items()
        visits.append(StudyVisit(visit.name, visit.weeks, f"{unit} {time:.12g}"))
    visits.sort(key=lambda visit: visit.week)
    has_column = any(measure.baseline for measure in file.measures.values())
    if has_column and not visits[0].is_baseline:
        (unit,) = file.visits[0].given_times
        visits.insert(0, StudyVisit("baseline", 0.0, f"{unit} 0"))
    return tuple(visits)
