"""Sections of a page that readers open themselves, marked on the cells of its notebook."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import nbformat

from outcomes.report.notebook_body import level_of_first_heading
from outcomes.report.outline import plain_heading

FOLD = "outcomes_fold"
"""Key of a cell's metadata: ``open`` where a fold begins, ``close`` where it ends."""

_SECTION = 2
"""Level of the headings under which a section stands."""


def fold_sections(cells: Sequence[Any], headings: Sequence[str]) -> list[Any]:
    """Return prepared cells with marks where folded sections begin and end.

    The heading of such a section becomes a cell of its own. A section with the failing cell is not
    folded.

    Parameters
    ----------
    cells : sequence of nbformat.NotebookNode
        From `outcomes.report.notebook_body.prepare_cells`; left as they are.
    headings : sequence of str
        Headings of the sections, as the front matter gives them.
    """
    wanted = {plain_heading(heading) for heading in headings}
    marked: list[Any] = []
    for section in _split(cells):
        heading, rest = _take_heading(section[0])
        failed = any("failed_as" in cell.metadata for cell in section)
        if plain_heading(heading.lstrip("#").strip()) not in wanted or failed:
            marked += section
            continue
        marked.append(_mark(heading, "open"))
        marked += [nbformat.v4.new_markdown_cell(rest)] if rest else []
        marked += [*section[1:], _mark("", "close")]
    return marked


def list_folded(cells: Sequence[Any]) -> list[str]:
    """Return the headings of the sections that are folded, plain text."""
    opened = (cell for cell in cells if cell.metadata.get(FOLD) == "open")
    return [plain_heading(cell.source.lstrip("#").strip()) for cell in opened]


def _split(cells: Sequence[Any]) -> list[list[Any]]:
    """Return the cells by section; what stands before the first heading is one too."""
    sections: list[list[Any]] = []
    for original in cells:
        cell = copy.deepcopy(original)
        cell.metadata.pop(FOLD, None)
        if 0 < level_of_first_heading(cell) <= _SECTION or not sections:
            sections.append([])
        sections[-1].append(cell)
    return sections


def _take_heading(cell: Any) -> tuple[str, str]:
    """Return the heading that a cell opens with, empty if there is none, and what follows it."""
    if not level_of_first_heading(cell):
        return "", cell.source
    first, _, rest = cell.source.strip().partition("\n")
    return first.strip(), rest.strip()


def _mark(source: str, mark: str) -> Any:
    return nbformat.v4.new_markdown_cell(source, metadata={FOLD: mark})
