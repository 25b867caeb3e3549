"""The arithmetic behind each claim in sentences, with what was assumed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outcomes.displays.links import name_keys
from outcomes.evidence.directions import DIRECTIONS
from outcomes.prose.pooling import say_reading
from outcomes.prose.recalculated_pool import say_range
from outcomes.rounding import (
    format_count,
    format_interval,
    format_number,
    format_printed,
    format_share,
    format_signed,
    format_weeks,
)
from outcomes.verdict import judge
from outcomes.vocabulary.pools import name_interval
from outcomes.vocabulary.sentences import capitalise, count_things, join_words

if TYPE_CHECKING:
    from outcomes.analysis.claim_work import Work
    from outcomes.analysis.claims import ClaimArithmetic

INDEPENDENT = (
    "Arms are treated as independent and a printed SE as that of its mean. A report's own test may "
    "come from another model and find a difference where this wider interval does not."
)
MOST_NAMED = 8
"""Trials that are named as lying outside a range; more are only counted."""


def say_steps(arithmetic: ClaimArithmetic) -> tuple[str, ...]:
    """Return the arithmetic of a claim in plain sentences, one step each, then what to heed."""
    steps = [step for work in arithmetic.checks for step in _SAID[work.kind](work)]
    if any(work.kind in _OF_ARMS for work in arithmetic.checks):
        steps.append(INDEPENDENT)
    remarks = (name_keys(work.remark, work.pack) for work in arithmetic.checks)
    return (*steps, *filter(None, remarks))


def _say_effect(work: Work, effect: Mapping[str, Any]) -> str:
    interval = format_interval(effect["ci_low"], effect["ci_high"], 1)
    return (
        f"{work.pack.name_citation(effect['citation'])}, week {format_weeks(effect['week'])}, "
        f"{effect['endpoint']}, {effect['arm']} against {effect['comparator']}: "
        f"{format_signed(effect['estimate'], 1)} ({interval})."
    )


def _say_effects(work: Work) -> list[str]:
    effects = work.facts["effects"]
    if not effects:
        return [f"{_name_question(work)}: no difference could be calculated."]
    return [_say_effect(work, effect) for effect in effects]


def _say_pooled(work: Work) -> list[str]:
    steps = _say_effects(work)
    if "not pooled" in work.facts:
        steps.append(f"They are not averaged: {work.facts['not pooled']}.")
    pool = work.facts.get("pool")
    if pool is not None and pool.pooled is not None:
        result = pool.pooled
        favoured = work.pack.topic.arm if result.estimate > 0 else "the comparator"
        steps.append(
            f"The average of {result.k} trials: {format_number(abs(result.estimate))} {pool.unit} "
            f"in favour of {favoured} ({format_share(work.level)} CI "
            f"{format_interval(*result.ci)}, {name_interval(result)}). {say_reading(pool)}"
        )
    return steps


def _say_differences(work: Work) -> list[str]:
    effects = work.facts["effects"]
    weeks = [format_weeks(effect["week"]) for effect in effects if _is_clear(effect)]
    clear = f"week {' and '.join(weeks)}" if weeks else f"none of {len(effects)} visits"
    against = work.pack.topic.name_comparator(work.check["comparator_role"])
    steps = _say_effects(work)
    return [*steps, f"Against {against}: clear of zero at {clear}."] if effects else steps


def _say_directions(work: Work) -> list[str]:
    rows = work.facts["directions"]
    if not rows:
        return [f"{_name_question(work)}: no result was read as a direction."]
    arm = work.pack.topic.arm
    return [
        f"{work.pack.name_citation(row['trial'])}, {row['outcome']}"
        f"{', week ' + row['week'] if row['week'] else ''}, against {row['comparator']}: "
        f"{DIRECTIONS[row['direction']].format(arm=arm)}"
        f"{' (P ' + row['p_value'] + ')' if row['p_value'] else ''}; no number was printed or read."
        for row in rows
    ]


def _say_changes(work: Work) -> list[str]:
    steps = []
    for row in work.facts["changes"]:
        size = abs(row["value"])
        beyond = [
            f"{format_signed(size - mark)} beyond the {format_printed(mark)} of {what}"
            for what, mark in work.facts["marks"].items()
        ]
        steps.append(
            f"{work.pack.name_citation(row['citation'])}, week {format_weeks(row['week'])}: a "
            f"change of {format_printed(row['value'])} {row['unit']}"
            f"{', ' + ' and '.join(beyond) if beyond else ''}; {row['design']}."
        )
    return steps


def _say_fall(work: Work) -> list[str]:
    before, after = work.facts["before"], work.facts["after"]
    return [
        f"{work.pack.name_citation(before['citation'])}, {before['outcome']}: 1 - "
        f"{format_printed(after['value'])} / {format_printed(before['value'])} = "
        f"{format_share(work.facts['fall'], 1)}, from week {format_weeks(before['week'])} to week "
        f"{format_weeks(after['week'])}."
    ]


def _say_gain(work: Work) -> list[str]:
    ratio, arm, placebo = (work.facts[name] for name in ("ratio", "arm", "placebo"))
    return [
        f"{format_printed(placebo['value'])} / {format_printed(arm['value'])} = "
        f"{format_number(ratio['estimate'], 3)}: {format_share(ratio['estimate'], 1)} of the gain "
        f"with {arm['arm']} came with {placebo['arm']} too "
        f"({_say_percent(ratio)}, Fieller's interval), {format_number(work.facts['rest'], 2)} "
        f"{arm['unit']} did not.",
        f"The gain with {placebo['arm']} also includes natural course and regression to the mean, "
        "so the ratio is not the placebo effect itself.",
    ]


def _say_follow_up(work: Work) -> list[str]:
    row = work.facts["row"]
    return [
        f"{work.pack.name_citation(row['citation'])}: {format_weeks(row['week'])} weeks / 52 = "
        f"{format_number(work.facts['years'])} years of mean follow-up, {row['design']}."
    ]


def _say_sample_size(work: Work) -> list[str]:
    share = format_share(work.facts["share"])
    return [
        *(
            f"For {share} within {format_number(100 * width, 0)} points either way: {n} "
            "participants with an answer (interval by Wilson)."
            for width, n in work.facts["needed"].items()
        ),
        *(
            f"With {n} participants: {format_number(100 * half, 0)} points either way."
            for n, half in work.facts["half widths"].items()
        ),
    ]


def _say_within(work: Work) -> list[str]:
    facts, label = work.facts, capitalise(work.check["label"])
    if not facts["known"]:
        return [f"{label}: no trial or series states it."]
    steps = [
        f"{label}: {len(facts['inside'])} of {len(facts['known'])} trials and series that state "
        f"it; over all of them, {_say_span(facts['range'])}."
    ]
    if 0 < len(facts["outside"]) <= MOST_NAMED:
        lowest, highest = facts["columns"]
        outside = [
            f"{work.pack.name_citation(row['citation'])} {_say_span((row[lowest], row[highest]))}"
            for row in facts["outside"]
        ]
        steps.append(f"Outside: {'; '.join(outside)}.")
    return steps


def _say_stated(work: Work) -> list[str]:
    known, counts = work.facts["known"], work.facts["counts"]
    label = capitalise(work.check["label"])
    if not known:
        return [f"{label}: no trial or series states it."]
    stated = join_words([f"{word} in {n}" for word, n in counts.items()])
    number = counts.get(work.check["word"], 0)
    return [f"{label}: {number} of {len(known)} trials and series that state it ({stated})."]


def _say_counts(work: Work) -> list[str]:
    shares = work.facts["shares"]
    if not shares:
        return ["No count with its n was printed for a single arm."]
    return [
        f"{work.pack.name_citation(row['trial'])}, {row['outcome']}"
        f"{', ' + row['arm'] if row['arm_role'] else ''}: {format_count(row['value'])} of "
        f"{format_count(row['n'])} {row['unit']}, {format_share(row['share']['estimate'], 1)}"
        f"{_say_limits(row['share'])}."
        for row in shares
    ]


def _say_quotient(work: Work) -> list[str]:
    top, bottom = work.facts["top"], work.facts["bottom"]
    return [
        f"{work.pack.name_citation(top['citation'])}, {top['outcome']} over {bottom['outcome']}: "
        f"{format_count(top['value'])} / {format_count(bottom['value'])} = "
        f"{format_number(work.facts['ratio'], 0)}."
    ]


def _say_published_pool(work: Work) -> list[str]:
    found = work.facts["recalculated"]
    published, low, high = found.published
    first = found.variants.iloc[0]
    printed, number = found.pool.printed, count_things(len(found.pool.trials), "trial")
    return [
        f"Published: {format_number(published, 2)} ({format_interval(low, high, 2)}) against "
        f"{printed['comparator']} {found.pool.when}.",
        f"Recalculated from its {number}: {say_range(found)}, depending on what has to be assumed; "
        f"the first with {format_interval(first['ci_low'], first['ci_high'], 2)}.",
        *(name_keys(text, work.pack) for text in found.pool.assumed),
    ]


def _say_sums(work: Work) -> list[str]:
    return [f"{' and '.join(work.facts['sums'])}."]


def _name_question(work: Work) -> str:
    against = work.pack.topic.name_comparator(work.check["comparator_role"])
    return f"{capitalise(work.check['domain'])} against {against}"


def _say_span(limits: tuple[float, float]) -> str:
    low, high = limits
    if low == high or math.isnan(high):
        return format_printed(low)
    return f"{format_printed(low)} to {format_printed(high)}"


def _is_clear(effect: Mapping[str, Any]) -> bool:
    """Whether the whole interval of an effect is in favour of the treatment."""
    return judge(effect, judged=False).excludes_none and effect["estimate"] > 0


def _say_limits(share: Mapping[str, Any]) -> str:
    return f" ({_say_percent(share)})" if "ci_low" in share else ""


def _say_percent(row: Mapping[str, Any]) -> str:
    if math.isnan(row["ci_low"]):
        return "not bounded"
    return f"{format_interval(100 * row['ci_low'], 100 * row['ci_high'], 0)}%"


_SAID: dict[str, Callable[[Work], Sequence[str]]] = {
    "pooled difference": _say_pooled,
    "differences": _say_differences,
    "directions": _say_directions,
    "changes": _say_changes,
    "fall of a mean": _say_fall,
    "share of the gain": _say_gain,
    "follow-up": _say_follow_up,
    "sample size": _say_sample_size,
    "designs in a range": _say_within,
    "designs with a word": _say_stated,
    "counts": _say_counts,
    "count per count": _say_quotient,
    "published pool": _say_published_pool,
    "sums": _say_sums,
}
"""By kind of check, as `outcomes.evidence.claim_checks.KINDS`."""

_OF_ARMS = ("pooled difference", "differences", "share of the gain")
"""Kinds whose intervals are made of two arms' own spreads."""
