"""FAOS, the KOOS of foot and ankle."""

from __future__ import annotations

from outcomes.instruments.definition import Threshold
from outcomes.instruments.instrument import Instrument, half_answered, number_items
from outcomes.instruments.shipped.koos import LICENCE, PARTS, make_part

REFERENCE_VALUES = (
    "national reference values of the FAOS (2759 Danish adults), safetylit.org record, abstract"
)

_ITEMS = {stem: number_items(stem, count, 0, 4, best="low") for stem, count, _ in PARTS.values()}

FAOS = Instrument(
    name="faos",
    label="FAOS (foot and ankle outcome score)",
    about=(
        "Problems with foot and ankle in the last week; 42 items, 0 no to 4 extreme problems, so "
        "that the best answer is 0; each subscale 0-100, 100 no problems. Its items are numbered "
        "like those of the KOOS: name the right one of the two."
    ),
    items=tuple(item for items in _ITEMS.values() for item in items),
    subscales=tuple(
        make_part(
            "FAOS",
            name,
            tuple(item.code for item in _ITEMS[stem]),
            domain,
            half_answered(
                count, "as the KOOS of 2012; the guide of the FAOS was not read", "assumed"
            ),
            (
                Threshold(
                    "minimal important difference",
                    10.0,
                    "points",
                    "chosen beforehand for reference values of the population, not found in data",
                    REFERENCE_VALUES,
                    "assumed",
                ),
            ),
        )
        for name, (stem, count, domain) in PARTS.items()
    ),
    sources=(
        "koos.nu, FAOS: five subscales, 0-4, normalised so that 100 is no symptoms; last week",
        "PMC9851710, Table 2: 42 items, five domains",
        "number of items in each subscale: assumed to be that of the KOOS, from which it was made",
    ),
    licence=LICENCE,
)
