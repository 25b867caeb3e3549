"""Reduce a failing study to the plainest that still fails in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

from tests.generated.spec import MeasureSpec, Spec

Fails = Callable[[Spec], bool]
_KEPT = ("seed", "design", "arms", "measures", "times")


def reduce_spec(spec: Spec, fails: Fails, *, most: int = 200) -> Spec:
    """Return the plainest spec found that fails as this one does.

    Parameters
    ----------
    spec : Spec
        Fails.
    fails : callable
        Whether a spec is valid and fails in the same way.
    most : int
        How many specs are tried.
    """
    tried = 0
    while True:
        for plainer in _plainer(spec):
            tried += 1
            if tried > most:
                return spec
            if fails(plainer):
                spec = plainer
                break
        else:
            return spec


def _plainer(spec: Spec) -> Iterator[Spec]:
    """Yield specs with one thing less, the largest steps first."""
    yield from (spec.but(measures=measures) for measures in _one_less(spec.measures, 1))
    least = 1 if spec.design == "single-arm" else 2
    for arms in _one_less(spec.arms, least):
        roles = {arm.role for arm in arms}
        if spec.design == "single-arm" or ("active" in roles and roles != {"active"}):
            yield spec.but(arms=arms)
    yield from (spec.but(times=times) for times in _one_less(spec.times, 1))
    for field in fields(spec):
        if field.name not in _KEPT and getattr(spec, field.name) != field.default:
            yield spec.but(**{field.name: field.default})
    for place, measure in enumerate(spec.measures):
        for plain in _plainer_measures(measure):
            yield spec.but(measures=_put(spec.measures, place, plain))
    for place, arm in enumerate(spec.arms):
        for size in (4, arm.size // 2):
            if 1 <= size < arm.size:
                yield spec.but(arms=_put(spec.arms, place, replace(arm, size=size)))
        if arm.label != f"Arm {place + 1}":
            plain_arm = replace(arm, label=f"Arm {place + 1}", name=f"arm{place + 1}", code=None)
            yield spec.but(arms=_put(spec.arms, place, plain_arm))


def _plainer_measures(measure: MeasureSpec) -> Iterator[MeasureSpec]:
    plain = MeasureSpec(measure.name, label="Pain")
    if measure != plain:
        yield plain
    if measure.is_instrument or measure.kind == "binary":
        names = ("label", "sides", "at", "blank_items", "partial_sides")
    else:
        names = tuple(field.name for field in fields(measure) if field.name != "name")
    for name in names:
        value = getattr(plain, name)
        if getattr(measure, name) != value:
            yield replace(measure, **{name: value})


def _one_less(parts: tuple, least: int) -> Iterator[tuple]:  # type: ignore[type-arg]
    if len(parts) > least:
        yield from (parts[:place] + parts[place + 1 :] for place in range(len(parts)))


def _put(parts: tuple, place: int, part: object) -> tuple:  # type: ignore[type-arg]
    return (*parts[:place], part, *parts[place + 1 :])
