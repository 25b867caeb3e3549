"""Who was enrolled, who has a score, and who is in the model of a comparison: three numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.analysis_record import LeftOut
from outcomes.prose.change import is_absent
from outcomes.prose.counts import count_by_arm
from outcomes.rounding import format_count
from outcomes.study.study import Labels, Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.reasons import say_left_out
from outcomes.vocabulary.sentences import join_words
from outcomes.vocabulary.visits import at_visit


@dataclass(frozen=True)
class Analysed:
    """The numbers of one arm of a comparison.

    Parameters
    ----------
    arm : str
        Arm id.
    enrolled : float
        Participants of the arm; where sides stand apart, those followed on this side.
    seen : float
        Participants with a score at the visit.
    scored : float
        Participants in the model who have a score at the visit; NaN if nothing was compared.
    modelled : float
        Participants in the model, by the record of the analysis; NaN if nothing was compared.
    left_out : tuple of LeftOut
        Participants who are not in the model, and why.
    """

    arm: str
    enrolled: float
    seen: float
    scored: float
    modelled: float
    left_out: tuple[LeftOut, ...] = ()


def count_analysed(contrast: Contrast, found: Lookup, study: Study) -> list[Analysed]:
    """Return the numbers of the arm and of the comparator.

    Parameters
    ----------
    contrast : Contrast
        The comparison.
    found : Lookup
        Over an estimates frame with the rows of `outcomes.analysis.flow.count_flow`.
    study : Study
        A loaded study.
    """
    sizes = {contrast.arm: contrast.n_arm, contrast.comparator: contrast.n_comparator}
    return [
        Analysed(
            arm,
            enrolled=count_due(found, study, contrast, arm),
            seen=count_seen(found, study, contrast, arm),
            scored=scored,
            modelled=count_modelled(contrast, arm),
            left_out=contrast.done.left_out_of(arm) if contrast.done else (),
        )
        for arm, scored in sizes.items()
    ]


def count_modelled(contrast: Contrast, arm: str) -> float:
    """Return the participants of an arm in the model; without a record, those with a score."""
    modelled = contrast.done.participants_of(arm) if contrast.done else None
    if modelled is None:
        return contrast.n_arm if arm == contrast.arm else contrast.n_comparator
    return float(modelled)


def count_enrolled(found: Lookup, study: Study, arm: str) -> float:
    """Return the participants of an arm, from the estimates if they are there."""
    number = found.number("n", arm=arm)
    return float((study.participants["arm"] == arm).sum()) if is_absent(number) else number


def count_due(found: Lookup, study: Study, contrast: Contrast, arm: str) -> float:
    """Return of how many of an arm a score was due in a comparison."""
    enrolled = count_enrolled(found, study, arm)
    if not contrast.side:
        return enrolled
    place = {"endpoint": contrast.endpoint, "visit": contrast.visit, "side": contrast.side}
    row = found.row("missing", **place, arm=arm)
    return enrolled if row is None else float(row["n_arm"])


def count_seen(found: Lookup, study: Study, contrast: Contrast, arm: str) -> float:
    """Return how many of an arm have a score where a comparison was due."""
    place = {"endpoint": contrast.endpoint, "visit": contrast.visit, "side": contrast.side}
    number = found.number("n", **place, arm=arm)
    if not is_absent(number):
        return number
    scores = study.patient_scores(contrast.endpoint)
    there = (scores["arm"] == arm) & (scores["visit"] == contrast.visit)
    return float((there & (scores["side"] == contrast.side)).sum())


def say_analysed(contrast: Contrast, labels: Labels) -> str:
    """Return who is in the model, and whose scores at the visit, ``30 participants with ...``."""
    arms = (contrast.arm, contrast.comparator)
    modelled = [count_modelled(contrast, arm) for arm in arms]
    scored = [contrast.n_arm, contrast.n_comparator]
    counted = count_by_arm(list(zip(arms, modelled, strict=True)), labels)
    if modelled == scored:
        return f"{counted} were analysed"
    there = join_words([format_count(number) for number in scored])
    return f"{counted} are in the model, {there} of them with a score {at_visit(contrast.visit)}"


def list_left_out(arms: Sequence[Analysed], labels: Labels) -> str:
    """Return who is not in the model and why, as a sentence; empty where nobody is left out."""
    parts = [
        f"{format_count(part.n)} with {say_arm(labels, part.arm)} ({say_left_out(part, labels)})"
        for each in arms
        for part in each.left_out
        if part.n
    ]
    return f"Not in the analysis: {join_words(parts)}." if parts else ""
