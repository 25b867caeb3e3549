"""Which features a generated study has, as short texts: to see that all of them are drawn."""

from __future__ import annotations

from collections.abc import Iterator

from tests.generated.draw import (
    ALLOCATIONS,
    INSTRUMENTS,
    MISSING,
    POPULATIONS,
    THRESHOLDS,
    TIMES,
    VALUES,
)
from tests.generated.plan import primary_measure
from tests.generated.spec import OWN_KINDS, Spec

SMALL, MIDDLE = 8, 30


def list_features(spec: Spec) -> set[str]:
    """Return the features of a study."""
    return set(_of_study(spec)) | set(_of_measures(spec))


def _of_study(spec: Spec) -> Iterator[str]:
    kind = spec.measures[primary_measure(spec)].kind
    yield f"{spec.design}, primary {kind if kind in OWN_KINDS else 'instrument'}"
    yield f"{spec.design}, baseline: {spec.baseline}"
    yield f"{spec.design}, events: {bool(spec.events)}"
    yield f"{len(spec.arms)} arms"
    yield f"{len(spec.times)} follow-ups"
    yield f"visits in {spec.unit}s, {spec.visit_names}"
    compares = len(spec.arms) > 1
    if compares or spec.values not in ("equal means", "constant within arms"):
        yield f"values: {spec.values}"
    if compares or "arm" not in spec.missing:
        yield f"missing: {spec.missing}"
    yield f"method: {spec.method}"
    yield f"layout: {spec.layout}"
    yield f"participants: {spec.participants}"
    yield f"own columns: {spec.own_columns}"
    yield f"visit codes: {spec.visit_codes}"
    yield f"covariates: {spec.covariates}"
    yield f"population: {spec.population}"
    yield f"allocation: {spec.allocation}"
    yield f"reporting: {spec.reporting}"
    yield f"provenance: {spec.provenance}"
    yield f"events: {spec.events}"
    yield f"flow: {spec.flow}"
    yield f"alpha: {spec.alpha}"
    yield from (f"role: {arm.role}" for arm in spec.arms)
    yield from ("one in an arm" for arm in spec.arms if arm.size == 1)
    size = spec.size
    yield "4 to 8" if size <= SMALL else "9 to 30" if size <= MIDDLE else "31 to 120"


def _of_measures(spec: Spec) -> Iterator[str]:
    for measure in spec.measures:
        yield f"kind: {measure.kind}"
        yield f"at: {measure.at}"
        yield f"thresholds: {measure.thresholds}"
        yield f"labelled: {measure.label is not None}"
        if measure.sides:
            yield f"sides: {measure.sides}"
        if measure.blank_items:
            yield "blank items"
        if measure.kind in OWN_KINDS:
            yield f"higher: {measure.higher}"


def list_wanted() -> set[str]:
    """Return the features that must be drawn, as far as they can be listed beforehand."""
    wanted = {f"kind: {kind}" for kind in (*OWN_KINDS, *INSTRUMENTS)}
    wanted |= {f"values: {name}" for name in ("ordinary", *VALUES)}
    wanted |= {f"missing: {name}" for name in ("none", *MISSING)}
    wanted |= {f"population: {name}" for name in (None, *POPULATIONS)}
    wanted |= {f"allocation: {name}" for name in (None, *ALLOCATIONS)}
    wanted |= {f"thresholds: {names}" for names in THRESHOLDS}
    wanted |= {f"{count} arms" for count in range(1, 6)}
    wanted |= {f"visits in {unit}s, unit" for unit in TIMES}
    for design in ("parallel", "single-arm"):
        wanted |= {f"{design}, baseline: {where}" for where in ("visit", "column", "none")}
        wanted |= {f"{design}, primary {kind}" for kind in (*OWN_KINDS, "instrument")}
        wanted |= {f"{design}, events: {told}" for told in (True, False)}
    wanted |= {f"sides: {how}" for how in ("mean", "separate")}
    wanted |= {f"higher: {way}" for way in ("better", "worse", "neither")}
    wanted |= {f"at: {when}" for when in ("all", "baseline", "follow-up", "last")}
    roles = ("active", "placebo", "control", "active-comparator")
    wanted |= {f"role: {role}" for role in roles}
    wanted |= {f"reporting: {amount}" for amount in ("", "some", "all")}
    wanted |= {f"provenance: {name}" for name in ("collected", "simulated", "published")}
    return wanted | {"4 to 8", "9 to 30", "31 to 120", "one in an arm", "blank items"}
