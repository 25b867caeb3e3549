"""Hold a notebook, and all that it has started, to its limits while it runs.

What a notebook sends, prints or starts cannot delay it: a thread of the runner looks at the
notebook's processes from outside and kills them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import psutil

from outcomes.forking.limits import Limits

INTERVAL = 0.1
"""Seconds between two looks."""


class Excess(StrEnum):
    """What a notebook took too much of."""

    WALL = "wall"
    CPU = "cpu"
    MEMORY = "memory"
    OUTPUT = "output"


class Killable(Protocol):
    """A process that can be ended with all that it has started."""

    pid: int

    def kill(self) -> None:
        """End it."""


class Guard:
    """Watches one notebook's process from its start to its end.

    Parameters
    ----------
    process : Killable
        Runs the notebook.
    limits : Limits
        What the notebook may take.
    """

    def __init__(self, process: Killable, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._deadline = None if limits.wall is None else time.monotonic() + limits.wall
        self._shared = _shared_memory(process.pid) if limits.memory is not None else 0
        self._closed = threading.Event()
        self._ending = threading.Lock()
        self.excess: Excess | None = None
        """What there was too much of; None while there is none."""
        self._watcher = threading.Thread(target=self._watch, name="guard", daemon=True)
        self._watcher.start()

    def end(self, excess: Excess) -> None:
        """Kill the notebook for what it has taken too much of; the first reason stays."""
        with self._ending:
            if self.excess is None and not self._closed.is_set():
                self.excess = excess
        self._process.kill()

    def close(self) -> None:
        """Stop watching: the notebook has ended."""
        with self._ending:
            self._closed.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._closed.wait(self._seconds_to_next_look()):
            excess = self._find_excess()
            if excess is not None:
                self.end(excess)
                return

    def _seconds_to_next_look(self) -> float:
        left = INTERVAL if self._deadline is None else self._deadline - time.monotonic()
        return max(0.0, min(INTERVAL, left))

    def _find_excess(self) -> Excess | None:
        limits = self._limits
        if self._deadline is not None and time.monotonic() >= self._deadline:
            return Excess.WALL
        if limits.output is not None and _captured(self._process.pid) > limits.output:
            return Excess.OUTPUT
        if limits.cpu is not None and _used_cpu(self._process.pid) > limits.cpu:
            return Excess.CPU
        if limits.memory is not None:
            taken = sum(map(_resident, list_tree(self._process.pid))) - self._shared
            return Excess.MEMORY if taken > limits.memory else None
        return None


def list_tree(pid: int) -> Iterator[psutil.Process]:
    """List a process that runs and all that it has started, children of children too.

    A process that takes its orphans over, as a notebook's does on Linux, has them all.
    """
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        yield root
        yield from root.children(recursive=True)


def kill_all(processes: Iterable[psutil.Process]) -> None:
    """End processes, those that have ended already aside."""
    for process in processes:
        with suppress(psutil.Error):
            process.kill()


def _used_cpu(pid: int) -> float:
    """Seconds of CPU in a process, in what it has started, and in what of these has ended."""
    used = 0.0
    for process in list_tree(pid):
        with suppress(psutil.Error):
            times = process.cpu_times()
            used += times.user + times.system + times.children_user + times.children_system
    return used


def _resident(process: psutil.Process) -> int:
    """Bytes of memory that are a process's own, with its share of what it has in common."""
    with suppress(psutil.Error, OSError):
        memory = process.memory_full_info()
        return int(getattr(memory, "pss", memory.uss))
    return 0


def _shared_memory(pid: int) -> int:
    """Bytes that a forked process has from its template and that may be counted as its own.

    At most half of them: the template keeps the other half.
    """
    with suppress(psutil.Error):
        return int(psutil.Process(pid).memory_info().rss) // 2
    return 0


def _captured(pid: int) -> int:
    """Bytes written past Python to descriptors 1 and 2, where these are files."""
    size = 0
    for descriptor in (1, 2):
        with suppress(OSError):
            about = Path(f"/proc/{pid}/fd/{descriptor}").stat()
            size += about.st_size if about.st_nlink == 0 else 0
    return size
