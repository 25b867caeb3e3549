"""Oswestry Disability Index and Roland-Morris questionnaire for low back pain, higher worse."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, MissingRule, Subscale, number_items

OSTELO = (
    "Interpreting change scores for pain and functional status in low back pain: towards "
    "international consensus (Spine 2008), abstract"
)
STRATFORD = "Defining the minimum level of detectable change for the Roland-Morris, abstract"
_CONSENSUS = "low back pain; agreed by experts after a review of studies"


def _agreed(value: float, unit: str = "points") -> Threshold:
    return Threshold("minimal important change", value, unit, _CONSENSUS, OSTELO, "primary")


OSWESTRY = Instrument(
    name="oswestry",
    label="Oswestry Disability Index (0-100)",
    about=(
        "Disability from low back pain; ten sections, 0 best to 5 worst; sum / (5 x sections "
        "answered) x 100, 100 the worst."
    ),
    items=number_items("section_", 10, 0, 5, best="low"),
    subscales=(
        Subscale(
            Endpoint(
                "total",
                "Oswestry Disability Index",
                0,
                100,
                "points",
                "worse",
                "function",
                thresholds=(_agreed(10.0), _agreed(30.0, "percent of baseline")),
            ),
            tuple(f"section_{number}" for number in range(1, 11)),
            MissingRule(
                1,
                "awell-health/awell-score, Oswestry README, after Fairbank 2000: one section may "
                "be missed, of 45 then",
                "secondary",
            ),
        ),
    ),
    sources=(
        "awell-health/awell-score, Oswestry README: ten sections 0-5, in percent of the highest",
    ),
    licence="Terms not seen. Codes and scoring only; no wording is shipped.",
    total_of="total",
)

ROLAND_MORRIS = Instrument(
    name="roland-morris",
    label="Roland-Morris Disability Questionnaire (0-24)",
    about=(
        "Disability from low back pain today; 24 statements, 1 ticked and 0 not; the number "
        "ticked, 24 the worst. A statement that was not ticked is a 0 and no empty cell."
    ),
    items=number_items("statement_", 24, 0, 1, best="low"),
    subscales=(
        Subscale(
            Endpoint(
                "total",
                "Roland-Morris score",
                0,
                24,
                "points",
                "worse",
                "function",
                thresholds=(
                    _agreed(5.0),
                    _agreed(30.0, "percent of baseline"),
                    Threshold(
                        "minimal detectable change",
                        5.0,
                        "points",
                        "low back pain (60 outpatients), 4 to 6 weeks, 90 %; the larger of 4 to 5, "
                        "for first scores of 4 to 20",
                        STRATFORD,
                        "primary",
                    ),
                ),
            ),
            tuple(f"statement_{number}" for number in range(1, 25)),
            MissingRule(
                0,
                "assumed: what is not ticked is a no and is entered as 0, so that an empty cell is "
                "a form that was not filled in",
                "assumed",
            ),
            scoring="sum",
        ),
    ),
    sources=(
        "scientificspine.com, Roland-Morris: 24 statements, the number ticked, 0-24; one that does "
        "not apply is a no",
    ),
    licence=(
        "No permission needed for the published forms (Roland and Fairbank, Spine 2000). Codes and "
        "scoring only; no wording is shipped."
    ),
    total_of="total",
    version="24 statements",
)
