"""Count how often an adjustment for multiplicity lets a difference be claimed where there is none.

Four hypotheses are tested by two-sided z tests whose statistics are independent or correlated (0.5
or 0.9 between any two). Under the global null no difference is there; under the partial one the
first hypothesis is of a true difference of 3 standard errors, which opens whatever is tested after
it. An error is any claim of a difference that is not there. Its rate must not lie above alpha, and
under the global null with independent tests it must be what theory gives, where that is simple;
both up to the 99.9 % Monte-Carlo band (there are 24 cells).

    python -m validation family-wise-error [--trials 20000]
"""

from __future__ import annotations

import argparse
import gc
import itertools
import math

import numpy as np
from scipy import stats

from outcomes.analysis.multiplicity import adjust_p_values
from outcomes.study.multiplicity import Multiplicity

ALPHA = 0.05
NUMBER = 4
TRUE_EFFECT = 3.0
CORRELATIONS = (0.0, 0.5, 0.9)
SEED = 20261127
GATES = ((0, 0.5, 0.5, 0), (0.5, 0, 0, 0.5), (0, 1, 0, 0), (1, 0, 0, 0))
METHODS = {
    "holm": (Multiplicity(method="holm"), 1 - (1 - ALPHA / NUMBER) ** NUMBER),
    "hochberg": (Multiplicity(method="hochberg"), None),
    "fixed-sequence": (Multiplicity(method="fixed-sequence"), ALPHA),
    "graphical": (
        Multiplicity(method="graphical", weights=(0.5, 0.5, 0, 0), transitions=GATES),
        1 - (1 - ALPHA / 2) ** 2,
    ),
}
"""Each method, and its exact error under the global null with independent tests, but Hochberg's."""


def draw(correlation: float, *, effect: float, trials: int, seed: list[int]) -> np.ndarray:
    """Return two-sided p values, a row a trial; the first hypothesis is of the effect."""
    rng = np.random.default_rng(seed)
    shared = rng.standard_normal((trials, 1))
    own = rng.standard_normal((trials, NUMBER))
    z = math.sqrt(correlation) * shared + math.sqrt(1 - correlation) * own
    z[:, 0] += effect
    return 2 * stats.norm.sf(np.abs(z))


def count_errors(method: Multiplicity, p_values: np.ndarray, *, first_is_true: bool) -> float:
    """Return the share of trials with a claim of a difference that is not there."""
    null = slice(1 if first_is_true else 0, None)
    wrong = [(adjust_p_values(row, method)[null] <= ALPHA).any() for row in p_values]
    return float(np.mean(wrong))


def is_inside(rate: float, exact: float | None, half: float) -> bool:
    """Whether a rate is not above alpha, and near the exact one where that is known."""
    return rate <= ALPHA + half and (exact is None or abs(rate - exact) <= half)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m validation family-wise-error")
    parser.add_argument("--trials", type=int, default=20_000)
    trials = parser.parse_args(arguments).trials
    half = float(stats.norm.isf(0.0005)) * math.sqrt(ALPHA * (1 - ALPHA) / trials)
    gc.freeze()  # statsmodels collects garbage whenever it adjusts by Holm's method
    outside = 0
    cells = itertools.product(CORRELATIONS, (0.0, TRUE_EFFECT))
    for place, (correlation, effect) in enumerate(cells):
        p_values = draw(correlation, effect=effect, trials=trials, seed=[SEED, place])
        for name, (method, known) in METHODS.items():
            rate = count_errors(method, p_values, first_is_true=effect > 0)
            exact = known if not (correlation or effect) else None
            inside = is_inside(rate, exact, half)
            outside += not inside
            null = "partial null" if effect else "global null"
            print(
                f"{name:14} correlation {correlation:.1f}, {null:12}: {rate:.4f} "
                f"{'inside' if inside else 'OUTSIDE'}"
                + (f" ({exact:.4f} exactly)" if exact is not None else ""),
                flush=True,
            )
    print(f"\n{outside} rates are outside their band of {half:.4f}")
    return 1 if outside else 0
