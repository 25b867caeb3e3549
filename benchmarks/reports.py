"""How long a study takes from its files to the pages of data quality and treatment effect.

Participants with five visits each, at four sizes, run as a user runs them, two reports at a time.
Beside it, at the smaller sizes: one mixed model with a random intercept by statsmodels of the same
scores, which a user would otherwise fit, and which makes no page.

    python -m benchmarks reports
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from statsmodels.regression.mixed_linear_model import MixedLM

from benchmarks.reading import write_study

SIZES = (10_000, 20_000, 100_000, 1_000_000)
COMPARED = 20_000
"""Largest size at which statsmodels is timed."""

MOST_SECONDS = {20_000: 25.0, 1_000_000: 120.0}
MOST_BYTES = 4 * 1024**3
"""Of the largest process."""

MOST_GROWTH = 1.2
"""How much more a participant may cost at the largest size than at the one before."""

REPORTS = "[data-quality, treatment-effect]"
ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Print seconds, memory and the ratio to statsmodels at each size, and whether bars are met."""
    if arguments:
        print("this benchmark has no options")
        return 2
    seconds: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as place:
        project = Path(place)
        shutil.copytree(ROOT / "notebooks", project / "notebooks")
        for size in SIZES:
            folder = write_study(project / "data" / "raw", size, REPORTS)
            seconds[size] = _run(project, folder.name)
            told = ""
            if size <= COMPARED:
                alone = _fit_by_statsmodels(folder)
                told = (
                    f"; one model by statsmodels {alone:.1f} s ({alone / seconds[size]:.1f} times)"
                )
            print(f"{size} participants: {seconds[size]:.1f} s{told}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    peak *= 1 if sys.platform == "darwin" else 1024
    last, before = SIZES[-1], SIZES[-2]
    growth = (seconds[last] / last) / (seconds[before] / before)
    met = all(seconds[size] < most for size, most in MOST_SECONDS.items())
    met = met and peak < MOST_BYTES and growth < MOST_GROWTH
    print(
        f"a participant costs {growth:.2f} times as much at {last} as at {before}; the largest "
        f"process took {peak / 1024**3:.2f} GB; asked 25 s at 20000, 120 s and 4 GB at {last}, "
        f"{MOST_GROWTH:g} times: {'met' if met else 'not met'}"
    )
    return 0 if met else 1


def _run(project: Path, study: str) -> float:
    command = [str(Path(sys.executable).with_name("outcomes")), "run", study, "--jobs", "2"]
    begin = time.perf_counter()
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    return time.perf_counter() - begin


def _fit_by_statsmodels(folder: Path) -> float:
    people = pd.read_csv(folder / "participants.csv")
    scores = pd.read_csv(folder / "scores.csv")
    baseline = scores[scores["visit"] == "baseline"].set_index("participant")["pain"]
    later = scores[scores["visit"] != "baseline"].merge(people, on="participant")
    later["baseline"] = later["participant"].map(baseline)
    begin = time.perf_counter()
    formula = "pain ~ C(arm) * C(visit) + baseline * C(visit) + age + C(sex)"
    MixedLM.from_formula(formula, later, groups="participant").fit()
    return time.perf_counter() - begin


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
