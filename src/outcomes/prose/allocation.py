"""How participants came into their arms and who was blinded, as far as the study file says."""

from __future__ import annotations

from outcomes.study.plan import StudyFile
from outcomes.vocabulary.sentences import join_words

APART = "so the arms may have differed in more than their treatment."

ALLOCATION = {
    "randomised": "participants were randomised, as the study file declares",
    "not-randomised": f"participants were not allocated at random, {APART}",
    "observational": "participants were observed under the treatment that they had, and the study "
    f"allocated none, {APART}",
    None: f"the study file does not say how participants were allocated, {APART}",
}
"""By ``allocation`` of the study file."""

PLAIN = {
    "randomised": "Chance decided who was in which group.",
    "not-randomised": "Chance did not decide who was in which group. So the groups may have "
    "differed from the start.",
    "observational": "The study did not decide who was in which group. So the groups may have "
    "differed from the start.",
    None: "The study file does not say how people came into their group. So the groups may have "
    "differed from the start.",
}
"""By ``allocation`` of the study file, in plain words."""


UNBLINDED = (
    "The study's files do not say who knew which treatment was given, nor whether that was checked."
)


def say_allocation(file: StudyFile) -> str:
    """Return how participants were allocated, and what that leaves open."""
    said = ALLOCATION[file.allocation]
    if file.allocation != "randomised":
        return said
    sequence = file.sequence
    unrecorded = [] if sequence and (sequence.method or sequence.type) else ["generated"]
    unrecorded += [] if file.concealment else ["concealed"]
    if not unrecorded:
        return f"{said}, with how the allocation sequence was generated and concealed."
    how = join_words(unrecorded)
    return f"{said}; how the allocation sequence was {how} is not recorded in its files."


def say_blinding(file: StudyFile) -> str:
    """Return who was blinded as the study file says, or that it does not say."""
    if file.blinding is None:
        return UNBLINDED
    blinded = list(file.blinding.blinded)
    if not blinded:
        return "Nobody was blinded, as the study file says."
    return (
        f"The study file says that {join_words(blinded)} were blinded; whether that was checked is "
        "not recorded."
    )


def say_allocation_plainly(file: StudyFile) -> str:
    """Return the same in plain words."""
    return PLAIN[file.allocation]
