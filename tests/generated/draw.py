"""From a seed to what a study is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from tests.generated.labels import (
    ALIKE,
    ARM_NAMES,
    AWKWARD,
    MEASURE_LABELS,
    MEASURE_NAMES,
    PLAIN,
    PLAIN_NAMES,
)
from tests.generated.spec import ArmSpec, MeasureSpec, Spec

T = TypeVar("T")
INSTRUMENTS = (
    "womac-likert",
    "womac-vas",
    "womac-nrs",
    "visa-a",
    "ffi",
    "pain-vas",
    "pain-nrs",
    "knee-flexion",
    "knee-extension",
    "ankle-dorsiflexion",
    "ankle-plantarflexion",
)
GONIOMETRY = INSTRUMENTS[7:]
RANGES = ((0, 100), (0, 10), (-20, 40), (10, 70), (0, float("inf")), (0, 52))
THRESHOLDS = (
    (),
    ("important",),
    ("percent",),
    ("important", "difference", "detectable", "error"),
    ("difference",),
    ("detectable", "important", "percent"),
)
TIMES = {
    "day": (1, 3, 7, 14, 30, 90),
    "week": (1, 2, 6, 12, 26, 52),
    "month": (1, 3, 6, 12, 24, 30),
    "year": (0.5, 1, 2, 5),
}
VALUES = (
    "equal means",
    "same baseline",
    "nobody changed",
    "all the same",
    "same change",
    "constant within arms",
    "at the bounds",
)
MISSING = (
    "at random",
    "drop-out",
    "arm lost",
    "arm lost at primary visit",
    "other arm lost",
    "visit nobody reached",
    "no baseline in one arm",
    "some baselines",
    "few left",
    "one left in an arm",
)
POPULATIONS = (
    "randomised",
    "not randomised",
    "per protocol",
    "all who had a first injection, as treated",
    "intention to treat",
)
ALLOCATIONS = ("randomised", "not-randomised", "observational")
SINGLE_POPULATIONS = ("all treated", "not randomised", "per protocol")
INTERCURRENT = (
    (("surgery", "treatment-policy"),),
    (("rescue injection", "treatment policy"), ("withdrawal", "treatment_policy")),
)
CERTAINTY = (
    "risk-of-bias",
    "inconsistency",
    "indirectness",
    "imprecision",
    "publication-bias",
)
JOINTS = ("knee", "ankle", "foot", "hip", "shoulder", "temporomandibular joint")
CONDITIONS = ("osteoarthritis", "Achilles tendinopathy", "plantar fasciitis", "stiffness, chronic")


class Dice:
    """A seeded generator with the few questions that are asked of it here."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 1])

    def chance(self, share: float) -> bool:
        return bool(self._rng.random() < share)

    def one(self, options: Sequence[T]) -> T:
        return options[int(self._rng.integers(len(options)))]

    def some(self, options: Sequence[T], least: int, most: int) -> tuple[T, ...]:
        count = int(self._rng.integers(least, min(most, len(options)) + 1))
        kept = sorted(self._rng.choice(len(options), size=count, replace=False).tolist())
        return tuple(options[place] for place in kept)

    def whole(self, low: int, high: int) -> int:
        return int(self._rng.integers(low, high + 1))

    def order(self, options: Sequence[T]) -> tuple[T, ...]:
        return tuple(options[place] for place in self._rng.permutation(len(options)).tolist())


def draw_spec(seed: int) -> Spec:
    """Draw a valid study of any kind; the same seed gives the same study for ever."""
    dice = Dice(seed)
    design = "single-arm" if dice.chance(0.3) else "parallel"
    unit = dice.one(("week", "week", "day", "month", "year"))
    arms = _draw_arms(dice, design)
    bare = dice.chance(0.25)
    spec = Spec(
        seed=seed,
        design=design,
        arms=arms,
        measures=_draw_measures(dice),
        unit=unit,
        times=dice.some(TIMES[unit], 1, 4),
        visit_names=dice.one(("unit", "unit", "number", "words")),
        visit_codes=dice.chance(0.3),
        baseline=dice.one(("visit", "visit", "visit", "visit", "column", "none")),
        primary_measure=dice.whole(0, 9),
        primary_endpoint=dice.whole(0, 9),
        primary_visit=dice.whole(0, 9),
        primary_arm=dice.whole(0, 9),
        primary_comparator=dice.whole(0, 9),
        method=dice.one((None, None, "mmrm", "ancova")),
        values=dice.one(VALUES) if dice.chance(0.3) else "ordinary",
        effect=dice.one((0.0, 0.05, 0.1, 0.3, -0.2)),
        missing=dice.one(MISSING) if dice.chance(0.7) else "none",
        missing_rate=dice.one((0.1, 0.2, 0.4)),
        missing_arm=dice.whole(0, 9),
        missing_visit=dice.whole(0, 9),
        layout="long" if dice.chance(0.25) else "wide",
        participants=not dice.chance(0.3),
        arm_column=not (design == "single-arm" and dice.chance(0.5)),
        absent_rows=dice.chance(0.5),
        own_columns=dice.chance(0.2),
    )
    return spec if bare else spec.but(**_draw_options(dice, design))


