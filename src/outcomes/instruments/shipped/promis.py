"""PROMIS short forms: raw sums only.

Scores of PROMIS are T scores, read from a table of each form; the tables were not read, so that
what is given here is the sum a table starts from. A column of T scores is a measure of its own.
"""

from __future__ import annotations

from outcomes.instruments.definition import Domain, Endpoint, Higher
from outcomes.instruments.instrument import Best, Instrument, MissingRule, Subscale, number_items

GUIDE = (
    "A brief guide to the PROMIS physical function instruments, healthmeasures.net, 18 July 2019"
)


def _make(
    name: str, label: str, count: int, best: Best, higher: Higher, domain: Domain
) -> Instrument:
    return Instrument(
        name=f"promis-{name}",
        label=f"PROMIS {label}, raw sum",
        about=(
            f"{count} items, 1 to 5, the {'highest' if best == 'high' else 'lowest'} answer the "
            f"best; the raw sum, {count}-{5 * count}. It is not a T score and cannot be compared "
            "with one, nor with the sum of another form."
        ),
        items=number_items("item_", count, 1, 5, best=best),
        subscales=(
            Subscale(
                Endpoint(
                    "raw", f"PROMIS {label} (raw)", count, 5 * count, "points", higher, domain
                ),
                tuple(f"item_{number}" for number in range(1, count + 1)),
                MissingRule(0, "no rule was seen that needs no T score", "assumed"),
                scoring="sum",
            ),
        ),
        sources=(
            f"{GUIDE}: the forms there are",
            "answers 1-5 and their direction: assumed, from general knowledge",
        ),
        licence="Copyright of HealthMeasures. Codes and scoring only; no wording is shipped.",
        version=f"short form {label.rsplit(' ', 1)[1]}",
    )


def _function(form: str, count: int) -> Instrument:
    return _make(
        f"function-{form}", f"physical function {form}", count, "high", "better", "function"
    )


def _interference(form: str, count: int) -> Instrument:
    return _make(f"interference-{form}", f"pain interference {form}", count, "low", "worse", "pain")


PROMIS_FUNCTION_4A = _function("4a", 4)
PROMIS_FUNCTION_6B = _function("6b", 6)
PROMIS_FUNCTION_8B = _function("8b", 8)
PROMIS_FUNCTION_10A = _function("10a", 10)
PROMIS_INTERFERENCE_4A = _interference("4a", 4)
PROMIS_INTERFERENCE_6A = _interference("6a", 6)
PROMIS_INTERFERENCE_8A = _interference("8a", 8)
