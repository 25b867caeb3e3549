"""LEFS, the lower extremity functional scale: 0-80, higher better."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, MissingRule, Subscale, number_items

BINKLEY = "Binkley 1999, Phys Ther (copy at scribd.com 36402679), abstract"
QUOTED = "Binkley 1999, as quoted by medicalalgorithms.com"
_PATIENTS = "disorders of the lower limb (107 patients), physiotherapy"

LEFS = Instrument(
    name="lefs",
    label="LEFS (lower extremity functional scale, 0-80)",
    about=(
        "Difficulty with twenty activities today; 0 unable or extreme to 4 no difficulty, so that "
        "the best answer is 4; the sum, 0-80, 80 the best."
    ),
    items=number_items("activity_", 20, 0, 4, best="high"),
    subscales=(
        Subscale(
            Endpoint(
                "total",
                "LEFS",
                0,
                80,
                "points",
                "better",
                "function",
                thresholds=(
                    Threshold(
                        "minimal important change",
                        9.0,
                        "points",
                        f"{_PATIENTS}, weeks",
                        QUOTED,
                        "secondary",
                    ),
                    Threshold(
                        "minimal detectable change",
                        9.0,
                        "points",
                        f"{_PATIENTS}, 90 %",
                        QUOTED,
                        "secondary",
                    ),
                    Threshold(
                        "measurement error",
                        5.3,
                        "points",
                        f"{_PATIENTS}; error of one score, 90 %",
                        BINKLEY,
                        "primary",
                    ),
                ),
            ),
            tuple(f"activity_{number}" for number in range(1, 21)),
            MissingRule(0, "no rule was seen", "assumed"),
            scoring="sum",
        ),
    ),
    sources=("medicalalgorithms.com, LEFS: twenty activities, 0-4, summed to 0-80, lower worse",),
    licence="Terms not seen. Codes and scoring only; no wording is shipped.",
    total_of="total",
)
