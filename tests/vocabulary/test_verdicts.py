"""What verdicts are called, in cells and behind numbers."""

from __future__ import annotations

import pytest

from outcomes.verdict import Reason, Verdict
from outcomes.vocabulary.verdicts import (
    judge_row,
    name_reading,
    name_verdict,
    say_favoured,
    say_reading,
)
from tests.tables.examples import change, difference, make_labels

LABELS = make_labels()


@pytest.mark.parametrize(
    ("verdict", "cell", "said"),
    [
        (
            Verdict(Reason.EXCLUDES, favoured="saline"),
            "Saline injection",
            ", favours Saline injection",
        ),
        (
            Verdict(Reason.INCLUDES, leaning="dextrose"),
            "undecided (estimate favours Dextrose)",
            ", undecided (estimate favours Dextrose)",
        ),
        (Verdict(Reason.INCLUDES), "undecided", ", undecided"),
        (Verdict(Reason.ENDS_AT_NONE), "undecided", ", undecided"),
        (Verdict(Reason.EQUAL), "neither", ""),
        (Verdict(Reason.NOT_JUDGED, excludes_none=True), "not judged", ""),
        (Verdict(Reason.EXCLUDES), "not judged", ""),
        (Verdict(Reason.NO_INTERVAL), "no interval", ""),
        (Verdict(Reason.NOT_ESTIMATED), "not estimated", ""),
    ],
)
def test_the_words_of_a_difference(verdict: Verdict, cell: str, said: str) -> None:
    assert name_verdict(verdict, LABELS) == cell
    assert say_favoured(verdict, LABELS) == said


def test_every_reason_has_words() -> None:
    for reason in Reason:
        assert name_verdict(Verdict(reason), LABELS)
        assert name_reading(Verdict(reason))


@pytest.mark.parametrize(
    ("estimate", "half", "reading"),
    [
        (-15.0, 6.0, "improvement"),
        (15.0, 6.0, "worsening"),
        (-5.0, 9.0, "undecided (estimate favours improvement)"),
        (-0.1, 9.0, "undecided"),
        (0.0, 3.0, "no change"),
    ],
)
def test_the_words_of_a_change(estimate: float, half: float, reading: str) -> None:
    verdict = judge_row(change("dextrose", estimate, half), LABELS)
    assert name_reading(verdict) == reading
    assert say_reading(verdict) == ("" if reading == "no change" else f", {reading}")


def test_a_direction_that_the_study_file_declares_is_never_denied() -> None:
    equal = judge_row(difference(-1e-16, -2.0, 2.0, favours=""), LABELS)
    assert name_verdict(equal, LABELS) == "neither"
    assert judge_row(difference(900, 100, 1700, endpoint="steps"), LABELS).reason is (
        Reason.NOT_JUDGED
    )
