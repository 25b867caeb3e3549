"""The WOMAC osteoarthritis index in its Likert, visual analogue and numerical rating forms.

Pain (5 items), stiffness (2) and function (17), each rescaled to 0-100, higher worse. ``total``
rests on all 24 items alike, so function weighs 17 of 24; ``composite``, which some trials report,
is the unweighted mean of the three subscales. The two differ, and reports name the one they show.
"""

from __future__ import annotations

from dataclasses import replace

from outcomes.instruments.definition import Domain, Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

ITEMS = {"pain": 5, "stiffness": 2, "function": 17}
"""Number of items in each subscale."""

EHRICH = (
    "Ehrich 2000, J Rheumatol 27:2635-41 (PubMed 11093446), abstract: minimal perceptible clinical "
    "improvement"
)
TUBACH = "Tubach 2005, Ann Rheum Dis 64:29-33, doi 10.1136/ard.2004.022905, abstract"
WHITEHOUSE = (
    "Whitehouse 2004, J Bone Joint Surg Br 86-B(S4):469, abstract, on the standard protocol of "
    "the full function scale: four or more missing, invalid; one to three, the subscale's "
    "average is put in"
)
NOT_READ = (
    "after the rule for function; the user guide is licensed and was not read, and other "
    "programs differ (the R package qscorer asks for every item of this subscale)"
)

_MISSING = {
    "pain": MissingRule(1, NOT_READ, "assumed"),
    "stiffness": MissingRule(1, NOT_READ, "assumed"),
    "function": MissingRule(3, WHITEHOUSE, "secondary"),
}
_MISSING_TOTAL = MissingRule(
    1 + 1 + 3,
    "no rule for a score made of the subscales was seen",
    "assumed",
)
_OSTEOARTHRITIS_TRIAL = (
    "knee or hip osteoarthritis, 6 weeks of rofecoxib, ibuprofen or placebo; difference in mean "
    "change between patients who called the response poor and none, 100 mm normalised VAS form"
)


def _important(
    value: float, unit: str, context: str, source: str, joint: str = "knee or hip"
) -> Threshold:
    return Threshold(
        "minimal important change", value, unit, context, source, "primary", joint, "osteoarthritis"
    )


_THRESHOLDS: dict[str, tuple[Threshold, ...]] = {
    "pain": (_important(9.7, "points", _OSTEOARTHRITIS_TRIAL, EHRICH),),
    "stiffness": (_important(10.0, "points", _OSTEOARTHRITIS_TRIAL, EHRICH),),
    "function": (
        _important(9.3, "points", _OSTEOARTHRITIS_TRIAL, EHRICH),
        Threshold(
            "minimal important change",
            9.1,
            "points",
            "knee osteoarthritis (603 patients), 4 weeks; the abstract does not print the scale, "
            "which a later trial takes as 0-100",
            f"{TUBACH}; scale from PMC2927613, Table 2",
            "secondary",
            "knee",
            "osteoarthritis",
        ),
        _important(
            26.0,
            "percent of baseline",
            "knee osteoarthritis (603 patients), 4 weeks",
            TUBACH,
            "knee",
        ),
    ),
    "total": (
        _important(
            16.0,
            "percent of baseline",
            "osteoarthritis (173 patients), 6 weeks of anti-inflammatory drugs",
            "Clinically important improvement in the WOMAC and predictor factors for response, "
            "BMC Res Notes 5:58, abstract",
        ),
        Threshold(
            "minimal important change",
            12.0,
            "percent of baseline",
            "osteoarthritis (recommended for research)",
            "PMC7990728, Table 1",
            "secondary",
        ),
    ),
    "composite": (),
}
_DETECTABLE_LIKERT = Threshold(
    "minimal detectable change",
    100 * 9.1 / 68,
    "points",
    "hip osteoarthritis, 95 %; printed as 9.1 points of the Likert range 0-68, rescaled here",
    "chapter on outcome measures of hip and knee osteoarthritis, issuhub.com 7537, page 255",
    "secondary",
    "hip",
    "osteoarthritis",
)
_DOMAINS: dict[str, Domain] = {
    "pain": "pain",
    "stiffness": "stiffness",
    "function": "function",
    "total": "symptoms",
    "composite": "symptoms",
}


