"""Start JupyterLab with a project's notebooks and kernels that are forked."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from outcomes.forking.provisioner import NAME
from outcomes.runs.notebooks import FOLDER

_EXTENSION = "outcomes.projects.lab_server"
LABEXTENSIONS = Path(__file__).parent / "labextensions"
"""What JupyterLab loads into the browser: the launcher's card."""


def write_command(root: Path, options: Sequence[str]) -> list[str]:
    """Return the command that starts JupyterLab; the reader's own options come last and win.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    options : sequence of str
        Passed on to JupyterLab.
    """
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    start = f"/lab/tree/{FOLDER}" if (root / FOLDER).is_dir() else "/lab"
    return [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url={start}",
        f"--ServerApp.jpserver_extensions={_EXTENSION}=True",
        f"--LabApp.extra_labextensions_path={LABEXTENSIONS}",
        *(["--allow-root"] if as_root else []),
        *options,
    ]


def write_environment(root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the server: its kernels find the project and are forked."""
    return {
        "JUPYTER_DEFAULT_PROVISIONER_NAME": NAME,
        **environment,
        "OUTCOMES_ROOT": str(root),
    }


def start_lab(root: Path, options: Sequence[str]) -> None:
    """Become JupyterLab; what it is given and how it ends is its own."""
    command = write_command(root, options)
    environment = write_environment(root, os.environ)
    os.chdir(root)
    os.execvpe(command[0], command, environment)
