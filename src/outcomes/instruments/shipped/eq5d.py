"""EQ-5D: the level sum of its five dimensions, and its visual analogue scale.

The index needs a value set, which belongs to a country and is the user's to bring: as an instrument
of the study's own, whose items count the points of the set.
"""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

_DIMENSIONS = ("mobility", "self_care", "activities", "pain", "anxiety")
_LICENCE = "Licensed by the EuroQol Group. Codes only; no wording and no value set is shipped."
_README = "awell-health/awell-score, EQ-5D-5L README"


def _make(levels: int) -> Instrument:
    return Instrument(
        name=f"eq-5d-{levels}l",
        label=f"EQ-5D-{levels}L, level sum ({5}-{5 * levels})",
        about=(
            f"Five dimensions, 1 no problems to {levels}; the sum of the levels, "
            f"5-{5 * levels}, higher worse. It is no utility: the index needs a value set of your "
            "own (see how to add an instrument)."
        ),
        items=tuple(Item(code, 1, levels, best="low") for code in _DIMENSIONS),
        subscales=(
            Subscale(
                Endpoint(
                    "level-sum",
                    f"EQ-5D-{levels}L level sum",
                    5,
                    5 * levels,
                    "points",
                    "worse",
                    "global",
                ),
                _DIMENSIONS,
                MissingRule(0, "no rule was seen", "assumed"),
                scoring="sum",
            ),
        ),
        sources=(
            f"{_README}: five dimensions, 1 no to 5 extreme problems",
            "the sum of the levels: plain arithmetic, not quoted",
        ),
        licence=_LICENCE,
        version=f"{levels} levels",
    )


EQ_5D_5L = _make(5)
EQ_5D_3L = _make(3)

EQ_VAS = Instrument(
    name="eq-vas",
    label="EQ VAS (0-100)",
    about="Health today on a scale from the worst (0) to the best (100) that one can imagine.",
    items=(Item("value", 0, 100, whole=False, best="high"),),
    subscales=(
        Subscale(
            Endpoint("value", "EQ VAS", 0, 100, "points", "better", "global"),
            ("value",),
            MissingRule(0, "one value is the score", "primary"),
        ),
    ),
    sources=(f"{_README}: 0 the worst, 100 the best health you can imagine",),
    licence=_LICENCE,
    single=True,
)
