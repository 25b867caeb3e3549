"""The template process: single-threaded, everything imported, forks on request.

`outcomes.forking.template.Template` starts it as
``python -m outcomes.forking.server FD MODULE...``, the modules being those that it imports beside
the stack. It reads requests from the socket ``FD``, each with the file descriptor of the new
process's own connection, and reports which process it made and how each of its processes ended.
When the socket closes, because its owner closed it or died, it kills what it made and ends.
"""

from __future__ import annotations

import ctypes
import json
import os
import selectors
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from outcomes.forking.calls import answer_call
from outcomes.forking.cells import run_cells
from outcomes.forking.kernel import run_kernel
from outcomes.forking.orphans import kill_orphans, take_orphans
from outcomes.forking.preload import preload

MESSAGE = 65536
"""Bytes that one message on the control socket may have."""
TASKS: dict[str, Callable[[Connection], int]] = {
    "call": answer_call,
    "cells": run_cells,
    "kernel": run_kernel,
}
"""What a forked process can do; each is given its connection and returns its exit code."""
END_SECONDS = 4
"""Seconds for which it kills what its processes have started, once its owner has gone."""
_PR_SET_PDEATHSIG = 1


class Server:
    """Forks this process on request.

    Parameters
    ----------
    control : socket.socket
        Where requests come from; of type SEQPACKET, so that messages keep their bounds.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._living: set[int] = set()
        self._ended, self._waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def serve(self) -> None:
        """Answer requests until the socket closes, then end every process made."""
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _ignore_signal)
        take_orphans()
        self._send(ready=True, unsafe=find_reason_not_to_fork(self._control.fileno()))
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._ended, selectors.EVENT_READ)
            while self._control.fileno() >= 0:
                for key, _ in selector.select():
                    if key.fileobj is self._control:
                        if not self._answer():
                            self._end()
                            return
                    else:
                        os.read(self._ended, MESSAGE)
                        self._report_exits()

    def _answer(self) -> bool:
        """Answer one request; False if there will be none any more."""
        with suppress(OSError):
            text, fds, _, _ = socket.recv_fds(self._control, MESSAGE, 1)
            if not text:
                return False
            request = json.loads(text)
            reason = find_reason_not_to_fork(self._control.fileno(), *fds)
            if reason:
                self._send(id=request["id"], refused=reason)
            else:
                pid = os.fork() or self._run_task(request["task"], fds[0])
                self._living.add(pid)
                self._send(id=request["id"], pid=pid)
            for fd in fds:
                os.close(fd)
            return True
        return False

    def _run_task(self, task: str, fd: int) -> NoReturn:
        """Be the new process: leader of its own group, and not to outlive the template."""
        code = 1
        try:
            os.setsid()
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            take_orphans()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for own in (self._control.detach(), self._ended, self._waker):
                os.close(own)
            os.set_inheritable(fd, False)
            code = TASKS[task](Connection(fd))
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        except BrokenPipeError:
            code = 1  # whoever asked has gone
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def _report_exits(self) -> None:
        """Tell of each process that has ended, and end what it has left running."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                break
            if pid not in self._living:
                continue  # an orphan that was killed
            self._living.discard(pid)
            _kill_group(pid)
            self._send(
                ended=pid,
                returncode=os.waitstatus_to_exitcode(status),
                cpu_seconds=round(usage.ru_utime + usage.ru_stime, 3),
                peak_memory=usage.ru_maxrss * 1024,
            )
        kill_orphans(self._living)  # each sends a signal that brings us here again

    def _send(self, **message: Any) -> None:
        with suppress(OSError):  # the owner has gone; the next read shows it
            self._control.send(json.dumps(message).encode())

    def _end(self) -> None:
        """Kill every process made and whatever these have started, and wait until all is gone."""
        for pid in self._living:
            _kill_group(pid)
        last = time.monotonic() + END_SECONDS
        with suppress(ChildProcessError):
            while time.monotonic() < last:
                kill_orphans()
                while os.wait4(-1, os.WNOHANG)[0]:
                    pass
                time.sleep(0.01)


def find_reason_not_to_fork(*own: int) -> str:
    """Return why this process cannot be forked safely; an empty text if it can be.

    A lock that another thread holds at the moment of the fork stays locked in the new process for
    ever, and a socket would be shared by both.

    Parameters
    ----------
    *own : int
        File descriptors of sockets that are meant to be open.
    """
    if sys.platform != "linux":
        return "forking a process that has loaded numerical libraries is only safe on Linux"
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads > 1:
        return f"the template has {threads} threads"
    fds = [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]
    sockets = [fd for fd in fds if fd > 2 and fd not in own and _is_socket(fd)]
    return f"the template has {len(sockets)} open sockets" if sockets else ""


def _is_socket(fd: int) -> bool:
    with suppress(OSError):
        return str(Path(f"/proc/self/fd/{fd}").readlink()).startswith("socket:")
    return False


def _kill_group(pid: int) -> None:
    """End a process, and whatever it started and left behind."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _ignore_signal(signum: int, frame: Any) -> None:
    """Have the wakeup descriptor written; there is nothing else to do in a handler."""


def main() -> None:
    """Import everything, then serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    try:
        preload(sys.argv[2:])
    except Exception as error:
        with suppress(OSError):
            control.send(json.dumps({"failed": _describe(error)}).encode())
        sys.exit(1)
    Server(control).serve()


def _describe(error: Exception) -> str:
    """Return an error in one line, with the place that raised it or asked for the import."""
    frames = traceback.extract_tb(error.__traceback__)
    place = [frame for frame in frames if not frame.filename.startswith("<frozen importlib")][-1]
    said = str(error).strip().splitlines()
    message = f"{type(error).__name__}: {said[0] if said else ''}"
    return f"{message} ({Path(place.filename).name}, line {place.lineno})"[: MESSAGE // 2]


if __name__ == "__main__":
    main()
