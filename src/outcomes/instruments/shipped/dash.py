"""DASH and QuickDASH, disabilities of arm, shoulder and hand: 0-100, higher worse."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, MissingRule, Subscale, number_items

SCORING = "Scoring the DASH, revised method of spring 2002 (scribd.com 196955707)"
VAN_KAMPEN = (
    "smallest detectable and minimal important change of four shoulder measures, J Orthop Surg "
    "Res 8:40, doi 10.1186/1749-799X-8-40, abstract"
)
RYSSTAD = "Rysstad 2017, BMC Musculoskelet Disord 18:248, doi 10.1186/s12891-017-1616-z, abstract"
RYSSTAD_QUICK = (
    "Rysstad 2020, BMC Musculoskelet Disord 21:328, doi 10.1186/s12891-020-03289-z, abstract"
)
_CLINIC = "shoulder problems (164 patients), operated on or not, 6 months"
_SUBACROMIAL = "subacromial pain (50 patients), physiotherapy, 3 to 4 months; Norwegian form"
_OUTPATIENTS = "shoulder pain (117 patients), hospital outpatients, 3 months"


def _important(value: float, context: str, source: str) -> Threshold:
    return Threshold(
        "minimal important change", value, "points", context, source, "primary", "shoulder"
    )


def _detectable(value: float, context: str, source: str) -> Threshold:
    return Threshold(
        "minimal detectable change", value, "points", context, source, "primary", "shoulder"
    )


def _make(
    name: str, label: str, count: int, empty: int, rule: str, thresholds: tuple[Threshold, ...]
) -> Instrument:
    return Instrument(
        name=name,
        label=f"{label} (disabilities of arm, shoulder and hand)",
        about=(
            f"Disability and symptoms of the arm in the last week; {count} items, 1 none to 5 "
            "unable or extreme; (mean - 1) x 25, 0-100, 100 the worst. The modules for work and "
            "for sport or music are not scored here."
        ),
        items=number_items("item_", count, 1, 5, best="low"),
        subscales=(
            Subscale(
                Endpoint(
                    "total", label, 0, 100, "points", "worse", "function", thresholds=thresholds
                ),
                tuple(f"item_{number}" for number in range(1, count + 1)),
                MissingRule(
                    empty,
                    rule,
                    "primary" if count == 30 else "secondary",
                ),
            ),
        ),
        sources=(f"{SCORING}: mean of the answers, less 1, times 25; higher is more disability",),
        licence=(
            "Copyright of the Institute for Work and Health, free for non-commercial use, as far "
            "as seen. Codes and scoring only; no wording is shipped."
        ),
        total_of="total",
    )


DASH = _make(
    "dash",
    "DASH",
    30,
    3,
    f"{SCORING}: at least 27 of 30",
    (
        _important(12.4, _CLINIC, VAN_KAMPEN),
        _important(4.4, _SUBACROMIAL, RYSSTAD),
        _detectable(16.3, _CLINIC, VAN_KAMPEN),
        _detectable(11.8, _SUBACROMIAL, RYSSTAD),
    ),
)
QUICKDASH = _make(
    "quickdash",
    "QuickDASH",
    11,
    1,
    "awell-health/awell-score, QuickDASH README, after Beaton 2005: at least 10 of 11",
    (
        _important(13.4, _CLINIC, VAN_KAMPEN),
        _important(13.6, f"{_OUTPATIENTS}; the larger of two methods", RYSSTAD_QUICK),
        _important(10.8, f"{_OUTPATIENTS}; the smaller of two methods", RYSSTAD_QUICK),
        _detectable(17.1, _CLINIC, VAN_KAMPEN),
    ),
)
