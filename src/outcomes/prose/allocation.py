"""How participants came into their arms, as far as the study file says."""

from __future__ import annotations

from outcomes.study.plan import StudyFile

APART = "so the arms may have differed in more than their treatment."

ALLOCATION = {
    "randomised": "participants were randomised, as the study file declares; how the allocation "
    "sequence was generated and concealed is not recorded in its files.",
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


def say_allocation(file: StudyFile) -> str:
    """Return how participants were allocated, and what that leaves open."""
    return ALLOCATION[file.allocation]


def say_allocation_plainly(file: StudyFile) -> str:
    """Return the same in plain words."""
    return PLAIN[file.allocation]
