"""The Knee Pain Scale by its ready scores, as its items were not read."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

_RANGES = {"severity": 36, "frequency": 30}
_SOURCES = (
    "Rejeski 1995, J Rheumatol 22:1124-1129, abstract: frequency and intensity of pain, each in "
    "ambulation and climbing, and in transfer",
    "Ann Rheum Dis, figure at ard.bmj.com/highwire/markup/176501: severity 0 to 36, frequency "
    "0 to 30, higher is worse; other trials may use other ranges",
)


def _make(name: str, high: int) -> Instrument:
    label = f"Knee Pain Scale, {name} (0-{high})"
    return Instrument(
        name=f"kps-{name}",
        label=label,
        about=f"{name.capitalize()} of knee pain in daily activities, one ready score, 0 to "
        f"{high}, 0 no pain. The number of its items and how they are coded were not read: compare "
        "the range with your form.",
        items=(Item("value", 0, high),),
        subscales=(
            Subscale(
                Endpoint("value", label, 0, high, "points", "worse", "pain"),
                ("value",),
                MissingRule(0, "one value is the score", "primary"),
            ),
        ),
        sources=_SOURCES,
        licence="Terms not seen. No wording is kept, and no item.",
        single=True,
    )


KPS_SEVERITY, KPS_FREQUENCY = (_make(name, high) for name, high in _RANGES.items())
