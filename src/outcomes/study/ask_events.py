"""Asking about columns of the table of events that nothing is read from."""

from __future__ import annotations

from collections.abc import Iterable

from outcomes.reading.table import Table, shown
from outcomes.study.event_words import stands_elsewhere
from outcomes.study.query import Query

UNREAD = "event-column-not-read"
"""Kind of the query."""

_SOUGHT = {
    "event": "what happened",
    "serious": "whether it was serious",
    "severity": "how severe it was",
    "related": "whether the treatment caused it",
    "week": "when it began",
}
"""What the columns of the table may tell of an event."""


def ask_about_unread(table: Table, others: Iterable[str], sought: Iterable[str]) -> Query | None:
    """Return a query that lists columns that are not read, or None.

    Parameters
    ----------
    table : Table
        The table of events.
    others : iterable of str
        Columns that stand for nothing of an event, of a participant or of an arm.
    sought : iterable of str
        What no column is named for: ``event``, ``serious``, ``severity``, ``related``, ``week``.
    """
    lacking = [_SOUGHT[name] for name in sought if name in _SOUGHT]
    unread = [
        header
        for header in others
        if not stands_elsewhere(header) and bool((table.rows[header] != "").any())
    ]
    if not lacking or not unread:
        return None
    number = "1 column is" if len(unread) == 1 else f"{len(unread)} columns are"
    return Query(
        UNREAD,
        f"{number} not read, and none says {' or '.join(lacking)}.",
        "If one of them does, say so in study.yaml under `events: {columns: ...}`; if none does, "
        "answer this under `queries`.",
        table.file,
        1,
        unread[0],
        ", ".join(shown(header) for header in unread),
    )


def may_be_unread(queries: Iterable[Query]) -> bool:
    """Whether what is not known of events may stand in columns that are not read."""
    return any(query.kind == UNREAD and query.is_open for query in queries)
