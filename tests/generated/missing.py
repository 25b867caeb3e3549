"""Who is seen at which visit: the patterns of missing scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.generated.plan import primary_measure, primary_visit, times_at
from tests.generated.spec import Spec

Seen = NDArray[np.bool_]


def seen_of(spec: Spec, number: int) -> Seen:
    """Return whether each person has a score of a measure at each visit, the baseline first.

    Somebody has one of every measure, and of the primary one at the primary visit: a study file
    without is refused.
    """
    measure, is_primary = spec.measures[number], number == primary_measure(spec)
    recorded = times_at(spec, measure, is_primary=is_primary)
    seen = _draw_seen(spec, primary_visit(spec))
    seen[:, [visit for visit in range(seen.shape[1]) if visit not in recorded]] = False
    if not seen.any():
        seen[0, recorded[0]] = True
    return seen


def unseen_at_end(spec: Spec) -> list[int]:
    """Return, by arm, how many have no score at the last visit."""
    seen = np.any([seen_of(spec, number)[:, -1] for number in range(len(spec.measures))], axis=0)
    arm_of = np.repeat(np.arange(len(spec.arms)), [arm.size for arm in spec.arms])
    return [int((~seen[arm_of == arm]).sum()) for arm in range(len(spec.arms))]


def _draw_seen(spec: Spec, primary_visit: int) -> Seen:
    rng = np.random.default_rng([spec.seed, 3])
    visits = len(spec.times) + 1
    arm_of = np.repeat(np.arange(len(spec.arms)), [arm.size for arm in spec.arms])
    seen = np.ones((len(arm_of), visits), dtype=bool)
    lost = spec.missing_arm % len(spec.arms)
    rate = spec.missing_rate
    if spec.missing == "at random":
        seen[:, 1:] = rng.random((len(arm_of), visits - 1)) >= rate
    elif spec.missing == "drop-out":
        stays = rng.random((len(arm_of), visits - 1)) >= rate
        seen[:, 1:] = np.logical_and.accumulate(stays, axis=1)
    elif spec.missing in ("arm lost", "other arm lost") and len(spec.arms) > 1:
        # with two arms, the arm lost is one of the two that are compared
        seen[arm_of == lost, 1:] = False
    elif spec.missing == "arm lost at primary visit" and len(spec.arms) > 1:
        seen[arm_of == lost, primary_visit] = False
    elif spec.missing == "visit nobody reached" and visits > 2:
        others = [visit for visit in range(1, visits) if visit != primary_visit]
        seen[:, others[spec.missing_visit % len(others)]] = False
    elif spec.missing == "no baseline in one arm":
        seen[arm_of == lost, 0] = False
    elif spec.missing == "some baselines":
        seen[:, 0] = rng.random(len(arm_of)) >= rate
    elif spec.missing == "few left":
        seen[:, 1:] = rng.random((len(arm_of), visits - 1)) >= 0.8
    elif spec.missing == "one left in an arm":
        first = np.flatnonzero(arm_of == lost)[0]
        seen[(arm_of == lost) & (np.arange(len(arm_of)) != first), 1:] = False
    if not seen[:, primary_visit].any():
        seen[0, primary_visit] = True
    return seen
