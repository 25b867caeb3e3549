"""A shell as ipykernel's, whose messages are handed to a function instead of a socket.

Formatting, magics, tracebacks and figures are ipykernel's own, so a cell shows the same here as in
a kernel; only what carries the messages is replaced. There is no thread and no socket.
"""

from __future__ import annotations

import asyncio
import io
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any

from jupyter_client.session import Session
from traitlets.config import Config

from outcomes.internals import (
    InteractiveShellABC,
    StdinNotImplementedError,
    XCachingCompiler,
    ZMQInteractiveShell,
    clear_payload,
    could_not_show,
    direct_messages,
    read_traceback,
    run_as_kernel,
)

Publish = Callable[[str, dict[str, Any]], None]
"""Takes a message type of the Jupyter protocol and the message's content."""
FLUSH_SECONDS = 0.2
"""Seconds after which printed text is handed on, as ipykernel has it."""
FLUSH_SIZE = 100_000
"""Characters of printed text that are handed on at once, however soon they have come."""


class _FunctionSession(Session):
    """Stands where the kernel has the session that writes to its sockets."""

    def __init__(self, publish: Publish) -> None:
        super().__init__(key=b"", username="")
        self._publish = publish

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> None:
        if isinstance(msg_or_type, str):
            self._publish(msg_or_type, content or {})
        else:
            self._publish(msg_or_type["msg_type"], msg_or_type["content"])


class StreamBuffer:
    """Gathers what is printed, so that many small writes become few messages in their order."""

    def __init__(self, publish: Publish) -> None:
        self._publish = publish
        self._name = ""
        self._parts: list[str] = []
        self._since = 0.0
        self._size = 0
        self._lock = threading.RLock()

    def write(self, name: str, text: str) -> None:
        """Take text for ``stdout`` or ``stderr``."""
        with self._lock:
            now = time.monotonic()
            if name != self._name:
                self.flush()
                self._name = name
            if not self._parts:
                self._since = now
            self._parts.append(text)
            self._size += len(text)
            if now - self._since > FLUSH_SECONDS or self._size > FLUSH_SIZE:
                self.flush()

    def flush(self) -> None:
        """Hand on what is there."""
        with self._lock:
            text = "".join(self._parts)
            self._parts.clear()
            self._size = 0
            if text:
                self._publish("stream", {"name": self._name, "text": text})


class _Stream(io.TextIOBase):
    """What ``sys.stdout`` and ``sys.stderr`` are while cells run."""

    encoding = "UTF-8"

    def __init__(self, name: str, buffer: StreamBuffer) -> None:
        self.name = f"<{name}>"
        self._kind = name
        self._buffer = buffer

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._buffer.write(self._kind, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        self._buffer.flush()

    def fileno(self) -> int:
        return 1 if self._kind == "stdout" else 2


class _DescriptorCapture:
    """Catches what is written past Python, by C code or other programs, to descriptors 1 and 2."""

    def __init__(self) -> None:
        self._files = {"stdout": self._replace(1), "stderr": self._replace(2)}
        self._read = dict.fromkeys(self._files, 0)

    @staticmethod
    def _replace(descriptor: int) -> int:
        with tempfile.TemporaryFile() as file:
            os.dup2(file.fileno(), descriptor)
            kept = os.dup(file.fileno())
        os.set_inheritable(kept, False)
        return kept

    def take(self, name: str, most: int | None) -> str:
        """Return what has come since it was asked last, and no more of it than may be shown."""
        size = os.fstat(self._files[name]).st_size
        if most is not None:
            size = min(size, self._read[name] + most + 1)
        text = os.pread(self._files[name], size - self._read[name], self._read[name])
        self._read[name] = size
        return text.decode("utf-8", "replace")


class NotebookShell(ZMQInteractiveShell):
    """The shell of a notebook that is run in a batch.

    It is made before the process is forked, and connected afterwards.
    """

    def __init__(self, **options: Any) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        options.setdefault("config", config)
        options.setdefault("compiler_class", XCachingCompiler)
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def connect(self, publish: Publish, most: int | None = None) -> None:
        """Send everything that cells show to a function, from now on.

        Parameters
        ----------
        publish : callable
            Takes message type and content.
        most : int, optional
            Bytes that may be shown; of what was written past Python no more is read.
        """
        self._most = most
        self._buffer = StreamBuffer(publish)
        self._capture = _DescriptorCapture()

        def publish_in_order(kind: str, content: dict[str, Any]) -> None:
            self._buffer.flush()
            publish(kind, content)

        direct_messages(self, _FunctionSession(publish_in_order))
        sys.stdout = _Stream("stdout", self._buffer)
        sys.stderr = _Stream("stderr", self._buffer)
        os.register_at_fork(after_in_child=_print_past_python)
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)

    def execute(self, source: str) -> dict[str, Any]:
        """Run a cell.

        Returns
        -------
        dict
            The content of an ``execute_reply`` of the Jupyter protocol.
        """
        try:
            result = self._loop.run_until_complete(run_as_kernel(self, source))
        finally:
            self._take_captured()
            self._buffer.flush()
        error = result.error_before_exec or result.error_in_exec
        reply: dict[str, Any] = {"execution_count": self.execution_count - 1, "status": "ok"}
        if not result.success or could_not_show(self):
            reply |= {
                "status": "error",
                "ename": type(error).__name__,
                "evalue": _say(error),
                "traceback": read_traceback(self),
            }
        clear_payload(self)
        return reply

    def _take_captured(self) -> None:
        for name in ("stdout", "stderr"):
            text = self._capture.take(name, self._most)
            if text:
                self._buffer.write(name, text)


def _print_past_python() -> None:
    """Have a process that a cell forks print to the descriptors, which are shown after the cell."""
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115


def _say(error: BaseException) -> str:
    """Return what an exception says; one that cannot be asked says nothing."""
    try:
        return str(error)
    except Exception:
        return ""


def refuse_input(*_: Any, **__: Any) -> str:
    """Stand for ``input``: nobody is there to answer."""
    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."
    )


InteractiveShellABC.register(NotebookShell)
