"""What a study or a trial is about: whether it treats with dextrose, and which condition."""

from __future__ import annotations

from outcomes.evidence.designs import index_designs
from outcomes.evidence.packaged import words_of

DEXTROSE = ("dextrose", "prolotherapy", "glucose")

_EVERYWHERE = frozenset({"chronic", "pain", "disease", "disorder", "unresolved", "injury", "of"})
"""Words of a condition that tell no condition from another."""


def names_dextrose(text: str) -> bool:
    """Whether a title or the name of an arm names dextrose injections."""
    return any(word in text.lower() for word in DEXTROSE)


def same_condition(trial: str, printed: str, condition: str, joint: str) -> bool:
    """Whether a trial's condition is a study's: both share a telling word.

    Parameters
    ----------
    trial, printed : str
        The trial and its condition as printed; its group of conditions counts too.
    condition, joint : str
        As the study file gives them. A condition without a telling word, as ``chronic knee pain``,
        meets every condition of the joint.
    """
    told = _telling(condition, joint)
    design = index_designs().get(trial)
    group = printed if design is None else design["condition_group"]
    return not told or bool(told & _telling(f"{group} {printed}", joint))


def _telling(condition: str, joint: str) -> frozenset[str]:
    return words_of(condition) - words_of(joint) - _EVERYWHERE
