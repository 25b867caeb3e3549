"""SPADI, the shoulder pain and disability index: 0-100, higher worse."""

from __future__ import annotations

from outcomes.instruments.definition import Domain, Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, MissingRule, Subscale, number_items

ROY = "Roy 2009, Arthritis Rheum 61:623-632, doi 10.1002/art.24396, abstract"
BRECKENRIDGE = "Breckenridge 2011, J Physiother 57:197, doi 10.1016/S1836-9553(11)70045-5"
_EMPTY = (
    "awell-health/awell-score, SPADI README: a question missed leaves the denominator. Assumed: "
    "that at most two may be missed in each part"
)
_PARTS: dict[str, tuple[int, Domain]] = {"pain": (5, "pain"), "disability": (8, "function")}
_CODES = {
    name: tuple(f"{name}_{number}" for number in range(1, count + 1))
    for name, (count, _) in _PARTS.items()
}
_TOTAL = (
    Threshold(
        "minimal important change",
        13.0,
        "points",
        "disorders of the shoulder; the upper end of what studies in a review found",
        ROY,
        "secondary",
        "shoulder",
    ),
    Threshold(
        "minimal important change",
        8.0,
        "points",
        "disorders of the shoulder; the lower end of what studies in a review found",
        ROY,
        "secondary",
        "shoulder",
    ),
    Threshold(
        "minimal detectable change",
        18.0,
        "points",
        "disorders of the shoulder; a review",
        ROY,
        "secondary",
        "shoulder",
    ),
)

SPADI = Instrument(
    name="spadi",
    label="SPADI (shoulder pain and disability index, 0-10 items)",
    about=(
        "Pain (5 items) and disability (8) of the shoulder, 0 none to 10; each part and the total "
        "0-100, 100 the worst. The total is the mean of the two parts, so that an item of pain "
        "weighs more; some publications take all 13 items alike instead."
    ),
    items=tuple(
        item
        for name, (count, _) in _PARTS.items()
        for item in number_items(f"{name}_", count, 0, 10, best="low")
    ),
    subscales=(
        *(
            Subscale(
                Endpoint(name, f"SPADI {name}", 0, 100, "points", "worse", domain),
                _CODES[name],
                MissingRule(2, _EMPTY, "assumed"),
            )
            for name, (_, domain) in _PARTS.items()
        ),
        Subscale(
            Endpoint(
                "total", "SPADI total", 0, 100, "points", "worse", "symptoms", thresholds=_TOTAL
            ),
            _CODES["pain"] + _CODES["disability"],
            MissingRule(4, _EMPTY, "assumed"),
            (("pain", 1), ("disability", 1)),
        ),
    ),
    sources=(
        f"{BRECKENRIDGE}: 5 and 8 items; each part out of 100; the mean of the two is the total, "
        "higher worse",
        "awell-health/awell-score, SPADI README: items 0-10",
    ),
    licence="Free of charge (Breckenridge 2011). Codes and scoring only; no wording is shipped.",
    total_of="total",
    version="numerical rating form of 1995",
)
