"""Kill a run at a moment, resume it, and compare with a run that nobody disturbed."""

from __future__ import annotations

import time
from pathlib import Path

from tests.runs.program import (
    Program,
    find_half_made,
    read_results,
    read_states,
    read_timeless_ledger,
    run_here,
)
from tests.small_project import RESULTS, make_project, write_study

DRAWS = """
import random
import numpy as np
import matplotlib.pyplot as plt

plt.plot(np.random.normal(size=20))
print(random.random(), hash("pain"), {"a", "b", "c"})
"""
_STUDIES = ("hip-small", "knee-small")


def make_killable(root: Path) -> Path:
    """Lay out two studies of three and two quick reports."""
    notebooks = {f"{n}0_part_{n}": [RESULTS, DRAWS if n == 1 else "level"] for n in (1, 2, 3)}
    make_project(root, notebooks)
    write_study(root, "hip-small", ["part-1", "part-2"])
    return root


def make_outdated(root: Path) -> Path:
    """Lay out the same studies, whose reports stand, made with another seed."""
    make_killable(root)
    done = run_here(root, "run", "--seed", "1")
    if done.returncode:
        raise RuntimeError(done.stderr)
    return root


def measure(root: Path) -> float:
    """Run a project undisturbed; return the seconds of it."""
    began = time.monotonic()
    done = Program(root, ("run",)).finish()
    if done.returncode:
        raise RuntimeError(done.stderr)
    return time.monotonic() - began


def kill_and_resume(root: Path, at: float, reports: int = 0) -> str:
    """Kill a run some seconds after its start, or after it has made reports, then run again.

    Parameters
    ----------
    root : Path
        From `make_killable`.
    at : float
        Seconds; later than its end, the run is not killed.
    reports : int
        How many pages of reports have to stand before the seconds are counted.

    Returns
    -------
    str
        How far the run had come: ``nothing written``, ``begun``, how many reports stood, ``ended``.
    """
    program = Program(root, ("run",))
    while program.process.poll() is None and count_pages(root) < reports:
        time.sleep(0.001)
    wait_until_or_end(program, at)
    program.process.kill()
    done = program.finish()
    reached = "ended" if done.returncode >= 0 else describe_progress(root)
    resumed = run_here(root, "run")
    if resumed.returncode:
        raise RuntimeError(resumed.stderr)
    return reached


def wait_until_or_end(program: Program, seconds: float) -> None:
    """Wait some seconds, or less if the program ends before."""
    last = time.monotonic() + seconds
    while program.process.poll() is None and time.monotonic() < last:
        time.sleep(0.001)


def count_pages(root: Path) -> int:
    """Count the reports that stand, whatever the ledger says of them."""
    places = ((study, part) for study in _STUDIES for part in (1, 2, 3))
    return sum((root / f"reports/{s}/part-{n}/index.html").is_file() for s, n in places)


def describe_progress(root: Path) -> str:
    """Tell how far a killed run has come."""
    if not (root / "reports").exists() and not (root / "data/processed").exists():
        return "nothing written"
    if not (root / "reports/manifest.json").exists():
        return "begun"
    states = [state for study in _STUDIES for state in read_states(root, study).values()]
    return f"{states.count('succeeded')} reports"


def compare(whole: Path, resumed: Path) -> list[str]:
    """Return what differs between two projects, times and memory aside; nothing if all is well."""
    first, second = read_results(whole), read_results(resumed)
    differing = [name for name in {*first, *second} if first.get(name) != second.get(name)]
    if read_timeless_ledger(whole) != read_timeless_ledger(resumed):
        differing.append("reports/manifest.json")
    return sorted([*differing, *find_half_made(resumed)])
