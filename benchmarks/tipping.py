"""The jackknife of shifted imputations at three sizes, beside fitting anew without each patient.

What a user would otherwise run is a loop that fits the mixed model anew without each patient; it is
timed for a few patients, and told for all of them.

    python -m benchmarks tipping
"""

from __future__ import annotations

import argparse
import time
from itertools import pairwise

import numpy as np
import pandas as pd

from benchmarks.mmrm import COLUMNS, FORMULA, make_trial
from outcomes.analysis.imputation import ConditionalMeans
from outcomes.analysis.mmrm import MMRMFit, fit_mmrm

SIZES = (2_000, 20_000, 200_000)
VISITS = 5
REFITTED = 5
"""Patients for whom the model is fitted anew."""
TIMES_FASTER = 50
"""At the first size."""
MOST_SECONDS = 5.0
"""At the second."""
MOST_GROWTH = 12.0
"""Most times the time that ten times the patients may take."""


def main(arguments: list[str]) -> int:
    """Time each size; return 1 where a promise is not kept."""
    argparse.ArgumentParser(prog="python -m benchmarks tipping").parse_args(arguments)
    seconds: list[float] = []
    ratios: list[float] = []
    for patients in SIZES:
        frame = make_trial(patients, VISITS)
        fit = fit_mmrm(FORMULA, frame, **COLUMNS)
        own = time_jackknife(fit, frame)
        other = time_refits(frame, patients)
        seconds.append(own)
        ratios.append(other / own)
        print(
            f"{patients:>9,} patients x {VISITS} visits: {own:.2f} s; fitted anew without each "
            f"{other:,.0f} s (from {REFITTED} of them); {other / own:,.0f} times faster"
        )
    growth = [later / earlier for earlier, later in pairwise(seconds)]
    print("ten times the patients take " + ", ".join(f"{each:.1f}" for each in growth) + " times")
    kept = ratios[0] >= TIMES_FASTER and seconds[1] < MOST_SECONDS and max(growth) <= MOST_GROWTH
    return int(not kept)


def time_jackknife(fit: MMRMFit, frame: pd.DataFrame) -> float:
    """Return the seconds of all sums without each patient."""
    names = ["arm", "baseline", "sex"]
    people = frame.drop_duplicates("id").set_index("id")[names]
    columns = np.column_stack([np.ones(len(people)), people["baseline"]])
    columns /= np.sqrt((columns**2).sum(axis=0))
    seconds = []
    for _ in range(2):  # the first also loads libraries
        started = time.perf_counter()
        ConditionalMeans(fit, people, fit.design.visits[-1]).total_without_each(columns)
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def time_refits(frame: pd.DataFrame, patients: int) -> float:
    """Return the seconds that fitting anew without each patient would take."""
    names = frame["id"].unique()[:REFITTED]
    started = time.perf_counter()
    for name in names:
        fit_mmrm(FORMULA, frame[frame["id"] != name], **COLUMNS)
    return (time.perf_counter() - started) / REFITTED * patients


if __name__ == "__main__":
    raise SystemExit(main([]))
