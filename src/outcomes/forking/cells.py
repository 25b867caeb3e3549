"""The task of running a notebook's cells, as asked for over the connection.

First comes one message that sets the stage (folder, environment, seed, limits), answered with what
the notebook's language is. Then each message is the source of a cell; what it shows is sent as it
comes, and at its end the reply. When the connection closes, the notebook is at its end.
"""

from __future__ import annotations

import builtins
import getpass
import json
import os
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from outcomes.forking.environment import seed_everything
from outcomes.forking.limits import Limits, limit_this_process
from outcomes.forking.outputs import shorten_error
from outcomes.forking.shell import NotebookShell, refuse_input
from outcomes.internals import IPythonKernel, json_default, run_exit_functions


def run_cells(connection: Connection) -> int:
    """Run the cells that come over the connection until it closes."""

    def send(kind: str, content: dict[str, Any]) -> None:
        message = [kind, shorten_error(content)]
        text = json.dumps(message, default=json_default, ensure_ascii=False)
        connection.send_bytes(text.encode(errors="replace"))  # half a character is none

    os.register_at_fork(after_in_child=connection.close)  # the notebook is one process's
    stage = json.loads(connection.recv_bytes())
    os.environ.update(stage["environment"])
    time.tzset()
    os.chdir(stage["folder"])
    shell = NotebookShell.instance()
    limits = Limits(**stage["limits"])
    shell.connect(send, limits.output)
    builtins.input = refuse_input
    getpass.getpass = refuse_input
    seed_everything(stage["seed"])
    limit_this_process(limits)
    send("started", {"language_info": _describe_language()})
    with suppress(EOFError):
        while True:
            source = connection.recv_bytes().decode()
            send("execute_input", {"execution_count": shell.execution_count})
            send("reply", shell.execute(source))
    _close(shell)
    return 0


def _describe_language() -> dict[str, Any]:
    described: dict[str, Any] = IPythonKernel.language_info
    return described


def _close(shell: NotebookShell) -> None:
    """Let go of the notebook's own objects, so that open files are written to their end."""
    shell.user_ns.clear()
    shell.user_global_ns.clear()
    with suppress(Exception):
        run_exit_functions()
