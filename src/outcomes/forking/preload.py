"""What the template imports and does before it is asked for its first process."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType
from typing import cast

from outcomes.internals import PRELOADED, allow_builtins

MODULES = (
    "encodings.utf_8_sig",
    "pandas",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
    "statsmodels.api",
    "statsmodels.formula.api",
    "formulaic",
    "matplotlib.pyplot",
    "outcomes.evidence",
    "outcomes.study",
    "outcomes.runs.stage_report",
)
"""Imported in this order; then, where they are there, the modules of `PRELOADED`."""
_SLOW = "rfc3987_syntax"
"""Lets jsonschema check the form of international addresses; it builds a grammar when imported."""

NAMESPACES = (
    "outcomes.analysis",
    "outcomes.figures",
    "outcomes.prose",
    "outcomes.report",
    "outcomes.tables",
)
"""Packages of which each module is imported: they load them as they are used."""


def preload(more: Sequence[str] = ()) -> None:
    """Import the stack, make a shell, read what is packaged, draw and render once: before any fork.

    The shell comes first: matplotlib's inline backend registers with the shell it finds. Nothing
    that this makes is ever thrown away, so garbage is not looked for meanwhile.

    Parameters
    ----------
    more : sequence of str
        Modules beside the stack; one that is not there is left out.
    """
    gc.disable()
    import_nbformat()
    from outcomes.forking.shell import NotebookShell

    # pandas asks, when it is imported, whether it is in a notebook, and shows as many columns.
    with allow_builtins(NotebookShell.instance()):
        for name in (*MODULES, *_list_modules()):
            importlib.import_module(name)
        for name in (*PRELOADED, *more):
            with suppress(ImportError):
                importlib.import_module(name)
    importlib.import_module("outcomes.evidence.preload").preload_packs()
    _draw_once()
    _render_once()
    gc.collect()
    gc.freeze()
    gc.enable()


def import_nbformat() -> None:
    """Import nbformat, and with it jsonschema, but not what notebooks have nothing to check with.

    jsonschema does without the package where it is not installed; so it does here. Whoever imports
    the package afterwards gets it.
    """
    if _SLOW in sys.modules or "jsonschema" in sys.modules:
        return
    sys.modules[_SLOW] = cast(ModuleType, None)  # what the import system takes for not there
    try:
        importlib.import_module("nbformat")
    finally:
        del sys.modules[_SLOW]


def _list_modules() -> list[str]:
    """Name the modules of the namespaces."""
    packages = [importlib.import_module(name) for name in NAMESPACES]
    return [
        found.name
        for package in packages
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


def _draw_once() -> None:
    """Let matplotlib find its fonts and build what it keeps, and measure every usual letter."""
    import io
    import string

    import matplotlib.pyplot as plt

    from outcomes.drawing.forest import ForestPanel
    from outcomes.drawing.forest_rows import Row
    from outcomes.drawing.layout import NARROW, WIDE, Drawing
    from outcomes.drawing.svg import render_svg

    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 1], label="x")
    axes.legend()
    for kind in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=kind)
    plt.close(figure)
    letters = string.printable.strip()
    row = Row(letters, 0.5, 0.0, 1.0, "0.5", 0, note=letters)
    drawing = Drawing((ForestPanel(letters, letters, (row,), letters, letters, letters),))
    for layout in (WIDE, NARROW):
        render_svg(drawing.draw(layout), "")


def _render_once() -> None:
    """Let nbformat write its check of notebooks, and jinja and pygments read their templates."""
    import nbformat

    from outcomes.report import Page, render_report

    cells = [nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_code_cell("1")]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    render_report(nbformat.reads(text, as_version=4), Page("None", "None", "collected"))
