"""What published trials say together, in words that stay inside their intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outcomes.analysis.many_trials import list_large_pools
from outcomes.displays.links import Linked, cite_within
from outcomes.displays.passage import Paragraph, Passage
from outcomes.evidence.schema import COMPARATOR_ROLES, TRIALS_FOR_FUNNEL
from outcomes.rounding import format_number
from outcomes.study.study import Study
from outcomes.verdict import Verdict
from outcomes.vocabulary.derivations import WHY_WIDER
from outcomes.vocabulary.intervals import head_interval
from outcomes.vocabulary.pools import (
    COMPARATOR,
    Interval,
    find_effect,
    find_interval,
    judge_effect,
    judge_pool,
    name_against,
    name_favoured,
    name_interval,
)
from outcomes.vocabulary.sentences import (
    capitalise,
    count_things,
    join_words,
    say_sides,
    say_size,
)
from outcomes.vocabulary.trials import describe_time, digits_of_measure, name_trial

if TYPE_CHECKING:
    from outcomes.analysis.joint_evidence import DomainEvidence
    from outcomes.analysis.study_added import StudyAdded
    from outcomes.analysis.synthesis import DomainPool

MOST_NAMED = 8
"""Trials of a pool that are named in its sentence; of more the figure and tables tell."""

NOT_ADDED = {
    "not-collected": "its data are {data}; only collected data enter a pool or a forest plot",
    "nothing-to-compare": "it has no arm to compare with",
    "several-treatments-each": "its participants had several treatments each, and the pools here "
    "are of trials in which each had one",
    "treatment-is-comparator": "{arm} is what its treatment is compared with, not the arm under "
    "study, and the pools are of {arm} against something else",
    "other-treatment": "it compares no arm that had {arm} with one that had not, and the pools are "
    "of trials of {arm}",
    "no-estimates": "the reports that its study file asks for do not compare its arms, so there is "
    "no estimate to add",
    "no-match": "none of its estimates is of a condition, domain, comparator, time and scale here",
}
"""By `outcomes.analysis.study_added.Refused`."""


def write_evidence(evidence: DomainEvidence) -> Passage:
    """Write what the published trials of a domain say, one paragraph per comparator.

    With one trial nothing is pooled, and of two it is said what they can and cannot show. No
    sentence goes beyond its interval.

    Parameters
    ----------
    evidence : DomainEvidence
        One domain, from `outcomes.analysis.joint_evidence.gather_evidence`.

    Returns
    -------
    Passage
        Of kind ``result``; of a domain with a pool.
    """
    main = evidence.main
    title = f"{capitalise(evidence.label)}, {main[0].window.label}"
    paragraphs: list[Paragraph] = [say_pool(one, evidence.level) for one in main]
    paragraphs += say_reported(main)
    there = {one.comparator for one in main}
    topic = evidence.pack.topic
    absent = [
        topic.name_comparator(role) for role in COMPARATOR_ROLES if role not in (*there, "mixed")
    ]
    if absent:
        none = "no effect could be calculated for this time window"
        paragraphs.append(f"Against {join_words(absent)}: {none}.")
    return Passage("result", title, tuple(paragraphs))


def say_reported(pools: Sequence[DomainPool]) -> list[Linked]:
    """Say what the authors of each trial report of their own test, and why an interval differs.

    Parameters
    ----------
    pools : sequence of DomainPool
        Whose trials are asked; those without a printed test are passed over.
    """
    rows = [row for one in pools for row in one.effects.to_dict("records") if row["reported"]]
    if not rows:
        return []
    by_trial = dict.fromkeys(
        f"{name_trial(row)}, {row['outcome']}, {describe_time(row)}: {row['reported']}"
        for row in rows
    )
    text = f"As the authors report it: {'; '.join(by_trial)}."
    if any(_is_wider(row) for row in rows):
        text = f"{text} {WHY_WIDER}"
    return [cite_within(text, pools[0].pack.cite(row["citation"] for row in rows))]


def _is_wider(row: Mapping[Any, Any]) -> bool:
    """Whether a trial prints a p value, and an interval made of its arms includes no difference."""
    made_here = not row["how"].as_printed
    return made_here and "P " in row["reported"] and row["ci_low"] <= 0 <= row["ci_high"]


def write_added(study: Study, added: StudyAdded) -> Passage:
    """Write what adding this study changes, or why it is not added.

    Parameters
    ----------
    study : Study
        The study.
    added : StudyAdded
        From `outcomes.analysis.study_added.add_own_study`.

    Returns
    -------
    Passage
        Of kind ``result``, or ``caution`` where nothing was added.
    """
    title = "This study added"
    if added.refused:
        why = NOT_ADDED[added.refused].format(
            data=study.file.provenance, arm=study.beside.topic.arm
        )
        paragraphs: list[Paragraph] = [f"This study is not added: {why}."]
        if study.file.provenance == "simulated":
            paragraphs.append(
                "A pool with simulated data in it would only give back what went into the "
                "simulation. For a study with collected data, forest plots without it and "
                "with it are shown here."
            )
        return Passage("caution", title, tuple(paragraphs))
    return Passage("result", title, tuple(_say_change(*pair) for pair in added.pairs))


def write_small_studies(evidence: Sequence[DomainEvidence]) -> Passage:
    """Write whether anything can be said of trials that stayed unpublished."""
    most = max((one.k for one in list_large_pools(evidence, 1)), default=0)
    if most >= TRIALS_FOR_FUNNEL:
        text = (
            f"The largest pool has {most} trials. A lopsided funnel may come from unpublished "
            "trials, from small trials that differ in patients or conduct, or from chance."
        )
    else:
        text = (
            f"The largest pool here has {count_things(most, 'trial')}. With fewer than "
            f"{TRIALS_FOR_FUNNEL} trials neither a funnel plot nor a test can show whether small "
            "trials were left unpublished, so none is shown. That is no sign that all were "
            "published."
        )
    return Passage("note", "Unpublished trials", (text,))


def write_without_effect(evidence: Sequence[DomainEvidence]) -> Passage | None:
    """Write which domains have no effect between arms, all in one note.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence`.

    Returns
    -------
    Passage or None
        Of kind ``note``; None where every domain has an effect.
    """
    without = [each for each in evidence if not each.pools]
    if not without:
        return None
    domains = capitalise(join_words([each.label for each in without]))
    known = len({trial for each in without for trial in each.unused["trial"]})
    text = (
        f"{domains}: {count_things(known, 'randomised trial')} known here could have measured "
        "this, but no effect between arms could be calculated from what was read, so nothing is "
        "pooled. That is an absence of numbers, not of an effect."
    )
    return Passage("note", "Without a number", (text,))


def say_pool(one: DomainPool, level: float, *, head: str = "Against") -> Linked:
    """Return what the trials of one comparator and time say together, and no more.

    Parameters
    ----------
    one : DomainPool
        One trial or more.
    level : float
        Confidence level of the intervals.
    head : str
        The words before the comparator.
    """
    cited = one.pack.cite(one.effects["citation"])
    head = f"{head} {name_against(one)}"
    effect, verdict = _say_effect(one, find_effect(one)) + _say_scale(one), judge_pool(one)
    if one.pooled is None:
        which = f" ({_say_arms(one.effects.iloc[0])})" if len(one.other_arms) else ""
        text = (
            f"{head}: one trial, {cited[0].short}{which}, with {effect} "
            f"({head_interval([level])} {_say_interval(one, find_interval(one))}). One trial is "
            f"not pooled: its own estimate stands. {_say_verdict(verdict)}"
        )
        more = [*_say_other_arms(one, level), *_say_other_scores(one)]
        return cite_within(" ".join([text, *more]), cited)
    names = join_words([citation.short for citation in cited])
    named = f", {names}" if one.k <= MOST_NAMED else ""
    text = (
        f"{head}: {count_things(one.k, 'trial')}{named}; on average {effect} "
        f"({head_interval([level])} {_say_interval(one, find_interval(one))}). "
    )
    cited = cited if named else ()
    more = [*_say_other_arms(one, level), *_say_other_scores(one)]
    return cite_within(" ".join([text + say_reading(one), *more]), cited)


def _say_arms(row: Mapping[Any, Any]) -> str:
    return f"{row['arm']} against {row['comparator']}"


def _say_other_arms(one: DomainPool, level: float) -> list[str]:
    """Say what further active arms of the same trials did, which are not pooled with the first."""
    return [
        f"Another arm of {name_trial(row)}, {_say_arms(row)}: "
        f"{_say_effect(one, float(row['yi']))} ({head_interval([level])} "
        f"{_say_interval(one, (float(row['ci_low']), float(row['ci_high'])))}); "
        f"{'excludes' if row['ci_low'] > 0 or row['ci_high'] < 0 else 'includes'} no difference."
        for row in one.other_arms.to_dict("records")
    ]


def _say_other_scores(one: DomainPool) -> list[str]:
    """Say which trials are not pooled, as their standard deviations are of another score."""
    names = list(dict.fromkeys(one.other_scores["name"]))
    if not names:
        return []
    score = one.other_scores["score"].iloc[0]
    shown = join_words(names) if len(names) <= MOST_NAMED else count_things(len(names), "trial")
    return [
        f"Not pooled with these, as standard deviations of {score} are another yardstick: {shown}."
    ]


def _say_scale(one: DomainPool) -> str:
    """Return on which scale points are counted, where all trials used one."""
    scales = one.effects[["scale_low", "scale_high"]].drop_duplicates().dropna()
    if one.measure != "MD" or len(scales) != 1:
        return ""
    low, high = (format_number(float(end), 0) for end in scales.iloc[0])
    return f" on a scale from {low} to {high}"


def say_reading(one: DomainPool) -> str:
    """Say what can and cannot be said of a pool."""
    if one.pooled is None:
        return ""
    verdict = judge_pool(one)
    if one.k == 2:
        return _say_of_two(one, verdict)
    if verdict.excludes_none:
        text = f"The interval excludes no difference: the average favours {verdict.favoured}."
    else:
        text = (
            "The interval includes no difference: the data are compatible with a benefit of either."
        )
    if math.isnan(one.pooled.pi[0]):
        return (
            f"{text} The trials agree more closely than their own sizes lead one to expect, which "
            "may be luck, so nothing is predicted for a new trial."
        )
    predicted = judge_effect(one, one.pooled.estimate, one.pooled.pi)
    both = "on one side" if predicted.excludes_none else "either side could come out better"
    place = say_range(one, one.pooled.pi)
    return (
        f"{text} The true effect of a similar new trial would lie from {place} (prediction "
        f"interval): {both}."
    )


def _say_of_two(one: DomainPool, verdict: Verdict) -> str:
    """Say what two trials can and cannot show."""
    same = len({yi > 0 for yi in one.effects["yi"]}) == 1
    lean = "Both estimates lie on the same side" if same else "The two estimates disagree"
    within = (
        f"excludes no difference, in favour of {verdict.favoured}"
        if verdict.excludes_none
        else "includes no difference"
    )
    return (
        f"{lean}. Average and interval hold if the two trials estimate the same effect; the "
        f"interval then {within}. Two trials cannot show whether they do, how far trials differ, "
        "or what a new one would find."
    )


def _say_change(before: DomainPool, after: DomainPool) -> Linked:
    own = after.effects.iloc[-1]
    interval = (float(own["ci_low"]), float(own["ci_high"]))
    sentences = [
        f"{capitalise(before.label)} against {name_against(before)}: this study has "
        f"{_say_effect(after, float(own['yi']))} (CI {_say_interval(after, interval)})."
    ]
    sentences.append(f"Before: {_say_both(before)}. After: {_say_both(after)}.")
    if after.pooled is not None:
        weight = format_number(float(after.pooled.weights[-1]), 0)
        sentences.append(f"This study has {weight}% of the weight.")
        if before.pooled is not None and after.k > 3:
            was, now = before.pooled.ci, after.pooled.ci
            width = "narrower" if now.high - now.low < was.high - was.low else "no narrower"
            sentences.append(f"The interval is {width} with it.")
        sentences.append(say_reading(after))
    return cite_within(" ".join(sentences), before.pack.cite(before.effects["citation"]))


def _say_both(one: DomainPool) -> str:
    if one.pooled is None:
        return f"one trial, {name_trial(one.effects.iloc[0].to_dict())}, nothing pooled"
    return (
        f"{count_things(one.k, 'trial')}, on average {_say_effect(one, one.pooled.estimate)} (CI "
        f"{_say_interval(one, one.pooled.ci)}, {name_interval(one.pooled)})"
    )


def _say_effect(one: DomainPool, effect: float) -> str:
    """Return ``8.8 points in favour of dextrose``."""
    if not effect:
        return "no difference"
    size = say_size(effect, digits_of_measure(one.measure))
    return f"{size} {one.unit} in favour of {name_favoured(one, effect)}"


def say_range(one: DomainPool, interval: Interval) -> str:
    """Return an interval with the sides that it reaches in words; it never begins with "from"."""
    low, high = interval
    if math.isnan(low) or math.isnan(high):
        return "none"
    sides = (f"in favour of {COMPARATOR}", f"in favour of {one.pack.topic.arm}")
    return say_sides(low, high, digits_of_measure(one.measure), sides)


def _say_interval(one: DomainPool, interval: Interval) -> str:
    """Return an interval with its sides, led by "from" where it reaches both."""
    both = interval[0] < 0 < interval[1]
    return f"from {say_range(one, interval)}" if both else say_range(one, interval)


def _say_verdict(verdict: Verdict) -> str:
    """Say what the interval of one trial allows, and no more."""
    if verdict.excludes_none:
        return f"The interval excludes no difference: it favours {verdict.favoured}."
    return "The interval includes no difference: the data are compatible with a benefit of either."
