"""A definition that contradicts itself is refused when it is made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.errors import InstrumentError
from outcomes.instruments import Item, get_instrument

KOOS = get_instrument("koos")
EQ = get_instrument("eq-5d-5l")


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (Item("p1", 0, 4), "It is not said which answer is best"),
        (Item("p1", 4, 0, best="low"), "do not run from a smaller to a larger"),
        (Item("p2", 0, 4, best="low"), "There are two items of this code"),
        (Item("p1", 0, 4, allowed_values=(0, 4), points=(0,), best="low"), "differ in number"),
        (
            Item("p1", 0, 4, allowed_values=(0, 4), points=(0, 9), best="low"),
            "does not count towards the better end",
        ),
    ],
)
def test_of_an_item(item: Item, message: str) -> None:
    with pytest.raises(InstrumentError, match=message):
        replace(KOOS, items=(item, *KOOS.items[1:]))


def test_every_contradiction_is_named_at_once() -> None:
    first, second, *rest = KOOS.items
    with pytest.raises(InstrumentError) as caught:
        replace(KOOS, items=(replace(first, best=None), replace(second, best=None), *rest))
    assert "items.p1.best" in str(caught.value)
    assert "items.p2.best" in str(caught.value)


def test_of_a_range_that_the_items_cannot_give() -> None:
    score = EQ.subscales[0]
    with pytest.raises(InstrumentError, match="The items give 5 to 25, not 0 to 25"):
        replace(EQ, subscales=(replace(score, endpoint=replace(score.endpoint, low=0)),))


def test_of_a_table_too_short_and_parts_that_are_not_there() -> None:
    short = get_instrument("koos-ps")
    score = short.subscales[0]
    with pytest.raises(InstrumentError, match="28 values for 29 possible sums"):
        replace(short, subscales=(replace(score, conversion=score.conversion[1:]),))
    with pytest.raises(InstrumentError, match="No score of this name stands before it: pain"):
        replace(KOOS, subscales=(replace(KOOS.subscales[1], components=(("pain", 1),)),))
