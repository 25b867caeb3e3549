"""How long a notebook may run, and how much of the machine it may take."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from outcomes.errors import RunError

_GRACE = 5
"""Seconds of CPU between the signal that can be caught and the one that cannot."""


@dataclass(frozen=True)
class Limits:
    """What one notebook may take; None for no limit.

    Parameters
    ----------
    wall : float, optional
        Seconds from its start to its end.
    cpu : float, optional
        Seconds of CPU.
    memory : int, optional
        Bytes that it may allocate beside what was there when it started.
    output : int, optional
        Bytes that it may show, in all cells together.

    All but the last count for the notebook's process and all that it has started together.
    """

    wall: float | None = 3600.0
    cpu: float | None = None
    memory: int | None = None
    output: int | None = 20_000_000

    def to_dict(self) -> dict[str, Any]:
        """Return the limits as plain values."""
        return asdict(self)


def limit_this_process(limits: Limits) -> None:
    """Have the system hold this process to its CPU and memory.

    So a cell that allocates too much is refused it and can say so; `outcomes.forking.guard` sees
    to the rest.

    Where the system knows no such limits (Windows), or does not keep them (memory on macOS),
    nothing is limited.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limits.cpu is not None:
        seconds = max(1, round(limits.cpu))
        _lower(resource.RLIMIT_CPU, seconds, seconds + _GRACE)
    if limits.memory is not None:
        most = _allocated() + limits.memory
        _lower(resource.RLIMIT_DATA, most, most)


def _lower(which: int, soft: int, hard: int) -> None:
    import resource

    _, now = resource.getrlimit(which)
    if now != resource.RLIM_INFINITY:
        soft, hard = min(soft, now), min(hard, now)
    resource.setrlimit(which, (soft, hard))


def _allocated() -> int:
    """Bytes of private memory that can be written, as RLIMIT_DATA counts them."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return 0
    return int(statm.read_text().split()[5]) * os.sysconf("SC_PAGE_SIZE")


def parse_time(text: str) -> float:
    """Read a span of time, ``90``, ``90s``, ``15m`` or ``2h``, as seconds.

    Raises
    ------
    RunError
        If it is none.
    """
    return _parse(text, {"": 1, "s": 1, "m": 60, "h": 3600}, "a time as 90s, 15m or 2h")


def parse_size(text: str) -> int:
    """Read an amount of memory, ``800MB`` or ``4GB``, as bytes.

    Raises
    ------
    RunError
        If it is none.
    """
    return int(_parse(text, {"mb": 10**6, "gb": 10**9}, "an amount as 800MB or 4GB"))


def _parse(text: str, units: Mapping[str, int], form: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]*)", text.strip().lower())
    if match is None or match[2] not in units or float(match[1]) <= 0:
        raise RunError(f"cannot read the limit {text!r}. Write {form}.")
    return float(match[1]) * units[match[2]]
