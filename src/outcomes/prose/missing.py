"""Missing scores in words: who is not in a result, and how much that can matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.prose.analysed import Analysed, count_analysed, list_left_out
from outcomes.prose.change import is_absent
from outcomes.prose.counts import count_by_arm
from outcomes.rounding import format_count
from outcomes.study.study import Labels, Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.sentences import join_words
from outcomes.vocabulary.visits import at_visit

FEW = 0.05
"""Share of an arm up to which missing scores are called few."""

MUCH = 0.20
"""Share of an arm above which they are called many (Schulz and Grimes, Lancet 2002;359:781-785)."""

UNEQUAL = 0.10
"""How far apart the shares of two arms may be before they are called unequal."""


@dataclass(frozen=True)
class Missing:
    """How many of an arm have no score where one was due.

    Parameters
    ----------
    arm : str
        Arm id.
    missing, due : float
        Participants.
    """

    arm: str
    missing: float
    due: float

    @property
    def share(self) -> float:
        """Missing over due, 0 to 1."""
        return self.missing / self.due if self.due else 0.0


def find_missing(
    found: Lookup, study: Study, arms: Sequence[str], *, side: str = ""
) -> list[Missing]:
    """Return who has no score at the primary endpoint and visit, an arm after another.

    Parameters
    ----------
    found : Lookup
        Over an estimates frame with the rows of `outcomes.analysis.flow.count_flow`.
    study : Study
        A loaded study.
    arms : sequence of str
        Which arms; those without a row are left out.
    side : str
        Which side, where sides are analysed separately.
    """
    primary = study.file.plan.primary
    place = {"endpoint": primary.endpoint, "visit": primary.visit, "side": side}
    rows = [found.row("missing", **place, arm=arm) for arm in arms]
    return [
        Missing(str(row["arm"]), float(row["estimate"]), float(row["n_arm"]))
        for row in rows
        if row is not None and not is_absent(row["estimate"])
    ]


def judge_missing(arms: Sequence[Missing]) -> set[str]:
    """Return what the missing scores are, a set of words.

    One of ``none``, ``few`` (no more than one in twenty of any arm), ``some`` and ``many`` (more
    than a fifth of an arm); and ``all`` where an arm has nobody left, ``unequal`` where two arms
    are ten percentage points apart or more.
    """
    shares = [each.share for each in arms]
    if not any(shares):
        return {"none"}
    most = max(shares)
    judged = {"few"} if most <= FEW else {"many"} if most > MUCH else {"some"}
    if most == 1:
        judged.add("all")
    if max(shares) - min(shares) >= UNEQUAL - 1e-9:
        judged.add("unequal")
    return judged


def say_judged(arms: Sequence[Missing], labels: Labels) -> str:
    """Return what it means that so many are missing; empty where nobody or few are."""
    judged = judge_missing(arms)
    sentences = []
    gone = [say_arm(labels, each.arm) for each in arms if each.share == 1]
    if gone:
        sentences.append(f"No participant with {' or '.join(gone)} has a score at that visit.")
    elif "many" in judged:
        of, verb = ("an arm", "is") if len(arms) > 1 else ("the participants", "are")
        sentences.append(
            f"More than a fifth of {of} {verb} missing, which is enough to change the answer."
        )
    if "unequal" in judged:
        sentences.append(
            "The share that is missing differs between the arms, which can bias the comparison."
        )
    return " ".join(sentences)


def say_counts(arms: Sequence[Missing], labels: Labels) -> str:
    """Return ``2 of 30 with dextrose and 4 of 29 with saline injection``."""
    return join_words(
        [
            f"{format_count(each.missing)} of {format_count(each.due)} with "
            f"{say_arm(labels, each.arm)}"
            for each in arms
        ]
    )


def say_missing(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return who was enrolled, who has a score, who was analysed, and who was not and why."""
    arms = count_analysed(contrast, found, study)
    labels = study.labels
    enrolled = _say_enrolled(contrast, arms, labels)
    when = at_visit(contrast.visit)
    seen = _count([(each.arm, each.seen) for each in arms], labels)
    if not contrast.is_estimated:
        return f"{enrolled}. Of these, {seen} have a score {when}; no comparison was possible."
    if is_complete(arms):
        return f"{enrolled}, and all of them were analysed; no score is missing."
    sentences = [f"{enrolled}. Of these, {seen} have a score {when}{_say_scored(arms, labels)}."]
    sentences += [_say_model(contrast, arms, labels), list_left_out(arms, labels)]
    return " ".join(sentences).rstrip()


def is_complete(arms: Sequence[Analysed]) -> bool:
    """Whether everybody enrolled has a score, and was analysed if anybody was."""
    return all(
        each.enrolled == each.seen
        and all(is_absent(n) or n == each.seen for n in (each.scored, each.modelled))
        for each in arms
    )


def _say_enrolled(contrast: Contrast, arms: Sequence[Analysed], labels: Labels) -> str:
    counted = count_by_arm([(each.arm, each.enrolled) for each in arms], labels)
    if contrast.side:
        return f"{counted} were followed on this side"
    return f"{counted} were enrolled"


def _say_scored(arms: Sequence[Analysed], labels: Labels) -> str:
    """Say whose scores at the visit are in the analysis, where it is not everybody's."""
    if all(each.seen == each.scored for each in arms):
        return ""
    scored = _count([(each.arm, each.scored) for each in arms], labels)
    if any(each.scored > each.seen for each in arms):
        return f"; with what stands for scores after an intercurrent event, {scored} are analysed"
    return f", of whom {scored} are in the analysis"


def _say_model(contrast: Contrast, arms: Sequence[Analysed], labels: Labels) -> str:
    """Say whom the model includes, and when it is right although scores are missing."""
    modelled = [(each.arm, each.modelled) for each in arms]
    if contrast.done is not None and contrast.done.model == "mmrm":
        return (
            f"The model includes {count_by_arm(modelled, labels)}, because it also uses scores at "
            "other visits; it is valid if whether a score is missing depends only on scores that "
            "were observed."
        )
    return (
        "Only participants with every value that the analysis needs were analysed, "
        f"{_count(modelled, labels)}; they represent the others only if whether a score is missing "
        "does not depend on the scores themselves."
    )


def _count(counts: Sequence[tuple[str, float]], labels: Labels) -> str:
    """Return ``28 with dextrose and 25 with saline injection``."""
    return join_words([f"{format_count(n)} with {say_arm(labels, arm)}" for arm, n in counts])
