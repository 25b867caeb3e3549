"""The one rule of whom an estimate favours, and when it leans."""

from __future__ import annotations

import math

import pytest

from outcomes.verdict import Reason, Verdict, judge

NAN = math.nan


def row(estimate: float, low: float, high: float, favours: str = "drug") -> dict[str, object]:
    return {"estimate": estimate, "ci_low": low, "ci_high": high, "favours": favours}


@pytest.mark.parametrize(
    ("given", "reason", "favoured", "leaning"),
    [
        (row(-7.7, -15.3, -0.2), Reason.EXCLUDES, "drug", ""),
        (row(7.7, 0.2, 15.3, "saline"), Reason.EXCLUDES, "saline", ""),
        (row(-6.2, -15.1, 2.6), Reason.INCLUDES, "", "drug"),
        (row(-0.2, -8.1, 7.7), Reason.INCLUDES, "", ""),
        (row(-4.0, -8.0, 0.0), Reason.ENDS_AT_NONE, "", "drug"),
        (row(0.0, -1.0, 1.0, ""), Reason.EQUAL, "", ""),
        (row(0.0, NAN, NAN, ""), Reason.EQUAL, "", ""),
        (row(-4.0, NAN, NAN), Reason.NO_INTERVAL, "", ""),
        (row(NAN, NAN, NAN, ""), Reason.NOT_ESTIMATED, "", ""),
    ],
)
def test_an_arm_is_favoured_by_its_whole_interval_and_leaned_to_beyond_noise(
    given: dict[str, object], reason: Reason, favoured: str, leaning: str
) -> None:
    verdict = judge(given)
    assert (verdict.reason, verdict.favoured, verdict.leaning) == (reason, favoured, leaning)


def test_an_estimate_that_is_shown_as_none_leans_nowhere() -> None:
    assert judge(row(-0.04, -0.1, 0.02), digits=1).leaning == ""
    assert judge(row(-0.04, -0.1, 0.02), digits=2).leaning == "drug"


def test_where_neither_direction_is_better_nobody_is_favoured_whatever_the_interval() -> None:
    verdict = judge(row(7.7, 0.2, 15.3, ""), judged=False)
    assert verdict == Verdict(Reason.NOT_JUDGED, excludes_none=True)
