"""Ratings of the whole: the patient's impression of change, and satisfaction."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Higher, Kind
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

FARRAR = "Farrar 2001, Pain 94:149-158, as quoted by phenx.org protocol 860801"


def _make(
    name: str,
    label: str,
    low: float,
    high: float,
    higher: Higher,
    kind: Kind,
    about: str,
    sources: tuple[str, ...],
) -> Instrument:
    endpoint = Endpoint("value", label, low, high, "points", higher, "global", kind)
    best = Item("value", low, high, kind == "ordinal", best="high" if higher == "better" else "low")
    return Instrument(
        name=name,
        label=f"{label} ({low:g}-{high:g})",
        about=about,
        items=(best,),
        subscales=(
            Subscale(
                endpoint,
                ("value",),
                MissingRule(0, "one value is the score", "primary"),
            ),
        ),
        sources=sources,
        licence="No wording is needed or shipped.",
        single=True,
    )


PGIC = _make(
    "pgic",
    "Patient's global impression of change",
    1,
    7,
    "worse",
    "ordinal",
    "1 very much improved, 4 no change, 7 very much worse: lower is better. It is asked at the end "
    "only, and has no baseline. Some studies number it the other way: turn such answers round.",
    (FARRAR, "NINDS common data elements: 1 very much improved to 7 very much worse"),
)

SATISFACTION_NRS = _make(
    "satisfaction-nrs",
    "Satisfaction with treatment",
    0,
    10,
    "better",
    "continuous",
    "A number from not at all (0) to fully satisfied (10); no baseline. There is no agreed form.",
    ("assumed: no publication of this scale was read",),
)

SATISFACTION_LIKERT = _make(
    "satisfaction-likert",
    "Satisfaction with treatment, five levels",
    1,
    5,
    "better",
    "ordinal",
    "1 very dissatisfied to 5 very satisfied; no baseline. There is no agreed form; where 1 is the "
    "best, turn answers round.",
    ("assumed: no publication of this scale was read",),
)
