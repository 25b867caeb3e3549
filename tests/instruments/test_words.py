"""A part of a definition with a word that there is not is refused when it is made."""

from __future__ import annotations

from typing import Any

import pytest

from outcomes.errors import InstrumentError
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Item, MissingRule, Subscale

PAIN = Endpoint("pain", "Pain", 0, 10, "points", "worse", "pain")
NONE_EMPTY = MissingRule(0, "no rule was seen", "assumed")
STRANGE: Any = "strange"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Endpoint("pain", "Pain", 0, 10, "mm", "worse", STRANGE), "`domain`.*pain, stiff"),
        (lambda: Endpoint("pain", "Pain", 0, 10, "mm", STRANGE), "`higher`.*better, worse"),
        (lambda: Endpoint("pain", "Pain", 0, 10, "mm", "worse", kind=STRANGE), "`kind`.*ordinal"),
        (lambda: Item("q1", 0, 4, best=STRANGE), r"`best`.*low, high\."),
        (lambda: MissingRule(0, "none", STRANGE), "`evidence_level`.*primary"),
        (lambda: Subscale(PAIN, ("q1",), NONE_EMPTY, scoring=STRANGE), "`scoring`.*percent, sum"),
        (lambda: Threshold(STRANGE, 2, "mm", "", "", "assumed"), "`meaning`.*acceptable symptom"),
    ],
)
def test_a_word_that_there_is_not_is_refused_with_those_there_are(make: Any, message: str) -> None:
    with pytest.raises(InstrumentError, match=message):
        make()


def test_an_item_may_have_no_best_answer() -> None:
    assert Item("value", 0, 150).best is None
