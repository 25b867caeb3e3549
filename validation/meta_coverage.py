"""Count how often the intervals of a meta-analysis hold what they claim.

Meta-analyses of k = 2, 3, 5, 10 and 20 trials are simulated: true effects normal around 0 with
variance tau2, observed effects normal around them, sampling variances taken as known: either
``equal`` (all 0.1, as of a standardised difference with 20 patients an arm) or very ``unequal`` (a
quarter of a chi-squared on 1 df kept between 0.009 and 0.6, drawn anew each time: Brockwell and
Gordon, Stat Med 2001;20:825-840). tau2 by REML. All that the models assume is
true here; real data are not better.

Each row of the table is one kind of sizes, k, tau2 and interval. ``confidence`` rows count how
often the interval holds the average effect, 0; ``prediction`` rows give the probability that the
interval holds the true effect of a new trial, averaged over simulations (exact given the interval,
so no further chance). ``mc_error`` is the Monte-Carlo standard error. The first meta-analyses of
every cell are also done with `outcomes.analysis.meta.pool` one at a time, and must agree.

    python -m validation meta-coverage [--number 20000] [--write]

Without ``--write`` nothing is written: the run is held against the pinned table.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from outcomes.analysis.meta import pool

TRIALS = (2, 3, 5, 10, 20)
TAU2 = (0.0, 0.03, 0.1, 0.3)
SIZES = ("equal", "unequal")
LEVEL = 0.95
SEED = 20260404
COMPARED = 20
PINNED = Path(__file__).parent / "meta" / "coverage.csv"
KEYS = ["sizes", "k", "tau2", "kind", "interval"]


def simulate(
    sizes: str, k: int, tau2: float, number: int, seed: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return effects and sampling variances, each (number, k)."""
    rng = np.random.default_rng(seed)
    variances = np.full((number, k), 0.1)
    if sizes == "unequal":
        variances = np.clip(0.25 * rng.chisquare(1, (number, k)), 0.009, 0.6)
    return rng.standard_normal((number, k)) * np.sqrt(variances + tau2), variances


def estimate_reml(yi: np.ndarray, vi: np.ndarray) -> np.ndarray:
    """REML tau2 of many meta-analyses at once: scan the likelihood, then halve around its peak."""
    high = 10 * np.ptp(yi, axis=1) ** 2 + np.max(vi, axis=1)
    low = 1e-6 * np.min(vi, axis=1)
    steps = np.linspace(0, 1, 100)
    grid = np.concatenate([np.zeros((1, len(yi))), low * (high / low) ** steps[:, None]])
    best = np.argmax([restricted_likelihood(yi, vi, tau2) for tau2 in grid], axis=0)
    column = np.arange(len(yi))
    left = grid[np.maximum(best - 1, 0), column]
    right = grid[np.minimum(best + 1, len(grid) - 1), column]
    at_zero = (best == 0) & (score(yi, vi, np.zeros(len(yi))) <= 0)
    for _ in range(80):
        middle = (left + right) / 2
        rising = score(yi, vi, middle) > 0
        left, right = np.where(rising, middle, left), np.where(rising, right, middle)
    return np.where(at_zero, 0.0, (left + right) / 2)


def restricted_likelihood(yi: np.ndarray, vi: np.ndarray, tau2: np.ndarray) -> np.ndarray:
    weights = 1 / (vi + tau2[:, None])
    total = weights.sum(axis=1)
    centre = (weights * yi).sum(axis=1) / total
    q = (weights * (yi - centre[:, None]) ** 2).sum(axis=1)
    return (np.log(weights).sum(axis=1) - np.log(total) - q) / 2


def score(yi: np.ndarray, vi: np.ndarray, tau2: np.ndarray) -> np.ndarray:
    weights = 1 / (vi + tau2[:, None])
    total = weights.sum(axis=1)
    centre = (weights * yi).sum(axis=1) / total
    squares = (weights**2 * (yi - centre[:, None]) ** 2).sum(axis=1)
    return squares - total + (weights**2).sum(axis=1) / total


def make_intervals(yi: np.ndarray, vi: np.ndarray) -> dict[tuple[str, str], tuple]:
    """Return (centre, half width) of every interval, each (number,)."""
    k = yi.shape[1]
    tau2 = estimate_reml(yi, vi)
    weights = 1 / (vi + tau2[:, None])
    total = weights.sum(axis=1)
    centre = (weights * yi).sum(axis=1) / total
    square = (weights * (yi - centre[:, None]) ** 2).sum(axis=1) / (k - 1)
    normal, knapp = 1 / np.sqrt(total), np.sqrt(square / total)
    floor = np.maximum(normal, knapp)
    z, t = stats.norm.ppf((1 + LEVEL) / 2), stats.t.ppf((1 + LEVEL) / 2, k - 1)
    found = {
        ("confidence", "normal"): z * normal,
        ("confidence", "knapp-hartung"): t * knapp,
        ("confidence", "knapp-hartung-floor"): t * floor,
        ("prediction", "normal"): z * np.sqrt(tau2 + normal**2),
        ("prediction", "knapp-hartung, k - 1"): t * np.sqrt(tau2 + knapp**2),
    }
    if k > 2:
        wide = stats.t.ppf((1 + LEVEL) / 2, k - 2)
        found["prediction", "knapp-hartung, k - 2"] = wide * np.sqrt(tau2 + knapp**2)
        found["prediction", "normal se, k - 2"] = wide * np.sqrt(tau2 + normal**2)
    return {name: (centre, half) for name, half in found.items()}


