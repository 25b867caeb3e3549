"""Foot Function Index, 0-10 form: three subscales and a total, 0-100, higher worse."""

from __future__ import annotations

from outcomes.instruments.definition import Domain, Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

PLANTAR_FASCIITIS = (
    "Minimal important difference: values for the Foot Health Status Questionnaire, Foot Function "
    "Index and visual analogue scale, The Foot 18:15-19, doi 10.1016/j.foot.2007.06.006, abstract"
)
ABILITYLAB = "Shirley Ryan AbilityLab, Foot Function Index (after Budiman-Mak 1991)"

_CODES = {
    "pain": tuple(f"pain_{number}" for number in range(1, 10)),
    "disability": tuple(f"disability_{number}" for number in range(1, 10)),
    "activity-limitation": tuple(f"activity_{number}" for number in range(1, 6)),
}
_CODES["total"] = tuple(code for group in tuple(_CODES.values()) for code in group)
_DOMAINS: dict[str, Domain] = {
    "pain": "pain",
    "disability": "function",
    "activity-limitation": "function",
    "total": "symptoms",
}
_IMPORTANT = {"pain": 12.0, "disability": 7.0, "total": 7.0}


def _make_missing_rule(count: int) -> MissingRule:
    return MissingRule(
        (count - 1) // 2,
        f"{ABILITYLAB}: the sum is divided by the highest sum of the items that the patient "
        "marked applicable. Assumed: that more than half of the items must be there, for no "
        "limit was seen",
        "assumed",
    )


def _make_subscale(name: str) -> Subscale:
    thresholds = (
        (
            Threshold(
                "minimal important change",
                _IMPORTANT[name],
                "points",
                "plantar fasciitis (175 patients of two trials), change of those a little "
                "better; found with the original visual analogue form; applied to this form",
                PLANTAR_FASCIITIS,
                "assumed",
            ),
        )
        if name in _IMPORTANT
        else ()
    )
    label = f"FFI {name.replace('-', ' ')}"
    return Subscale(
        Endpoint(name, label, 0, 100, "points", "worse", _DOMAINS[name], thresholds=thresholds),
        _CODES[name],
        _make_missing_rule(len(_CODES[name])),
    )


FFI = Instrument(
    name="ffi",
    label="Foot Function Index, 0-10 form (0-100)",
    about=(
        "Pain, disability and activity limitation from disorders of the foot, each 0-100, 100 "
        "the worst. The total rests on all 23 items alike; some publications use the mean of the "
        "three subscales instead, and the original form codes its items 0-9. An item that does "
        "not apply is left empty."
    ),
    items=tuple(Item(code, 0, 10, best="low") for code in _CODES["total"]),
    subscales=tuple(_make_subscale(name) for name in _CODES),
    sources=(
        f"{ABILITYLAB}: 9, 9 and 5 items, 0-10; sum / 230 x 100; mean of the subscales as the "
        "alternative total",
        "PMC9851710, Table 2: sums are divided by the highest sum of the applicable items; it "
        "prints anchors 1 and 10, in conflict with 0 and 10",
    ),
    licence="Not free (Shirley Ryan AbilityLab). Codes and scoring only; no wording is shipped.",
    total_of="total",
)
