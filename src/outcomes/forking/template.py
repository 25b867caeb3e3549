"""Start the template process and have it fork; one template serves a whole process."""

from __future__ import annotations

import atexit
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from outcomes.errors import ForkError
from outcomes.forking.environment import make_environment
from outcomes.forking.exit_reasons import name_signal
from outcomes.forking.process import ForkedProcess, Usage
from outcomes.source_files import list_source

START_TIMEOUT = 60
"""Seconds that importing everything may take."""
END_TIMEOUT = 2
"""Seconds that it may take to end once it no longer answers."""
MESSAGE = 65536


class Template:
    """A warm process that is forked.

    Parameters
    ----------
    more : sequence of str
        Modules that it imports beside the stack.

    Raises
    ------
    ForkError
        If the system has no safe fork.
    """

    def __init__(self, more: Sequence[str] = ()) -> None:
        if sys.platform != "linux":
            raise ForkError("processes are only forked on Linux")
        self._source = list_source()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "outcomes.forking.server", str(theirs.fileno()), *more],
                pass_fds=[theirs.fileno()],
                env=make_environment(),
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._answers: dict[int, dict[str, Any]] = {}
        self._processes: dict[int, ForkedProcess] = {}
        self._early: dict[int, Usage] = {}
        self._changed = threading.Condition()
        self._ready = threading.Event()
        self._failed = self._unsafe = ""
        self._came_up = False
        self._reader = threading.Thread(target=self._read, name="template", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Id of the template process."""
        return self._server.pid

    @property
    def is_alive(self) -> bool:
        """Whether it still serves."""
        return self._control.fileno() >= 0 and self._server.poll() is None

    @property
    def can_be_replaced(self) -> bool:
        """Whether it has served and has gone; one that never came up would not do so again."""
        return self._came_up and not self.is_alive

    @property
    def is_outdated(self) -> bool:
        """Whether this package's source has changed since it was imported."""
        return self._source != list_source()

    @property
    def is_idle(self) -> bool:
        """Whether none of its processes runs."""
        return not self._processes

    def fork(self, task: str) -> ForkedProcess:
        """Have a process forked.

        Parameters
        ----------
        task : str
            What it shall do, a key of `outcomes.forking.server.TASKS`.

        Raises
        ------
        ForkError
            If the template refuses, and why, or has gone.
        """
        if not self._ready.wait(START_TIMEOUT):
            self._failed = f"it was not ready within {START_TIMEOUT} seconds"
            self._server.kill()  # nobody waits for it again
            self._ready.wait()
        if not self._came_up:
            raise ForkError(f"the template process did not start: {self._failed or self._end()}")
        if not self.is_alive:
            raise ForkError(self._describe_end())
        if self._unsafe:
            raise ForkError(self._unsafe)
        number = next(self._numbers)
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                request = json.dumps({"id": number, "task": task}).encode()
                socket.send_fds(self._control, [request], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise ForkError(self._describe_end()) from error
        answer = self._wait_for(number)
        if "pid" not in answer:
            ours.close()
            raise ForkError(answer.get("refused") or self._describe_end())
        process = ForkedProcess(answer["pid"], Connection(ours.detach()))
        with self._changed:
            usage = self._early.pop(process.pid, None)
            if usage is None and self._control.fileno() >= 0:
                self._processes[process.pid] = process
            else:
                process.set_ended(usage or _KILLED_WITH_TEMPLATE)
        return process

    def close(self) -> None:
        """End the template, and with it every process forked from it that still runs."""
        came_up = self._ready.is_set()
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        if not came_up:
            self._server.kill()  # it listens only once it is up
        try:
            self._server.wait(5)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        if threading.current_thread() is not self._reader:
            self._reader.join(5)

    def _describe_end(self) -> str:
        return f"the template process has gone: {self._end()}"

    def _end(self) -> str:
        """Say how the template process ended."""
        try:
            code = self._server.wait(END_TIMEOUT)
        except subprocess.TimeoutExpired:
            return "it no longer answers"
        return f"it was killed by {name_signal(-code)}" if code < 0 else f"exit code {code}"

    def _wait_for(self, number: int) -> dict[str, Any]:
        with self._changed:
            self._changed.wait_for(lambda: number in self._answers or self._control.fileno() < 0)
            return self._answers.pop(number, {})

    def _read(self) -> None:
        """Take the template's messages until it has gone."""
        while True:
            try:
                text = self._control.recv(MESSAGE)
            except OSError:
                text = b""
            if not text:
                break
            self._handle(json.loads(text))
        with self._changed:
            self._control.close()
            self._ready.set()
            for process in self._processes.values():
                process.kill()  # it died with the template; what it started did not
                process.set_ended(_KILLED_WITH_TEMPLATE)
            self._processes.clear()
            self._changed.notify_all()

    def _handle(self, message: dict[str, Any]) -> None:
        with self._changed:
            if "ready" in message:
                self._unsafe = message["unsafe"]
                self._came_up = True
                self._ready.set()
            elif "failed" in message:
                self._failed = message["failed"]
            elif "ended" in message:
                pid = message.pop("ended")
                process = self._processes.pop(pid, None)
                if process is None:
                    self._early[pid] = Usage(**message)
                else:
                    process.set_ended(Usage(**message))
            else:
                self._answers[message["id"]] = message
            self._changed.notify_all()


_KILLED_WITH_TEMPLATE = Usage(returncode=-signal.SIGKILL)
"""How a process ended whose template has gone: it was killed with it."""
_shared: dict[int, Template] = {}
_retired: list[Template] = []
_sharing = threading.Lock()


def get_template(more: Sequence[str] = ()) -> Template:
    """Return the template of this process; the first call starts it, without waiting for it.

    Parameters
    ----------
    more : sequence of str
        Modules that it imports beside the stack, if this call starts it.

    Raises
    ------
    ForkError
        If the system has no safe fork.
    """
    with _sharing:
        template = _shared.get(os.getpid())
        if template is None or template.can_be_replaced:
            template = _shared[os.getpid()] = Template(more)
            atexit.register(template.close)
        return template


def start_template(more: Sequence[str] = ()) -> None:
    """Have this process's template, if there can be one, come up while other things are done.

    One that has imported other source than stands now gives way to a new one, and ends once the
    processes that were forked from it have ended.
    """
    with _sharing:
        template = _shared.get(os.getpid())
        if template is not None and template.is_outdated:
            _retired.append(_shared.pop(os.getpid()))
        for retired in [each for each in _retired if each.is_idle]:
            _retired.remove(retired)
            retired.close()
    with suppress(ForkError):
        get_template(more)
