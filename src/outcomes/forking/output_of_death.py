"""Have an executed notebook say that its process died, where papermill would call it completed."""

from __future__ import annotations

from typing import Any

import nbformat

from outcomes.errors import NotebookDiedError


def show_death(manager: Any, cell: Any, index: int, death: NotebookDiedError) -> None:
    """Show in the running cell what happened; cells after it stay ``pending``.

    Parameters
    ----------
    manager : papermill.engines.NotebookExecutionManager
        Keeps the states of the cells: after a failed one it calls none completed.
    cell : nbformat.NotebookNode
        The cell that was running.
    index : int
        Its position.
    death : NotebookDiedError
        What happened.
    """
    shown = nbformat.v4.new_output(
        "error",
        ename=death.name,
        evalue=str(death),
        traceback=[f"{death.name}: {death}. This cell did not end, and no cell after it was run."],
    )
    cell.outputs.append(shown)
    cell.execution_count = None  # whether a dying kernel has told it is a matter of chance
    manager.cell_exception(cell, cell_index=index, exception=death)
