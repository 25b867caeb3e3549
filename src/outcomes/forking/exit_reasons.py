"""Why a notebook's process ended before the notebook did, and how the notebook says so."""

from __future__ import annotations

import signal
from enum import StrEnum
from pathlib import Path
from typing import Any

from outcomes.errors import NotebookDiedError
from outcomes.forking.guard import Excess
from outcomes.forking.limits import Limits
from outcomes.forking.outputs import cut_outputs


class ExitReason(StrEnum):
    """How a process came to its end, in the words of the ledger's states."""

    KILLED = "killed"
    OUT_OF_MEMORY = "out-of-memory"
    TIMED_OUT = "timed-out"
    TOO_MUCH_OUTPUT = "too-much-output"

    @property
    def exception(self) -> str:
        """What stands where an exception's name would."""
        return "".join(word.capitalize() for word in self.split("-"))


_REASONS = {
    Excess.WALL: ExitReason.TIMED_OUT,
    Excess.CPU: ExitReason.TIMED_OUT,
    Excess.MEMORY: ExitReason.OUT_OF_MEMORY,
    Excess.OUTPUT: ExitReason.TOO_MUCH_OUTPUT,
}
MEMORY_SIGNALS = {
    getattr(signal, name) for name in ("SIGABRT", "SIGSEGV", "SIGBUS") if hasattr(signal, name)
}
"""Signals that usually follow a failed allocation."""
MEMORY_SHARE = 0.8
"""Share of its memory limit from which such a signal is attributed to lack of memory."""


def is_memory_error(name: str) -> bool:
    """Whether an exception of this name says that memory was refused (numpy has its own)."""
    return name.endswith("MemoryError")


def count_oom_kills() -> int:
    """Return how many processes this system has killed for lack of memory; 0 where unknown."""
    try:
        lines = Path("/proc/vmstat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)


def format_span(seconds: float) -> str:
    """Write a span of time: ``90 seconds``, ``60 minutes``."""
    whole = 120
    return f"{seconds / 60:g} minutes" if seconds >= whole else f"{seconds:g} seconds"


def format_size(size: int) -> str:
    """Write an amount of memory or output: ``800 MB``, ``2.5 GB``."""
    giga = 10**9
    return f"{size / giga:g} GB" if size >= giga else f"{size / 10**6:g} MB"


def describe_excess(excess: Excess, limits: Limits) -> str:
    """Say what a process did that was ended for it: ``ran for more than 3 seconds``."""
    if excess is Excess.WALL:
        return f"ran for more than {format_span(limits.wall or 0)}"
    if excess is Excess.CPU:
        return f"used more than {format_span(limits.cpu or 0)} of CPU"
    if excess is Excess.MEMORY:
        return (
            f"took more than {format_size(limits.memory or 0)} of memory, with all it had started"
        )
    return f"showed more than {format_size(limits.output or 0)} of output"


def explain_excess(excess: Excess, limits: Limits, cell: int) -> NotebookDiedError:
    """Return the error of a notebook that was ended because it took too much of something."""
    reason = _REASONS[excess]
    message = f"the notebook was ended because it {describe_excess(excess, limits)}"
    return NotebookDiedError(reason, reason.exception, message, cell)


def make_cell_timeout(seconds: float, cell: int) -> NotebookDiedError:
    """Return the error of a notebook that was ended because one cell ran too long."""
    message = f"the notebook was ended because the cell ran for more than {format_span(seconds)}"
    return NotebookDiedError(ExitReason.TIMED_OUT, ExitReason.TIMED_OUT.exception, message, cell)


def explain_broken_off(cell: int) -> NotebookDiedError:
    """Return the error of a notebook whose process went on and could no longer be understood."""
    message = "the notebook was ended because its process no longer answered as it should"
    return NotebookDiedError(ExitReason.KILLED, "BrokenOff", message, cell)


def explain_exit(
    returncode: int | None, limits: Limits, cell: int, *, peak_memory: int, oom_kills: int
) -> NotebookDiedError:
    """Return the error of a notebook whose process ended by itself, or was ended from outside.

    Parameters
    ----------
    returncode : int or None
        Exit code, or minus the signal; None if it is not known.
    limits : Limits
        What the notebook was held to.
    cell : int
        Position of the cell that was running.
    peak_memory : int
        Bytes resident at most.
    oom_kills : int
        How many processes the system has killed for lack of memory meanwhile.
    """
    if returncode is None or returncode >= 0:
        code = "" if returncode is None else f" with exit code {returncode}"
        message = f"the process that ran the notebook ended{code} before the notebook did"
        return NotebookDiedError(ExitReason.KILLED, "Exit", message, cell)
    number = -returncode
    name = name_signal(number)
    if number == getattr(signal, "SIGXCPU", None) and limits.cpu is not None:
        return explain_excess(Excess.CPU, limits, cell)
    hit_limit = limits.memory is not None and peak_memory > MEMORY_SHARE * limits.memory
    if (name == "SIGKILL" and oom_kills) or (number in MEMORY_SIGNALS and hit_limit):
        message = f"the process that ran the notebook ran out of memory and was killed ({name})"
        return NotebookDiedError(
            ExitReason.OUT_OF_MEMORY, ExitReason.OUT_OF_MEMORY.exception, message, cell
        )
    message = f"the process that ran the notebook was killed by {name}"
    return NotebookDiedError(ExitReason.KILLED, name, message, cell)


def name_signal(number: int) -> str:
    """Return a signal's name, ``SIGKILL``, also of one that Python has no name for."""
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"


def show_exit(manager: Any, cell: Any, index: int, death: NotebookDiedError) -> None:
    """Show in the running cell what happened; cells after it stay ``pending``.

    papermill would call the cell completed.

    Parameters
    ----------
    manager : papermill.engines.NotebookExecutionManager
        Keeps the states of the cells: after a failed one it calls none completed.
    cell : nbformat.NotebookNode
        The cell that was running.
    index : int
        Its position.
    death : NotebookDiedError
        What happened.
    """
    import nbformat

    if death.state == ExitReason.TOO_MUCH_OUTPUT:
        cut_outputs(cell)
    shown = nbformat.v4.new_output(
        "error",
        ename=death.name,
        evalue=str(death),
        traceback=[f"{death.name}: {death}. This cell did not end, and no cell after it was run."],
    )
    cell.outputs.append(shown)
    cell.execution_count = None  # whether a dying kernel has told it is a matter of chance
    manager.cell_exception(cell, cell_index=index, exception=death)
