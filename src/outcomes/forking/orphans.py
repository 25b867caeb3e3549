"""Take over what a notebook leaves running, so that it can be ended with the notebook.

A process in a session of its own belongs to no group that could be killed, and when the one that
started it ends it goes to the system's first process. On Linux a process may ask to have such
orphans of all that descends from it instead: each notebook's process does, and so does the
template, which gets them when a notebook ends.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Collection
from contextlib import suppress

import psutil

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
    for child in psutil.Process().children():
        if child.pid not in own:
            with suppress(psutil.Error):
                child.kill()
