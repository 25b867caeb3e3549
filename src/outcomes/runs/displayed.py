"""What a report shows, as the figures, tables and passages themselves."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import numpy as np

from outcomes.errors import RunError
from outcomes.estimates import read_results
from outcomes.runs.jobs import Job
from outcomes.runs.needed_results import RESULTS, read_needed
from outcomes.runs.notebooks import name_results_parameter

_HEADING = re.compile(r"(#{1,4}) +(.+)")


@dataclass(frozen=True)
class Heading:
    """A heading between what is shown.

    Parameters
    ----------
    level : int
        1 for the report's title.
    text : str
        What it says.
    """

    level: int
    text: str


@dataclass(frozen=True)
class Shown:
    """What a report shows, in order, and its estimates.

    Parameters
    ----------
    job : Job
        The report.
    parts : tuple
        `Heading`, words as str, and whatever its cells display.
    estimates : pandas.DataFrame or None
        Its results; None if it writes none.
    """

    job: Job
    parts: tuple[object, ...]
    estimates: Any


def run_and_collect(job: Job, root: Path) -> Shown:
    """Run a report's notebook in this process, and keep what it displays.

    Nothing of the project is written; results that it needs are those that are published.

    Parameters
    ----------
    job : Job
        What to run.
    root : Path
        Root folder of the project.

    Raises
    ------
    RunError
        If a cell fails, or results that it needs are not there.
    """
    notebook = nbformat.read(job.notebook.path, as_version=4)
    with TemporaryDirectory() as folder:
        own = {"results_file": str(Path(folder, RESULTS))}
        for need, content in read_needed(job, root).items():
            given = Path(folder, f"{need}.json")
            given.write_bytes(content)
            own[name_results_parameter(need)] = str(given)
        with contextlib.chdir(root):
            np.random.seed(job.seed % 2**32)  # noqa: NPY002 - as the runner does
            parts = _run_cells(notebook, {**job.parameters, **own}, job)
        results = Path(folder, RESULTS)
        estimates = read_results(results) if results.is_file() else None
    return Shown(job, tuple(parts), estimates)


def _run_cells(notebook: Any, parameters: dict[str, Any], job: Job) -> list[object]:
    parts: list[object] = []
    space: dict[str, Any] = {"__name__": "__main__", "display": lambda *each: parts.extend(each)}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            parts += _read_words(cell.source)
        elif cell.cell_type == "code":
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    value = _run(cell.source, space)
            except Exception as error:
                raise RunError(
                    f"the report {job.report} of {job.owner} cannot be exported: cell {number} "
                    f"ended with {type(error).__name__}: {error}. "
                    f"Try {job.command}."
                ) from error
            parts += [value] if value is not None else []
            if "parameters" in cell.metadata.get("tags", ()):
                space.update(parameters)
    return [part for part in parts if part is not None]


def _run(source: str, space: dict[str, Any]) -> Any:
    """Run a cell's source; return the value of its last expression, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or source.rstrip().endswith(";"):
        exec(compile(tree, "<cell>", "exec"), space)
        return None
    tree.body.pop()
    exec(compile(tree, "<cell>", "exec"), space)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)


def _read_words(source: str) -> list[object]:
    """Return the headings and paragraphs of a markdown cell."""
    parts: list[object] = []
    for block in re.split(r"\n\s*\n", source.strip()):
        found = _HEADING.fullmatch(block.strip())
        parts.append(Heading(len(found[1]), found[2]) if found else " ".join(block.split()))
    return [part for part in parts if part]
