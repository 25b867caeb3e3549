"""KOOS of the knee, its short forms KOOS-12 and KOOS-PS, and the WOMAC from its items."""

from __future__ import annotations

from dataclasses import replace

from outcomes.instruments.definition import Domain, Endpoint, Threshold
from outcomes.instruments.instrument import (
    Instrument,
    MissingRule,
    Subscale,
    half_answered,
    number_items,
)
from outcomes.instruments.shipped.womac import WOMAC_LIKERT

GUIDE = "KOOS Scoring 2012, koos.nu (August 2012)"
NON_SURGICAL = (
    "minimal important change of the KOOS in mild to moderate knee osteoarthritis, 2025 "
    "(PubMed 41367621), abstract"
)
MOSTAFAEE = "Mostafaee 2021, Physiother Theory Pract, abstract"
LICENCE = (
    "Free to use without permission (koos.nu, as far as seen). Codes and scoring only; no wording "
    "is shipped."
)

PARTS: dict[str, tuple[str, int, Domain]] = {
    "pain": ("p", 9, "pain"),
    "symptoms": ("s", 7, "symptoms"),
    "daily-living": ("a", 17, "function"),
    "sport": ("sp", 5, "function"),
    "quality-of-life": ("q", 4, "global"),
}
"""Stem of the item codes, number of items and domain of each subscale."""

_IMPORTANT = {
    "pain": (11.3, 15.0),
    "symptoms": (12.1, 12.5),
    "daily-living": (10.2, 15.5),
    "sport": (15.5, 17.5),
    "quality-of-life": (13.2, 12.5),
}


def make_part(
    family: str,
    name: str,
    codes: tuple[str, ...],
    domain: Domain,
    missing: MissingRule,
    thresholds: tuple[Threshold, ...] = (),
) -> Subscale:
    """Return a subscale of the KOOS family: 100 no problems, 0 extreme problems."""
    label = f"{family} {name.replace('-', ' ')}"
    endpoint = Endpoint(name, label, 0, 100, "points", "better", domain, thresholds=thresholds)
    return Subscale(endpoint, codes, missing)


def _thresholds(name: str) -> tuple[Threshold, ...]:
    predicted, cut = _IMPORTANT[name]
    return (
        Threshold(
            "minimal important change",
            predicted,
            "points",
            "mild to moderate knee osteoarthritis (131 patients), without surgery, 4 months; "
            "anchor, predictive modelling",
            NON_SURGICAL,
            "primary",
        ),
        Threshold(
            "minimal important change",
            cut,
            "points",
            "knee osteoarthritis (146 patients), physiotherapy, 4 weeks; Persian form; anchor, "
            "receiver operating characteristic",
            MOSTAFAEE,
            "primary",
        ),
    )


_ITEMS = {stem: number_items(stem, count, 0, 4, best="low") for stem, count, _ in PARTS.values()}

KOOS = Instrument(
    name="koos",
    label="KOOS (knee injury and osteoarthritis outcome score)",
    about=(
        "Problems with the knee in the last week; 42 items, 0 no to 4 extreme problems, so that "
        "the best answer is 0; each subscale 0-100, 100 no problems. There is no total: its makers "
        "advise against one. Two of the symptoms (`s4`, `s5`) are asked the other way about, and "
        "are coded like the others: the box on the left is 0."
    ),
    items=tuple(item for items in _ITEMS.values() for item in items),
    subscales=tuple(
        make_part(
            "KOOS",
            name,
            tuple(item.code for item in _ITEMS[stem]),
            domain,
            half_answered(count, f"{GUIDE}: at least half of the items of a subscale", "primary"),
            _thresholds(name),
        )
        for name, (stem, count, domain) in PARTS.items()
    ),
    sources=(
        f"{GUIDE}: 0-4; mean / 4, turned round so that 100 is no problems; items needed for a "
        "score 5, 4, 9, 3 and 2",
        "awell-health/awell-score, KOOS README: 9, 7, 17, 5 and 4 items",
        "Roos 1998, J Orthop Sports Phys Ther 28:88-96, as cited there",
    ),
    licence=LICENCE,
    version="LK 1.0, scoring of 2012 (half of the items); the rule of 1998 allowed two empty items",
)

_WOMAC_CODES = {
    **{f"pain_{number}": f"p{number + 4}" for number in range(1, 6)},
    **{f"stiffness_{number}": f"s{number + 5}" for number in range(1, 3)},
    **{f"function_{number}": f"a{number}" for number in range(1, 18)},
}
"""Item of the WOMAC and the item of the KOOS that it is."""

