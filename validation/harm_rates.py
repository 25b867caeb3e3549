"""Count how often the intervals of rates of adverse events hold what they claim.

Two arms of n participants. Each would be followed for a year, but leaves after a time drawn from
an exponential distribution (on average after 2 years); the arm leaves ``leaving`` times as fast.
Events come at a rate of their own: of the comparator's participants on average ``rate`` a year, of
the arm's ``ratio`` times as many. With ``spread`` 0 everybody's rate is the same; else rates are
gamma distributed with that variance relative to the squared mean, so that the events of one
participant hang together and first events come less and less often.

Each row of the table is one kind of study and one interval; ``coverage`` counts how often it holds
the truth among the studies for which it is given (their share is ``given``): the arm's incidence
rate, difference and ratio of two, and the ratio of the rates of all events. Where rates spread, the
truth of first events is their number expected over the expected time at risk. ``mc_error`` is the
Monte-Carlo standard error.

    python -m validation harm-rates [--number 4000] [--write]

Without ``--write`` nothing is written: the run is held against the pinned table.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.rate_intervals import (
    rate_difference_interval,
    rate_interval,
    rate_ratio_interval,
    robust_rate_ratio,
)
from outcomes.errors import NotEstimableError

SIZES = (15, 30, 100)
RATES = (0.05, 0.3, 1.5)
RATIOS = (1.0, 2.0)
SPREADS = (0.0, 1.0)
LEAVING = (1.0, 3.0)
YEARS_UNTIL_LEFT = 2.0
LEVEL = 0.95
SEED = 20261127
PINNED = Path(__file__).parent / "harms" / "coverage.csv"
KEYS = ["n", "rate", "ratio", "spread", "leaving", "interval"]

Arm = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Of each study and participant: time followed, events in it, time until the first or the end."""


def draw_arm(
    rng: np.random.Generator, number: int, n: int, rate: float, spread: float, leaving: float
) -> Arm:
    """Return an arm of many studies; arrays are (number, n)."""
    shape = (number, n)
    followed = np.minimum(1.0, rng.exponential(YEARS_UNTIL_LEFT / leaving, shape))
    own = rate * (rng.gamma(1 / spread, spread, shape) if spread else np.ones(shape))
    first = rng.exponential(1.0, shape) / own
    had = first <= followed
    # after the first, the others are Poisson over what is left
    more = rng.poisson(own * np.where(had, followed - first, 0.0))
    return followed, np.where(had, 1 + more, 0), np.minimum(first, followed)


def find_truth(rate: float, spread: float, leaving: float) -> float:
    """Return the incidence rate of first events: expected events over expected time at risk.

    With survival ``S(t)`` until an event and ``G(t)`` until leaving, time at risk is the integral
    of their product over the year, and events that of ``-S'`` times ``G``.
    """
    t = np.linspace(0.0, 1.0, 20_001)
    survival = (1 + spread * rate * t) ** (-1 / spread) if spread else np.exp(-rate * t)
    hazard = rate / (1 + spread * rate * t)
    at_risk = survival * np.exp(-t * leaving / YEARS_UNTIL_LEFT)
    return float(np.trapezoid(hazard * at_risk, t) / np.trapezoid(at_risk, t))


def run_cell(cell: tuple[int, float, float, float, float], number: int, seed: list[int]) -> list:
    """Return the rows of one kind of study."""
    n, rate, ratio, spread, leaving = cell
    rng = np.random.default_rng(seed)
    ours = draw_arm(rng, number, n, ratio * rate, spread, leaving)
    theirs = draw_arm(rng, number, n, rate, spread, 1.0)
    truths = [find_truth(ratio * rate, spread, leaving), find_truth(rate, spread, 1.0)]
    intervals: dict[str, tuple[float, Callable[[int], dict[str, Any]]]] = {
        "rate, exact": (truths[0], lambda k: rate_interval(*_first(ours, k), LEVEL)),
        "difference, MOVER": (
            truths[0] - truths[1],
            lambda k: rate_difference_interval(*_first(ours, k), *_first(theirs, k), LEVEL),
        ),
        "ratio, score": (
            truths[0] / truths[1],
            lambda k: rate_ratio_interval(*_first(ours, k), *_first(theirs, k), LEVEL),
        ),
        "ratio of all, robust": (
            ratio,
            lambda k: robust_rate_ratio(ours[1][k], ours[0][k], theirs[1][k], theirs[0][k], LEVEL),
        ),
    }
    rows = []
    for name, (truth, make) in intervals.items():
        held = np.array([hold(make, k, truth) for k in range(number)])
        given = held[~np.isnan(held)]
        row = dict(zip(KEYS, (*cell, name), strict=True))
        row |= {"number": number, "given": len(given) / number}
        if len(given) > 1:
            row["coverage"] = given.mean()
            row["mc_error"] = float(np.std(given, ddof=1) / np.sqrt(len(given)))
        rows.append(row)
    return rows


def _first(arm: Arm, study: int) -> tuple[int, float]:
    """Return participants with an event and the time at risk of one study."""
    return int(np.count_nonzero(arm[1][study])), float(arm[2][study].sum())


def hold(make: Callable[[int], dict[str, Any]], study: int, truth: float) -> float:
    """Whether the interval of a study holds the truth; NaN where none is given."""
    try:
        row = make(study)
    except NotEstimableError:
        return np.nan
    return float(row["ci_low"] <= truth <= row["ci_high"])


def run(number: int) -> pd.DataFrame:
    """Run every cell; return the table."""
    rows: list[dict] = []
    cells = itertools.product(SIZES, RATES, RATIOS, SPREADS, LEAVING)
    for place, cell in enumerate(cells):
        found = run_cell(cell, number, [SEED, place])
        rows += found
        shown = ", ".join(f"{row['interval']} {row.get('coverage', np.nan):.3f}" for row in found)
        print(f"n {cell[0]}, rate {cell[1]} x {cell[2]}, spread {cell[3]}: {shown}", flush=True)
    return pd.DataFrame(rows)


def differ(results: pd.DataFrame, pinned: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are not as pinned, beyond what chance or a platform can make."""
    both = pinned.merge(results, on=KEYS, how="outer", suffixes=("_pinned", ""))
    same = both["number"] == both["number_pinned"]
    both["allowed"] = 1e-4 + 4 * np.hypot(both["mc_error"], both["mc_error_pinned"])
    # A share of 0 or 1 has no error of its own: so few studies may be told apart by chance.
    both["allowed"] += 4 / np.minimum(both["number"], both["number_pinned"])
    apart = (both["coverage"] - both["coverage_pinned"]).abs()
    either = both["coverage"].isna() & both["coverage_pinned"].isna()
    return both[~(either | (apart <= np.where(same, 1e-3, both["allowed"])))]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m validation harm-rates")
    parser.add_argument("--number", type=int, default=4000, help="studies of each kind")
    parser.add_argument("--write", action="store_true", help="pin the table anew")
    options = parser.parse_args(arguments)
    results = run(options.number)
    if options.write:
        PINNED.parent.mkdir(parents=True, exist_ok=True)
        results.to_csv(PINNED, index=False, float_format="%.6g")
        return 0
    off = differ(results, pd.read_csv(PINNED))
    print(f"{len(off)} rows differ from {PINNED.name}")
    if len(off):
        print(off.to_string(index=False))
    return 1 if len(off) else 0
