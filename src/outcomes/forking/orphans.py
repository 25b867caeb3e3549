"""Take over what a notebook leaves running, so that it can be ended with the notebook.

A process in a session of its own belongs to no group that could be killed, and when the one that
started it ends it goes to the system's first process. On Linux a process may ask to have such
orphans of all that descends from it instead: each notebook's process does, and so does the
template, which gets them when a notebook ends.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


def take_orphans() -> None:
    """Have the orphans of all that descends from this process; on Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def kill_orphans(own: Collection[int] = ()) -> None:
    """Kill this process's children, those aside that it has made itself.

    What these leave comes here in turn once they have been waited for.

    Parameters
    ----------
    own : collection of int
        Ids of the processes that are spared.
    """
    for pid in _list_children():
        if pid not in own:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)


def _list_children() -> list[int]:
    me = os.getpid()
    return [pid for pid in _list_processes() if _read_parent(pid) == me]


def _list_processes() -> list[int]:
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]  # noqa: PTH208


def _read_parent(pid: int) -> int:
    """Return whose child a process is; 0 if it has gone."""
    try:
        about = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return int(about.rpartition(")")[2].split()[1])
