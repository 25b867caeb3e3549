"""Reasons in the reader's words: every code has them, with labels in place of ids."""

from __future__ import annotations

import doctest
import re
from typing import get_args

import pytest

from outcomes.analysis_record import BASELINE, LeftOut, Reason, ReasonCode
from outcomes.vocabulary import reasons as module
from outcomes.vocabulary.reasons import say_left_out, say_reason, say_why_not
from tests.tables.examples import make_labels

LABELS = make_labels()


@pytest.mark.parametrize("code", get_args(ReasonCode))
def test_every_code_has_words_without_ids_or_codes(code: ReasonCode) -> None:
    places = (
        {},
        {"arms": ("saline",), "visits": ("week 12",), "columns": ("age_group", BASELINE)},
        {"arms": ("saline", "exercise"), "visits": ("week 12", "week 52")},
    )
    for where in places:
        text = say_reason(Reason(code, detail="X'WX is singular", **where), LABELS)
        assert text == text.strip()
        assert not text.endswith(".")
        assert "singular" not in text, "what the numerical method said is for the detail"
        assert "_" not in text
        assert "  " not in text
        assert not re.search(r"\bsaline\b(?! injection)", text)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            Reason("no-scores", ("saline", "exercise"), ("week 12", "week 52")),
            "nobody with saline injection or home exercise has a score at week 12 or week 52",
        ),
        (Reason("no-scores"), "nobody has a score after baseline"),
        (
            Reason("no-complete-case", ("saline",), ("week 12",), (BASELINE, "age")),
            "nobody with saline injection has both a score at week 12 and a baseline score and a "
            "value of age",
        ),
        (Reason("no-spread", visits=("week 12",)), "every score at week 12 is the same"),
        (Reason("no-spread", columns=(BASELINE,)), "baseline score is the same for all"),
    ],
)
def test_places_are_named(reason: Reason, said: str) -> None:
    assert say_reason(reason, LABELS) == said


def test_who_is_left_out_is_said() -> None:
    after = LeftOut("saline", 1, Reason("no-scores", visits=("week 12", "week 52")))
    assert say_left_out(after, LABELS) == "no score after baseline"
    at = LeftOut("saline", 1, Reason("no-scores", visits=("week 12",)))
    assert say_left_out(at, LABELS) == "no score at week 12"
    assert say_left_out(LeftOut("saline", 1, Reason("no-baseline")), LABELS) == "no baseline score"
    other = LeftOut("saline", 1, Reason("outside-set", columns=("per protocol",)))
    assert say_left_out(other, LABELS) == "not of the set \u201cper protocol\u201d"


def test_an_analysis_may_give_no_reason() -> None:
    assert say_why_not(None, LABELS) == "the analysis gives no reason"


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(module).failed == 0
