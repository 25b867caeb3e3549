"""Missing scores in words: who is not in a result, and how much that can matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.prose.change import is_absent
from outcomes.rounding import format_count
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import at_visit, capitalise, inside, join_words

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


def say_judged(arms: Sequence[Missing], study: Study) -> str:
    """Return what it means that so many are missing; empty where nobody or few are."""
    judged = judge_missing(arms)
    sentences = []
    gone = [inside(name_arm(study.labels, each.arm)) for each in arms if each.share == 1]
    if gone:
        sentences.append(f"Nobody with {join_words(gone)} has a score there.")
    elif "many" in judged:
        sentences.append(
            "More than a fifth of an arm is missing, enough for another answer to hide behind it."
        )
    if "unequal" in judged:
        sentences.append("The arms lost unequal shares, which can tilt a comparison.")
    return " ".join(sentences)


def say_missing(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return one sentence on who came in and did not enter the comparison."""
    labels = study.labels
    arms = (contrast.arm, contrast.comparator)
    names = [inside(name_arm(labels, arm)) for arm in arms]
    came_in = [count_came_in(found, study, arm) for arm in arms]
    entered = [contrast.n_arm, contrast.n_comparator]
    of_all = join_words(
        [
            f"{format_count(n)} {'came in ' if i == 0 else ''}with {name}"
            for i, (n, name) in enumerate(zip(came_in, names, strict=True))
        ]
    )
    when = at_visit(contrast.visit)
    if any(is_absent(n) for n in entered):
        have = join_words([format_count(count_seen(found, study, contrast, arm)) for arm in arms])
        return f"{capitalise(of_all)}; {have} have a score {when}, and no comparison was made."
    missing = [total - n for total, n in zip(came_in, entered, strict=True)]
    if not any(missing):
        return (
            f"{capitalise(of_all)}, and all of them entered this comparison; no score is missing."
        )
    if contrast.analysis.startswith("MMRM"):
        seen = [count_seen(found, study, contrast, arm) for arm in arms]
        have = join_words([format_count(n) for n in seen])
        return f"{capitalise(of_all)}; {have} have a score {when}. {_say_model(seen, entered)}"
    counted, lacking = (
        join_words([format_count(n) for n in numbers]) for numbers in (entered, missing)
    )
    return (
        f"{capitalise(of_all)}; {counted} entered this comparison, and {lacking} lack a score "
        f"{when} or another value it needs. Those who entered stand for them "
        "only if what is missing does not depend on the scores that nobody saw."
    )


def count_seen(found: Lookup, study: Study, contrast: Contrast, arm: str) -> float:
    """Return how many of an arm have a score where a comparison was due."""
    place = {"endpoint": contrast.endpoint, "visit": contrast.visit, "side": contrast.side}
    number = found.number("n", **place, arm=arm)
    if not is_absent(number):
        return number
    scores = study.patient_scores(contrast.endpoint)
    there = (scores["arm"] == arm) & (scores["visit"] == contrast.visit)
    return float((there & (scores["side"] == contrast.side)).sum())


def _say_model(seen: list[float], entered: list[float]) -> str:
    """Say what a mixed model makes of missing scores, and whom it leaves out."""
    right = (
        "The model also uses the scores of other visits; it is right if what is missing depends "
        "only on scores that were seen."
    )
    left_out = [ours - n for ours, n in zip(seen, entered, strict=True)]
    if not any(left_out):
        return right
    lacking = join_words([format_count(n) for n in left_out])
    return (
        f"Of these, {lacking} are left out, because they lack a baseline score or a covariate of "
        f"the model. {right} That does not cover those left out."
    )


def count_came_in(found: Lookup, study: Study, arm: str) -> float:
    """Return the participants of an arm, from the estimates if they are there."""
    number = found.number("n", arm=arm)
    if is_absent(number):
        return float((study.participants["arm"] == arm).sum())
    return number
