"""What the template has done before it is asked for its first process."""

from __future__ import annotations

import gc
import importlib

from outcomes.forking.imports import import_nbformat

MODULES = (
    "pandas",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
    "statsmodels.api",
    "statsmodels.formula.api",
    "formulaic",
    "matplotlib.pyplot",
    "ipykernel.kernelapp",
    "outcomes.analysis",
    "outcomes.evidence",
    "outcomes.figures",
    "outcomes.prose",
    "outcomes.study",
    "outcomes.tables",
    "outcomes.report",
    "outcomes.runs.stage",
)
"""Imported in this order; they start no thread where BLAS has one."""


def preload() -> None:
    """Import the stack, make a shell, read what is packaged and draw once, before any fork.

    The shell comes first: matplotlib's inline backend registers with the shell it finds.
    """
    import_nbformat()
    from outcomes.forking.shell import NotebookShell

    # pandas asks, when it is imported, whether it is in a notebook, and shows as many columns.
    with NotebookShell.instance().builtin_trap:
        for name in MODULES:
            importlib.import_module(name)
    importlib.import_module("outcomes.evidence.preload").preload_tables()
    _draw_once()
    gc.collect()
    gc.freeze()


def _draw_once() -> None:
    """Let matplotlib find its fonts and build what it keeps."""
    import io

    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 1], label="x")
    axes.legend()
    for kind in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=kind)
    plt.close(figure)
