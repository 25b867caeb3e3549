"""Checking the measures of a study file: instrument or own definition, columns, thresholds."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterator

from outcomes.errors import Fault
from outcomes.instruments import INSTRUMENTS
from outcomes.instruments.instrument import Instrument
from outcomes.study.check_units import check_units
from outcomes.study.measures import MeasureReading, given_endpoints, read_measure
from outcomes.study.own_instrument import SUFFIXES
from outcomes.study.plan import Measure, Side, ThresholdOfChange, find_instrument
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath
from outcomes.study.spelling import spelling_key
from outcomes.study.visit_columns import VISIT

_GIVEN_BY_INSTRUMENT = ("range", "higher", "domain")
_SAY_WHERE = (
    "instrument", "items", "column", "baseline", "side", "kind", "range", "unit_in_tables",
    "convention",
)  # fmt: skip
"""Keys without which a measure's cells cannot be found or checked."""

Located = tuple[KeyPath, Fault]
Say = Callable[..., Located]


def check_measures(draft: Draft) -> tuple[dict[str, MeasureReading], list[Fault]]:
    """Check every measure, and work out how the sound ones are read.

    Parameters
    ----------
    draft : Draft
        The study file as far as it could be read.

    Returns
    -------
    readings : dict of str to MeasureReading
        By measure, those without a fault.
    faults : list of Fault
        What is wrong with the others.
    """
    readings: dict[str, MeasureReading] = {}
    faults: list[Fault] = []
    if not draft.file.measures and draft.is_valid("measures"):
        faults.append(
            draft.source.fault(
                ("measures",), "The study has no measure.", "Add one under `measures`."
            )
        )
    for name, measure in draft.file.measures.items():
        if not all(draft.is_valid("measures", name, key) for key in _SAY_WHERE):
            continue
        if (measure.instrument or "").endswith(SUFFIXES) and find_instrument(measure) is None:
            continue  # what is wrong with its file is reported where that is read
        found = {
            key: fault
            for key, fault in _check(draft, name, measure)
            if not key or draft.is_valid("measures", name, *key)
        }
        faults += found.values()
        if all(key and key[0] not in (*_SAY_WHERE, "unit") for key in found):
            readings[name] = read_measure(name, measure)
    faults += _check_columns(draft, readings)
    faults += _check_labels(draft, readings)
    return readings, faults


def _check(draft: Draft, name: str, measure: Measure) -> Iterator[Located]:
    def say(key: str | KeyPath, message: str, fix: str, value: object = None) -> Located:
        path = key if isinstance(key, tuple) else (key,) if key else ()
        return path, draft.source.fault(("measures", name, *path), message, fix, value)

    if (measure.instrument is None) == (measure.kind is None):
        yield say(
            "",
            f"The measure `{name}` must name an `instrument` or a `kind`, one of the two.",
            "Name an instrument there is, or define the measure here: kind, range, higher, unit.",
        )
    elif measure.instrument is not None:
        yield from _check_instrument(say, name, measure)
    else:
        yield from _check_own(say, measure)
    yield from check_units(say, measure)
    if isinstance(measure.side, Side):
        yield from _check_side_words(say, measure.side)
    if measure.baseline is not None and (measure.items is not None or measure.side is not None):
        yield say(
            "baseline",
            "A baseline column can stand only for a score in one column and without sides.",
            "Put the baseline scores in the scores table, at a visit at time 0.",
            measure.baseline,
        )
    if draft.is_valid("tables"):
        yield from _check_visit_in_name(say, name, measure, draft.file.tables.layout)


def _check_visit_in_name(say: Say, name: str, measure: Measure, layout: str) -> Iterator[Located]:
    key = "column" if measure.items is None else "items"
    column = measure.items or measure.column or name
    if layout == "participant" and column.count(VISIT) != 1:
        example = f"{name}_{{item}}_{VISIT}" if measure.items else f"{name}_{VISIT}"
        yield say(
            key,
            "With one row a participant the name of the column has to say the visit.",
            f'Write `{VISIT}` once in `{key}`, where the visit\'s code stands: "{example}".',
            column,
        )
    elif layout != "participant" and VISIT in column:
        yield say(
            key,
            f"`{VISIT}` stands in names of columns only where a participant has one row.",
            "Remove it, or say `layout: participant` under `tables.scores`.",
            column,
        )


def _check_side_words(say: Say, side: Side) -> Iterator[Located]:
    left = set(map(spelling_key, side.left))
    for word in side.right:
        if spelling_key(word) in left:
            yield say(
                ("side", "right"), "This word names the left side as well.", "Keep it once.", word
            )


def _check_instrument(say: Say, name: str, measure: Measure) -> Iterator[Located]:
    instrument = find_instrument(measure)
    if instrument is None:
        known = ", ".join(INSTRUMENTS)
        hint = _hint_instrument((measure.instrument or "").lower())
        yield say(
            "instrument",
            "There is no such instrument.",
            f"{hint}There are: {known}. Or define the measure here with `kind`.",
            measure.instrument,
        )
        return
    for key in _GIVEN_BY_INSTRUMENT:
        if getattr(measure, key):
            yield say(
                key,
                f"`{key}` is given by the instrument {instrument.name}.",
                "Remove it; only `label` may be changed. Or define the measure with `kind`.",
            )
    yield from _check_scores_of_thresholds(say, measure, instrument)
    if measure.items is not None and measure.column is not None:
        yield say("column", "`items` and `column` exclude each other.", "Keep one of the two.")
    elif measure.items is not None and measure.items.count("{item}") != 1:
        codes = ", ".join(item.code for item in instrument.items[:3])
        yield say(
            "items",
            "`items` does not say where the item code stands.",
            f'Write `{{item}}` once in it, as in "{name}_{{item}}"; the codes are {codes} ...',
            measure.items,
        )
    elif measure.items is None and instrument.ready_score is None:
        yield say(
            "",
            f"{instrument.label} is scored from its items, and `items` is missing.",
            f'Say what the item columns are called, as in items: "{name}_{{item}}".',
        )


