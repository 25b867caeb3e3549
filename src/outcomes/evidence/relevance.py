"""Whether a trial of a pack is about a study's condition, and may be set beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.evidence.read_tables import words_of

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

_EVERYWHERE = frozenset({"chronic", "pain", "disease", "disorder", "unresolved", "injury", "of"})
"""Words of a condition that tell no condition from another."""


def same_condition(pack: Pack, trial: str, printed: str, condition: str, joint: str) -> bool:
    """Whether a trial's condition is a study's: both share a telling word.

    Parameters
    ----------
    pack : Pack
        The evidence.
    trial, printed : str
        The trial and its condition as printed; its group of conditions counts too.
    condition, joint : str
        As the study file gives them. A condition without a telling word, as ``chronic knee pain``,
        meets every condition of the joint.
    """
    told = _telling(condition, joint)
    design = pack.trials.get(trial)
    group = printed if design is None else design["condition_group"]
    return not told or bool(told & _telling(f"{group} {printed}", joint))


def is_withheld(pack: Pack, trial: str) -> bool:
    """Whether the numbers of a trial enter no pool and are set beside no study."""
    return bool(pack.trials.get(trial, {}).get("withheld"))


def _telling(condition: str, joint: str) -> frozenset[str]:
    return words_of(condition) - words_of(joint) - _EVERYWHERE
