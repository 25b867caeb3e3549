"""What a comparison read from the estimates allows to be said."""

from __future__ import annotations

from typing import Any

import pytest

from outcomes.analysis_record import AnalysisRecord
from outcomes.analysis_record import Reason as Why
from outcomes.verdict import Reason
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from tests.tables.examples import difference, frame, make_labels

NAN = float("nan")


def read(*numbers: float, **more: Any) -> Contrast:
    (contrast,) = read_contrasts(frame(difference(*numbers, **more)), make_labels())
    return contrast


@pytest.mark.parametrize(
    ("numbers", "endpoint", "reason", "favoured", "leaning"),
    [
        ((-7.7, -15.3, -0.2), "womac.pain", Reason.EXCLUDES, "dextrose", ""),
        ((7.7, 0.2, 15.3), "womac.pain", Reason.EXCLUDES, "saline", ""),
        ((4, 1, 7), "flexion", Reason.EXCLUDES, "dextrose", ""),
        ((-4, -9, 1), "womac.pain", Reason.INCLUDES, "", "dextrose"),
        ((-0.04, -0.09, 0.01), "womac.pain", Reason.INCLUDES, "", ""),
        ((-0.2, -8, 7.6), "womac.pain", Reason.INCLUDES, "", ""),
        ((-1e-16, -8, 8), "womac.pain", Reason.EQUAL, "", ""),
        ((900, 100, 1700), "steps", Reason.NOT_JUDGED, "", ""),
        ((0.0004, -0.0002, 0.001), "effective", Reason.INCLUDES, "", ""),
        ((0.004, -0.002, 0.01), "effective", Reason.INCLUDES, "", "dextrose"),
        ((-3, NAN, NAN), "womac.pain", Reason.NO_INTERVAL, "", ""),
        ((NAN, NAN, NAN), "womac.pain", Reason.NOT_ESTIMATED, "", ""),
    ],
)
def test_a_verdict_goes_by_interval_scale_and_decimals_shown(
    numbers: tuple[float, float, float],
    endpoint: str,
    reason: Reason,
    favoured: str,
    leaning: str,
) -> None:
    unit = {"unit": "share"} if endpoint == "effective" else {}
    verdict = read(*numbers, endpoint=endpoint, **unit).verdict
    assert (verdict.reason, verdict.favoured, verdict.leaning) == (reason, favoured, leaning)


def test_what_floating_point_leaves_of_nothing_is_no_difference() -> None:
    assert read(1e-16, -2, 2).is_same
    assert not read(0.01, -2, 2).is_same
    assert not read(NAN, NAN, NAN).is_same


def test_a_comparison_carries_what_was_done_or_why_it_was_not() -> None:
    record = AnalysisRecord("ancova", baseline=True)
    assert read(done=record).done == record
    assert read(done=None).done is None
    assert read(NAN, NAN, NAN, reason=Why("no-scores")).reason == Why("no-scores")
