"""What a check finds, study by study and of the notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from outcomes.errors import Fault, StudyError
from outcomes.runs.check_notebooks import check_notebooks
from outcomes.runs.check_reports import load_checked
from outcomes.runs.load_studies import find_studies
from outcomes.runs.notebooks import find_notebooks
from outcomes.runs.subjects import RAW
from outcomes.study.note import Note
from outcomes.study.query import Query


@dataclass(frozen=True)
class Checked:
    """What was found in a study.

    Parameters
    ----------
    study : str
        Its id; empty for the notebooks.
    faults : tuple of Fault
        What stops it.
    queries : tuple of Query
        What should be looked at, the answered ones with their answer; known only without faults.
    notes : tuple of Note
        What was done to its tables because its study file declares it.
    tables_read : mapping of str to str
        By table, what was found out of how its file is written.
    """

    study: str
    faults: tuple[Fault, ...] = ()
    queries: tuple[Query, ...] = ()
    notes: tuple[Note, ...] = ()
    tables_read: Mapping[str, str] = field(default_factory=dict)


def check_everything(root: Path, studies: Sequence[str]) -> tuple[Checked, ...]:
    """Check studies, every one if none is named, and the notebooks.

    Parameters
    ----------
    root : Path
        The project's root.
    studies : sequence of str
        Ids.

    Returns
    -------
    tuple of Checked
        One a study, and one of the notebooks at the end.
    """
    notebooks = find_notebooks(root)
    found = []
    for name in find_studies(root, studies):
        try:
            study = load_checked(root / RAW / name, notebooks)
        except StudyError as error:
            found.append(Checked(name, error.faults))
        else:
            found.append(Checked(name, (), study.queries, study.notes, study.tables_read))
    return (*found, Checked("", check_notebooks(notebooks)))