WOMAC_FROM_KOOS = replace(
    WOMAC_LIKERT,
    name="koos-womac",
    label="WOMAC from the items of the KOOS (0-4)",
    about=(
        "The 24 items of the WOMAC among those of the KOOS, scored as the Likert form of the "
        "WOMAC: 0-100, 100 the worst, the other way about than the KOOS."
    ),
    items=tuple(replace(item, code=_WOMAC_CODES[item.code]) for item in WOMAC_LIKERT.items),
    subscales=tuple(
        replace(subscale, items=tuple(_WOMAC_CODES[code] for code in subscale.items))
        for subscale in WOMAC_LIKERT.subscales
    ),
    sources=(
        "chapter on outcome measures of hip and knee osteoarthritis, issuhub.com 7537, page 261: "
        "the KOOS contains the WOMAC 3.0 in its entirety",
        "which items: read off their order, p5-p9 (five activities), s6-s7 (stiffness), a1-a17; "
        "not quoted",
        *WOMAC_LIKERT.sources,
    ),
    version="WOMAC 3.0 within the KOOS LK 1.0",
)

_SHORT = "koos.nu, KOOS-12 (Gandek 2019)"
_SHORT_PARTS: dict[str, Domain] = {
    "pain": "pain",
    "function": "function",
    "quality-of-life": "global",
}
_SHORT_CODES = {
    name: tuple(f"{name.replace('-', '_')}_{number}" for number in range(1, 5))
    for name in _SHORT_PARTS
}
_EVERY = tuple(code for codes in _SHORT_CODES.values() for code in codes)

KOOS_12 = Instrument(
    name="koos-12",
    label="KOOS-12",
    about=(
        "Twelve items of the KOOS, 0 no to 4 extreme problems; pain, function and quality of life "
        "0-100, 100 no problems. `summary` is the mean of the three. Items are numbered within "
        "each part, in the order of the form; which items of the KOOS they are was not read, so "
        "that they cannot be taken out of a KOOS here."
    ),
    items=tuple(
        item
        for name in _SHORT_PARTS
        for item in number_items(f"{name.replace('-', '_')}_", 4, 0, 4, best="low")
    ),
    subscales=(
        *(
            make_part(
                "KOOS-12",
                name,
                _SHORT_CODES[name],
                domain,
                half_answered(4, f"{_SHORT}: at least 2 of 4 items", "primary"),
            )
            for name, domain in _SHORT_PARTS.items()
        ),
        Subscale(
            Endpoint("summary", "KOOS-12 summary", 0, 100, "points", "better", "symptoms"),
            _EVERY,
            MissingRule(
                6,
                "no rule for the summary was seen",
                "assumed",
            ),
            tuple((name, 1) for name in _SHORT_PARTS),
        ),
    ),
    sources=(
        f"{_SHORT}: three scales of 4 items, 0-4, summed and turned so that 100 is best; half of "
        "the items must be answered",
        "yhocphuchoi.com, KOOS-12: the summary is the average of the three scales",
    ),
    licence=LICENCE,
)

_PS_TABLE = (
    100, 94.4, 89.5, 85.2, 81.4, 78, 75.1, 72.5, 70.3, 68.2, 66.4, 64.7, 63, 61.4, 59.7,
    58, 56, 53.9, 51.5, 48.8, 45.6, 42.1, 38, 33.4, 28.2, 22.3, 15.7, 8.2, 0,
)  # fmt: skip
"""Score for each sum of the answers from 0 to 28."""

KOOS_PS = Instrument(
    name="koos-ps",
    label="KOOS-PS (physical function, short form)",
    about=(
        "Seven items, 0 no to 4 extreme difficulty. The sum is converted by a published table to "
        "0-100, 100 no difficulty, as in the KOOS; the first publication ran the other way, 100 "
        "extreme difficulty: take a column of ready scores only if it runs as here."
    ),
    items=number_items("item_", 7, 0, 4, best="low"),
    subscales=(
        Subscale(
            Endpoint("function", "KOOS-PS", 0, 100, "points", "better", "function"),
            tuple(f"item_{number}" for number in range(1, 8)),
            MissingRule(
                0,
                "awell-health/awell-score, KOOS-PS README, after Perruccio 2008: every item",
                "secondary",
            ),
            conversion=_PS_TABLE[::-1],
        ),
    ),
    sources=(
        "awell-health/awell-score, KOOS-PS README: seven items, 0-4, and the table; it prints 67.7 "
        "for a sum of 11, which breaks the order, where its program has 64.7, taken here",
        "opicalc.com, KOOS-PS: the sum must be converted by the developers' table",
    ),
    licence=LICENCE,
    total_of="function",
    version="direction of the KOOS (100 no difficulty)",
)
