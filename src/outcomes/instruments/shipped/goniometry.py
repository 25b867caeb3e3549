"""Range of motion of knee and ankle in degrees.

Neutral is 0: the knee straight, the foot at a right angle to the leg. Motion in the direction named
is positive, so that more is better for a stiff joint.
"""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import EvidenceLevel, Instrument, Item, MissingRule, Subscale

KNEE_METHODS = (
    "Accuracy and reliability of knee goniometry methods, J Exp Orthop 2018, "
    "doi 10.1186/s40634-018-0161-5, abstract"
)
KNEE_OSTEOARTHRITIS = (
    "reliability of a smartphone and a universal goniometer in knee osteoarthritis, "
    "doi 10.1055/s-0036-1593877, abstract"
)
KNEE_LIGAMENT = (
    "inclinometers, apps and goniometers measuring knee extension, "
    "doi 10.1055/a-2321-0516, abstract"
)
KNEE_FLEXION_CHANGE = "minimal important change of knee flexion, PMC10832130, abstract"
KNEE_REPLACEMENT = (
    "Reproducibility of goniometric measurement of the knee after total knee arthroplasty, "
    "doi 10.1186/1471-2474-8-83, abstract"
)
ANKLE_LUNGE = "Konor 2012, Int J Sports Phys Ther 7:279-287 (PubMed 22666642), abstract"
ANKLE_HEEL_RISE = (
    "The reliability of a novel heel-rise test versus goniometry to assess plantarflexion range of "
    "motion, abstract"
)


def _error(value: float, context: str, source: str) -> Threshold:
    return Threshold("measurement error", value, "degrees", context, source, "primary")


def _of_a_mean(value: float, end: str) -> Threshold:
    """Return a change of a group's mean; one reading of one knee cannot show so little."""
    return Threshold(
        "minimal important difference",
        value,
        "degrees",
        "knee osteoarthritis, without surgery, 3 months or less (72 trials, 5174 participants); "
        f"the {end} end of 3.8 to 6.4, for the mean of a group: below the error of one reading; "
        "regression on pain and function",
        KNEE_FLEXION_CHANGE,
        "primary",
        "knee",
        "osteoarthritis",
    )


def _detectable(
    value: float, context: str, source: str, evidence_level: EvidenceLevel = "primary"
) -> Threshold:
    return Threshold("minimal detectable change", value, "degrees", context, source, evidence_level)


def _detectable_from_sem(sem: float, context: str, source: str) -> Threshold:
    """95 % of repeated measurements of an unchanged joint differ by less than 1.96 sqrt(2) SEM."""
    derived = f"{context}; derived here as 1.96 x sqrt(2) x the printed SEM of {sem:g} degrees"
    return _detectable(1.96 * 2**0.5 * sem, derived, source)


_KNEE_METHODS = (
    _error(
        10.0, "long-arm goniometer, 3 raters, 6 knees; minimum significant difference", KNEE_METHODS
    ),
    _error(14.0, "short-arm goniometer or by eye; minimum significant difference", KNEE_METHODS),
    _error(6.0, "digital inclinometer; minimum significant difference", KNEE_METHODS),
    _error(12.0, "smartphone app; minimum significant difference", KNEE_METHODS),
)
_KNEE_OA = "universal goniometer, knee osteoarthritis or replacement (60 patients), active motion"


def make_motion(
    name: str,
    label: str,
    low: float,
    high: float,
    about: str,
    thresholds: tuple[Threshold, ...],
    source: str,
) -> Instrument:
    """Return a motion in degrees, more of it better, 0 being neutral.

    Parameters
    ----------
    name, label : str
        Name in study files, and what readers see.
    low, high : float
        Limits that no joint passes, to catch slips; a contracture lies below 0.
    about : str
        Which direction is positive, and what a negative value means.
    thresholds : tuple of Threshold
        Errors of measurement.
    source : str
        Where the convention was read.
    """
    endpoint = Endpoint(
        "value", label, low, high, "degrees", "better", "range of motion", thresholds=thresholds
    )
    unmeasured = MissingRule(0, "one value is the score", "primary")
    return Instrument(
        name=name,
        label=f"{label} (degrees)",
        about=f"{about} One value a side and visit; a study file names the column of the side.",
        items=(Item("value", low, high, whole=False),),
        subscales=(Subscale(endpoint, ("value",), unmeasured),),
        sources=(source, "limits of the range: assumed, wide enough for any joint, to catch slips"),
        licence="A measurement; no wording is needed or shipped.",
        single=True,
    )


