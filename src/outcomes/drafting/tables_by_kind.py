"""Which of the files given holds the scores, which the participants, which the events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from outcomes.drafting.event_columns import is_of_events
from outcomes.drafting.read_files import FoundTable
from outcomes.drafting.refusals import (
    is_of_studies,
    refuse_events,
    refuse_no_participant,
    refuse_other_ids,
    refuse_second,
    refuse_studies,
)
from outcomes.drafting.roles import find_participant
from outcomes.drafting.row_per_participant import find_repeated
from outcomes.errors import StudyError
from outcomes.reading import Table


@dataclass(frozen=True)
class TablesByKind:
    """The tables of a study to be drafted.

    Parameters
    ----------
    scores : FoundTable
        The table of scores; alone it carries everything.
    participants, events : FoundTable or None
        One row a participant; one row an event.
    """

    scores: FoundTable
    participants: FoundTable | None = None
    events: FoundTable | None = None

    @property
    def found(self) -> dict[str, FoundTable]:
        """The table of each kind that is there."""
        kinds = {"participants": self.participants, "scores": self.scores, "events": self.events}
        return {kind: found for kind, found in kinds.items() if found is not None}

    def change(self, change: Callable[[str, Table], Table]) -> TablesByKind:
        """Return the tables, each changed by its kind and cells."""
        changed = {
            kind: replace(one, table=change(kind, one.table)) for kind, one in self.found.items()
        }
        return replace(self, **changed)


def sort_tables(found: Sequence[FoundTable], study_id: str) -> TablesByKind:
    """Return which table is of what.

    Parameters
    ----------
    found : sequence of FoundTable
        As read.
    study_id : str
        For the error.

    Raises
    ------
    StudyError
        If a table is of nobody, if two are of one kind, or if none holds scores.
    """
    kinds: dict[str, list[FoundTable]] = {"scores": [], "participants": [], "events": []}
    for one in found:
        kinds[_name_kind(one.table, study_id)].append(one)
    once = kinds["participants"]
    if not kinds["scores"]:  # one row a participant, the visits in the names of columns
        repeated = [one for one in once if find_repeated(list(one.table.rows.columns))] or once
        if len(repeated) == 1:
            kinds |= {"scores": repeated, "participants": [x for x in once if x is not repeated[0]]}
    for kind, (first, *others) in ((kind, several) for kind, several in kinds.items() if several):
        for other in others:
            raise StudyError(study_id, [refuse_second(other.table.file, first.table.file, kind)])
    if not kinds["scores"]:
        raise StudyError(study_id, [refuse_events(found[0].table.file)])
    sorted_ = TablesByKind(**{kind: one for kind, several in kinds.items() for one in several})
    names = {find_participant(one.table.rows): one.table.file for one in sorted_.found.values()}
    if len(names) > 1:
        raise StudyError(study_id, [refuse_other_ids(names)])
    return sorted_


def _name_kind(table: Table, study_id: str) -> str:
    participant = find_participant(table.rows)
    if is_of_studies(table.rows):
        raise StudyError(study_id, [refuse_studies(table.file)])
    if participant is None:
        raise StudyError(study_id, [refuse_no_participant(table.file, list(table.rows.columns))])
    if is_of_events(table.rows, participant):
        return "events"
    return "scores" if table.rows[participant].duplicated().any() else "participants"
