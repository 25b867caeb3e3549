"""Checking the unit and the sign in which a study file says that a measure is given."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from outcomes.errors import Fault
from outcomes.study.measures import unit_analysed, unit_given
from outcomes.study.plan import Measure, find_instrument
from outcomes.study.source import KeyPath
from outcomes.study.units import find_conversion, list_units

Located = tuple[KeyPath, Fault]
Say = Callable[..., Located]


def check_units(say: Say, measure: Measure) -> Iterator[Located]:
    """Yield what is wrong with the keys ``unit``, ``unit_in_tables`` and ``convention``.

    Parameters
    ----------
    say : callable
        Makes a fault of this measure: key, message, what to do, value.
    measure : Measure
        Its instrument may not exist.
    """
    if measure.instrument is not None and measure.unit_in_tables is not None:
        yield say(
            "unit_in_tables",
            "The unit analysed is the instrument's, so `unit` says what the tables hold.",
            f"Write `unit: {measure.unit_in_tables}` instead.",
            measure.unit_in_tables,
        )
        return
    ranges = _ranges(measure)
    if not ranges:
        return
    key = "unit_in_tables" if measure.instrument is None else "unit"
    yield from _check_conversion(say, key, measure, ranges)
    if measure.convention == "deficit" and not _may_lack(measure, ranges):
        yield say(
            "convention",
            "Only of a range of motion that goes below 0 can something be lacking.",
            "Remove it, or give the measure `domain: range of motion` and a range that begins "
            "below 0, as it is analysed.",
            measure.convention,
        )


def _ranges(measure: Measure) -> set[tuple[float, float]]:
    """Return the ranges of a measure's cells as they are analysed, none if they are not known."""
    if measure.instrument is None:
        low, high = measure.range or (0.0, 1.0)
        return {(low, high)} if math.isfinite(low) and low < high else set()
    instrument = find_instrument(measure)
    if instrument is None:
        return set()
    if measure.items is not None or instrument.single:
        return {(item.low, item.high) for item in instrument.items}
    ready = instrument.ready_score
    return set() if ready is None else {(ready.low, ready.high)}


def _check_conversion(
    say: Say, key: str, measure: Measure, ranges: set[tuple[float, float]]
) -> Iterator[Located]:
    given, analysed = unit_given(measure), unit_analysed(measure)
    if given is None:
        return
    if measure.kind == "binary":
        yield say(key, "A yes-or-no measure has no unit.", "Remove it.", given)
    elif any(find_conversion(given, analysed, *limits) is None for limits in ranges):
        yield say(
            key,
            f"This cannot be converted to {analysed}, in which the measure is analysed.",
            f"Say what the tables hold: {list_units(analysed)}.",
            given,
        )
    elif len(ranges) > 1 and find_conversion(given, analysed, 0, 1) != find_conversion(
        given, analysed, 0, 2
    ):
        yield say(
            key,
            "The items of this instrument have different ranges, so one scale cannot stand for "
            "all of them.",
            "Bring the answers to the instrument's own ranges in the tables.",
            given,
        )


def _may_lack(measure: Measure, ranges: set[tuple[float, float]]) -> bool:
    domain = measure.domain
    instrument = find_instrument(measure)
    if instrument is not None:
        domain = instrument.endpoints[0].domain
    return domain == "range of motion" and all(low < 0 for low, _ in ranges)
