"""Pain on one scale: visual analogue in millimetres, numerical rating from 0 to 10."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale

TUBACH = "Tubach 2005, Ann Rheum Dis 64:29-33, doi 10.1136/ard.2004.022905, abstract"
HEEL_PAIN = (
    "Minimal important difference of two commonly used outcome measures for foot problems, "
    "J Foot Ankle Res 3:7, abstract"
)
PLANTAR_FASCIITIS = (
    "Minimal important difference: values for the Foot Health Status Questionnaire, Foot Function "
    "Index and visual analogue scale, The Foot 18:15-19, doi 10.1016/j.foot.2007.06.006, abstract"
)
FARRAR = "Farrar 2001, Pain 94:149-158, doi 10.1016/s0304-3959(01)00349-9, abstract"
OA = "osteoarthritis"
NO_SCORE = MissingRule(0, "one value is the score", "primary")


def _important(
    value: float, unit: str, context: str, source: str, joint: str = "", condition: str = ""
) -> Threshold:
    return Threshold(
        "minimal important change", value, unit, context, source, "primary", joint, condition
    )


_VAS_THRESHOLDS = (
    _important(19.9, "mm", "knee osteoarthritis (603 patients), 4 weeks", TUBACH, "knee", OA),
    _important(
        40.8,
        "percent of baseline",
        "knee osteoarthritis (603 patients), 4 weeks",
        TUBACH,
        "knee",
        OA,
    ),
    _important(15.3, "mm", "hip osteoarthritis (211 patients), 4 weeks", TUBACH, "hip", OA),
    Threshold(
        "minimal important change",
        17.5,
        "mm",
        "osteoarthritis (recommended for research); printed as 1.75 cm",
        "PMC7990728, Table 1",
        "secondary",
        condition=OA,
    ),
    _important(
        19.0,
        "mm",
        "plantar heel pain (184 patients), pain at the first step; anchor; 95 % interval 13 to 25",
        HEEL_PAIN,
        "foot",
        "plantar heel pain",
    ),
    _important(
        8.0,
        "mm",
        "plantar heel pain (184 patients), average pain; anchor; 95 % interval 4 to 12",
        HEEL_PAIN,
        "foot",
        "plantar heel pain",
    ),
    _important(
        9.0,
        "mm",
        "plantar fasciitis (175 patients)",
        PLANTAR_FASCIITIS,
        "foot",
        "plantar fasciitis",
    ),
)
_NRS_CONTEXT = (
    "chronic pain, osteoarthritis among it (2724 patients in 10 trials of pregabalin), change of "
    "those much or very much improved"
)
_NRS_THRESHOLDS = (
    _important(2.0, "points", _NRS_CONTEXT, FARRAR),
    _important(30.0, "percent of baseline", _NRS_CONTEXT, FARRAR),
)

PAIN_VAS = Instrument(
    name="pain-vas",
    label="Pain, visual analogue scale (0-100 mm)",
    about=(
        "Millimetres from no pain (0) to the worst pain (100). What pain is asked for (at rest, in "
        "activity, average) is the study's to say. Centimetres are declared in the study "
        "file: `unit: cm`."
    ),
    items=(Item("value", 0, 100, whole=False),),
    subscales=(
        Subscale(
            Endpoint(
                "value", "Pain (VAS)", 0, 100, "mm", "worse", "pain", thresholds=_VAS_THRESHOLDS
            ),
            ("value",),
            NO_SCORE,
        ),
    ),
    sources=("PMC7990728, Table 1: 0 to 10 cm, 0 the absence of pain",),
    licence="No wording is needed or shipped.",
    single=True,
)

PAIN_NRS = Instrument(
    name="pain-nrs",
    label="Pain, numerical rating scale (0-10)",
    about=(
        "A number from no pain (0) to the worst pain (10). Means of several ratings, as diaries "
        "give them, need not be whole."
    ),
    items=(Item("value", 0, 10, whole=False),),
    subscales=(
        Subscale(
            Endpoint(
                "value", "Pain (NRS)", 0, 10, "points", "worse", "pain", thresholds=_NRS_THRESHOLDS
            ),
            ("value",),
            NO_SCORE,
        ),
    ),
    sources=(
        FARRAR,
        "PMC7990728, Table 1: 0 to 10; a change of 2 points recommended in chronic "
        "musculoskeletal pain",
    ),
    licence="No wording is needed or shipped.",
    single=True,
)