def _apply_to(form: str, threshold: Threshold) -> Threshold:
    """Thresholds in points come from the visual analogue form; for another they are assumed."""
    if form == "vas" or threshold.unit != "points":
        return threshold
    return replace(
        threshold, context=f"{threshold.context}; applied to this form", evidence_level="assumed"
    )


def _make_endpoint(name: str, form: str) -> Endpoint:
    thresholds = tuple(_apply_to(form, threshold) for threshold in _THRESHOLDS[name])
    if name == "function" and form == "likert":
        thresholds += (_DETECTABLE_LIKERT,)
    label = f"WOMAC {name}"
    return Endpoint(name, label, 0, 100, "points", "worse", _DOMAINS[name], thresholds=thresholds)


def _make_womac(form: str, label: str, high: int, source: str) -> Instrument:
    codes = {
        name: tuple(f"{name}_{number}" for number in range(1, count + 1))
        for name, count in ITEMS.items()
    }
    everything = tuple(code for group in codes.values() for code in group)
    subscales = [
        Subscale(_make_endpoint(name, form), codes[name], _MISSING[name]) for name in ITEMS
    ]
    subscales.append(
        Subscale(_make_endpoint("total", form), everything, _MISSING_TOTAL, tuple(ITEMS.items()))
    )
    subscales.append(
        Subscale(
            _make_endpoint("composite", form),
            everything,
            _MISSING_TOTAL,
            tuple((name, 1) for name in ITEMS),
        )
    )
    return Instrument(
        name=f"womac-{form}",
        label=f"WOMAC, {label}",
        about=(
            "Pain, stiffness and physical function in osteoarthritis of the knee or hip. Each "
            "subscale and the total are rescaled to 0-100, 100 the worst. The total rests on all "
            "24 items alike; the composite is the unweighted mean of the three subscales. "
            "Sources differ on the recall period (48 or 72 hours). A column of ready totals "
            "cannot be given: in the trials of 2016 their ranges ran from 0-10 to 0-2400 "
            "(PMC6373321); define such a measure in the study file, with its range."
        ),
        items=tuple(Item(code, 0, high, best="low") for code in everything),
        subscales=tuple(subscales),
        sources=(
            source,
            "Copsey 2018, Qual Life Res 28:335-343, doi 10.1007/s11136-018-1978-1, abstract: 24 "
            "items, versions and ranges of the total in use",
            "rescaling to 0-100: raw sum / highest raw sum x 100, plain arithmetic, not quoted",
            "composite: recovered from Rabago 2013, Table 4, where it equals the unweighted mean "
            "of the three subscales within 0.05 in all 15 cells",
        ),
        answers_in="mm" if form == "vas" else "",
        licence="Licensed, with fees (womac.org). Codes and scoring only; no wording is shipped.",
    )


_TABLE = "chapter on outcome measures of hip and knee osteoarthritis, issuhub.com 7537, Table 10.2"

WOMAC_LIKERT = _make_womac(
    "likert", "Likert form (0-4)", 4, f"{_TABLE}: sums 0-20, 0-8 and 0-68, higher worse"
)
WOMAC_VAS = _make_womac(
    "vas",
    "visual analogue form (0-100 mm)",
    100,
    f"{_TABLE}: sums 0-500, 0-200 and 0-1700, higher worse",
)
WOMAC_NRS = _make_womac(
    "nrs",
    "numerical rating form (0-10)",
    10,
    "NCI Thesaurus C122385: version 3.1, 24 items, 11-point numerical rating scale",
)
