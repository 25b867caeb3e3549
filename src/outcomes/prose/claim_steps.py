"""The arithmetic behind each of the article's claims in sentences, with what was assumed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outcomes.prose.pooling import say_reading
from outcomes.prose.recalculated_pool import ASSUMPTIONS
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
from outcomes.vocabulary.sentences import capitalise

if TYPE_CHECKING:
    from outcomes.analysis.claims import ClaimArithmetic

Facts = Mapping[str, Any]

INDEPENDENT = (
    "Arms are treated as independent and the printed SE as those of their means. The report's own "
    "marks of significance come from its repeated-measures model and may find a difference where "
    "this wider interval does not."
)


def say_steps(arithmetic: ClaimArithmetic) -> tuple[str, ...]:
    """Return the arithmetic of a claim in plain sentences, one step each."""
    facts = {**arithmetic.facts, "pack": arithmetic.pack}
    return tuple(_STEPS[arithmetic.claim_id](facts))


def _say_effect(effect: Mapping[str, Any]) -> str:
    interval = format_interval(effect["ci_low"], effect["ci_high"], 2)
    return (
        f"{effect['name']}, week {format_weeks(effect['week'])}, "
        f"{effect['endpoint']}, {effect['arm']} against {effect['comparator']}: "
        f"{format_signed(effect['estimate'], 2)} ({interval})."
    )


def _say_pain(facts: Facts) -> list[str]:
    steps = [*map(_say_effect, facts["effects"]), INDEPENDENT]
    pool = facts["pool"]
    if pool.pooled is not None:
        result = pool.pooled
        steps.append(
            f"The average of {result.k} trials: {format_number(result.estimate)} points in favour "
            f"of dextrose (95% CI {format_interval(*result.ci)}, {name_interval(result)}). "
            f"{say_reading(pool)}"
        )
    return steps


def _say_stiffness(facts: Facts) -> list[str]:
    steps: list[str] = []
    for comparator, effects in facts["effects"].items():
        weeks = [format_weeks(effect["week"]) for effect in effects if _is_clear(effect)]
        clear = f"week {' and '.join(weeks)}" if weeks else f"none of {len(effects)} visits"
        against = facts["pack"].topic.name_comparator(comparator)
        steps += [
            *map(_say_effect, effects),
            f"Against {against}: clear of zero at {clear}.",
        ]
    return [
        *steps,
        INDEPENDENT,
        "The report marks dextrose and saline as better than exercise at week 9, dextrose as "
        "better than exercise at week 12, and dextrose as better than saline at no week.",
    ]


def _say_motion(facts: Facts) -> list[str]:
    steps = []
    for row in facts["gains"]:
        beyond = [
            f"{format_signed(row['value'] - error)} beyond the {format_printed(error)} of a "
            f"{device}"
            for device, error in facts["reading errors"].items()
        ]
        whose = facts["pack"].name_citation(row["citation"])
        steps.append(
            f"{whose}, week {format_weeks(row['week'])}: a gain of "
            f"{format_printed(row['value'])} degrees, {' and '.join(beyond)}; {row['design']}."
        )
    return [
        *steps,
        "The error is that of one reading against another of one knee. A mean over patients is "
        "known better than that, so a mean gain below it may be real; that it is noticeable in a "
        "patient it does not show. None of the gains has a comparison with placebo.",
    ]


def _say_duration(facts: Facts) -> list[str]:
    steps = [
        f"{facts['pack'].name_citation(row['citation'])}: {format_weeks(row['week'])} weeks / 52 = "
        f"{format_number(row['years'])} years of mean follow-up, {row['design']}."
        for row in facts["reports"]
    ]
    return [
        *steps,
        f"The {format_printed(facts['claimed'])} years come from a chapter whose tables were not "
        "available. A mean time to a survey says when people were asked, not how long a benefit "
        "lasted: that takes repeated visits and the time at which it was lost.",
    ]


def _say_share(facts: Facts) -> list[str]:
    steps = [
        f"For {format_share(facts['share'])} within {format_number(100 * width, 0)} points either "
        f"way: {n} participants with an answer (interval by Wilson)."
        for width, n in facts["needed"].items()
    ]
    steps += [
        f"With {n} participants: {format_number(100 * half, 0)} points either way."
        for n, half in facts["half widths"].items()
    ]
    return [
        *steps,
        f"A coincidence to beware of: 1 - {format_printed(facts['after'])} / "
        f"{format_printed(facts['before'])} = {format_share(facts['fall'], 1)} is the fall of a "
        "mean pain score (Ryan 2010), not a share of participants.",
        "The 81% come from a chapter whose tables were not available: neither it nor its n was "
        "seen.",
    ]


def _say_concentrations(facts: Facts) -> list[str]:
    low, high = facts["asked"]
    outside = [
        f"{facts['pack'].name_citation(row['citation'])} "
        f"{_say_range((row['dose_low'], row['dose_high']))}%"
        for row in facts["outside"]
    ]
    least, most = facts["range"]
    return [
        f"{facts['inside']} of {facts['known']} trials and series with a visible concentration "
        f"used only {_say_range((low, high))}%; over all of them, {_say_range((least, most))}%.",
        f"Outside: {'; '.join(outside)}.",
    ]


def _say_sessions(facts: Facts) -> list[str]:
    sessions, weeks = facts["sessions"], facts["weeks"]
    return [
        f"{sessions['count']} of {sessions['known']} have three or four sessions (range "
        f"{_say_range(sessions['range'])}).",
        f"{weeks['count']} of {weeks['known']} space them 4 to 5 weeks apart (range "
        f"{_say_range(weeks['range'])} weeks).",
        "A session is one visit with many needle entries: sessions are counted, not needles.",
    ]


def _say_events(facts: Facts) -> list[str]:
    return [
        f"{facts['pack'].name_citation(row['trial'])}, {row['outcome']}, {row['arm']}: "
        f"{format_count(row['events'])} of {format_count(row['n'])} participants, "
        f"{format_share(row['share']['estimate'], 1)} ({_say_percent(row['share'])})."
        for row in facts["shares"]
    ]


def _say_cost(facts: Facts) -> list[str]:
    (low, high), (few, many), (least, most) = (
        facts[name] for name in ("session", "sessions", "series")
    )
    return [
        f"{few} x {low} = {few * low} and {many} x {high} = {many * high} dollars, the printed "
        f"{least} to {most} a series: the page agrees with itself.",
        f"{low} dollars a session is above 150, but the claim counts injections and the page "
        "counts sessions.",
    ]


def _say_placebo(facts: Facts) -> list[str]:
    fieller, delta = facts["fieller"], facts["delta"]
    return [
        f"{format_printed(facts['saline'])} / {format_printed(facts['dextrose'])} = "
        f"{format_number(fieller['estimate'], 3)}: {format_share(fieller['estimate'], 1)} of the "
        f"gain with dextrose came with saline too, {format_number(facts['rest'], 2)} points did "
        "not.",
        f"Interval by Fieller {_say_percent(fieller)}, by the delta method {_say_percent(delta)}: "
        f"the data agree with almost none of the gain and with all of it. {INDEPENDENT}",
        "The gain with saline also includes natural course and regression to the mean, so the "
        "ratio is not the placebo effect itself.",
    ]


def _say_guidance(facts: Facts) -> list[str]:
    counts = [f"{by} in {n}" for by, n in facts["counts"].items()]
    return [
        f"Guidance was read of {facts['known']} trials and series: {', '.join(counts)}.",
        "That counts what was done, not what is preferred, and no trial compares the two.",
    ]


def _say_studies(facts: Facts) -> list[str]:
    trials, people = facts["trials"], facts["people"]
    return [
        *(
            f"{capitalise(outcome)}: {count} of {n} = {format_share(count / n)} (Hauser 2016)."
            for outcome, count, n in facts["found"]
        ),
        f"{format_count(trials)} randomised knee trials include {format_count(people)} "
        f"participants, {format_count(people / trials)} per trial (Chen 2022): small, but not "
        "anecdotes.",
    ]


def _say_pools(facts: Facts) -> list[str]:
    rebuilt = facts["rebuilt"]
    estimates, first = rebuilt.variants["estimate"], rebuilt.variants.iloc[0]
    published, low, high = rebuilt.published
    return [
        f"Published: {format_number(published, 2)} ({format_interval(low, high, 2)}) against "
        "exercise at 12 to 16 weeks.",
        f"Rebuilt from its two trials: {format_number(estimates.min(), 2)} to "
        f"{format_number(estimates.max(), 2)}, depending on what has to be assumed.",
        "With Knapp and Hartung's interval, on 1 degree of freedom, "
        f"{format_interval(first['kh_low'], first['kh_high'])}: two trials do not settle it.",
        *ASSUMPTIONS,
    ]


def _say_decades(facts: Facts) -> list[str]:
    del facts
    return [
        "1950 + 70 = 2020 and 1959 + 70 = 2029: over 70 years holds for an article of the "
        "2020s only if the first use was early enough in the decade."
    ]


def _say_range(limits: tuple[float, float]) -> str:
    low, high = limits
    if low == high:
        return format_printed(low)
    return f"{format_printed(low)} to {format_printed(high)}"


def _is_clear(effect: Mapping[str, Any]) -> bool:
    """Whether the whole interval of an effect is in favour of dextrose."""
    return judge(effect, judged=False).excludes_none and effect["estimate"] > 0


def _say_percent(row: Mapping[str, Any]) -> str:
    if math.isnan(row["ci_low"]):
        return "not bounded"
    return f"{format_interval(100 * row['ci_low'], 100 * row['ci_high'], 0)}%"


_STEPS: dict[str, Callable[[Facts], Sequence[str]]] = {
    "C01": _say_pain,
    "C02": _say_stiffness,
    "C03": _say_motion,
    "C05": _say_duration,
    "C06": _say_share,
    "C07": _say_concentrations,
    "C08": _say_sessions,
    "C09": _say_events,
    "C11": _say_cost,
    "C13": _say_placebo,
    "C14": _say_studies,
    "C15": _say_pools,
    "C16": _say_decades,
    "C17": _say_guidance,
}
"""By claim, as `outcomes.analysis.claims.RECOMPUTED`."""
