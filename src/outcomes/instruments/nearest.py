"""Which of several published thresholds is nearest to a study."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from outcomes.instruments.definition import Threshold

_SAYS_NOTHING = frozenset(
    {"and", "or", "of", "the", "for", "at", "least", "with", "chronic", "pain"}
)


def order_by_nearness(
    thresholds: Sequence[Threshold],
    joint: str,
    condition: str = "",
    treatments: Iterable[str] = (),
) -> tuple[Threshold, ...]:
    """Put the thresholds found nearest to a study first, and leave out those of another joint.

    Nearer is the same joint, then the same condition, then the same treatment; among alike the
    order of the definition holds. One that is not bound to a joint stays, behind those of the
    study's own. None is merged with another.

    Parameters
    ----------
    thresholds : sequence of Threshold
        Of one score.
    joint, condition : str
        Of the study, in words.
    treatments : iterable of str
        Names of the study's arms.

    Returns
    -------
    tuple of Threshold
        Where there is a choice, the first of a meaning says in ``nearest`` why it is.
    """
    told = _words(condition) - _words(joint)
    treated = frozenset[str]().union(*map(_words, treatments))

    def alike(threshold: Threshold) -> tuple[bool, int, int]:
        return (
            bool(_words(threshold.joint) & _words(joint)),
            len(_words(threshold.condition) & told),
            len(_words(threshold.treatment) & treated),
        )

    there = [each for each in thresholds if not each.joint or alike(each)[0]]
    there.sort(key=lambda each: tuple(-words for words in alike(each)))
    seen: set[str] = set()
    ordered = []
    for threshold in there:
        meaning = threshold.meaning
        several = sum(other.meaning == meaning for other in thresholds) > 1
        if several and meaning not in seen:
            threshold = replace(threshold, nearest=_say_why(alike(threshold)))
        seen.add(meaning)
        ordered.append(threshold)
    return tuple(ordered)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{2,}", text.lower())) - _SAYS_NOTHING


def _say_why(same: tuple[bool, int, int]) -> str:
    shared = [
        name for name, is_same in zip(("joint", "condition", "treatment"), same, strict=True)
        if is_same
    ]  # fmt: skip
    if not shared:
        return "the first of several; none was found in this joint, condition or treatment"
    *some, last = shared
    return f"the nearest of several: the same {', '.join(some) + ' and ' if some else ''}{last}"
