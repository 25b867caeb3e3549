"""How participants came into their arms and who was blinded, as far as the study file says."""

from __future__ import annotations

from outcomes.study.plan import StudyFile
from outcomes.vocabulary.sentences import join_words

APART = "so the arms may have differed in more than their treatment."

NOT_RANDOMISED = {
    "not-randomised": f"participants were not allocated at random, {APART}",
    "observational": "participants were observed under the treatment that they had, and the study "
    f"allocated none, {APART}",
    None: f"the study file does not say how participants were allocated, {APART}",
}
"""By ``allocation`` of the study file, where it is not randomised."""

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


NOT_SAID = (
    "The study's files do not say who knew which treatment was given, nor whether that was checked."
)
NOBODY_BLINDED = "The study file says that nobody was blinded."
NOT_CHECKED = "Whether they could tell which treatment was given is not recorded."


def say_allocation(file: StudyFile) -> str:
    """Return how participants were allocated, and what that leaves open."""
    if file.allocation != "randomised":
        return NOT_RANDOMISED[file.allocation]
    method = file.sequence.method if file.sequence else None
    known = {"sequence": method, "concealment": file.concealment}
    told = "; ".join(f"{what}: {how}" for what, how in known.items() if how)
    text = f"participants were randomised, as the study file declares{f' ({told})' if told else ''}"
    unknown = ["generated"] * (not method) + ["concealed"] * (not file.concealment)
    if not unknown:
        return f"{text}."
    return f"{text}; how the allocation sequence was {join_words(unknown)} is not recorded."


def say_blinding(file: StudyFile) -> str:
    """Return who was blinded, as far as the study file says, in a sentence or two."""
    if file.blinding is None:
        return NOT_SAID
    blinded = file.blinding.blinded
    if not blinded:
        return NOBODY_BLINDED
    named = join_words([f"{who} ({how})" for who, how in blinded.items()])
    return f"Blinded, as the study file says: {named}. {NOT_CHECKED}"


def say_allocation_plainly(file: StudyFile) -> str:
    """Return the same in plain words."""
    return PLAIN[file.allocation]
