"""Where no curve of changes can be drawn, the page says why."""

from __future__ import annotations

import pytest

from outcomes.analysis_record import Reason
from outcomes.estimates import make_estimates
from outcomes.prose.distribution import write_no_curve
from tests.tables.examples import frame, make_study

ROW = {"endpoint": "womac.pain", "visit": "week 52", "arm": "dextrose"}
ROW |= {"quantity": "cumulative share"}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason("no-baseline"), "there is no baseline score."),
        (Reason("yes-or-no"), "its answers are yes or no."),
        (Reason("no-direction"), "neither direction of change is declared better."),
    ],
)
def test_why_there_is_no_curve_is_said_once(reason: Reason, said: str) -> None:
    rows = frame({**ROW, "reason": reason}, {**ROW, "arm": "saline", "reason": reason})
    passage = write_no_curve(rows, make_study())
    assert passage is not None
    assert passage.text == f"How many changed in WOMAC pain by how much is not known: {said}"


def test_without_any_row_nobody_was_seen() -> None:
    passage = write_no_curve(make_estimates([]), make_study())
    assert passage is not None
    assert passage.text.endswith("nobody has a score at week 52.")


def test_where_there_is_a_curve_nothing_is_said() -> None:
    rows = frame({**ROW, "estimate": 0.5, "threshold": 3.0}, {**ROW, "arm": "saline"})
    assert write_no_curve(rows, make_study()) is None
