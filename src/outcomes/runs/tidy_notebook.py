"""Make an executed notebook comparable: no clock, no machine path, nothing papermill adds."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from outcomes.runs.notebooks import language_of

_ERROR_MARKER = "papermill-error-cell-tag"
INJECTED = "injected-parameters"
_PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CELL_FILE = re.compile(r"(?<![^\s\"'])[^\s\"']*[/\\]ipykernel_\d+[/\\]")
"""Looked for from the beginning of a word only: a page's downloads are words of a megabyte."""


def tidy_notebook(notebook: Any, root: Path) -> Any:
    """Return an executed notebook as it is published: the same bytes for the same inputs.

    What editors note, which is no input, is not in it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As papermill wrote it; changed in place.
    root : Path
        Root folder of the project; paths below it are shown relative to it.
    """
    if language_of(notebook) == "python":
        notebook.metadata = nbformat.from_dict(_PYTHON)
    notebook.metadata.pop("papermill", None)
    notebook.cells = [cell for cell in notebook.cells if not _has_tag(cell, _ERROR_MARKER)]
    for number, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": sorted(tags)} if tags else {})
        cell.id = INJECTED if _has_tag(cell, INJECTED) else f"cell-{number}"
        if cell.cell_type == "code":
            cell.outputs = _join_streams(cell.outputs)
            for shown in cell.outputs:
                _tidy_output(shown, root)
    return notebook


def code_cell_number(notebook: Any, index: int) -> int | None:
    """Return which code cell of the stored notebook stands at a position of the executed one.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As executed: the parameters injected by papermill are a cell more, its error notes too.
    index : int
        Position before papermill added its error notes, the first being 0.

    Returns
    -------
    int or None
        The first code cell being 1; the injected cell counts as the parameters cell before it.
    """
    cells = [cell for cell in notebook.cells if not _has_tag(cell, _ERROR_MARKER)]
    before = cells[: index + 1]
    number = sum(cell.cell_type == "code" and not _has_tag(cell, INJECTED) for cell in before)
    return number or None


def remove_paths(text: str, root: Path) -> str:
    """Return a text without colours and without the machine's own paths."""
    text = _ANSI.sub("", text)
    for path, shown in (
        (str(root), "."),
        (sys.prefix, "python"),
        (sys.base_prefix, "python"),
        (str(Path.home()), "~"),
    ):
        if len(path) > 1:
            text = re.sub(rf"(?<![\w/.-]){re.escape(path)}(?=[/\\]|\b)", shown, text)
    # Cells are compiled under the name of a file in the system's temporary folder.
    return _CELL_FILE.sub("", text)


def _join_streams(outputs: Sequence[Any]) -> list[Any]:
    """Join what was printed between two other outputs, however it came in parts.

    What a kernel sends of both streams comes in an order that depends on its clock; here all of
    stdout comes first.
    """
    joined: list[Any] = []
    for is_stream, group in itertools.groupby(outputs, lambda shown: shown.output_type == "stream"):
        if not is_stream:
            joined += group
            continue
        printed = list(group)
        for name in ("stdout", "stderr"):
            text = "".join(shown.text for shown in printed if shown.name == name)
            if text:
                joined.append(nbformat.v4.new_output("stream", name=name, text=text))
    return joined


def _tidy_output(shown: Any, root: Path) -> None:
    if shown.output_type == "stream":
        shown.text = _tidy_text(shown.text, root)
    elif shown.output_type == "error":
        shown.evalue = _tidy_text(shown.evalue, root)
        shown.traceback = [_tidy_text(line, root) for line in shown.traceback]
    else:
        for kind, content in shown.data.items():
            if kind.startswith("text/") and isinstance(content, str):
                shown.data[kind] = _tidy_text(content, root)


def _tidy_text(text: str, root: Path) -> str:
    """Leave out paths, and where in memory an object was: ``<Figure at 0x...>``."""
    return _ADDRESS.sub("at 0x...", remove_paths(text, root))


def _has_tag(cell: Any, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])