def _draw_arms(dice: Dice, design: str) -> tuple[ArmSpec, ...]:
    count = 1 if design == "single-arm" else dice.one((2, 2, 2, 3, 3, 4, 5))
    size = dice.one((dice.whole(4, 8), dice.whole(9, 30), dice.whole(9, 30), dice.whole(31, 120)))
    size = max(size, count)
    labels = dice.order(dice.one((PLAIN, AWKWARD, ALIKE)))[:count]
    roles = ["active"]
    if design == "parallel":
        others = ("placebo", "control", "active-comparator")
        roles.append(dice.one(others))
        roles += [dice.one(("active", *others)) for _ in range(count - 2)]
    roles = list(dice.order(roles))
    sizes = _draw_sizes(dice, count, size)
    names = dice.order(ARM_NAMES)
    coded = dice.chance(0.3)
    return tuple(
        ArmSpec(names[i], labels[i], roles[i], sizes[i], str(i + 1) if coded else None)
        for i in range(count)
    )


def _draw_sizes(dice: Dice, count: int, size: int) -> list[int]:
    if dice.chance(0.15) and count > 1:
        return [1] + [max(1, (size - 1) // (count - 1))] * (count - 1)
    sizes = [size // count] * count
    sizes[0] += size - sum(sizes)
    return sizes


def _draw_measures(dice: Dice) -> tuple[MeasureSpec, ...]:
    count = dice.one((1, 1, 2, 2, 3, 4))
    labels = dice.order(MEASURE_LABELS)
    drawn = [_draw_measure(dice, i, labels[i]) for i in range(count)]
    unnamed = [measure for measure in drawn if measure.kind in INSTRUMENTS and not measure.label]
    # two forms of one instrument are told apart by their labels only
    return tuple(
        replace(measure, label=labels[i]) if measure in unnamed[1:] else measure
        for i, measure in enumerate(drawn)
    )


def _draw_measure(dice: Dice, number: int, label: str) -> MeasureSpec:
    name = MEASURE_NAMES[number]
    kind = dice.one(("continuous", "continuous", "ordinal", "binary", "instrument", "instrument"))
    at = dice.one(("all",) * 7 + ("baseline", "follow-up", "last"))
    sides = dice.one(("mean", "separate")) if dice.chance(0.25) else ""
    if kind == "instrument":
        instrument = dice.one(INSTRUMENTS)
        scored = instrument.startswith(("womac", "ffi", "visa"))
        items = instrument.startswith("womac") or (scored and dice.chance(0.6))
        # a questionnaire is no matter of a side; an angle is
        sides = sides if instrument in GONIOMETRY else ""
        named = label if dice.chance(0.4) else None
        blank = items and dice.chance(0.3)
        return MeasureSpec(
            name,
            instrument,
            label=named,
            sides=sides,
            at=at,
            items=items,
            blank_items=blank,
            partial_sides=dice.chance(0.4),
        )
    labelled = dice.chance(0.85)
    # a measure without a label is called by its name
    name = name if labelled else PLAIN_NAMES[number]
    own: dict[str, Any] = {
        "higher": dice.one(("better", "worse", "worse", "neither")),
        "label": label if labelled else None,
        "domain": dice.one((None, "pain", "function", "range of motion", "symptoms", "other")),
        "sides": sides,
        "at": at,
        "partial_sides": dice.chance(0.4),
    }
    if kind == "binary":
        # the mean of a yes and a no is refused
        own["sides"] = "separate" if sides else ""
        return MeasureSpec(name, kind, 0, 1, decimals=0, **own)
    low, high = dice.one(RANGES) if kind == "continuous" else dice.one(((0, 4), (0, 10), (1, 7)))
    return MeasureSpec(
        name,
        kind,
        low,
        high,
        unit=dice.one((None, "points", "mm", "degrees", "kg", "steps a day")),
        thresholds=dice.one(THRESHOLDS),
        decimals=dice.one((0, 1, 1, 2)) if kind == "continuous" else 0,
        **own,
    )


def _draw_options(dice: Dice, design: str) -> dict[str, Any]:
    """Draw what is optional; one in four has all of it."""
    share = dice.one((0.4, 0.4, 0.4, 1.0))

    def maybe(options: Sequence[T], absent: T) -> T:
        return dice.one(options) if dice.chance(share) else absent

    populations = POPULATIONS if design == "parallel" else SINGLE_POPULATIONS
    provenance = dice.one(("collected", "collected", "simulated", "published"))
    return {
        "covariates": maybe(
            (
                ("age",),
                ("age", "sex"),
                ("sex",),
                ("site",),
                ("same",),
                ("bmi-blanks",),
                ("follows-arm",),
                ("age", "sex", "site"),
            ),
            (),
        ),
        "secondary": maybe((1, 2, 9), 0),
        "intercurrent": maybe(INTERCURRENT, ()),
        "multiplicity": maybe(("fixed-sequence", "Holm", "none", "hochberg", "graphical"), None),
        "population": maybe(populations, None),
        "alpha": maybe((0.01, 0.05, 0.1, 0.2), None),
        "flow": maybe(("assessed", "received", "lost", "all", "zero"), ""),
        "events": maybe(("header", "participant", "named", "all", "serious"), ""),
        "certainty": maybe((CERTAINTY[:1], CERTAINTY[1:4], CERTAINTY), ()),
        "summary": maybe(("Adults, injected twice, followed up.",), None),
        "sources": maybe((1, 2), 0),
        "assumptions": maybe((1, 2), 0),
        "provenance": provenance,
        "calibrated": provenance == "simulated" and dice.chance(0.4),
        "joint": dice.one(JOINTS),
        "condition": maybe(CONDITIONS, None),
        "title": dice.one(
            ("A generated study", "Dextrose, saline & exercise: a study (of three things), part 2")
        ),
        "allocation": maybe(ALLOCATIONS[0 if design == "parallel" else 1 :], None),
        "reporting": maybe(("some", "all"), ""),
    }
