"""Count how often the interval that pages give of a few trials holds the average effect.

The rule is that of `outcomes.analysis.meta.few_trials`: of two trials the common-effect interval,
from three on the wider of Knapp and Hartung's and the normal one (REML). Trials of k = 2 to 10 have
true effects normal around 0, with a standard deviation of 0, 0.5, 1 and 2 times their median
standard error; sizes are ``equal``, ``1:2`` (every second trial has twice the participants of the
others) or ``very unequal`` (as in `validation.meta_coverage`). Variances are known.

From three trials on, coverage must be `LEAST` or more with equal sizes and 1:2; what two trials and
very unequal sizes give is published beside it, and is a limit of the method. The first trials of
every cell are also pooled by `pool_few` one at a time, and must agree.

    python -m validation few-trials [--number 20000] [--write]
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from outcomes.analysis.meta.few_trials import pool_few
from validation.meta_coverage import COMPARED, LEVEL, estimate_reml

TRIALS = range(2, 11)
SPREADS = (0.0, 0.5, 1.0, 2.0)
SIZES = ("equal", "1:2", "very unequal")
HELD = ("equal", "1:2")
LEAST = 0.935
SEED = 20261128
PINNED = Path(__file__).parent / "meta" / "few_trials.csv"


def simulate(
    sizes: str, k: int, spread: float, number: int, seed: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return effects and sampling variances, each (number, k)."""
    rng = np.random.default_rng(seed)
    variances = np.full((number, k), 0.1)
    if sizes == "1:2":
        variances[:, 1::2] /= 2
    if sizes == "very unequal":
        variances = np.clip(0.25 * rng.chisquare(1, (number, k)), 0.009, 0.6)
    tau = spread * np.sqrt(np.median(variances, axis=1))[:, None]
    return rng.standard_normal((number, k)) * np.sqrt(variances + tau**2), variances


def make_intervals(yi: np.ndarray, vi: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return centre and half width of each interval."""
    k = yi.shape[1]
    tau2 = np.zeros(len(yi)) if k == 2 else estimate_reml(yi, vi)
    weights = 1 / (vi + tau2[:, None])
    total = weights.sum(axis=1)
    centre = (weights * yi).sum(axis=1) / total
    normal = stats.norm.ppf((1 + LEVEL) / 2) / np.sqrt(total)
    if k == 2:
        return centre, normal
    square = (weights * (yi - centre[:, None]) ** 2).sum(axis=1) / (k - 1)
    hartung = stats.t.ppf((1 + LEVEL) / 2, k - 1) * np.sqrt(square / total)
    return centre, np.maximum(normal, hartung)


def run(number: int) -> tuple[pd.DataFrame, float]:
    """Return coverage by cell, and the largest difference of a limit from `pool_few`'s."""
    rows, worst = [], 0.0
    cells = itertools.product(SIZES, TRIALS, SPREADS)
    for place, (sizes, k, spread) in enumerate(cells):
        yi, vi = simulate(sizes, k, spread, number, [SEED, place])
        centre, half = make_intervals(yi, vi)
        coverage = float(np.mean(np.abs(centre) <= half))
        rows.append(
            {"sizes": sizes, "k": k, "spread": spread, "coverage": coverage, "number": number}
        )
        for one in range(min(COMPARED, number)):
            low, high = pool_few(yi[one], vi[one], level=LEVEL).ci
            apart = max(abs(centre[one] - half[one] - low), abs(centre[one] + half[one] - high))
            worst = max(worst, float(apart))
    return pd.DataFrame(rows), worst


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m validation few-trials")
    parser.add_argument("--number", type=int, default=20_000, help="meta-analyses a cell")
    parser.add_argument("--write", action="store_true", help="pin the table anew")
    options = parser.parse_args(arguments)
    results, worst = run(options.number)
    lowest = results.pivot_table("coverage", "k", "sizes", aggfunc="min")
    print(lowest.round(4).to_string())
    print(f"largest difference from pool_few(): {worst:.1e}")
    if options.write:
        results.to_csv(PINNED, index=False, float_format="%.6g")
    held = results[(results["k"] > 2) & results["sizes"].isin(HELD)]
    low = held[held["coverage"] < LEAST]
    print(f"{len(low)} of {len(held)} cells are below {LEAST}")
    return 1 if len(low) or worst > 1e-7 else 0
