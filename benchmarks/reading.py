"""How long checking and loading a large study takes, beside pandas reading its files alone.

Participants with five visits each, in two CSV files: at three sizes, to see that cost is linear,
each in a process of its own, to see the memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

SIZES = (10_000, 100_000, 1_000_000)
MOST_SECONDS, MOST_BYTES = 25.0, 2 * 1024**3
MOST_GROWTH = 1.5
"""How much more a participant may cost at the largest size than at the one before."""

VISITS = {"baseline": 0, "week 6": 6, "week 12": 12, "week 26": 26, "week 52": 52}
STUDY = """\
id: {id}
title: Made-up study of {size} participants
provenance: collected
design: parallel
joint: knee
arms:
  drug: {{label: Drug, role: active}}
  placebo: {{label: Placebo, role: placebo}}
visits: [{visits}]
tables: {{participants: participants.csv, scores: scores.csv}}
measures:
  pain: {{instrument: pain-vas}}
plan:
  primary: {{endpoint: pain, visit: week 52, comparison: [drug, placebo], method: mmrm}}
  covariates: [age, sex]
reports: {reports}
"""


def main(arguments: list[str]) -> int:
    """Print seconds, memory and the ratio to pandas at each size, and whether the bars are met."""
    if arguments[:1] == ["--load"]:
        return _load(Path(arguments[1]))
    if arguments:
        print("this benchmark has no options")
        return 2
    seconds, peaks = [], []
    with tempfile.TemporaryDirectory() as place:
        for size in SIZES:
            folder = write_study(Path(place), size, "[data-quality]")
            begin = time.perf_counter()
            for name in ("participants.csv", "scores.csv"):
                pd.read_csv(folder / name)
            alone = time.perf_counter() - begin
            command = [sys.executable, "-m", "benchmarks.reading", "--load", str(folder)]
            done = subprocess.run(command, capture_output=True, check=True, text=True)
            taken, peak = map(float, done.stdout.split())
            seconds.append(taken)
            peaks.append(peak)
            print(
                f"{size} participants: {taken:.2f} s, {peak / 1024**3:.2f} GB, {taken / alone:.1f} "
                f"times pandas.read_csv alone ({alone:.2f} s)"
            )
    growth = (seconds[-1] / SIZES[-1]) / (seconds[-2] / SIZES[-2])
    met = seconds[-1] < MOST_SECONDS and peaks[-1] < MOST_BYTES and growth < MOST_GROWTH
    print(
        f"a participant costs {growth:.2f} times as much at {SIZES[-1]} as at {SIZES[-2]}; asked "
        f"{MOST_SECONDS:g} s, 2 GB and {MOST_GROWTH:g} times: {'met' if met else 'not met'}"
    )
    return 0 if met else 1


def _load(folder: Path) -> int:
    from outcomes.study import load_study

    begin = time.perf_counter()
    load_study(folder)
    taken = time.perf_counter() - begin
    unit = 1 if sys.platform == "darwin" else 1024
    print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
    return 0


def write_study(place: Path, size: int, reports: str) -> Path:
    """Write a made-up study of two arms and five visits, and return its folder."""
    folder = place / f"made-up-{size}"
    folder.mkdir(parents=True)
    rng = np.random.default_rng(size)
    ids = np.char.add("P", np.char.zfill(np.arange(size).astype(str), 7))
    people = {
        "participant": ids,
        "arm": np.where(np.arange(size) % 2, "drug", "placebo"),
        "age": rng.integers(30, 80, size),
        "sex": np.where(rng.random(size) < 0.5, "female", "male"),
    }
    pd.DataFrame(people).to_csv(folder / "participants.csv", index=False)
    scores = {
        "participant": np.repeat(ids, len(VISITS)),
        "visit": np.tile(list(VISITS), size),
        "pain": np.round(rng.uniform(0, 100, size * len(VISITS)), 1),
    }
    pd.DataFrame(scores).to_csv(folder / "scores.csv", index=False)
    visits = ", ".join(f"{{name: {name}, week: {week}}}" for name, week in VISITS.items())
    text = STUDY.format(id=folder.name, size=size, visits=visits, reports=reports)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
