"""AOFAS ankle-hindfoot scale: points given by patient and examiner, 0-100, higher better."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

DE_BOER = "de Boer 2017, BMJ Open 7:e017040, doi 10.1136/bmjopen-2017-017040, abstract"

_POINTS: dict[str, tuple[float, ...]] = {
    "pain": (0, 20, 30, 40),
    "activity": (0, 4, 7, 10),
    "distance": (0, 2, 4, 5),
    "surface": (0, 3, 5),
    "gait": (0, 4, 8),
    "sagittal_motion": (0, 4, 8),
    "hindfoot_motion": (0, 3, 6),
    "stability": (0, 8),
    "alignment": (0, 5, 10),
}
"""Points that the answers of each item are given."""

AOFAS_HINDFOOT = Instrument(
    name="aofas-hindfoot",
    label="AOFAS ankle-hindfoot scale (0-100)",
    about=(
        "Pain (40 points), function (50) and alignment (10); 100 the best. Each item holds its "
        "points, not the number of the answer. Patient and examiner fill it in together: it is not "
        "a patient-reported measure, and the society that made it no longer endorses it (2022)."
    ),
    items=tuple(
        Item(code, 0, points[-1], allowed_values=points, best="high")
        for code, points in _POINTS.items()
    ),
    subscales=(
        Subscale(
            Endpoint(
                "total",
                "AOFAS ankle-hindfoot",
                0,
                100,
                "points",
                "better",
                "symptoms",
                thresholds=(
                    Threshold(
                        "minimal detectable change",
                        12.0,
                        "points",
                        "one-sided ankle fracture (142 patients), Dutch form",
                        DE_BOER,
                        "primary",
                    ),
                ),
            ),
            tuple(_POINTS),
            MissingRule(
                0,
                "no rule was seen, and items of unequal weight cannot stand in for each other",
                "assumed",
            ),
            scoring="sum",
        ),
    ),
    sources=(
        "Kitaoka 1994, Foot Ankle Int 15:349-353, as quoted by codetechnology.com: nine items, "
        "pain 40, function 50, alignment 10; the society's statement of 29 July 2022",
        "points of each answer: assumed, from general knowledge; they add up to 40, 50 and 10",
    ),
    licence=(
        "Copyright of the American Orthopaedic Foot and Ankle Society. Codes and points only; no "
        "wording is shipped."
    ),
    total_of="total",
    version="1994",
)
