"""VISA-A: severity of Achilles tendinopathy, 0-100, higher better."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

MIDPORTION = (
    "VISA-A minimal clinically important difference for active people with midportion Achilles "
    "tendinopathy, J Orthop Sports Phys Ther, October 2021, as reported by ryortho.com"
)

_CODES = tuple(f"q{number}" for number in range(1, 9))
_CATEGORIES = (0.0, 4.0, 7.0, 10.0)
# Item 8 has three branches (0 7 14 21 30, 0 4 10 14 20, 0 2 5 7 10); one answer of one counts.
_TRAINING = (0.0, 2.0, 4.0, 5.0, 7.0, 10.0, 14.0, 20.0, 21.0, 30.0)

_THRESHOLDS = (
    Threshold(
        "minimal important change",
        14.0,
        "points",
        "midportion tendinopathy (61 patients), exercise and an injection, 12 weeks; 95 % interval "
        "3 to 19",
        MIDPORTION,
        "secondary",
    ),
    Threshold(
        "minimal important change",
        7.0,
        "points",
        "midportion tendinopathy (61 patients), exercise and an injection, 24 weeks; 95 % interval "
        "-10 to 28",
        MIDPORTION,
        "secondary",
    ),
    Threshold(
        "minimal important change",
        15.4,
        "points",
        "population not visible where it was read",
        "Physiopedia, VISA-A scale, revision 306778",
        "secondary",
    ),
    Threshold(
        "minimal important change",
        20.0,
        "points",
        "chosen by a trial of dextrose injections and exercise, not found in data",
        "Yelland 2011, Br J Sports Med 45:421, abstract",
        "assumed",
    ),
)

VISA_A = Instrument(
    name="visa-a",
    label="VISA-A (0-100)",
    about=(
        "Severity of Achilles tendinopathy: pain (items 1-3), function (4-6), sport (7-8). The "
        "total is the sum, 0-100, 100 for a tendon without symptoms. Item 8 is the points of "
        "whichever of its three branches was answered. Only the total is scored: items 1-3 and "
        "4-6 have no published subscale of their own here."
    ),
    items=(
        *(Item(code, 0, 10, whole=False, best="high") for code in _CODES[:6]),
        Item("q7", 0, 10, allowed_values=_CATEGORIES, best="high"),
        Item("q8", 0, 30, allowed_values=_TRAINING, best="high"),
    ),
    subscales=(
        Subscale(
            Endpoint(
                "total", "VISA-A", 0, 100, "points", "better", "symptoms", thresholds=_THRESHOLDS
            ),
            _CODES,
            MissingRule(
                0,
                "no rule was seen, and items of unequal weight cannot stand in for each other",
                "assumed",
            ),
        ),
    ),
    sources=(
        "Robinson 2001, Br J Sports Med 35:335-341, doi 10.1136/bjsm.35.5.335, abstract: eight "
        "questions, 0-100, 100 the perfect score",
        "Physiopedia, VISA-A scale: items 1-7 out of 10, item 8 out of 30; items 1-6 visual "
        "analogue",
        "awell-health/awell-score, VISA-A README: item 7 scores 0, 4, 7 or 10; the total is the "
        "sum",
        "a public program for VISA-A: the branches of item 8 score 0 7 14 21 30, 0 4 10 14 20 and "
        "0 2 5 7 10",
    ),
    licence="Terms not seen. Codes and scoring only; no wording is shipped.",
    total_of="total",
)
