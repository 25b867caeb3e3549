"""Checking what a study file says about how the study was set up and run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from outcomes.errors import Fault
from outcomes.study.codes import did_you_mean
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath

ONLY_IF_RANDOMISED = ("sequence", "concealment", "enrolment")
"""Keys that speak of a random sequence."""

_RANDOMISED = re.compile(r"\brandomi[sz]", re.IGNORECASE)
_NEGATED = re.compile(r"\b(not|non|no|nobody|none|never|neither|without)\b[^.;,]*$", re.IGNORECASE)
_NOT_BLINDED = re.compile(
    r"(no|none|nobody|never|false|n/?a)\W*$|open\b|unblinded|not (blinded|masked|possible|done|"
    r"applicable)|no (blinding|masking)",
    re.IGNORECASE,
)


def check_reporting(draft: Draft) -> Iterator[Fault]:
    """Yield where the keys of `outcomes.study.reporting` contradict the rest of a study file."""
    yield from _check_allocation(draft)
    yield from _check_population(draft)
    yield from _check_ratio(draft)
    yield from _check_blinding(draft)
    yield from _check_dates(draft)
    yield from _check_other_care(draft)


def says_randomised(text: str) -> bool:
    """Whether a text calls somebody randomised; ``not randomised`` does not.

    Examples
    --------
    >>> says_randomised("randomised, with a score"), says_randomised("nobody was randomised")
    (True, False)
    """
    return any(not _NEGATED.search(text[: found.start()]) for found in _RANDOMISED.finditer(text))


def _check_allocation(draft: Draft) -> Iterator[Fault]:
    file = draft.file
    if not (draft.is_valid("allocation") and draft.is_valid("design")):
        return
    if file.allocation == "randomised":
        if not file.compares_arms:
            yield draft.source.fault(
                ("allocation",),
                f"Nobody is randomised in a {file.design} study.",
                "Remove the line, or say `not-randomised` or `observational`.",
                file.allocation,
            )
        return
    for key in ONLY_IF_RANDOMISED:
        if getattr(file, key) is not None and draft.is_valid(key):
            yield draft.source.fault(
                (key,),
                f"`{key}` is about random allocation, and the study file does not say that "
                "participants were randomised.",
                f"Say `allocation: randomised` if they were; otherwise remove `{key}`.",
            )


def _check_population(draft: Draft) -> Iterator[Fault]:
    path = ("plan", "population")
    file, population = draft.file, draft.file.plan.population
    if file.compares_arms or not says_randomised(population):
        return
    if draft.is_valid(*path) and draft.is_valid("design"):
        yield draft.source.fault(
            path,
            f"Nobody is randomised in a {file.design} study.",
            "Say who is analysed, as in `all treated`, or remove the line, which says the same.",
            population,
        )


def _check_ratio(draft: Draft) -> Iterator[Fault]:
    path = ("sequence", "ratio")
    sequence, arms = draft.file.sequence, draft.file.groups
    if sequence is None or sequence.ratio is None:
        return
    if not (draft.is_valid(*path) and draft.is_valid("arms") and draft.is_valid("sequences")):
        return
    word = draft.file.group_word
    if len(sequence.ratio.split(":")) != len(arms):
        yield draft.source.fault(
            path,
            f"The ratio does not have a number for each of the {len(arms)} {word}s.",
            f"Give them in the order of the {word}s: {', '.join(arms)}.",
            sequence.ratio,
        )


def _check_blinding(draft: Draft) -> Iterator[Fault]:
    blinding = draft.file.blinding
    if blinding is None:
        return
    for who, how in blinding.blinded.items():
        path = ("blinding", who)
        if _NOT_BLINDED.match(how) and draft.is_valid(*path):
            yield draft.source.fault(
                path,
                f"This says that {who} were not blinded.",
                "Name only those who were, and how; `blinding: {}` says that nobody was.",
                how,
            )


def _check_dates(draft: Draft) -> Iterator[Fault]:
    dates = draft.file.dates
    if dates is None:
        return
    given = [
        (key, date)
        for key in ("recruitment_start", "recruitment_end", "follow_up_end")
        if (date := getattr(dates, key)) is not None and draft.is_valid("dates", key)
    ]
    for (earlier, first), (later, second) in pairwise(given):
        shared = min(len(first), len(second))
        if second[:shared] < first[:shared]:
            path: KeyPath = ("dates", later)
            yield draft.source.fault(
                path,
                f"`{later}` is before `{earlier}`, {first}.",
                "Correct one of them; write dates as 2012, 2012-03 or 2012-03-28.",
                second,
            )


def _check_other_care(draft: Draft) -> Iterator[Fault]:
    arms = draft.file.arms
    if not (draft.is_valid("arms") and draft.is_valid("other_care")):
        return
    for name in draft.file.other_care or {}:
        if name not in arms:
            yield draft.source.fault(
                ("other_care", name),
                "There is no such arm.",
                f"{did_you_mean(name, list(arms))}The arms here are: {', '.join(arms)}.",
                name,
            )
