"""Answers that a study file gives to queries: why what was asked about is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from outcomes.errors import Fault
from outcomes.study.codes import did_you_mean
from outcomes.study.measures import MeasureReading
from outcomes.study.query import Answer, Query
from outcomes.study.source import StudySource


def answer_queries(queries: Iterable[Query], answers: Iterable[Answer]) -> tuple[Query, ...]:
    """Return the queries, those that are answered with their answer."""
    given = list(answers)
    return tuple(
        replace(query, answer=next((a.reason for a in given if _answers(a, query)), ""))
        for query in queries
    )


def check_answers(
    queries: Iterable[Query], answers: Iterable[Answer], source: StudySource
) -> Iterator[Fault]:
    """Yield answers to what is not asked: the data or the query have changed since."""
    asked = list(queries)
    for number, answer in enumerate(answers):
        if any(_answers(answer, query) for query in asked):
            continue
        kinds = sorted({query.kind for query in asked})
        of = f" of `{answer.of}`" if answer.of else ""
        there = f"What is asked: {', '.join(kinds)}." if kinds else "Nothing is asked."
        yield source.fault(
            ("queries", number),
            f"No query of the kind `{answer.kind}`{of} is asked of these data.",
            f"{did_you_mean(answer.kind, kinds)}Remove the answer, or correct it. {there}",
            answer.kind,
        )


def doubt_endpoints(
    readings: Mapping[str, MeasureReading], queries: Iterable[Query]
) -> dict[str, MeasureReading]:
    """Return the measures, without thresholds where unit, code, direction or range are in question.

    So nothing calls a difference or a change of it important while the query is open.
    """
    doubts: dict[str, str] = {}
    for query in queries:
        if query.measure is not None and query.is_open:
            doubts.setdefault(query.measure, query.message)
    return {
        name: reading
        if name not in doubts
        else replace(
            reading,
            endpoints={
                key: replace(endpoint, thresholds=(), doubt=doubts[name])
                for key, endpoint in reading.endpoints.items()
            },
        )
        for name, reading in readings.items()
    }


def _answers(answer: Answer, query: Query) -> bool:
    about = {query.measure, query.column, (query.column or "").rpartition(".")[2]}
    return answer.kind == query.kind and (answer.of is None or answer.of in about)
