"""The ledger: what became of each job, as seen by the process that started it.

A notebook's own record is not asked: after its kernel was killed, papermill's output file calls
every cell completed, also those that never ran. The ledger is kept on disk, in the manifest, so
that the exit code, the summary, the pages and a later run all tell the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outcomes.runs.locks import hold_records, is_being_made
from outcomes.runs.manifest import Manifest, list_owners, write_line

if TYPE_CHECKING:
    from outcomes.runs.jobs import Job


class State(StrEnum):
    """Where a job has got to."""

    PLANNED = "planned"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    KILLED = "killed"
    OUT_OF_MEMORY = "out-of-memory"
    TIMED_OUT = "timed-out"
    TOO_MUCH_OUTPUT = "too-much-output"
    STALE = "stale"
    BLOCKED = "blocked"
    WITHHELD = "withheld"

    @property
    def is_bad(self) -> bool:
        """Whether the job ended without a report that can be used."""
        return self not in (State.PLANNED, State.RUNNING, State.SUCCEEDED, State.WITHHELD)


@dataclass(frozen=True)
class Failure:
    """Why a job failed.

    Parameters
    ----------
    cell : int, optional
        Which code cell of the notebook as stored, the first being 1; None if none is to blame.
    exception : str
        Name of the exception or of the signal.
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


BROKEN_OFF = Failure(None, "BrokenOff", "the run ended before this report was finished")
"""Of a job that the ledger calls running and nobody runs."""


@dataclass(frozen=True)
class LedgerEntry:
    """One job's line in the ledger.

    Parameters
    ----------
    study, report : str
        What is made.
    state : State
        Where it has got to.
    failure : Failure, optional
        Why it went no further.
    started : str
        UTC in ISO 8601.
    seconds : float
        From start to end.
    cpu_seconds : float, optional
        Of CPU; None if it is not known, as of a kernel that was spawned.
    peak_memory : int, optional
        Bytes resident at most; None if it is not known.
    unchanged : bool
        Whether the report stood already and nothing had to be run.
    spawned : str
        Why the notebook's process was not forked; empty if it was.
    """

    study: str
    report: str
    state: State = State.PLANNED
    failure: Failure | None = None
    started: str = ""
    seconds: float = 0.0
    cpu_seconds: float | None = None
    peak_memory: int | None = None
    unchanged: bool = False
    spawned: str = ""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self.state not in (State.PLANNED, State.RUNNING)

    def to_record(self) -> dict[str, Any]:
        """Return what the manifest keeps of the entry."""
        failure = self.failure
        error = None
        if failure:
            error = {
                "cell": failure.cell,
                "exception": failure.exception,
                "message": failure.message,
            }
        return {
            "state": str(self.state),
            "failure": str(failure or ""),
            "error": error,
            "started": self.started,
            "seconds": round(self.seconds, 3),
            "cpu_seconds": None if self.cpu_seconds is None else round(self.cpu_seconds, 3),
            "peak_memory": self.peak_memory,
        }


class Ledger:
    """The states of all jobs of one run, in the order planned; each change goes to the disk.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    jobs : iterable of Job
        The run's jobs.
    """

    def __init__(self, root: Path, jobs: Iterable[Job]) -> None:
        self._root = root
        self._entries = {
            (job.owner, job.report): LedgerEntry(job.owner, job.report) for job in jobs
        }

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """Every job's line."""
        return tuple(self._entries.values())

    def entry(self, job: Job) -> LedgerEntry:
        """Return one job's line."""
        return self._entries[(job.owner, job.report)]

    def record(
        self, job: Job, state: State, made: Mapping[str, Any] | None = None, **changes: Any
    ) -> LedgerEntry:
        """Set a job's state, here and on the disk.

        Parameters
        ----------
        job : Job
            Whose line.
        state : State
            Where it has got to.
        made : mapping, optional
            What the manifest keeps of the report now standing; without, that of the one before.
        **changes
            Other fields of the `LedgerEntry`; those not given stay as they were.
        """
        entry = self._set(job, state, **changes)
        with hold_records(self._root):
            write_line(self._root, job.owner, job.report, made, entry.to_record())
        return entry

    def keep(self, job: Job, made: Mapping[str, Any]) -> LedgerEntry:
        """Take over a report that stands already; the manifest holds all of it."""
        return self._set(
            job,
            State(made["state"]),
            started=made["started"],
            seconds=made["seconds"],
            cpu_seconds=made["cpu_seconds"],
            peak_memory=made["peak_memory"],
            unchanged=True,
        )

    def _set(self, job: Job, state: State, **changes: Any) -> LedgerEntry:
        entry = replace(self.entry(job), state=state, **changes)
        self._entries[(job.owner, job.report)] = entry
        return entry


def settle_broken_off(root: Path, manifest: Manifest) -> None:
    """Call killed what the manifest calls running and nobody runs; changes the manifest given.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    manifest : dict
        As read.
    """
    for study, about in list_owners(manifest).items():
        for report, made in about["reports"].items():
            if made["state"] == State.RUNNING and not is_being_made(root, study, report):
                ended = LedgerEntry(
                    study, report, State.KILLED, BROKEN_OFF, made.get("started", "")
                )
                about["reports"][report] = {**made, **ended.to_record()}
