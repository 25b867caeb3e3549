"""Which of the files given holds the scores, which the participants, which the events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.drafting.refusals import (
    is_of_events,
    is_of_studies,
    refuse_events,
    refuse_no_participant,
    refuse_other_ids,
    refuse_second,
    refuse_studies,
)
from outcomes.drafting.roles import find_participant
from outcomes.errors import StudyError
from outcomes.reading import Table


@dataclass(frozen=True)
class TablesByKind:
    """The tables of a study to be drafted.

    Parameters
    ----------
    scores : Table
        The table of scores; alone it carries everything.
    participants, events : Table or None
        One row a participant; one row an event.
    """

    scores: Table
    participants: Table | None = None
    events: Table | None = None

    @property
    def files(self) -> dict[str, str]:
        """The file of each kind that is there."""
        kinds = {"participants": self.participants, "scores": self.scores, "events": self.events}
        return {kind: table.file for kind, table in kinds.items() if table is not None}


def sort_tables(tables: Sequence[Table], study_id: str) -> TablesByKind:
    """Return which table is of what.

    Parameters
    ----------
    tables : sequence of Table
        As read.
    study_id : str
        For the error.

    Raises
    ------
    StudyError
        If a table is of nobody, if two are of one kind, or if none holds scores.
    """
    kinds: dict[str, Table] = {}
    several = len(tables) > 1
    for table in tables:
        participant = find_participant(table.rows)
        if is_of_studies(table.rows):
            raise StudyError(study_id, [refuse_studies(table.file)])
        if participant is None:
            raise StudyError(
                study_id, [refuse_no_participant(table.file, list(table.rows.columns))]
            )
        kind = "scores"
        if is_of_events(table.rows):
            kind = "events"
        elif several and not table.rows[participant].duplicated().any():
            kind = "participants"
        if kind in kinds:
            raise StudyError(study_id, [refuse_second(table.file, kinds[kind].file, kind)])
        kinds[kind] = table
    if "scores" not in kinds and "participants" in kinds:
        kinds["scores"] = kinds.pop("participants")
    if "scores" not in kinds:
        raise StudyError(study_id, [refuse_events(kinds["events"].file)])
    names = {find_participant(table.rows): table.file for table in kinds.values()}
    if len(names) > 1:
        raise StudyError(study_id, [refuse_other_ids(names)])
    return TablesByKind(kinds["scores"], kinds.get("participants"), kinds.get("events"))
