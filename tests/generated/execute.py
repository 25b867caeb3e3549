"""Run a report's notebook in this process, and render its page as the runner does.

A kernel for each of two thousand notebooks would take hours. Here the cells of a notebook are run
one after the other in a namespace of their own, what they display is formatted as a kernel formats
it, and the runner's own staging makes the page. Some studies go through the runner itself as well.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from IPython.core.formatters import DisplayFormatter
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from outcomes.runs.inputs import describe_inputs
from outcomes.runs.jobs import Job
from outcomes.runs.ledger import Failure, State
from outcomes.runs.stage import stage_report


@dataclass(frozen=True)
class Made:
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


def run_report(job: Job, root: Path) -> Made:
    """Run a job's notebook and stage its page; a notebook that fails has an error and a page."""
    folder = root / job.staging
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").unlink(missing_ok=True)
    stored = load_notebook_node(str(job.notebook.path))
    notebook = parameterize_notebook(stored, dict(job.parameters))
    notebook.metadata.pop("papermill", None)
    error: BaseException | None = None
    failure: Failure | None = None
    inputs = describe_inputs(job, root)
    warned: list[str] = []
    with _at(root), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        np.random.seed(inputs.random_state % 2**32)  # noqa: NPY002 - as the runner does
        error = _run_cells(notebook)
    warned = [
        f"{each.category.__name__}: {each.message}"
        for each in caught
        if not issubclass(each.category, DeprecationWarning | PendingDeprecationWarning)
    ]
    if error is not None:
        failure = Failure(None, type(error).__name__, str(error))
    nbformat.write(notebook, folder / "notebook.ipynb")
    state = State.FAILED if failure else State.SUCCEEDED
    with _at(root):
        stage_report(job, state, failure, inputs, root)
    return Made(job, folder, error, _trace(error), tuple(dict.fromkeys(warned)))


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
        except BaseException as error:  # noqa: BLE001 - whatever it is, the page says so
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


