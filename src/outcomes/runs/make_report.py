"""Make one report in its staging folder: run the notebook, then render the page."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from outcomes.forking.calls import call_apart
from outcomes.forking.limits import Limits
from outcomes.runs.execute_notebook import NotebookMonitor, NotebookResult, execute_notebook
from outcomes.runs.inputs import Inputs
from outcomes.runs.jobs import NEEDS, STAGING, Job
from outcomes.runs.ledger import Failure, State
from outcomes.runs.needed_results import Needed, hand_over
from outcomes.runs.stage_report import stage_report
from outcomes.runs.subjects import has_changed
from outcomes.runs.tidy_notebook import remove_paths

_CHANGED = Failure(
    None,
    "Stale",
    "the study's files were changed while the report was being made. Run it again",
)


@dataclass(frozen=True)
class Task:
    """A job with all that its report is made from.

    Parameters
    ----------
    job : Job
        What to make.
    inputs : Inputs
        What it is made from; its random state is taken from them.
    needed : mapping of str to bytes
        The results that it is given, by report.
    """

    job: Job
    inputs: Inputs
    needed: Needed = field(default_factory=dict)


@dataclass(frozen=True)
class StagedReport:
    """A report that lies in its staging folder, whole.

    Parameters
    ----------
    outcome : NotebookResult
        How it ended; if badly, the page says so.
    about : dict
        What the manifest keeps of it.
    """

    outcome: NotebookResult
    about: dict[str, Any]


def make_report(task: Task, root: Path, limits: Limits, watch: NotebookMonitor) -> StagedReport:
    """Run a job's notebook and render its page, in processes of their own.

    Parameters
    ----------
    task : Task
        What to make, and from what.
    root : Path
        Root folder of the project.
    limits : Limits
        What the notebook may take.
    watch : NotebookMonitor
        Told of each cell; can stop the notebook from another thread.

    Raises
    ------
    OSError
        If the staging folder cannot be written.
    """
    job, inputs = task.job, task.inputs
    shutil.rmtree(root / job.staging, ignore_errors=True)  # what a killed run has left
    (root / job.staging).mkdir(parents=True)
    hand_over(job, root, task.needed)
    outcome = execute_notebook(job, root, inputs.random_state, limits, watch)
    shutil.rmtree(root / job.staging / NEEDS, ignore_errors=True)
    if outcome.failure is not None and job.subject.is_protected:
        outcome = replace(outcome, failure=_withhold(outcome.failure))
    if outcome.state is State.SUCCEEDED and has_changed(job.subject, root):
        outcome = replace(outcome, state=State.STALE, failure=_CHANGED)
    try:
        return StagedReport(
            outcome, call_apart(stage_report, job, outcome.state, outcome.failure, inputs, root)
        )
    except OSError:
        raise
    except Exception as error:
        failure = Failure(None, type(error).__name__, remove_paths(str(error), root))
        if job.subject.is_protected:
            failure = _withhold(failure)
        outcome = replace(outcome, state=State.FAILED, failure=failure)
        return StagedReport(
            outcome, call_apart(stage_report, job, outcome.state, failure, inputs, root)
        )


def _withhold(failure: Failure) -> Failure:
    """Return a failure without its message, which may quote the participants' data."""
    return replace(failure, message="its message is not published, as `disclosure` asks")


def stage_unmade(
    job: Job, root: Path, inputs: Inputs, state: State, failure: Failure | None
) -> StagedReport:
    """Render the page of a report that is not made, so that it says why.

    Parameters
    ----------
    job : Job
        What is not made.
    root : Path
        Root folder of the project.
    inputs : Inputs
        What it would be made from.
    state : State
        ``blocked`` where a report that it needs was not made, ``withheld`` where the study is
        blinded.
    failure : Failure or None
        What it needs, and what became of that; None if it is withheld.
    """
    shutil.rmtree(root / job.staging, ignore_errors=True)
    (root / job.staging).mkdir(parents=True)
    about = call_apart(stage_report, job, state, failure, inputs, root)
    return StagedReport(NotebookResult(state, failure), about)


def remove_staging(root: Path) -> None:
    """Remove the folders that staging has left empty."""
    folder = root / STAGING
    for path in (*folder.glob("*"), folder):
        with suppress(OSError):
            path.rmdir()
