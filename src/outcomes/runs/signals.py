"""Have a run ended by SIGTERM as by Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class _SignalInterrupt(KeyboardInterrupt):
    """The run was ended by a signal, whose number is ``signum``."""

    def __init__(self, signum: int) -> None:
        self.signum = signum
        super().__init__(signum)


@contextmanager
def interrupt_on_signals() -> Iterator[None]:
    """Have SIGINT and SIGTERM raise `_SignalInterrupt`; only the main thread gets signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(signum: int, frame: FrameType | None) -> None:
        raise _SignalInterrupt(signum)

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
