"""Run one notebook with papermill, on the interpreter that this process runs on."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from outcomes.runs.jobs import STAGING, Job
from outcomes.runs.ledger import Failure, State
from outcomes.runs.tidy import code_cell_number, remove_paths

CELL_TIMEOUT = 3600
"""Seconds that one cell may take."""

OnCell = Callable[[int, int], None]
"""Told the position of the cell that starts, and how many cells there are."""


@dataclass(frozen=True)
class Outcome:
    """How a notebook ended: `State.SUCCEEDED`, or `State.FAILED` or `State.KILLED` and why."""

    state: State
    failure: Failure | None = None


class _SameInterpreter(AsyncKernelManager):
    """Starts the kernel on `sys.executable`, whichever kernels the user has registered.

    History and start-up files of the user are left out: they are not part of the analysis.
    """

    def __init__(self, **options: Any) -> None:
        encryption = "auto" if zmq.has("curve") else "disabled"
        super().__init__(transport_encryption=encryption, **options)

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[
                sys.executable,
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
                "--HistoryManager.enabled=False",
            ],
            display_name="Python 3",
            language="python",
            metadata={"supported_encryption": ["curve"]},
            env={"IPYTHONDIR": str(Path.cwd() / STAGING / "ipython")},
        )

    async def _async_interrupt_kernel(self) -> None:
        """Interrupt, but not to shut down.

        The manager interrupts every kernel before it asks it to end. A notebook has come to its
        end or its error by then, and the kernel would only log a KeyboardInterrupt.
        """
        if not self.shutting_down:
            await super()._async_interrupt_kernel()


def execute_job(job: Job, root: Path, on_cell: OnCell | None = None) -> Outcome:
    """Run a job's notebook into its staging folder, from the project's root.

    Parameters
    ----------
    job : Job
        What to run.
    root : Path
        Root folder of the project; the notebook's working directory.
    on_cell : callable, optional
        Told of each cell that starts.

    Returns
    -------
    Outcome
        A notebook that fails, stops early, dies or writes no results is an outcome, not an
        exception. The executed notebook, as far as it came, is ``notebook.ipynb`` in the staging
        folder.
    """
    staging = root / job.staging
    staging.mkdir(parents=True, exist_ok=True)
    output = staging / "notebook.ipynb"
    for stale in (output, staging / "results.json"):
        stale.unlink(missing_ok=True)
    position = _Position(on_cell)
    try:
        with _quiet(), _inside(root):
            papermill.execute_notebook(
                str(job.notebook.path),
                str(output),
                parameters=dict(job.parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                execution_timeout=CELL_TIMEOUT,
                record_timing=False,
                kernel_manager_class=_SameInterpreter,
                on_notebook_start=position.start_notebook,
                on_cell_start=position.start_cell,
            )
    except PapermillExecutionError as error:
        return _failed(output, error.cell_index, error.ename, error.evalue, root)
    except CellTimeoutError:
        message = f"the cell ran for more than {CELL_TIMEOUT // 60} minutes"
        return _failed(output, position.cell, "Timeout", message, root)
    except DeadKernelError:
        message = "the process that ran the notebook died, for example for want of memory"
        outcome = _failed(output, position.cell, "killed", message, root)
        return Outcome(State.KILLED, outcome.failure)
    except (RuntimeError, OSError, ValueError, nbformat.ValidationError) as error:
        return _failed(output, position.cell, type(error).__name__, str(error), root)
    return _check_whole(job, output, root)


def _check_whole(job: Job, output: Path, root: Path) -> Outcome:
    """Tell a notebook that came to its end from one that left early or wrote no results."""
    notebook = nbformat.read(output, as_version=4)
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        for shown in cell.outputs:
            if shown.output_type == "error":
                message = "the notebook stopped here, before its end"
                return _failed(output, index, shown.ename, message, root)
    if "results_file" in job.parameters and not (root / job.staging / "results.json").is_file():
        message = "the notebook ended without writing its results_file"
        return Outcome(State.FAILED, Failure(None, "NoResults", message))
    return Outcome(State.SUCCEEDED)


def _failed(output: Path, index: int | None, name: str, message: str, root: Path) -> Outcome:
    cell = None
    if index is not None and output.is_file():
        cell = code_cell_number(nbformat.read(output, as_version=4), index)
    return Outcome(State.FAILED, Failure(cell, name, remove_paths(message, root)))


class _Position:
    """Remembers which cell started last: a dead kernel does not tell."""

    def __init__(self, on_cell: OnCell | None) -> None:
        self._on_cell = on_cell
        self._number = 0
        self.cell: int | None = None

    def start_notebook(self, notebook: Any) -> None:
        self._number = len(notebook.cells)

    def start_cell(self, cell: Any, cell_index: int) -> None:
        self.cell = cell_index
        if self._on_cell is not None:
            self._on_cell(cell_index, self._number)


@contextmanager
def _quiet() -> Iterator[None]:
    """Papermill and nbclient log every failure that is reported here anyway."""
    logger = logging.getLogger("papermill")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
