"""Lequesne's indexes of severity for osteoarthritis of knee and hip: 0-24, higher worse."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

FORM = (
    "a copy of the form that cites Lequesne 1987, Scand J Rheumatol Suppl 65:85-89 "
    "(docest.com 139348)"
)
_HALVES = (0.0, 0.5, 1.0, 1.5, 2.0)
_HIGHEST = {"night": 2, "morning": 2, "standing": 1, "walking": 2, "sitting": 1}


def _make(joint: str) -> Instrument:
    items = (
        *(Item(code, 0, high, best="low") for code, high in _HIGHEST.items()),
        Item("distance", 0, 6, best="low"),
        Item("aid", 0, 2, best="low"),
        *(
            Item(f"activity_{number}", 0, 2, allowed_values=_HALVES, best="low")
            for number in range(1, 5)
        ),
    )
    sitting = "getting up from sitting" if joint == "knee" else "sitting for long"
    return Instrument(
        name=f"lequesne-{joint}",
        label=f"Lequesne index of the {joint} (0-24)",
        about=(
            f"Severity of osteoarthritis of the {joint}: pain or discomfort (five items), distance "
            "walked with the points for walking aids, and four activities in steps of a half; the "
            f"sum, 0-24, 24 the worst. `sitting` is {sitting}."
        ),
        items=items,
        subscales=(
            Subscale(
                Endpoint("total", f"Lequesne index, {joint}", 0, 24, "points", "worse", "symptoms"),
                tuple(item.code for item in items),
                MissingRule(
                    0,
                    "no rule was seen, and items of unequal weight cannot stand in for each other",
                    "assumed",
                ),
                scoring="sum",
            ),
        ),
        sources=(
            f"{FORM}: points of each item; its activities are those of the knee",
            f"freeonlinecalc.com, Lequesne index of the {joint}: which items it has",
        ),
        licence="Terms not seen. Codes and points only; no wording is shipped.",
        total_of="total",
        version="1987",
    )


LEQUESNE_KNEE = _make("knee")
LEQUESNE_HIP = _make("hip")
