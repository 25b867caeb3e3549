"""Oxford Knee Score and Oxford Hip Score: twelve items, 0-48, higher better."""

from __future__ import annotations

from typing import Literal

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, MissingRule, Subscale, number_items

GUIDE = "OKS Scoring Guide, Oxford University Innovation 2018 (copy at scribd.com 795481624)"
UNICOMPARTMENTAL = (
    "Harris, Interpretation threshold values for the Oxford Knee Score in patients undergoing "
    "unicompartmental knee arthroplasty, Acta Orthop, abstract"
)
TOTAL_REPLACEMENT = (
    "Minimal important change values for the Oxford Knee Score and the Forgotten Joint Score, "
    "Acta Orthop 2018, doi 10.1080/17453674.2018.1480739, abstract"
)
SPANISH = "Spanish version of the Oxford Knee Score, PMC5622506, abstract"
_IMPUTED = (
    "awell-health/awell-score, Oxford Hip Score README, after Murray 2007: no score with more "
    "than two unanswered; the guide of 2018 describes putting in the mean of the others"
)


def _important(value: float, context: str, source: str, treatment: str = "") -> Threshold:
    return Threshold(
        "minimal important change",
        value,
        "points",
        context,
        source,
        "primary",
        "knee",
        "osteoarthritis",
        treatment,
    )


def _level(
    meaning: Literal["acceptable symptom state", "treatment failure"],
    value: float,
    interval: str,
    context: str,
) -> Threshold:
    return Threshold(
        meaning,
        value,
        "points",
        f"{_UNICOMPARTMENTAL}, {context}; 95 % interval {interval}",
        UNICOMPARTMENTAL,
        "primary",
        "knee",
        "osteoarthritis",
        "replacement",
    )


_UNICOMPARTMENTAL = "unicompartmental knee replacement, Denmark; anchor, adjusted modelling"
_TIMES = ("3 months (331 patients)", "12 months (340 patients)", "24 months (235 patients)")
_ACCEPTABLE = ((28.9, "27.6 to 30.3"), (32.7, "31.5 to 33.9"), (31.3, "29.1 to 33.3"))
_FAILURE = ((24.4, "20.7 to 27.4"), (29.3, "27.3 to 31.1"), (28.5, "26.0 to 30.5"))
_KNEE = (
    _important(
        8.0,
        "total knee replacement (333 patients), 1 year; anchor, modelling",
        TOTAL_REPLACEMENT,
        "replacement",
    ),
    _important(6.1, "knee osteoarthritis (397 patients), 6 months, treatment not stated", SPANISH),
    _important(
        4.7,
        f"{_UNICOMPARTMENTAL} (331 patients), 3 months; 95 % interval 3.3 to 6.0",
        UNICOMPARTMENTAL,
        "replacement",
    ),
    _important(
        7.1,
        f"{_UNICOMPARTMENTAL} (340 patients), 12 months; 95 % interval 5.2 to 8.6",
        UNICOMPARTMENTAL,
        "replacement",
    ),
    _important(
        5.4,
        f"{_UNICOMPARTMENTAL} (235 patients), 24 months; 95 % interval 3.4 to 7.3",
        UNICOMPARTMENTAL,
        "replacement",
    ),
    Threshold(
        "minimal detectable change",
        4.4,
        "points",
        "knee osteoarthritis (397 patients)",
        SPANISH,
        "primary",
    ),
    *(
        _level("acceptable symptom state", value, interval, when)
        for (value, interval), when in zip(_ACCEPTABLE, _TIMES, strict=True)
    ),
    *(
        _level("treatment failure", value, interval, when)
        for (value, interval), when in zip(_FAILURE, _TIMES, strict=True)
    ),
)


def _make(joint: str, thresholds: tuple[Threshold, ...], source: str) -> Instrument:
    return Instrument(
        name=f"oxford-{joint}",
        label=f"Oxford {joint.capitalize()} Score (0-48)",
        about=(
            f"Pain and function of the {joint} in the last four weeks; twelve items, 0 worst to 4 "
            "best, summed to 0-48, 48 the best. The first form coded items 1 best to 5 worst, sum "
            "60 worst to 12: subtract such answers from 5, such sums from 60."
        ),
        items=number_items("q", 12, 0, 4, best="high"),
        subscales=(
            Subscale(
                Endpoint(
                    "total",
                    f"Oxford {joint.capitalize()} Score",
                    0,
                    48,
                    "points",
                    "better",
                    "symptoms",
                    thresholds=thresholds,
                ),
                tuple(f"q{number}" for number in range(1, 13)),
                MissingRule(2, _IMPUTED, "secondary"),
                scoring="sum",
            ),
        ),
        sources=(source,),
        licence=(
            "Licensed by Oxford University Innovation. Codes and scoring only; no wording is "
            "shipped."
        ),
        total_of="total",
        version="0-4 coding of 2007",
    )


OXFORD_KNEE = _make("knee", _KNEE, f"{GUIDE}: items 0-4, 4 best, summed to 0-48")
OXFORD_HIP = _make(
    "hip",
    (),
    "awell-health/awell-score, Oxford Hip Score README: twelve items 0-4, 4 best, summed to 0-48",
)
