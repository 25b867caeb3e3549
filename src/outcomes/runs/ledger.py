"""The ledger: what became of each job, as seen by the process that started it.

A notebook's own record is not asked: after its kernel was killed, papermill's output file calls
every cell completed, also those that never ran.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outcomes.runs.jobs import Job


class State(StrEnum):
    """Where a job has got to."""

    PLANNED = "planned"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    KILLED = "killed"

    @property
    def is_bad(self) -> bool:
        """Whether the job ended without a report."""
        return self in (State.FAILED, State.KILLED)


@dataclass(frozen=True)
class Failure:
    """Why a job failed.

    Parameters
    ----------
    cell : int, optional
        Which code cell of the notebook as stored, the first being 1; None if none is to blame.
    exception : str
        Name of the exception, or ``killed``.
    message : str
        What it said, without the machine's paths.
    """

    cell: int | None
    exception: str
    message: str

    def __str__(self) -> str:
        where = "" if self.cell is None else f"code cell {self.cell}: "
        said = self.message.strip().splitlines()
        return f"{where}{self.exception}{': ' + said[0] if said else ''}"


@dataclass(frozen=True)
class Entry:
    """One job's line in the ledger; ``started`` is UTC in ISO 8601, ``seconds`` its duration."""

    study: str
    report: str
    state: State = State.PLANNED
    failure: Failure | None = None
    started: str = ""
    seconds: float = 0.0

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self.state not in (State.PLANNED, State.RUNNING)


class Ledger:
    """The states of all jobs of one run, in the order planned."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._entries = {
            (job.study.id, job.report): Entry(job.study.id, job.report) for job in jobs
        }

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every job's line."""
        return tuple(self._entries.values())

    def entry(self, job: Job) -> Entry:
        """Return one job's line."""
        return self._entries[(job.study.id, job.report)]

    def record(
        self,
        job: Job,
        state: State,
        *,
        failure: Failure | None = None,
        started: str | None = None,
        seconds: float | None = None,
    ) -> Entry:
        """Set a job's state; times not given stay as they were."""
        key = (job.study.id, job.report)
        old = self.entry(job)
        self._entries[key] = replace(
            old,
            state=state,
            failure=failure,
            started=old.started if started is None else started,
            seconds=old.seconds if seconds is None else seconds,
        )
        return self._entries[key]
