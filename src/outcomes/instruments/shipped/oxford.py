"""Oxford Knee Score and Oxford Hip Score: twelve items, 0-48, higher better."""

from __future__ import annotations

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


def _important(value: float, context: str, source: str) -> Threshold:
    return Threshold("minimal important change", value, "points", context, source, "primary")


_UNICOMPARTMENTAL = "unicompartmental knee replacement, Denmark; anchor, adjusted modelling"
_KNEE = (
    _important(
        8.0, "total knee replacement (333 patients), 1 year; anchor, modelling", TOTAL_REPLACEMENT
    ),
    _important(6.1, "knee osteoarthritis (397 patients), 6 months, treatment not stated", SPANISH),
    _important(4.7, f"{_UNICOMPARTMENTAL} (331 patients), 3 months", UNICOMPARTMENTAL),
    _important(7.1, f"{_UNICOMPARTMENTAL} (340 patients), 12 months", UNICOMPARTMENTAL),
    _important(5.4, f"{_UNICOMPARTMENTAL} (235 patients), 24 months", UNICOMPARTMENTAL),
    Threshold(
        "minimal detectable change",
        4.4,
        "points",
        "knee osteoarthritis (397 patients)",
        SPANISH,
        "primary",
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
                MissingRule(2, "mean of the answered items", _IMPUTED, "secondary"),
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
