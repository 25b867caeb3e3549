"""Run one job's notebook with papermill, into the job's staging folder."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import ValidationError
from papermill.exceptions import PapermillException, PapermillExecutionError

from outcomes.errors import NotebookDiedError
from outcomes.forking.engine import NAME
from outcomes.forking.exit_reasons import is_memory_error
from outcomes.forking.limits import Limits
from outcomes.forking.process import Usage
from outcomes.runs.jobs import Job
from outcomes.runs.ledger import Failure, State
from outcomes.runs.staging import sweep_staging
from outcomes.runs.tidy_notebook import code_cell_number, remove_paths

# Papermill and nbclient log every failure that is reported here anyway.
logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)

OnCell = Callable[[int, int], None]
"""Told the position of the cell that starts, and how many cells there are."""


@dataclass(frozen=True)
class NotebookResult:
    """How a notebook ended, why, what it took, and why it was spawned if it was not forked."""

    state: State
    failure: Failure | None = None
    usage: Usage | None = None
    spawned: str = ""


class NotebookMonitor:
    """Follows one notebook: which cell it is at, and the process that runs it.

    Parameters
    ----------
    on_cell : callable, optional
        Told of each cell that starts.
    """

    def __init__(self, on_cell: OnCell | None = None) -> None:
        self._on_cell = on_cell
        self._process: Any = None
        self.notebook: Any = None
        self.stopped = False

    def start_notebook(self, notebook: Any, process: Any) -> None:
        """Be told by the engine what runs, and where."""
        self.notebook = notebook
        self._process = process
        if self.stopped:
            self.stop()

    def start_cell(self, cell: Any, cell_index: int) -> None:
        """Be told by the engine that a cell starts."""
        if self._on_cell is not None:
            self._on_cell(cell_index, len(self.notebook.cells))

    def stop(self) -> None:
        """End the notebook's process now."""
        self.stopped = True
        if self._process is not None:
            self._process.kill()

    @property
    def usage(self) -> Usage | None:
        """What the process took; None if it is not known."""
        return getattr(self._process, "usage", None)

    @property
    def why_spawned(self) -> str:
        """Why the process was not forked; empty if it was."""
        return getattr(self._process, "why_spawned", "")


def execute_notebook(
    job: Job, root: Path, seed: int, limits: Limits, watch: NotebookMonitor
) -> NotebookResult:
    """Run a job's notebook into its staging folder, which is there, from the project's root.

    Parameters
    ----------
    job : Job
        What to run.
    root : Path
        Root folder of the project; the notebook's working directory.
    seed : int
        Random state of the notebook.
    limits : Limits
        What the notebook may take.
    watch : NotebookMonitor
        Told of each cell; can stop the notebook from another thread.

    Returns
    -------
    NotebookResult
        A notebook that fails, stops early, dies or writes no results is an outcome, not an
        exception. The executed notebook, as far as it came, is ``notebook.ipynb`` in the staging
        folder.
    """
    staging = root / job.staging
    try:
        papermill.execute_notebook(
            str(job.notebook.path),
            None,
            parameters=dict(job.parameters),
            engine_name=NAME,
            request_save_on_cell_execute=False,
            progress_bar=False,
            record_timing=False,
            folder=str(root),
            seed=seed,
            limits=limits,
            on_process=watch.start_notebook,
            on_cell_start=watch.start_cell,
        )
        outcome = _check_whole(watch.notebook, root)
    except PapermillExecutionError as error:
        outcome = _fail(watch.notebook, error.cell_index, error.ename, error.evalue, root)
    except NotebookDiedError as death:
        cell = code_cell_number(watch.notebook, death.cell)
        outcome = NotebookResult(State(death.state), Failure(cell, death.name, str(death)))
    except (PapermillException, RuntimeError, OSError, ValueError, ValidationError) as error:
        outcome = _fail(watch.notebook, None, type(error).__name__, str(error), root)
    wrong = sweep_staging(job, root, limits)
    if outcome.state is State.SUCCEEDED:
        outcome = NotebookResult(*wrong) if wrong else _check_results(job, root)
    try:
        _write(watch.notebook, staging / "notebook.ipynb")
    except (OSError, TypeError, ValueError, ValidationError) as error:
        outcome = _fail(watch.notebook, None, type(error).__name__, str(error), root)
    return NotebookResult(outcome.state, outcome.failure, watch.usage, watch.why_spawned)


def _check_whole(notebook: Any, root: Path) -> NotebookResult:
    """Tell a notebook that came to its end from one that left early."""
    for index, cell in enumerate(notebook.cells):
        excused = "raises-exception" in cell.metadata.get("tags", [])
        for shown in cell.get("outputs", []):
            if shown.output_type == "error" and not excused:
                message = "the notebook stopped here, before its end"
                return _fail(notebook, index, shown.ename, message, root)
    return NotebookResult(State.SUCCEEDED)


def _check_results(job: Job, root: Path) -> NotebookResult:
    if "results_file" in job.parameters and not (root / job.staging / "results.json").is_file():
        message = "the notebook ended without writing its results_file"
        return NotebookResult(State.FAILED, Failure(None, "NoResults", message))
    return NotebookResult(State.SUCCEEDED)


def _fail(notebook: Any, index: int | None, name: str, message: str, root: Path) -> NotebookResult:
    cell = None if index is None else code_cell_number(notebook, index)
    state = State.OUT_OF_MEMORY if is_memory_error(name) else State.FAILED
    return NotebookResult(state, Failure(cell, name, remove_paths(message, root)))


def _write(notebook: Any, path: Path) -> None:
    """Write what was run, without papermill's record of folders that need not be text."""
    if notebook is not None:
        notebook.metadata.pop("papermill", None)
        path.write_bytes(nbformat.writes(notebook).encode(errors="replace"))
