"""Count how often the intervals of responders hold what they claim.

Two arms of n participants with a baseline score; scores after it follow a normal distribution, and
a responder improved by 1 or more. A share ``base`` of the comparator and ``base + effect`` of the
arm responds. A share ``lost`` of participants has no last score, more often with a worse score at
the visit before (missing at random); only the interval after imputation is counted then.

``coverage`` is among the studies for which an interval is given (``given``). It must not lie below
the 99.9 % Monte-Carlo band around the level by more than `SLACK`, as no interval of a share is
exact.

    python -m validation responders [--number 2000]
"""

from __future__ import annotations

import argparse
import itertools
import math
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from scipy import stats

from outcomes.analysis.intervals import newcombe_interval, wilson_interval
from outcomes.analysis.multiple_imputation import ScoreImputation, pool
from outcomes.analysis.response_intervals import (
    needed_to_treat,
    odds_ratio_interval,
    risk_ratio_interval,
)
from outcomes.analysis.standardisation import standardise_shares
from outcomes.errors import NotEstimableError

SIZES = (30, 100)
BASES = (0.3, 0.6)
EFFECTS = (0.0, 0.2)
LOST = 0.2
IMPUTATIONS = 20
LEVEL = 0.95
SLACK = 0.02
"""What approximate intervals of shares may fall short of their level in arms of 30."""

CORRELATION = 0.5
SEED = 20261127

Interval = tuple[float, float]


def draw(
    rng: np.random.Generator, n: int, shares: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return arm (1 or 0) and standard normal scores: baseline, one between, improvement."""
    arm = np.repeat([1, 0], n)
    scores = rng.standard_normal((2 * n, 3))
    scores[:, 1] = CORRELATION * scores[:, 0] + math.sqrt(1 - CORRELATION**2) * scores[:, 1]
    scores[:, 2] = CORRELATION * scores[:, 1] + math.sqrt(1 - CORRELATION**2) * scores[:, 2]
    cut = [-stats.norm.ppf(share) for share in shares]
    scores[:, 2] -= np.where(arm == 1, cut[0], cut[1])
    return arm, scores


def list_intervals(
    arm: np.ndarray, scores: np.ndarray, rng: np.random.Generator, n: int
) -> Iterator[tuple[str, Callable[[], Interval]]]:
    """Yield each interval by name, made when called."""
    responded = scores[:, 2] > 0
    counts = (int(responded[arm == 1].sum()), n, int(responded[arm == 0].sum()), n)

    def ends(row: dict[str, float]) -> Interval:
        return row["ci_low"], row["ci_high"]

    yield "share, Wilson", lambda: ends(wilson_interval(counts[0], n, LEVEL))
    yield "difference, Newcombe", lambda: ends(newcombe_interval(*counts, LEVEL))
    yield "ratio, Katz", lambda: ends(risk_ratio_interval(*counts, LEVEL))
    yield "odds ratio, Woolf", lambda: ends(odds_ratio_interval(*counts, LEVEL))
    yield "needed to treat", lambda: ends(needed_to_treat(*counts, LEVEL))
    yield "difference, adjusted", lambda: adjust(arm, scores, responded)
    yield "difference, imputed", lambda: impute(arm, scores, rng)


def adjust(arm: np.ndarray, scores: np.ndarray, responded: np.ndarray) -> Interval:
    names = pd.Series(np.where(arm == 1, "arm", "comparator"))
    found = standardise_shares(pd.Series(responded), names, pd.DataFrame({"first": scores[:, 0]}))
    estimate, se = found.difference("arm", "comparator")
    half = float(stats.norm.ppf((1 + LEVEL) / 2)) * se
    return estimate - half, estimate + half


def impute(arm: np.ndarray, scores: np.ndarray, rng: np.random.Generator) -> Interval:
    seen = scores.copy()
    likely = LOST * 2 * stats.norm.cdf(-scores[:, 1])
    seen[rng.random(len(arm)) < likely, 2] = np.nan
    fixed = np.column_stack([arm == 1, arm == 0]).astype(float)
    shares = [
        [float((drawn[arm == side, 2] > 0).mean()) for side in (1, 0)]
        for drawn in ScoreImputation(seen, fixed, 2).draw(rng, IMPUTATIONS)
    ]
    both = np.array(shares)
    n = len(arm) // 2
    row = pool(both[:, 0] - both[:, 1], (both * (1 - both)).sum(axis=1) / n, 2 * n - 2, LEVEL)
    return row["ci_low"], row["ci_high"]


def find_truth(name: str, share: float, base: float) -> float:
    """Return what an interval should hold."""
    if name.startswith("share"):
        return share
    if name.startswith("ratio"):
        return share / base
    if name.startswith("odds"):
        return share / (1 - share) / (base / (1 - base))
    return math.inf if name == "needed to treat" and share == base else share - base


def holds(name: str, interval: Interval, truth: float) -> bool:
    """Whether an interval holds the truth; of a number needed to treat on the reciprocal scale."""
    low, high = interval
    if name != "needed to treat":
        return low <= truth <= high
    difference = 0.0 if math.isinf(truth) else truth
    return 1 / high <= difference <= 1 / low


def run_cell(n: int, base: float, effect: float, number: int, seed: list[int]) -> pd.DataFrame:
    """Return coverage by interval in one kind of study."""
    rng = np.random.default_rng(seed)
    held: dict[str, list[bool]] = {}
    for _ in range(number):
        arm, scores = draw(rng, n, (base + effect, base))
        for name, make in list_intervals(arm, scores, rng, n):
            of_name = held.setdefault(name, [])
            try:
                interval = make()
            except NotEstimableError:
                continue
            of_name.append(holds(name, interval, find_truth(name, base + effect, base)))
    rows = [
        {"interval": name, "coverage": float(np.mean(found)), "given": len(found) / number}
        for name, found in held.items()
        if found
    ]
    return pd.DataFrame(rows).assign(n=n, base=base, effect=effect)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m validation responders")
    parser.add_argument("--number", type=int, default=2000, help="studies of each kind")
    number = parser.parse_args(arguments).number
    half = float(stats.norm.isf(0.0005)) * math.sqrt(LEVEL * (1 - LEVEL) / number)
    cells = itertools.product(SIZES, BASES, EFFECTS)
    table = pd.concat(run_cell(*cell, number, [SEED, place]) for place, cell in enumerate(cells))
    print(table.to_string(index=False))
    low = table[table["coverage"] < LEVEL - SLACK - half]
    print(f"{len(low)} of {len(table)} intervals hold the truth too seldom")
    return 1 if len(low) else 0
