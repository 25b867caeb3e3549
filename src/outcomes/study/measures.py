"""How each measure of the study file is read from the tables, and the endpoints it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, Item
from outcomes.study.plan import Measure, ThresholdOfChange, find_instrument
from outcomes.study.units import Conversion, find_conversion


@dataclass(frozen=True)
class Cell:
    """What may stand in the cells of one column (or, in a long table, of one measure).

    Parameters
    ----------
    item : Item
        The answers allowed; its code is the instrument's, or ``""`` where the cell is the score.
    binary : bool
        Whether the answers are yes and no.
    conversion : Conversion or None
        From what stands there to the item's own unit; None where it is the same.
    """

    item: Item
    binary: bool = False
    conversion: Conversion | None = None

    @property
    def allowed(self) -> str:
        """The possible values in words, as the tables would write them."""
        if self.binary:
            return "0 or 1 (no or yes)"
        return self.item.allowed if self.conversion is None else f"numbers {self.limits}"

    @property
    def limits(self) -> str:
        """The range in words, as the tables would write it."""
        low, high = self.item.low, self.item.high
        if self.conversion is None:
            return f"{low:g} to {high:g}"
        low, high = self.conversion.limits(low, high)
        return f"{low:g} to {high:g}"


@dataclass(frozen=True)
class MeasureReading:
    """How one measure is read.

    Parameters
    ----------
    name : str
        Its key in the study file.
    measure : Measure
        What the study file says about it.
    instrument : Instrument or None
        The instrument that scores its items; None where the cells are the scores.
    cells : mapping of str to Cell
        By name in the tables: column of a wide table, ``measure`` of a long one.
    endpoints : mapping of str to Endpoint
        The endpoints it gives, by their name within the instrument (or its own name).
    """

    name: str
    measure: Measure
    instrument: Instrument | None
    cells: Mapping[str, Cell]
    endpoints: Mapping[str, Endpoint]

    @property
    def label(self) -> str:
        """What readers see of it as a whole."""
        if self.measure.label:
            return self.measure.label
        first = next(iter(self.endpoints.values()))
        return first.label if self.instrument is None else self.instrument.label

    @property
    def side_column(self) -> str | None:
        """The column that says which side a score belongs to, or None."""
        side = self.measure.side
        return side if side is None or isinstance(side, str) else side.column


def read_measure(name: str, measure: Measure) -> MeasureReading:
    """Work out how a measure, already found free of faults, is read.

    Parameters
    ----------
    name : str
        Its key in the study file.
    measure : Measure
        What the study file says about it.
    """
    instrument = find_instrument(measure)
    if instrument is None:
        return _read_own(name, measure)
    given = given_endpoints(measure, instrument)
    alone = len(given) == 1
    endpoints = {
        endpoint.name: _rename(_with_thresholds(endpoint, measure), name, measure, alone=alone)
        for endpoint in given
    }
    if measure.items is not None:
        cells = {
            measure.items.replace("{item}", item.code): Cell(
                item, conversion=_conversion(measure, unit_analysed(measure), item.low, item.high)
            )
            for item in instrument.items
        }
        return MeasureReading(name, measure, instrument, cells, endpoints)
    item = instrument.items[0]
    if not instrument.single:
        item = Item("", given[0].low, given[0].high, whole=False)
    conversion = _conversion(measure, unit_analysed(measure), item.low, item.high)
    cell = Cell(replace(item, code=""), conversion=conversion)
    return MeasureReading(name, measure, None, {measure.column or name: cell}, endpoints)


def unit_analysed(measure: Measure) -> str:
    """Return the unit in which the cells of a measure are checked and analysed."""
    instrument = find_instrument(measure)
    if instrument is None:
        return measure.unit or ("yes or no" if measure.kind == "binary" else "points")
    if measure.items is not None:
        return instrument.answers_in or (
            instrument.endpoints[0].unit if instrument.single else "points"
        )
    return given_endpoints(measure, instrument)[0].unit


def unit_given(measure: Measure) -> str | None:
    """Return the unit that the tables hold as the study file declares it, None where it does not.

    Of a measure defined in place ``unit`` is what readers see.
    """
    return measure.unit_in_tables if measure.instrument is None else measure.unit


def _conversion(measure: Measure, analysed: str, low: float, high: float) -> Conversion | None:
    given = unit_given(measure) or analysed
    found = find_conversion(given, analysed, low, high)
    if found is not None and measure.convention == "deficit":
        found = found.turn_sign()
    return found if found is not None and found.changes else None


def endpoint_names(name: str, measure: Measure) -> list[str]:
    """Return the full names of a measure's endpoints; none if its instrument is unknown."""
    if measure.instrument is None:
        return [name]
    instrument = find_instrument(measure)
    if instrument is None:
        return []
    given = given_endpoints(measure, instrument)
    return [name] if len(given) == 1 else [f"{name}.{endpoint.name}" for endpoint in given]


def given_endpoints(measure: Measure, instrument: Instrument) -> tuple[Endpoint, ...]:
    """Return what a measure gives: all scores from items, one from a column of ready scores."""
    ready = instrument.ready_score
    return instrument.endpoints if measure.items is not None or ready is None else (ready,)


def _with_thresholds(endpoint: Endpoint, measure: Measure) -> Endpoint:
    """Return a score of an instrument with the study's own thresholds of it, if it gives any."""
    own = [each for each in measure.thresholds if each.score in (None, endpoint.name)]
    if not own:
        return endpoint
    return replace(endpoint, thresholds=tuple(_threshold(each, endpoint.unit) for each in own))


def _rename(endpoint: Endpoint, name: str, measure: Measure, *, alone: bool) -> Endpoint:
    label = endpoint.label
    if measure.label:
        label = measure.label if alone else f"{measure.label}, {endpoint.name}"
    return replace(endpoint, name=name if alone else f"{name}.{endpoint.name}", label=label)


def _read_own(name: str, measure: Measure) -> MeasureReading:
    binary = measure.kind == "binary"
    low, high = measure.range or (0.0, 1.0)
    unit = unit_analysed(measure)
    endpoint = Endpoint(
        name=name,
        label=measure.label or name,
        low=low,
        high=high,
        unit=unit,
        higher=measure.higher or "neither",
        domain=measure.domain or "other",
        kind=measure.kind or "continuous",
        thresholds=tuple(_threshold(threshold, unit) for threshold in measure.thresholds),
    )
    item = Item("", low, high, whole=measure.kind != "continuous")
    cell = Cell(item, binary, _conversion(measure, unit, low, high))
    return MeasureReading(name, measure, None, {measure.column or name: cell}, {name: endpoint})


def _threshold(threshold: ThresholdOfChange, unit: str) -> Threshold:
    return Threshold(
        meaning=threshold.meaning,
        value=threshold.value,
        unit=unit if threshold.unit == "points" else threshold.unit,
        context=threshold.context,
        source=threshold.source,
        evidence_level=threshold.evidence_level,
    )
