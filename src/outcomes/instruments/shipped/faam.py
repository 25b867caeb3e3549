"""FAAM, the foot and ankle ability measure: daily living and sports."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, MissingRule, Subscale, number_items

MARTIN = "Martin 2005, Foot Ankle Int 26:968-983, doi 10.1177/107110070502601113, abstract"
JAPANESE = "Japanese version of the FAAM, PMC4299738, abstract"
_STABLE = "disorders of leg, foot and ankle (79 patients expected to stay the same), 4 weeks, 95 %"


def _make_part(
    name: str,
    label: str,
    stem: str,
    count: int,
    empty: int,
    important: float,
    detectable: float,
    japanese: float,
) -> Subscale:
    thresholds = (
        Threshold(
            "minimal important change",
            important,
            "points",
            "disorders of leg, foot and ankle (164 patients expected to change), 4 weeks of "
            "physiotherapy",
            MARTIN,
            "primary",
        ),
        Threshold("minimal detectable change", detectable, "points", _STABLE, MARTIN, "primary"),
        Threshold(
            "minimal detectable change",
            japanese,
            "points",
            "collegiate athletes whose condition was stable (19), 2 to 6 days",
            JAPANESE,
            "primary",
        ),
    )
    return Subscale(
        Endpoint(name, label, 0, 100, "points", "better", "function", thresholds=thresholds),
        tuple(f"{stem}{number}" for number in range(1, count + 1)),
        MissingRule(
            empty,
            f"yhocphuchoi.com, FAAM, after Martin 2005: 90 % of the items, {count - empty} of "
            f"{count}; another source asks for {'20 of 21' if count == 21 else '6 items'}",
            "secondary",
        ),
    )


FAAM = Instrument(
    name="faam",
    label="FAAM (foot and ankle ability measure)",
    about=(
        "Difficulty with activities because of foot or ankle in the last week; 0 unable to 4 no "
        "difficulty, so that the best answer is 4; daily living (21 items) and sports (8) 0-100, "
        "100 no difficulty. An item that does not apply is left empty. The ratings of function in "
        "percent and the overall rating are not part of the scores."
    ),
    items=(
        *number_items("adl_", 21, 0, 4, best="high"),
        *number_items("sport_", 8, 0, 4, best="high"),
    ),
    subscales=(
        _make_part("daily-living", "FAAM daily living", "adl_", 21, 2, 8.0, 5.7, 6.8),
        _make_part("sports", "FAAM sports", "sport_", 8, 1, 9.0, 12.3, 13.7),
    ),
    sources=(
        f"{MARTIN}: 21 and 8 items",
        "Physiopedia, 8-Item Sports Subscale: 4 no difficulty to 0 unable; sum / (4 x items "
        "answered) x 100; items that do not apply are not counted",
    ),
    licence=(
        "Free of charge, as far as seen (Shirley Ryan AbilityLab). Codes and scoring only; no "
        "wording is shipped."
    ),
    version="2005, 21 and 8 items",
)
