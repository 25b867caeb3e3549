"""FHSQ, the foot health status questionnaire: its four foot domains, 0-100, higher better."""

from __future__ import annotations

from outcomes.instruments.definition import Domain, Endpoint, Threshold
from outcomes.instruments.instrument import Best, Instrument, Subscale, half_answered, number_items

HEEL_PAIN = (
    "Minimal important difference of two commonly used outcome measures for foot problems, "
    "J Foot Ankle Res 3:7, abstract"
)
_PARTS: dict[str, tuple[int, Best, Domain]] = {
    "pain": (4, "low", "pain"),
    "function": (4, "low", "function"),
    "footwear": (3, "high", "other"),
    "general": (2, "low", "global"),
}
"""Number of items, best answer and domain of each part."""

_DIFFERENCE = {"pain": (13.0, "6 to 19"), "function": (7.0, "1 to 13")}


def _make_part(name: str) -> Subscale:
    count, _, domain = _PARTS[name]
    found = _DIFFERENCE.get(name)
    thresholds: tuple[Threshold, ...] = ()
    if found is not None:
        thresholds = (
            Threshold(
                "minimal important difference",
                found[0],
                "points",
                "plantar heel pain (184 participants of two trials); anchor; 95 % interval "
                f"{found[1]}",
                HEEL_PAIN,
                "primary",
            ),
        )
    label = "FHSQ general foot health" if name == "general" else f"FHSQ {name}"
    return Subscale(
        Endpoint(name, label, 0, 100, "points", "better", domain, thresholds=thresholds),
        tuple(f"{name}_{number}" for number in range(1, count + 1)),
        half_answered(count, "no rule was seen; half as in questionnaires of its kind", "assumed"),
    )


FHSQ = Instrument(
    name="fhsq",
    label="FHSQ (foot health status questionnaire, foot domains)",
    about=(
        "Thirteen items of foot pain, foot function, footwear and general foot health, 1 to 5; "
        "each part 0-100, 100 the best. The best answer is 1, but 5 for footwear, whose items say "
        "what is wrong and run from agreement to disagreement. Its makers score it with a program "
        "that recodes answers; the recoding was not read, and a linear one stands for it here: "
        "take the program's scores as columns of your own where you have them."
    ),
    items=tuple(
        item
        for name, (count, best, _) in _PARTS.items()
        for item in number_items(f"{name}_", count, 1, 5, best=best)
    ),
    subscales=tuple(_make_part(name) for name in _PARTS),
    sources=(
        "PMC9851710, Table 2: 13 items, 1 none to 5 severe or always; recoded and transformed to "
        "0-100 in four domains, higher better",
        "Greek version, World Physiotherapy congress: 4, 4, 3 and 2 items",
        "linear recoding and the best answer for footwear: assumed",
        f"{HEEL_PAIN}: for footwear (-2, -8 to 4) and general foot health (0, -7 to 6) no "
        "usable difference: the intervals cover 0",
    ),
    licence="Licensed (fhsq.org). Codes and scoring only; no wording is shipped.",
    version="foot domains only; the general health domains are not scored",
)
