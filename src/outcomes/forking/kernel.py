"""The task of being the kernel of a notebook that a person has open."""

from __future__ import annotations

import json
import os
import sys
import time
from multiprocessing.connection import Connection


def run_kernel(connection: Connection) -> int:
    """Serve as an IPython kernel, as ``python -m ipykernel_launcher`` would.

    The connection gives the folder, the environment and the arguments. It is closed once the
    kernel's sockets can be connected to.
    """
    stage = json.loads(connection.recv_bytes())
    os.environ.clear()
    os.environ.update(stage["environment"])
    time.tzset()
    os.chdir(stage["folder"])
    sys.argv = ["ipykernel_launcher", *stage["arguments"]]

    from outcomes.forking.brief_errors import show_errors_briefly
    from outcomes.forking.shell import NotebookShell
    from outcomes.internals import IPKernelApp

    NotebookShell.clear_instance()
    app = IPKernelApp.instance()
    # A kernel that knows no parent takes itself for one started from a terminal, and says so.
    app.initialize([*stage["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"])
    # matplotlib registered its figures with the shell that was there when it was imported.
    if app.shell is not None:
        app.shell.enable_matplotlib("inline")
        show_errors_briefly(app.shell)
    connection.close()
    app.start()
    return 0
