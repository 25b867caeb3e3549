"""The course over time: whether another visit says something else than the primary one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.prose.difference import say_amount
from outcomes.rounding import format_level
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.scales import digits_of, with_unit
from outcomes.vocabulary.sentences import (
    capitalise,
    join_words,
    say_interval,
    say_side,
    say_size,
)
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd


def say_course(estimates: pd.DataFrame, study: Study, primary: Contrast) -> str:
    """Return which visits say something else than the primary one; empty if none does.

    Later visits count where they favour another arm or none, and every visit where the primary one
    favours none.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with the ``difference`` rows of every visit.
    study : Study
        A loaded study.
    primary : Contrast
        The comparison at the primary visit.
    """
    others = _find_others(estimates, study, primary)
    told = [_tell(each, study) for each in others]
    if not told:
        return ""
    favoured = primary.verdict.favoured
    later = all(each.week > primary.week for each in others)
    if favoured and later:
        lasted = len(others) < _count_later(estimates, study, primary)
        opening = "This was not so at every later visit" if lasted else "This did not last"
        return f"{opening}: {join_words(told)}."
    if later:
        return f"It was otherwise later: {join_words(told)}."
    if all(each.week < primary.week for each in others):
        return f"It had been otherwise before: {join_words(told)}."
    return f"It was otherwise at other visits: {join_words(told)}."


def say_course_plainly(estimates: pd.DataFrame, study: Study, primary: Contrast) -> str:
    """Return the same for patients, without numbers."""
    others = _find_others(estimates, study, primary)
    sentences = []
    for favoured in dict.fromkeys(each.verdict.favoured for each in others):
        own = [each for each in others if each.verdict.favoured == favoured]
        when = join_words([at_visit(each.visit) for each in own])
        when = f"{'Later, ' if own[0].week > primary.week else 'Earlier, '}{when}"
        sentences.append(
            f"{when}, the result favoured {say_arm(study.labels, favoured)}."
            if favoured
            else f"{when}, there was no clear difference any more."
        )
    return " ".join(sentences)


def _find_others(estimates: pd.DataFrame, study: Study, primary: Contrast) -> list[Contrast]:
    if not primary.has_interval or study.endpoints[primary.endpoint].higher == "neither":
        return []
    favoured = primary.verdict.favoured
    return [
        each
        for each in _list_visits(estimates, study, primary)
        if each.verdict.favoured != favoured and (each.week > primary.week or not favoured)
    ]


def _count_later(estimates: pd.DataFrame, study: Study, primary: Contrast) -> int:
    visits = _list_visits(estimates, study, primary)
    return sum(each.week > primary.week for each in visits)


def _list_visits(estimates: pd.DataFrame, study: Study, primary: Contrast) -> list[Contrast]:
    """Return the same comparison at other visits, where it has an interval."""
    same = (primary.arm, primary.comparator, primary.side)
    return [
        each
        for each in read_contrasts(estimates, study.labels, endpoint=primary.endpoint)
        if (each.arm, each.comparator, each.side) == same
        and each.visit != primary.visit
        and each.has_interval
    ]


def _tell(contrast: Contrast, study: Study) -> str:
    """Return ``at week 52 the score was 0.4 points lower with ... (95% CI ...), which ...``."""
    labels = study.labels
    ours, theirs = say_arm(labels, contrast.arm), say_arm(labels, contrast.comparator)
    if contrast.is_share:
        interval = say_interval(100 * contrast.ci_low, 100 * contrast.ci_high, 1)
        what = "the share with a yes was"
    else:
        digits = digits_of(study.endpoints[contrast.endpoint])
        interval = say_interval(contrast.ci_low, contrast.ci_high, digits)
        what = "the mean was"
    size = (
        "the same"
        if contrast.is_same
        else f"{say_amount(contrast, labels)} {say_side(contrast.estimate)}"
    )
    than = f"as with {theirs}" if contrast.is_same else f"than with {theirs}"
    favoured = contrast.verdict.favoured
    verdict = (
        f"which favours {say_arm(labels, favoured)}"
        if favoured
        else "an interval that includes no difference"
    )
    level = f"{format_level(contrast.level)} CI {interval}"
    return f"{at_visit(contrast.visit)} {what} {size} with {ours} {than} ({level}), {verdict}"


def say_average(estimates: pd.DataFrame, study: Study, primary: Contrast) -> str:
    """Return the difference averaged over the visits after baseline; empty if there is none."""
    rows = estimates[
        (estimates["quantity"] == "average difference")
        & (estimates["endpoint"] == primary.endpoint)
        & (estimates["side"] == primary.side)
        & (estimates["arm"] == primary.arm)
        & (estimates["comparator"] == primary.comparator)
    ]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    labels, endpoint = study.labels, study.endpoints[primary.endpoint]
    digits = digits_of(endpoint)
    interval = say_interval(row["ci_low"], row["ci_high"], digits)
    ours, theirs = say_arm(labels, primary.arm), say_arm(labels, primary.comparator)
    basis = f"{format_level(row['level'])} CI {interval}"
    opening = "averaged over all visits after baseline, the mean was"
    if round(abs(row["estimate"]), digits) == 0:
        return capitalise(f"{opening} the same with {ours} as with {theirs} ({basis}).")
    size = with_unit(say_size(row["estimate"], digits), endpoint.unit)
    side = say_side(row["estimate"])
    return capitalise(f"{opening} {size} {side} with {ours} than with {theirs} ({basis}).")
