"""Which project a command is about, and the exit codes that all commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomes.errors import RunError

FAILED = 1
WRONG_INPUT = 2
SIGNALLED = 128
"""Added to the number of the signal that ended a run, as shells have it."""

Root = Annotated[
    Path | None,
    typer.Option(
        "--root",
        help="Root folder of the project, if it is not the working directory or one above it; "
        "also the environment variable OUTCOMES_ROOT.",
        show_default=False,
    ),
]


def locate_root(root: Path | None) -> Path:
    """Return the project's root folder.

    Raises
    ------
    RunError
        If the folder given has no studies, or none was found.
    """
    from outcomes.study import find_root

    if root is None:
        return find_root()
    if not (root / "data" / "raw").is_dir():
        raise RunError(f"{root} has no folder data/raw. Give the project's root folder.")
    return root.resolve()