KNEE_FLEXION = make_motion(
    "knee-flexion",
    "Knee flexion",
    0,
    170,
    "Degrees bent from straight (0), active or passive as the study says; more is better.",
    (
        *_KNEE_METHODS,
        _detectable_from_sem(3.41, _KNEE_OA, KNEE_OSTEOARTHRITIS),
        _error(
            9.4,
            "long-arm goniometer, two observers, passive, sitting, third day after knee "
            "replacement; half the width of the limits of agreement -6.7 to 12.1",
            KNEE_REPLACEMENT,
        ),
        _of_a_mean(6.4, "upper"),
        _of_a_mean(3.8, "lower"),
    ),
    "scienceinsights.org, documenting knee range of motion: straight is 0, healthy knees bend "
    "135-150",
)

KNEE_EXTENSION = make_motion(
    "knee-extension",
    "Knee extension",
    -90,
    30,
    "Degrees from straight (0): a deficit (flexion contracture) is negative, hyperextension "
    "positive. More is better for a knee that does not reach 0; beyond 0 it need not be, and a "
    "study of lax knees should define its own measure. Deficits recorded as positive numbers "
    "are declared in the study file: `convention: deficit`.",
    (
        *_KNEE_METHODS,
        _detectable_from_sem(1.62, _KNEE_OA, KNEE_OSTEOARTHRITIS),
        _detectable(
            10.4,
            "goniometer, between raters, 92 patients with injury or reconstruction of the cruciate "
            "ligament, 95 %",
            f"{KNEE_LIGAMENT}; the device from physiohub.io",
            "secondary",
        ),
        _detectable(
            5.4,
            "test and retest, the largest of three devices, 92 patients with injury or "
            "reconstruction of the cruciate ligament, 95 %",
            KNEE_LIGAMENT,
        ),
        _error(
            8.4,
            "long-arm goniometer, two observers, passive, third day after knee replacement; half "
            "the width of the limits of agreement -6.2 to 10.6",
            KNEE_REPLACEMENT,
        ),
    ),
    "BMC Med 7:65, Table 2: an extension deficit is reported with minus; a teaching film, ROM "
    "measurement procedures, records hyperextension as a positive number",
)

ANKLE_DORSIFLEXION = make_motion(
    "ankle-dorsiflexion",
    "Ankle dorsiflexion",
    -60,
    60,
    "Degrees of the foot towards the shin from a right angle (0); a foot that does not reach it "
    "is negative. Standing (lunge) and lying measurements differ and should not be mixed; more "
    "is better.",
    (
        _detectable(
            7.7,
            "standing lunge, standard goniometer, novice rater, 20 healthy adults; the larger side "
            "(5.0 to 7.7)",
            ANKLE_LUNGE,
        ),
        _detectable(
            3.8,
            "standing lunge, digital inclinometer, novice rater, 20 healthy adults; the larger "
            "side (3.7 to 3.8)",
            ANKLE_LUNGE,
        ),
    ),
    "sign: assumed, in line with neutral as 0",
)

ANKLE_PLANTARFLEXION = make_motion(
    "ankle-plantarflexion",
    "Ankle plantarflexion",
    -40,
    90,
    "Degrees of the foot away from the shin from a right angle (0); a foot fixed in dorsiflexion "
    "is negative; more is better.",
    (
        _detectable(
            9.8,
            "active, not bearing weight, universal goniometer, 43 healthy adults; the larger side "
            "(9.2 to 9.8)",
            ANKLE_HEEL_RISE,
        ),
    ),
    "sign: assumed, in line with neutral as 0",
)

ANKLE_INVERSION = make_motion(
    "ankle-inversion",
    "Ankle inversion",
    -40,
    80,
    "Degrees of the sole turned inwards from neutral (0); a foot fixed in eversion is negative.",
    (),
    "sign: assumed, in line with neutral as 0",
)

ANKLE_EVERSION = make_motion(
    "ankle-eversion",
    "Ankle eversion",
    -40,
    60,
    "Degrees of the sole turned outwards from neutral (0); a foot fixed in inversion is negative.",
    (),
    "sign: assumed, in line with neutral as 0",
)
