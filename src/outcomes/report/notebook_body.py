"""Turn the cells of an executed notebook into HTML, by a template of our own for nbconvert."""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters.html import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]
from traitlets.config import Config

from outcomes.internals import IPythonRenderer, MarkdownWithMath
from outcomes.report.frame import TEMPLATES
from outcomes.report.sanitise import sanitise

_HIDDEN = {"parameters", "injected-parameters"}
_BANNER = 'class="passage passage-banner"'
_OPENING = re.compile(r"\s*(#{1,6})[ \t]")


def render_cells(cells: list[Any]) -> str:
    """Render prepared cells; see `prepare_cells`."""
    # Cells that were run are known to be sound; checking them takes longer than drawing them.
    notebook = nbformat.from_dict(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    )
    body, _ = _make_exporter().from_notebook_node(notebook)
    return str(body)


def prepare_cells(cells: list[Any], failing: int | None) -> list[Any]:
    """Return the cells as a report shows them.

    Code of cells that show nothing is joined to the next one that does, so that each result is
    followed by one fold with all the code behind it. The parameters are told in the footer instead,
    and the banner stands in the page's frame. A heading under which nothing is shown goes. After
    the failing cell nothing was run, so nothing more is shown.

    Parameters
    ----------
    cells : list of nbformat.NotebookNode
        Executed cells; left as they are.
    failing : int, optional
        Which code cell failed, the first being 1; cells injected by papermill do not count.
    """
    prepared: list[Any] = []
    pending: list[str] = []
    number = 0
    for original in cells:
        cell = copy.deepcopy(original)
        tags = set(cell.metadata.get("tags", []))
        if cell.cell_type != "code":
            prepared += [cell] if cell.cell_type == "markdown" else []
            continue
        number += "injected-parameters" not in tags
        failed = number == failing and "injected-parameters" not in tags
        if tags & _HIDDEN and not failed:
            continue
        cell.outputs = [shown for shown in cell.outputs if not _is_left_out(shown)]
        if failed:
            _mark_failed(cell, number)
            return _drop_empty_sections([*prepared, cell])
        pending += [cell.source] if cell.source.strip() else []
        if cell.outputs:
            cell.source = "\n\n".join(pending)
            pending = []
            prepared.append(cell)
    prepared = _drop_empty_sections(prepared)
    if pending:
        prepared.append(nbformat.v4.new_code_cell("\n\n".join(pending)))
    return prepared


def _drop_empty_sections(cells: list[Any]) -> list[Any]:
    """Leave out cells that are a heading and nothing else, where no cell of its section follows."""
    kept: list[Any] = []
    following = 0
    for cell in reversed(cells):
        level = _level_of_bare_heading(cell)
        if level and (not kept or 0 < following <= level):
            continue
        following = level_of_first_heading(cell)
        kept.append(cell)
    return kept[::-1]


def level_of_first_heading(cell: Any) -> int:
    """Return the level of the heading that a cell of text opens with; 0 if it opens with none."""
    found = _OPENING.match(cell.source) if cell.cell_type == "markdown" else None
    return len(found[1]) if found else 0


def _level_of_bare_heading(cell: Any) -> int:
    """Return the level of the heading that is all of a cell; 0 if there is more, or none."""
    lines = cell.source.strip().splitlines()
    return level_of_first_heading(cell) if len(lines) == 1 else 0


def _is_left_out(shown: Any) -> bool:
    data = shown.get("data", {})
    return _BANNER in data.get("text/html", "") or dict(data) == {"text/plain": "None"}


def _mark_failed(cell: Any, number: int) -> None:
    cell.metadata["failed_as"] = number
    if not any(shown.output_type == "error" for shown in cell.outputs):
        shown = nbformat.v4.new_output("error", ename="", evalue="", traceback=[])
        cell.outputs.append(shown)


@cache
def _make_exporter() -> TemplateExporter:
    """Return the exporter of ``templates/outcomes``, which extends no other template."""
    priority = (
        "text/html",
        "image/svg+xml",
        "text/markdown",
        "image/png",
        "image/jpeg",
        "text/plain",
    )
    return TemplateExporter(
        config=Config(NbConvertBase={"display_data_priority": list(priority)}),
        default_preprocessors=["nbconvert.preprocessors.CoalesceStreamsPreprocessor"],
        file_extension=".html",
        template_name="outcomes",
        extra_template_basedirs=[str(TEMPLATES)],
        filters={
            "highlight_code": _highlight,
            "markdown_to_html": _render_markdown,
            "sanitise": sanitise,
        },
    )


def _highlight(source: str) -> Markup:
    return Markup(highlight(source, *_highlighting()))


@cache
def _highlighting() -> tuple[PythonLexer, HtmlFormatter]:
    return PythonLexer(), HtmlFormatter(cssclass="highlight")


def _render_markdown(source: str) -> Markup:
    """HTML written inside Markdown is shown as text: what notebooks say is words."""
    renderer = IPythonRenderer(escape=True, exclude_anchor_links=True)
    return Markup(sanitise(MarkdownWithMath(renderer=renderer).render(source)))
