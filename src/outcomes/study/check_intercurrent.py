"""Checking that the strategies for intercurrent events can be carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from outcomes.errors import Fault
from outcomes.study.after_events import worst_score
from outcomes.study.codes import did_you_mean
from outcomes.study.fault_list import FaultList
from outcomes.study.intercurrent import Intercurrent
from outcomes.study.measures import MeasureReading
from outcomes.study.numbers import to_numbers
from outcomes.study.plan import StudyFile
from outcomes.study.read_study_file import Draft
from outcomes.study.spelling import spelling_key


def check_intercurrent(draft: Draft, readings: Mapping[str, MeasureReading]) -> Iterator[Fault]:
    """Yield what is wrong with ``plan.intercurrent`` of a study file."""
    for name, one in draft.file.plan.intercurrent.items():
        path = ("plan", "intercurrent", name)
        if not draft.is_valid(*path):
            continue
        for message, fix in _find_faults(draft, one, readings):
            yield draft.source.fault(path, message, fix, one.strategy)


def _find_faults(
    draft: Draft, one: Intercurrent, readings: Mapping[str, MeasureReading]
) -> Iterator[tuple[str, str]]:
    if one.times and one.event:
        yield (
            "It is said twice what tells when this happened.",
            "Keep the column of the participants table, or `event`.",
        )
    if one.strategy != "treatment-policy" and not one.is_dated:
        yield (
            "Nothing tells who had this and when, so the strategy cannot be carried out.",
            f"Name the column that holds the time since baseline, as `{{strategy: {one.strategy}, "
            "week: rescue_week}`, or the term in the table of events, as `event: rescue`.",
        )
    if one.event:
        yield from _check_event(draft, one)
    if one.strategy == "composite":
        yield from _check_worst(readings)
    if one.strategy == "hypothetical":
        yield from _check_modelled(draft.file)


def _check_event(draft: Draft, one: Intercurrent) -> Iterator[tuple[str, str]]:
    if draft.file.tables.events is None:
        if draft.is_valid("tables"):
            yield (
                "There is no table of events to find this in.",
                "Name its file under `tables`, or a column of the participants table that holds "
                "the time since baseline: `week`.",
            )
        return
    terms = draft.file.events.terms
    known = set(map(spelling_key, terms))
    for term in one.event:
        if spelling_key(term) not in known and draft.is_valid("events", "terms"):
            listed = f"The terms are: {', '.join(terms)}." if terms else "There are no terms."
            yield (
                f"`{term}` is no term of the table of events.",
                f"{did_you_mean(term, terms)}{listed} Add it under `events: {{terms: ...}}`, with "
                "the texts that it stands for.",
            )


def _check_worst(readings: Mapping[str, MeasureReading]) -> Iterator[tuple[str, str]]:
    endless = [
        endpoint.name
        for reading in readings.values()
        for endpoint in reading.endpoints.values()
        if worst_score(endpoint) is None
    ]
    if endless:
        yield (
            f"There is no worst score of {', '.join(f'`{name}`' for name in endless)}, which "
            "`composite` gives to who had this.",
            "Give the measure a `range`, and `higher: better` or `worse`, or choose another "
            "strategy.",
        )


def _check_modelled(file: StudyFile) -> Iterator[tuple[str, str]]:
    """Scores that are set aside are estimated by the mixed model, so it must be the one planned."""
    primary = file.plan.primary
    measure = file.measures.get(primary.endpoint.split(".", maxsplit=1)[0])
    visits = sum(visit.weeks > 0 for visit in file.visits)
    if primary.method == "ancova":
        why = "the plan's method is `ancova`"
    elif measure is not None and measure.kind == "binary":
        why = "the primary endpoint is binary"
    elif not file.compares_arms:
        why = f"a {file.design} study compares no arms"
    elif visits < 2:
        why = "there is one visit after baseline"
    else:
        return
    yield (
        "Scores after this event would be set aside and estimated by the mixed model, which is not "
        f"run here: {why}.",
        "Choose another strategy, or plan `mmrm` with two visits after baseline or more.",
    )


def check_event_times(
    draft: Draft, events: pd.DataFrame, file: str, columns: Mapping[str, str], faults: FaultList
) -> None:
    """Check that the table of events tells when each event of the plan was.

    Parameters
    ----------
    draft : Draft
        The study file.
    events : pandas.DataFrame
        ``event``, by the study file's terms, and ``week``; the index is the row in the file.
    file : str
        The table.
    columns : mapping of str to str
        Of what the table tells, the name of its column.
    faults : FaultList
        Receives a missing column of times, and each event without one or before baseline.
    """
    sought = _list_terms(draft)
    if not sought or "event" not in events:
        return
    if "week" not in events:
        faults.add(
            Fault(
                "The table does not tell when an event was, and the plan's strategies need it.",
                "Add a column `week`, of weeks since baseline, or name the one that holds it: "
                "`events: {columns: {week: ...}}`.",
                file,
                1,
            )
        )
        return
    found = events[events["event"].map(spelling_key).isin(sought)]
    for line in found.index[found["week"].isna()]:
        faults.add(
            Fault(
                "It is not said when this happened, and a strategy of the plan needs it.",
                "Fill in the time since baseline.",
                file,
                int(line),
                columns["event"],
                str(found.loc[line, "event"]),
            ),
            "undated event",
        )
    _check_after_baseline(found["week"], file, columns["event"], faults)


def _list_terms(draft: Draft) -> set[str]:
    return {
        spelling_key(term)
        for name, one in draft.file.plan.intercurrent.items()
        if draft.is_valid("plan", "intercurrent", name)
        for term in one.event
    }


def check_time_columns(draft: Draft, people: pd.DataFrame, file: str, faults: FaultList) -> None:
    """Check the times of intercurrent events in the participants table: none before baseline.

    Parameters
    ----------
    draft : Draft
        The study file.
    people : pandas.DataFrame
        One row a participant, columns as text, ``""`` where empty; the index is the row in the
        file.
    file : str
        The table they come from.
    faults : FaultList
        Receives what is wrong.
    """
    for _, column in list_time_columns(draft):
        if column in people:
            texts = people.loc[people[column] != "", column]
            _check_after_baseline(to_numbers(texts), file, column, faults)


def list_time_columns(draft: Draft) -> list[tuple[str, str]]:
    """List the columns of the participants table that tell when an event was, with its name."""
    return [
        (name, column)
        for name, one in draft.file.plan.intercurrent.items()
        if draft.is_valid("plan", "intercurrent", name)
        for column in one.times.values()
    ]


def _check_after_baseline(times: pd.Series, file: str, column: str, faults: FaultList) -> None:
    for line, time in times[times < 0].items():
        faults.add(
            Fault(
                "This event was before baseline, so it is not intercurrent.",
                "Correct the time, or take the event out.",
                file,
                int(line),
                column,
                f"{time:g}",
            ),
            "event before baseline",
        )
