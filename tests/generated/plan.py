"""What a spec's numbers point at: primary endpoint, visit, arms; and the endpoints there are."""

from __future__ import annotations

from dataclasses import dataclass

from tests.generated.spec import MeasureSpec, Spec

SCORES = {
    "womac": ("pain", "stiffness", "function", "total", "composite"),
    "ffi": ("pain", "disability", "activity-limitation", "total"),
}
NAMES = {
    "number": ("V0", "V1", "V2", "V3", "V4"),
    "words": ("at the start", "first follow-up", "end of treatment", "late follow-up", "last"),
}


@dataclass(frozen=True)
class Visit:
    """A visit of the study file; the baseline is at time 0."""

    name: str
    time: float
    code: str


def visits_of(spec: Spec) -> list[Visit]:
    """Return every visit, the baseline first, whether or not the study file lists it."""
    times = [0.0, *spec.times]
    if spec.visit_names == "unit":
        names = ["baseline", *[f"{spec.unit} {time:g}" for time in spec.times]]
    else:
        names = list(NAMES[spec.visit_names])
        if spec.baseline == "column":
            names[0] = "baseline"  # what the package calls it
    return [
        Visit(name, time, str(number + 1) if spec.visit_codes else name)
        for number, (name, time) in enumerate(zip(names, times, strict=False))
    ]


def times_at(spec: Spec, measure: MeasureSpec, *, is_primary: bool) -> list[int]:
    """Return the visits, 0 being the baseline, at which a measure is recorded."""
    follow_ups = list(range(1, len(spec.times) + 1))
    if is_primary and measure.at in ("baseline", "last"):
        return [*_baselines(spec, measure), *follow_ups]
    if measure.at == "baseline" and spec.baseline == "visit":
        return [0]
    if measure.at == "last":
        return follow_ups[-1:]
    if measure.at == "follow-up":
        return follow_ups
    return [*_baselines(spec, measure), *follow_ups]


def has_baseline_column(spec: Spec, measure: MeasureSpec) -> bool:
    plain = not measure.items and not measure.sides
    return spec.baseline == "column" and plain and measure.at not in ("follow-up", "last")


def _baselines(spec: Spec, measure: MeasureSpec) -> list[int]:
    if spec.baseline == "visit" or has_baseline_column(spec, measure):
        return [0]
    return []


def endpoints_of(measure: MeasureSpec) -> list[str]:
    """Return the full names of a measure's endpoints."""
    family = measure.kind.partition("-")[0]
    if measure.items and family in SCORES:
        return [f"{measure.name}.{score}" for score in SCORES[family]]
    return [measure.name]


def primary_measure(spec: Spec) -> int:
    return spec.primary_measure % len(spec.measures)


def primary_endpoint(spec: Spec) -> str:
    endpoints = endpoints_of(spec.measures[primary_measure(spec)])
    return endpoints[spec.primary_endpoint % len(endpoints)]


def primary_visit(spec: Spec) -> int:
    """Return the primary visit, 1 being the first follow-up."""
    return 1 + spec.primary_visit % len(spec.times)


def comparison_of(spec: Spec) -> tuple[str, str] | None:
    active = [arm.name for arm in spec.arms if arm.role == "active"]
    others = [arm.name for arm in spec.arms if arm.role != "active"]
    if spec.design == "single-arm":
        return None
    return (
        active[spec.primary_arm % len(active)],
        others[spec.primary_comparator % len(others)],
    )


def method_of(spec: Spec) -> str | None:
    """Return the method, None where it would be refused for want of a baseline."""
    measure = spec.measures[primary_measure(spec)]
    there = spec.baseline == "visit" or has_baseline_column(spec, measure)
    return spec.method if there and spec.design == "parallel" else None