def _check_scores_of_thresholds(
    say: Say, measure: Measure, instrument: Instrument
) -> Iterator[Located]:
    """Thresholds that the study file gives for an instrument belong to one of its scores."""
    scores = {endpoint.name: endpoint for endpoint in given_endpoints(measure, instrument)}
    for number, threshold in enumerate(measure.thresholds):
        if threshold.score not in scores and not (threshold.score is None and len(scores) == 1):
            yield say(
                ("thresholds", number, *(["score"] if threshold.score else [])),
                "It is not said which score the threshold belongs to."
                if threshold.score is None
                else f"{instrument.name} gives no score of this name.",
                f"Write `score:` and one of {', '.join(scores)}.",
                threshold.score,
            )
            continue
        score = scores[threshold.score] if threshold.score else next(iter(scores.values()))
        yield from _check_size(say, number, threshold, score.high - score.low)


def _hint_instrument(name: str) -> str:
    """Ask for the forms of an instrument named without its form, or for the name most alike."""
    meant = [known for known in INSTRUMENTS if known.startswith(f"{name}-")]
    meant = meant or difflib.get_close_matches(name, INSTRUMENTS, n=1)
    return f"Did you mean {' or '.join(f'`{known}`' for known in meant)}? " if meant else ""


def _check_own(say: Say, measure: Measure) -> Iterator[Located]:
    if measure.items is not None:
        yield say(
            "items", "`items` belongs to an instrument.", "Name the score's column: `column`."
        )
    if measure.higher is None:
        yield say(
            "higher",
            "`higher` is missing.",
            "Say whether higher values are `better`, `worse` or `neither`.",
        )
    if measure.kind == "binary":
        for key in ("range", "thresholds"):
            if getattr(measure, key):
                yield say(key, f"A yes-or-no measure has no `{key}`.", "Remove it.")
        if measure.side is not None and _combines_by_mean(measure.side):
            yield say(
                "side",
                "The mean of two sides of a yes-or-no measure is neither yes nor no.",
                "Analyse the sides apart: side: {column: side, combine: separate}.",
            )
    elif measure.range is None:
        yield say(
            "range",
            "`range` is missing.",
            "Give the smallest and largest possible score: [0, 100].",
        )
    else:
        yield from _check_range(say, measure, *measure.range)


def _combines_by_mean(side: Side | str) -> bool:
    return isinstance(side, str) or side.combine == "mean"


def _check_range(say: Say, measure: Measure, low: float, high: float) -> Iterator[Located]:
    if not (math.isfinite(low) and low < high):
        yield say(
            "range",
            "The range does not run from a smaller to a larger number.",
            "Write the smallest possible score first; the largest may be `.inf`.",
            f"[{low:g}, {high:g}]",
        )
    elif measure.kind == "ordinal" and not (low.is_integer() and high.is_integer()):
        yield say(
            "range", "An ordinal measure has whole levels.", "Use whole numbers as range.",
            f"[{low:g}, {high:g}]",
        )  # fmt: skip
    for number, threshold in enumerate(measure.thresholds):
        if threshold.score is not None:
            yield say(
                ("thresholds", number, "score"),
                "Only an instrument has several scores.",
                "Remove it.",
                threshold.score,
            )
        yield from _check_size(say, number, threshold, high - low)


def _check_size(
    say: Say, number: int, threshold: ThresholdOfChange, span: float
) -> Iterator[Located]:
    largest = 100.0 if threshold.unit == "percent of baseline" else span
    if not threshold.value <= largest:
        yield say(
            ("thresholds", number, "value"),
            "The threshold is larger than any change can be.",
            f"Give a change of at most {largest:g}, as a positive number.",
            threshold.value,
        )


def _check_columns(draft: Draft, readings: dict[str, MeasureReading]) -> Iterator[Fault]:
    """No column may be read twice, or be one of those that say whose score it is."""
    columns = draft.file.columns
    taken = {
        getattr(columns, key): f"`columns.{key}`" for key in ("participant", "arm", "visit", "side")
    }
    for name, reading in list(readings.items()):
        twice = [column for column in reading.cells if column in taken]
        if twice:
            yield draft.source.fault(
                ("measures", name),
                f"The column `{twice[0]}` is read by {taken[twice[0]]} already.",
                "Give every measure columns of its own.",
                twice[0],
            )
            del readings[name]
        taken |= dict.fromkeys(reading.cells, f"the measure `{name}`")


def _check_labels(draft: Draft, readings: dict[str, MeasureReading]) -> Iterator[Fault]:
    """Two endpoints of one name cannot be told apart on a page."""
    taken: dict[str, str] = {}
    for name, reading in readings.items():
        for label in dict.fromkeys(each.label for each in reading.endpoints.values()):
            other = taken.setdefault(label, name)
            if other != name:
                yield draft.source.fault(
                    ("measures", name),
                    f"The measures `{other}` and `{name}` have an endpoint of the same name.",
                    "Give one of them a `label` of its own.",
                    label,
                )
                break
