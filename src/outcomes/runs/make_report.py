"""Make one report in its staging folder: run the notebook, then render the page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from outcomes.atomic import write_text
from outcomes.forking.calls import call_apart
from outcomes.forking.limits import Limits
from outcomes.runs.execute_notebook import NotebookMonitor, NotebookResult, execute_notebook
from outcomes.runs.inputs import Inputs
from outcomes.runs.jobs import Job
from outcomes.runs.ledger import Failure, State
from outcomes.runs.needed_results import Needed, hand_over
from outcomes.runs.stage_report import NOTEBOOK, stage_report
from outcomes.runs.staging import open_staging
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
    open_staging(job, root)
    hand_over(job, root, task.needed)
    outcome = execute_notebook(job, root, inputs.random_state, limits, watch)
    if outcome.failure is not None and job.subject.is_protected:
        outcome = replace(outcome, failure=_withhold(outcome.failure))
    if outcome.state is State.SUCCEEDED and has_changed(job.subject, root):
        outcome = replace(outcome, state=State.STALE, failure=_CHANGED)
    try:
        return _stage(outcome, job, inputs, root, limits)
    except ChildProcessError as error:
        outcome = _cannot_render(outcome, job, error, root)
        # Whatever could not be rendered is not tried again.
        write_text(root / job.staging / NOTEBOOK, "")
    except OSError:
        raise
    except Exception as error:
        outcome = _cannot_render(outcome, job, error, root)
    return _stage(outcome, job, inputs, root, limits)


def _stage(
    outcome: NotebookResult, job: Job, inputs: Inputs, root: Path, limits: Limits
) -> StagedReport:
    arguments = (job, outcome.state, outcome.failure, inputs, root)
    return StagedReport(outcome, call_apart(stage_report, *arguments, limits=limits))


def _cannot_render(
    outcome: NotebookResult, job: Job, error: Exception, root: Path
) -> NotebookResult:
    """Return the outcome of a report whose page cannot be made; what failed before it stays."""
    if outcome.failure is not None:
        return outcome
    failure = Failure(None, type(error).__name__, remove_paths(str(error), root))
    if job.subject.is_protected:
        failure = _withhold(failure)
    return replace(outcome, state=State.FAILED, failure=failure)


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
    open_staging(job, root)
    about = call_apart(stage_report, job, state, failure, inputs, root)
    return StagedReport(NotebookResult(state, failure), about)
