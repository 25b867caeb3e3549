"""Run a report's notebook in this process, and render its page as the runner does.

A kernel for each of two thousand notebooks would take hours. Here the cells of a notebook are run
one after the other in a namespace of their own, and what they display is formatted as a kernel
formats it; all the rest is the runner's: jobs in order, what is needed, pages, publishing. Some
studies go through kernels as well, and must come out the same.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import shutil
import traceback
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
import numpy as np
from IPython.core.formatters import DisplayFormatter
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from outcomes.errors import RunError
from outcomes.forking.environment import FOR_PAGES
from outcomes.forking.limits import Limits
from outcomes.runs import plan_jobs
from outcomes.runs.execute_notebook import NotebookMonitor, NotebookResult
from outcomes.runs.jobs import NEEDS, Job
from outcomes.runs.ledger import Failure, State
from outcomes.runs.make_report import StagedReport, Task
from outcomes.runs.needed_results import hand_over
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.run_settings import RunSettings
from outcomes.runs.stage_report import stage_report


@dataclass(frozen=True)
class Run:
    """A report as it was made.

    ``error`` is what the notebook died of, with ``trace`` the places in the package that it went
    through; ``warned`` are the warnings that a reader would have seen.
    """

    job: Job
    folder: Path
    error: BaseException | None = None
    trace: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        return (self.folder / "index.html").read_text(encoding="utf-8")


@dataclass
class _Displays:
    """Collects what a cell shows, as outputs of a notebook."""

    outputs: list[Any] = field(default_factory=list)
    _formatter: DisplayFormatter = field(default_factory=DisplayFormatter)

    def show(self, *shown: Any, **_: Any) -> None:
        for each in shown:
            self._add(each, "display_data")

    def show_last(self, value: Any) -> None:
        if value is not None:
            self._add(value, "execute_result")

    def _add(self, value: Any, kind: str) -> None:
        data, metadata = self._formatter.format(value)
        more = {"execution_count": None} if kind == "execute_result" else {}
        self.outputs.append(nbformat.v4.new_output(kind, data, metadata=metadata, **more))


def run_study(root: Path, name: str, only: Sequence[str] = ()) -> list[Run]:
    """Run the reports that a study asks for by the runner, the notebooks in this process.

    Parameters
    ----------
    root : Path
        Root folder of a project that holds the study and the notebooks.
    name : str
        The study's id.
    only : sequence of str
        Reports to make; none means all.
    """
    runs: dict[str, Run] = {}

    def make(task: Task, at: Path, _limits: Limits, _watch: NotebookMonitor) -> StagedReport:
        made, runs[task.job.report] = _make(task, at)
        return made

    jobs = plan_jobs(root, [name], list(only))
    entries = run_jobs(jobs, root, settings=RunSettings(workers=1), make=make)
    for job, entry in zip(jobs, entries, strict=True):
        run = runs.get(job.report) or Run(job, root / job.folder)
        error = run.error
        if entry.state is not State.SUCCEEDED and error is None:
            error = RunError(f"{entry.state}: {entry.failure}")
        runs[job.report] = replace(run, error=error)
    return [runs[job.report] for job in jobs]


def _make(task: Task, root: Path) -> tuple[StagedReport, Run]:
    """Make one report in its staging folder, as `outcomes.runs.make_report.make_report` does."""
    job = task.job
    staging = root / job.staging
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    hand_over(job, root, task.needed)
    notebook = parameterize_notebook(
        load_notebook_node(str(job.notebook.path)), dict(job.parameters)
    )
    notebook.metadata.pop("papermill", None)
    pages = patch.dict(os.environ, FOR_PAGES)
    with _at(root), pages, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        np.random.seed(task.inputs.random_state % 2**32)  # noqa: NPY002 - as the runner does
        error = _run_cells(notebook)
    shutil.rmtree(staging / NEEDS, ignore_errors=True)
    nbformat.write(notebook, staging / "notebook.ipynb")
    failure = Failure(None, type(error).__name__, str(error)) if error else None
    state = State.FAILED if failure else State.SUCCEEDED
    with _at(root):
        about = stage_report(job, state, failure, task.inputs, root)
    run = Run(job, root / job.folder, error, _trace(error), _list_warnings(caught))
    return StagedReport(NotebookResult(state, failure), about), run


def _list_warnings(caught: Sequence[warnings.WarningMessage]) -> tuple[str, ...]:
    """Return the warnings that a kernel prints on the page, each once."""
    silent = (DeprecationWarning, PendingDeprecationWarning)
    shown = [
        f"{each.category.__name__}: {each.message}"
        for each in caught
        if not issubclass(each.category, silent)
    ]
    return tuple(dict.fromkeys(shown))


def _run_cells(notebook: Any) -> BaseException | None:
    """Run a notebook's cells in order, until one fails; return what it failed of."""
    displays = _Displays()
    space: dict[str, Any] = {"__name__": "__main__", "display": displays.show}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        displays.outputs = cell.outputs = []
        printed, complained = io.StringIO(), io.StringIO()
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
                displays.show_last(_run(cell.source, space))
        except BaseException as error:
            return error
        finally:
            for name, text in (("stdout", printed), ("stderr", complained)):
                if text.getvalue():
                    shown = nbformat.v4.new_output("stream", name=name, text=text.getvalue())
                    cell.outputs.append(shown)
    return None


def _run(source: str, space: dict[str, Any]) -> Any:
    """Run a cell's source; return the value of its last expression, as a kernel shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), space)
    if last is None or source.rstrip().endswith(";"):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)


def _trace(error: BaseException | None) -> tuple[str, ...]:
    """Return where in the package an error came from, the innermost place last."""
    if error is None:
        return ()
    package = f"{os.sep}src{os.sep}outcomes{os.sep}"
    return tuple(
        f"{frame.filename.partition(package)[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if package in frame.filename
    )


@contextlib.contextmanager
def _at(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