def hold(kind: str, centre: np.ndarray, half: np.ndarray, tau2: float) -> np.ndarray:
    """Whether, or with which probability, each interval holds its target."""
    if kind == "confidence" or tau2 == 0:
        return (np.abs(centre) <= half).astype(float)
    spread = np.sqrt(tau2)
    return stats.norm.cdf((centre + half) / spread) - stats.norm.cdf((centre - half) / spread)


def run_cell(
    sizes: str, k: int, tau2: float, number: int, seed: list[int]
) -> tuple[list[dict], float]:
    """Return the rows of one cell, and the largest disagreement with `pool`."""
    yi, vi = simulate(sizes, k, tau2, number, seed)
    intervals = make_intervals(yi, vi)
    share = float(np.mean(tau2 / (tau2 + typical(vi))))
    rows = []
    for (kind, name), (centre, half) in intervals.items():
        held = hold(kind, centre, half, tau2)
        rows.append(
            {
                "sizes": sizes,
                "k": k,
                "tau2": tau2,
                "average_i2": round(100 * share, 1),
                "kind": kind,
                "interval": name,
                "number": number,
                "coverage": float(np.mean(held)),
                "mc_error": float(np.std(held, ddof=1) / np.sqrt(number)),
                "median_width": float(np.median(2 * half)),
            }
        )
    return rows, compare(yi, vi, intervals)


def typical(vi: np.ndarray) -> np.ndarray:
    weights = 1 / vi
    total = weights.sum(axis=1)
    return (vi.shape[1] - 1) / (total - (weights**2).sum(axis=1) / total)


def compare(yi: np.ndarray, vi: np.ndarray, intervals: dict) -> float:
    """Return the largest difference of a limit from the one that `pool` gives."""
    worst = 0.0
    k = yi.shape[1]
    for place in range(min(COMPARED, len(yi))):
        for test in ("normal", "knapp-hartung", "knapp-hartung-floor"):
            one = pool(yi[place], vi[place], test=test, level=LEVEL)
            expected = {("confidence", test): one.ci}
            if test == "normal":
                expected["prediction", "normal"] = one.pi
            if test == "knapp-hartung":
                expected["prediction", "knapp-hartung, k - 1"] = one.pi
                if k > 2:
                    other = pool(yi[place], vi[place], test=test, level=LEVEL, pi_df=k - 2)
                    expected["prediction", "knapp-hartung, k - 2"] = other.pi
            for name, limits in expected.items():
                centre, half = (values[place] for values in intervals[name])
                worst = max(
                    worst, abs(centre - half - limits.low), abs(centre + half - limits.high)
                )
    return float(worst)


def run(number: int) -> tuple[pd.DataFrame, float]:
    """Run every cell; return the table and the largest disagreement with `pool`."""
    rows: list[dict] = []
    worst = 0.0
    for place, (sizes, k, tau2) in enumerate(itertools.product(SIZES, TRIALS, TAU2)):
        found, apart = run_cell(sizes, k, tau2, number, [SEED, place])
        rows.extend(found)
        worst = max(worst, apart)
        shown = ", ".join(f"{row['interval']} {row['coverage']:.3f}" for row in found)
        print(f"{sizes}, k = {k:2d}, tau2 {tau2:4.2f}: {shown}", flush=True)
    return pd.DataFrame(rows), worst


def differ(results: pd.DataFrame, pinned: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are not as pinned, beyond what chance or a platform can make."""
    both = pinned.merge(results, on=KEYS, how="outer", suffixes=("_pinned", ""))
    allowed = 1e-4 + 4 * np.hypot(both["mc_error"], both["mc_error_pinned"])
    same = both["number"] == both["number_pinned"]
    apart = (both["coverage"] - both["coverage_pinned"]).abs()
    return both[~(apart <= np.where(same, 1e-4, allowed))]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m validation meta-coverage")
    parser.add_argument("--number", type=int, default=20_000, help="meta-analyses a cell")
    parser.add_argument("--write", action="store_true", help="pin the table anew")
    options = parser.parse_args(arguments)
    results, worst = run(options.number)
    print(f"largest difference from pool(): {worst:.1e}")
    if worst > 1e-7:
        return 1
    if options.write:
        PINNED.parent.mkdir(parents=True, exist_ok=True)
        results.to_csv(PINNED, index=False, float_format="%.6g")
        return 0
    off = differ(results, pd.read_csv(PINNED))
    print(f"{len(off)} rows differ from {PINNED.name}")
    if len(off):
        print(off.to_string(index=False))
    return 1 if len(off) else 0
