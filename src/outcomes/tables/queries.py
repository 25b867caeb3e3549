"""The table of queries: what may be right in a study's data and should be looked at."""

from __future__ import annotations

from outcomes.displays.table import Column, Table
from outcomes.study.query import Query
from outcomes.study.source import STUDY_FILE
from outcomes.study.study import Study
from outcomes.vocabulary.sentences import capitalise


def table_queries(study: Study) -> Table | None:
    """Table what was asked about a study's data, and what the study file answers.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    Table or None
        One row a query: of which kind, what was found, where it stands, and the answer. None if
        nothing was asked.
    """
    if not study.queries:
        return None
    judged = any(query.is_open and query.measure for query in study.queries)
    note = (
        "While a query about a measure's unit, coding, direction or range is open, no difference "
        "or change of it is called important."
    )
    return Table(
        caption="What was asked about the data",
        columns=(Column("Query"), Column("Found"), Column("Where"), Column("Answer")),
        rows=tuple(
            (
                capitalise(query.kind.replace("-", " ")),
                query.message,
                _say_place(query),
                query.answer or "open",
            )
            for query in study.queries
        ),
        notes=(note,) if judged else (),
        simulated=study.file.provenance == "simulated",
    )


def _say_place(query: Query) -> str:
    if query.file == STUDY_FILE:
        return "the study file"
    row = "" if query.row is None else f", row {query.row}"
    column = "" if query.column is None else f", column {query.column}"
    return f"{query.file}{row}{column}"
