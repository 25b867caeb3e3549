"""HOOS of the hip, and its short form HOOS-PS."""

from __future__ import annotations

from outcomes.instruments.definition import Domain, Endpoint
from outcomes.instruments.instrument import (
    Instrument,
    MissingRule,
    Subscale,
    half_answered,
    number_items,
)
from outcomes.instruments.shipped.koos import LICENCE, make_part

GUIDE = "HOOS Scoring 2013, koos.nu (June 2013)"

PARTS: dict[str, tuple[str, int, Domain]] = {
    "pain": ("p", 10, "pain"),
    "symptoms": ("s", 5, "symptoms"),
    "daily-living": ("a", 17, "function"),
    "sport": ("sp", 4, "function"),
    "quality-of-life": ("q", 4, "global"),
}
"""Stem of the item codes, number of items and domain of each subscale."""

_ITEMS = {stem: number_items(stem, count, 0, 4, best="low") for stem, count, _ in PARTS.values()}

HOOS = Instrument(
    name="hoos",
    label="HOOS (hip disability and osteoarthritis outcome score)",
    about=(
        "Problems with the hip in the last week; 40 items, 0 no to 4 extreme problems, so that the "
        "best answer is 0; each subscale 0-100, 100 no problems."
    ),
    items=tuple(item for items in _ITEMS.values() for item in items),
    subscales=tuple(
        make_part(
            "HOOS",
            name,
            tuple(item.code for item in _ITEMS[stem]),
            domain,
            half_answered(count, f"{GUIDE}: at least half of the items of a subscale", "primary"),
        )
        for name, (stem, count, domain) in PARTS.items()
    ),
    sources=(
        f"{GUIDE}: 0-4; mean / 4, turned round so that 100 is no problems; items needed for a "
        "score 5, 3, 9, 2 and 2",
        "heartbeat-med.com, HOOS: 10, 5, 17, 4 and 4 items",
    ),
    licence=LICENCE,
    version="LK 2.0, scoring of 2013 (half of the items); the rule of 2003 allowed two empty items",
)

_PS_TABLE = (
    100, 95.4, 91.2, 87.3, 83.6, 80, 76.6, 73.1, 69.6, 66.1, 62.3, 58.3, 53.9, 49.2, 44.1, 38.4,
    32.1, 25.2, 17.6, 9.2, 0,
)  # fmt: skip
"""Score for each sum of the answers from 0 to 20."""

HOOS_PS = Instrument(
    name="hoos-ps",
    label="HOOS-PS (physical function, short form)",
    about=(
        "Five items, 0 no to 4 extreme difficulty. The sum is converted by a published table to "
        "0-100, 100 no difficulty, as in the HOOS; the first publication ran the other way, 100 "
        "extreme difficulty: take a column of ready scores only if it runs as here."
    ),
    items=number_items("item_", 5, 0, 4, best="low"),
    subscales=(
        Subscale(
            Endpoint("function", "HOOS-PS", 0, 100, "points", "better", "function"),
            tuple(f"item_{number}" for number in range(1, 6)),
            MissingRule(
                0,
                "awell-health/awell-score, HOOS-PS README, after Davis 2008: every item",
                "secondary",
            ),
            conversion=_PS_TABLE[::-1],
        ),
    ),
    sources=("awell-health/awell-score, HOOS-PS README: five items, 0-4, and the table",),
    licence=LICENCE,
    total_of="function",
    version="direction of the HOOS (100 no difficulty)",
)
