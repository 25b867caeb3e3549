"""A forked process, handled like one that was started by `subprocess.Popen`."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection


@dataclass(frozen=True)
class Usage:
    """How a process ended and what it took.

    Parameters
    ----------
    returncode : int
        Its exit code, or minus the signal that ended it.
    cpu_seconds : float
        On all cores, in itself and in the processes it waited for.
    peak_memory : int
        Bytes resident at most; what it shares with the template counts.
    """

    returncode: int
    cpu_seconds: float = 0.0
    peak_memory: int = 0


class ForkedProcess:
    """A process made by the template; it leads a process group of its own.

    Parameters
    ----------
    pid : int
        Its id, also that of its group.
    connection : Connection
        Leads to the task that it runs.
    """

    stdin = stdout = stderr = None
    why_spawned = ""

    def __init__(self, pid: int, connection: Connection) -> None:
        self.pid = pid
        self.connection = connection
        self.usage: Usage | None = None
        self._ended = threading.Event()

    @property
    def returncode(self) -> int | None:
        """Exit code, or minus the signal that ended it; None while it runs."""
        return self.usage.returncode if self.usage else None

    def poll(self) -> int | None:
        """Return the `returncode`, None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return the `returncode`.

        Raises
        ------
        subprocess.TimeoutExpired
            If it has not ended within ``timeout`` seconds.
        """
        if not self._ended.wait(timeout) or self.usage is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return self.usage.returncode

    def send_signal(self, signum: int) -> None:
        """Send a signal to the process alone."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process and all it has started."""
        if self.poll() is None:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:  # it leads no group yet, and so has started nothing
                self.send_signal(signal.SIGKILL)

    def set_ended(self, usage: Usage) -> None:
        """Be told of the end, by the template's reader."""
        self.usage = usage
        self._ended.set()
