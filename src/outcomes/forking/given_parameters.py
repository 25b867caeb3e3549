"""The parameters that papermill has given a notebook, held against those that it has."""

from __future__ import annotations

import ast
from typing import Any

from outcomes.errors import ParameterError

_TAG = "parameters"


def refuse_unknown(notebook: Any) -> None:
    """Raise if a notebook was given a parameter that its cell of parameters does not set.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A Python notebook with the parameters given in its metadata, as papermill leaves it. One
        without a cell of parameters takes any.

    Raises
    ------
    ParameterError
        Names the parameter, and those that there are.
    """
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    cells = [cell for cell in notebook.cells if _TAG in cell.metadata.get("tags", [])]
    if not (given and cells):
        return
    known = _assigned(cells[0].source)
    for name in given:
        if name not in known:
            raise ParameterError(
                f"the notebook has no parameter {name!r}. It has {', '.join(known)}."
            )


def _assigned(source: str) -> list[str]:
    """Return the names that a cell sets, in their order."""
    return [
        target.id
        for statement in ast.parse(source).body
        for target in getattr(statement, "targets", [getattr(statement, "target", None)])
        if isinstance(target, ast.Name)
    ]
