"""Checking a study's files in one pass, and loading them into a `Study`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from outcomes.errors import Fault, StudyError
from outcomes.instruments.nearest import order_by_nearness
from outcomes.study.answers import answer_queries, check_answers, doubt_endpoints
from outcomes.study.ask_scales import ask_about_scales
from outcomes.study.ask_values import ask_about_values
from outcomes.study.cells import Cells, read_baselines, read_cells
from outcomes.study.characteristic import Characteristic
from outcomes.study.check_baseline import ask_about_day_one
from outcomes.study.check_cells import (
    check_one_baseline,
    check_people,
    check_presence,
    check_values,
)
from outcomes.study.check_characteristics import is_number
from outcomes.study.check_estimand import check_estimand
from outcomes.study.check_events import check_events
from outcomes.study.check_flow import check_flow, check_lost
from outcomes.study.check_forms import check_forms
from outcomes.study.check_measures import check_measures
from outcomes.study.check_plan import check_plan
from outcomes.study.check_reporting import check_reporting
from outcomes.study.check_signs import ask_signs
from outcomes.study.codes import plain_code
from outcomes.study.enrolled import Participants, read_participants
from outcomes.study.events import read_events
from outcomes.study.fault_list import FaultList
from outcomes.study.fingerprint import fingerprint_contents
from outcomes.study.identify import ID, identify_rows
from outcomes.study.measures import MeasureReading
from outcomes.study.missing_codes import set_aside_codes
from outcomes.study.note import Note, note_conversions
from outcomes.study.numbers import to_numbers
from outcomes.study.own_instrument import read_own_instruments
from outcomes.study.paths import study_folder
from outcomes.study.plan import StudyFile
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft, read_study_file
from outcomes.study.scores import score_cells
from outcomes.study.source import STUDY_FILE
from outcomes.study.study import Study, StudyVisit
from outcomes.study.study_tables import StudyTables, read_tables


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
    if read.faults or read.draft is None or read.enrolled is None or read.scores is None:
        raise StudyError(folder.resolve().name, read.faults)
    file = read.draft.file
    return Study(
        file=file,
        visits=_order_visits(file),
        endpoints={
            endpoint.name: endpoint
            for reading in read.readings.values()
            for endpoint in reading.endpoints.values()
        },
        participants=_type_columns(file, read.enrolled.people),
        scores=read.scores,
        fingerprint=fingerprint_contents(read.contents),
        files=tuple(sorted(read.contents)),
        events=read.events,
        queries=read.queries,
        notes=(*read.notes, *note_conversions(read.readings)),
        tables_read=read.tables_read,
    )


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


def _read(folder: Path) -> _Read:
    faults = FaultList()
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
    own = read_own_instruments(draft, folder)
    faults.extend(own.faults)
    readings, measure_faults = check_measures(draft)
    readings = _choose_nearest(draft, readings)
    faults.extend(check_plan(draft, folder))
    faults.extend(measure_faults)
    faults.extend(check_estimand(draft))
    for query in ask_about_day_one(draft):
        faults.ask(query)
    faults.extend(check_events(draft))
    faults.extend(check_reporting(draft))
    tables = read_tables(draft, folder, readings, faults)
    tables, notes = set_aside_codes(draft, tables, readings, faults)
    tables = identify_rows(draft, tables, faults)
    enrolled = read_participants(draft, tables, readings, faults)
    faults.extend(check_flow(draft, enrolled))
    cells = _read_scores(draft, tables, readings, enrolled, faults)
    faults.extend(check_lost(draft, enrolled, cells))
    events = None
    if tables.events is not None:
        check_people(draft, tables.events, enrolled, faults)
        events, left_out = read_events(draft, tables.events, faults)
        notes += left_out
    files = [STUDY_FILE, *(table.label for table in draft.file.tables.files.values())]
    contents, how = {STUDY_FILE: content, **own.contents, **tables.contents}, tables.how
    del tables  # millions of text cells that are read now
    scores, queries = None, tuple(faults.queries)
    if enrolled is not None and not len(faults):
        scores = score_cells(cells, readings, enrolled.people, _order_visits(draft.file))
        queries = _ask(draft, cells, scores, readings, enrolled, faults)
        readings = doubt_endpoints(readings, queries)
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
    )


_ASKED = ["measure", "name", "value", "file"]
"""What queries about values look at: a copy of millions of ids would be for nothing."""


def _choose_nearest(
    draft: Draft, readings: Mapping[str, MeasureReading]
) -> dict[str, MeasureReading]:
    """Put the thresholds nearest to the study first, and leave out those of another joint."""
    file = draft.file
    if not draft.is_valid("joint"):
        return dict(readings)
    arms = [arm.label for arm in file.arms.values()]
    return {
        name: replace(
            reading,
            endpoints={
                key: replace(
                    endpoint,
                    thresholds=order_by_nearness(
                        endpoint.thresholds, file.joint, file.condition, arms
                    ),
                )
                for key, endpoint in reading.endpoints.items()
            },
        )
        for name, reading in readings.items()
    }


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
        ((unit, time),) = visit.given_times.items()
        visits.append(StudyVisit(visit.name, visit.weeks, f"{unit} {time:.12g}"))
    visits.sort(key=lambda visit: visit.week)
    has_column = any(measure.baseline for measure in file.measures.values())
    if has_column and not visits[0].is_baseline:
        (unit,) = file.visits[0].given_times
        visits.insert(0, StudyVisit("baseline", 0.0, f"{unit} 0"))
    return tuple(visits)


def _type_columns(file: StudyFile, people: pd.DataFrame) -> pd.DataFrame:
    """Make numbers of what describes participants in numbers, and labels of declared codes."""
    typed = {}
    for name in people.columns:
        column = people[name]
        described = file.described.get(name)
        filled = column[column != ""]
        if described is None and name not in ("participant", "arm"):  # a baseline, a score
            described = Characteristic(column=name, kind="number")
        if described is not None and len(filled) and is_number(described, filled):
            typed[name] = to_numbers(filled).reindex(people.index)
            continue
        texts = column.where(column != "").astype("str")
        if described is not None and described.levels is not None:
            labels = {plain_code(code): label for code, label in described.levels.items()}
            codes = texts.map(plain_code, na_action="ignore")
            texts = codes.map(labels).where(codes.isin(labels), texts).astype("str")
        typed[name] = texts
    return pd.DataFrame(typed).reset_index(drop=True)
