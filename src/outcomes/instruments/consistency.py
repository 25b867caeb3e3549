"""What in the definition of an instrument contradicts itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outcomes.instruments.instrument import Item, Subscale

Contradiction = tuple[tuple[str | int, ...], str, str]
"""Where (``("scores", "pain", "range")``), what is wrong, and what to do."""


def find_contradictions(
    all_items: Sequence[Item],
    subscales: Sequence[Subscale],
    *,
    single: bool = False,
    total_of: str = "",
) -> Iterator[Contradiction]:
    """Yield everything that cannot be so in the parts of an instrument.

    Parameters
    ----------
    all_items, subscales : sequence
        Its items and its scores.
    single : bool
        Whether one column is the score.
    total_of : str
        The score that a column of ready totals stands for.

    Yields
    ------
    tuple of (path, str, str)
        Where it is, what is wrong, and what to do.
    """
    seen: set[str] = set()
    for item in all_items:
        if item.code in seen:
            yield ("items", item.code), "There are two items of this code.", "Give each its own."
        seen.add(item.code)
        yield from _check_item(item, single=single)
    items = {item.code: item for item in all_items}
    earlier: list[str] = []
    for subscale in subscales:
        name = subscale.endpoint.name
        where = ("scores", name)
        if name in earlier:
            yield where, "There are two scores of this name.", "Give each its own."
        unknown = [code for code in subscale.items if code not in items]
        strange = [part for part, _ in subscale.components if part not in earlier]
        if unknown:
            yield (*where, "items"), f"No such item: {', '.join(unknown)}.", "Use the items' codes."
        elif strange:
            yield (
                (*where, "mean_of"),
                f"No score of this name stands before it: {', '.join(strange)}.",
                "Define the parts above the score that is made of them.",
            )
        elif not single:
            yield from _check_missing(where, subscale)
            yield from _check_scoring(where, subscale, [items[code] for code in subscale.items])
        earlier.append(name)
    if total_of and total_of not in earlier:
        yield ("total_of",), f"There is no score {total_of}.", f"There are: {', '.join(earlier)}."


def _check_item(item: Item, *, single: bool) -> Iterator[Contradiction]:
    where = ("items", item.code)
    if not item.low < item.high:
        yield (
            (*where, "answers"),
            "The answers do not run from a smaller to a larger number.",
            "Write the lowest answer first; say with `best` which end is best.",
        )
    if item.best is None and not single:
        yield (
            (*where, "best"),
            "It is not said which answer is best.",
            "Write `best: low` or `best: high`: the end that a patient without complaints marks.",
        )
    if item.points and len(item.points) != len(item.allowed_values):
        yield (*where, "points"), "Answers and points differ in number.", "Give each answer points."


def _check_missing(where: tuple[str, str], subscale: Subscale) -> Iterator[Contradiction]:
    if not 0 <= subscale.missing.max_missing < len(subscale.items):
        yield (
            (*where, "missing"),
            f"{subscale.missing.max_missing} of {len(subscale.items)} items cannot be empty.",
            "At least one item must be answered.",
        )
    elif subscale.conversion and subscale.missing.max_missing:
        yield (
            (*where, "missing"),
            "A score converted by a table needs every item.",
            "Let no item be empty.",
        )


def _check_scoring(
    where: tuple[str, str], subscale: Subscale, items: list[Item]
) -> Iterator[Contradiction]:
    endpoint = subscale.endpoint
    better = endpoint.higher == "better"
    for item in items:
        if item.points and item.best and endpoint.higher != "neither":
            best = item.points[0 if item.best == "low" else -1]
            if best != (max if better else min)(item.points):
                yield (
                    ("items", item.code, "points"),
                    f"The best answer does not count towards the better end of {endpoint.name}.",
                    "Turn the points round, or correct `best` or `higher`.",
                )
    ranges = {(item.floor, item.span) for item in items}
    if subscale.scoring == "mean" and len(ranges) > 1 and not subscale.components:
        yield (
            (*where, "scored_as"),
            "Items of different ranges have no common mean.",
            "Use `percent` or `sum`.",
        )
    steps = round(sum(item.span for item in items)) + 1
    if subscale.conversion and len(subscale.conversion) != steps:
        yield (
            (*where, "table"),
            f"The table has {len(subscale.conversion)} values for {steps} possible sums.",
            "Give one for each sum, from the low end of the score to its high end.",
        )
        return
    low, high = range_of(subscale, items)
    if subscale.components:
        return
    if not (math.isclose(low, endpoint.low) and math.isclose(high, endpoint.high)):
        yield (
            (*where, "range"),
            f"The items give {low:g} to {high:g}, not {endpoint.low:g} to {endpoint.high:g}.",
            "Correct the range, the items or how they are scored.",
        )


def range_of(subscale: Subscale, items: list[Item]) -> tuple[float, float]:
    """Return the lowest and highest score that items can give.

    Parameters
    ----------
    subscale : Subscale
        How they are scored.
    items : list of Item
        The items it rests on.
    """
    if subscale.conversion:
        return min(subscale.conversion), max(subscale.conversion)
    if subscale.scoring == "percent":
        return 0.0, 100.0
    low = sum(item.floor for item in items)
    high = low + sum(item.span for item in items)
    if subscale.scoring == "mean":
        return low / len(items), high / len(items)
    return subscale.start + low, subscale.start + high
