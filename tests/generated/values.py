"""The scores behind a study: latent levels of persons, turned into what a table can hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tests.generated.spec import MeasureSpec, Spec

Array = NDArray[np.float64]
LIKERT = {"womac-likert": 4, "womac-vas": 100, "womac-nrs": 10, "ffi": 10}
ITEMS = {
    "womac": [("pain", 5), ("stiffness", 2), ("function", 17)],
    "ffi": [("pain", 9), ("disability", 9), ("activity", 5)],
}
SINGLE = {
    "visa-a": (0, 100),
    "pain-vas": (0, 100),
    "pain-nrs": (0, 10),
    "knee-flexion": (60, 140),
    "knee-extension": (-30, 5),
    "ankle-dorsiflexion": (-10, 30),
    "ankle-plantarflexion": (0, 60),
    "ffi": (0, 100),
}
BETTER_HIGH = ("visa-a", *tuple(SINGLE)[3:7])
VISA_SEVEN = (0, 4, 7, 10)
VISA_EIGHT = (0, 2, 4, 5, 7, 10, 14, 20, 21, 30)


def draw_levels(spec: Spec, number: int) -> Array:
    """Return how well each person is, 0 to 1 (the best), by visit and side.

    The first visit is the baseline, whether or not it is recorded.
    """
    rng = np.random.default_rng([spec.seed, 2, number])
    sides = 2
    visits = len(spec.times) + 1
    people = max(arm.size for arm in spec.arms)
    parts = []
    for place, arm in enumerate(spec.arms):
        if spec.values == "equal means":
            rng = np.random.default_rng([spec.seed, 2, number])
        person = rng.normal(0, 0.12, (people, 1, 1))
        noise = rng.normal(0, 0.08, (people, visits, sides))
        trend = np.linspace(0, 0.12, visits).reshape(1, visits, 1)
        own = spec.effect if arm.role == "active" and spec.values != "equal means" else 0.0
        helped = own * (np.arange(visits) > 0).reshape(1, visits, 1)
        levels = 0.4 + person + noise + trend + helped
        parts.append(_shape_levels(levels, spec.values, place)[: arm.size])
    return np.clip(np.concatenate(parts), 0.02, 0.98)


def _shape_levels(levels: Array, pattern: str, place: int) -> Array:
    levels = levels.copy()
    if pattern == "same baseline":
        levels[:, 0] = 0.4
    elif pattern == "nobody changed":
        levels[:] = levels[:, :1]
    elif pattern == "all the same":
        levels[:] = 0.4
    elif pattern == "same change":
        levels[:, 1:] = np.minimum(levels[:, :1], 0.7) + 0.2
        levels[:, :1] = np.minimum(levels[:, :1], 0.7)
    elif pattern == "constant within arms":
        levels[:] = 0.4
        levels[:, 1:] = 0.5 + 0.05 * place
    elif pattern == "at the bounds":
        levels = np.where(levels > 0.45, 1.0, 0.0)
    return levels


def write_cells(
    spec: Spec, measure: MeasureSpec, level: float, rng: np.random.Generator
) -> Iterator[tuple[str, str]]:
    """Yield column and text of each cell that one score of a measure is made of."""
    if measure.items:
        yield from _write_items(measure, level, rng, exact=spec.values != "ordinary")
        return
    low, high, decimals = measure.low, measure.high, measure.decimals
    better_high = measure.higher == "better"
    if measure.is_instrument:
        low, high = SINGLE[measure.kind]
        better_high = measure.kind in BETTER_HIGH
    if np.isinf(high):
        high = low + 2000
    share = level if better_high else 1 - level
    if measure.kind == "binary":
        # a level of 0.4 is about four in ten; at a fixed level everybody says the same
        value = float(share > 0.5) if spec.values != "ordinary" else float(rng.random() < share)
        yield measure.name, f"{value:.0f}"
        return
    value = low + (high - low) * share
    yield measure.name, f"{round(value, decimals):.{decimals}f}"


def _write_items(
    measure: MeasureSpec, level: float, rng: np.random.Generator, *, exact: bool
) -> Iterator[tuple[str, str]]:
    spread = 0.0 if exact else 0.08
    if measure.kind == "visa-a":
        shares = np.clip(level + rng.normal(0, spread, 8), 0, 1)
        answers = [f"{10 * share:.1f}" for share in shares[:6]]
        answers += [str(_nearest(VISA_SEVEN, 10 * shares[6]))]
        answers += [str(_nearest(VISA_EIGHT, 30 * shares[7]))]
        yield from ((f"{measure.name}_q{i + 1}", text) for i, text in enumerate(answers))
        return
    high = LIKERT[measure.kind]
    for group, count in ITEMS[measure.kind.partition("-")[0]]:
        shares = np.clip(1 - level + rng.normal(0, spread, count), 0, 1)
        answers = [f"{round(high * share)}" for share in shares]
        if measure.blank_items and rng.random() < 0.2:
            # one blank is allowed in each; of two or more some scores are lost
            for place in rng.integers(0, count, 1 if rng.random() < 0.7 else 2):
                answers[place] = ""
        for number, text in enumerate(answers, start=1):
            yield f"{measure.name}_{group}_{number}", text


def _nearest(options: tuple[int, ...], value: float) -> int:
    return min(options, key=lambda option: abs(option - value))
