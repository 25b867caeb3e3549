"""Tables of published effects, of their pools, and of trials that gave none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outcomes.displays.links import Linked, cite
from outcomes.displays.table import Column, Table
from outcomes.evidence import Pack, list_known_trials
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_interval,
    format_number,
    format_p,
    format_signed,
)
from outcomes.vocabulary.analyses import TAU2_ESTIMATORS
from outcomes.vocabulary.derivations import NO_EFFECT, WHY_WIDER, say_derivation
from outcomes.vocabulary.intervals import head_interval
from outcomes.vocabulary.pools import name_against, name_interval
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.trials import describe_time, digits_of_measure, name_trial

if TYPE_CHECKING:
    from outcomes.analysis.joint_evidence import DomainEvidence
    from outcomes.analysis.meta.pool import Pooled
    from outcomes.analysis.synthesis import DomainPool

READINGS = {
    "primary": "in the trial's own report",
    "abstract": "in its abstract",
    "secondary": "as quoted by another report",
    "derived": "derived from what is printed",
}
"""How a published number was read, in words."""


def table_effects(evidence: DomainEvidence) -> Table:
    """Table every effect of a domain: how it was made and where its numbers stand.

    Parameters
    ----------
    evidence : DomainEvidence
        One domain, from `outcomes.analysis.joint_evidence.gather_evidence`.

    Returns
    -------
    Table
        One row a trial, outcome and visit; every effect leads to its citation. Above 0 favours
        the treatment.
    """
    measure = evidence.pools[0].measure if evidence.pools else "MD"
    digits = digits_of_measure(measure)
    drawn = {
        (one.comparator, row["trial"], row["arm"], row["outcome"], row["week"])
        for one in evidence.main
        for frame in (one.effects, one.other_arms)
        for row in frame.to_dict("records")
    }
    rows = [
        _effect(evidence.pack, row, digits, drawn) for row in evidence.visits.to_dict("records")
    ]
    return Table(
        caption=f"{capitalise(evidence.label)}: each published effect, and how it was made",
        columns=(
            Column("Against"),
            Column("Trial"),
            Column("Outcome and week"),
            Column("Arms (n)"),
            Column(f"Effect ({head_interval([evidence.level])})", numeric=True),
            Column("As the authors report it"),
            Column("In the forest plot"),
            Column("How made, and from where"),
        ),
        rows=tuple(rows),
        row_headers=2,
        notes=(
            f"Effect: above 0 favours {evidence.pack.topic.arm}; normal interval. n: as printed; "
            "as randomised where no analysed number was read. Visits of one trial are of the same "
            "participants: one per trial enters a pool. As the authors report it: the result of "
            f"their own test. {WHY_WIDER}",
        ),
        empty="No effect between arms could be calculated from what was read.",
    )


def table_pools(evidence: DomainEvidence) -> Table:
    """Table the pools of a domain: estimate, interval, prediction and heterogeneity.

    Parameters
    ----------
    evidence : DomainEvidence
        One domain.

    Returns
    -------
    Table
        One row a comparator and window; with one trial its own effect stands, and nothing is
        pooled.
    """
    return Table(
        caption=f"{capitalise(evidence.label)}: pooled effects by comparator and time",
        columns=(
            Column("Against"),
            Column("Time"),
            Column("Trials"),
            Column("Effect", numeric=True),
            Column(head_interval([evidence.level]), numeric=True),
            Column("Interval"),
            Column("Prediction interval", numeric=True),
            Column("tau\u00b2 (CI)", numeric=True),
            Column("I\u00b2", numeric=True),
            Column("Q (p)", numeric=True),
        ),
        rows=tuple(_pool(one, evidence.level) for one in evidence.pools),
        row_headers=2,
        notes=(
            "Three trials or more: random effects, tau\u00b2 by REML with its Q-profile interval, "
            "and the wider of the intervals by Knapp and Hartung (t, k \u2212 1 df) and by the "
            "normal distribution; Q has k \u2212 1 df. Two trials: their average if both estimate "
            "one effect (normal distribution), which two cannot show. Prediction interval: where "
            "the true effect of a similar new trial would lie (t, k \u2212 1 df); none of two "
            "trials, or where few agree so closely that it may be luck. Above 0 favours "
            f"{evidence.pack.topic.arm}.",
            "Windows of one trial contain the same participants: rows are not independent.",
        ),
        empty="No effect between arms could be calculated, so nothing is pooled.",
    )


def table_estimators(compared: Sequence[tuple[DomainPool, Sequence[Pooled]]]) -> Table:
    """Table how far the pools depend on the estimator of the variance between trials.

    Parameters
    ----------
    compared : sequence of (DomainPool, sequence of Pooled)
        From `outcomes.analysis.joint_evidence.compare_estimators`.

    Returns
    -------
    Table
        One row a pool and result; estimators that come to the same numbers share it.
    """
    level = compared[0][1][0].level if compared else 0.95
    return Table(
        caption="The same trials, by every estimator of the variance between trials (tau\u00b2)",
        columns=(
            Column("Pool"),
            Column("Estimator"),
            Column("tau\u00b2", numeric=True),
            Column("Effect", numeric=True),
            Column("normal", group=head_interval([level]), numeric=True),
            Column("Knapp-Hartung", group=head_interval([level]), numeric=True),
            Column("with floor", group=head_interval([level]), numeric=True),
        ),
        rows=tuple(row for one, results in compared for row in _by_estimator(one, results)),
        row_headers=2,
        notes=(
            "Above 0 favours the treatment. Where the intervals disagree, there are too few "
            "trials to choose between them. With floor: Knapp and Hartung's standard error, but no "
            "less than the normal one; it covers more than it claims.",
        ),
        empty="No pool has three trials or more, so there is nothing to compare.",
    )


def _by_estimator(one: DomainPool, results: Sequence[Pooled]) -> list[tuple[str, ...]]:
    digits = digits_of_measure(one.measure)
    cited = one.pack.cite(one.effects["citation"])
    names = ", ".join(citation.short for citation in cited)
    pool = Linked(f"{capitalise(one.label)} against {name_against(one)} ({names})", mentions=cited)
    same: dict[tuple[str, ...], list[str]] = {}
    for result in results:
        numbers = (
            format_number(result.tau2, digits),
            format_signed(result.estimate, digits),
            format_interval(*result.ci_normal, digits),
            format_interval(*result.ci_knapp_hartung, digits, absent="none"),
            format_interval(*result.ci, digits, absent="none"),
        )
        same.setdefault(numbers, []).append(TAU2_ESTIMATORS[result.method])
    return [(pool, capitalise(", ".join(who)), *numbers) for numbers, who in same.items()]


def table_trials(evidence: Sequence[DomainEvidence]) -> Table:
    """Table the randomised trials that are known, and what each gives in each domain.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence`.

    Returns
    -------
    Table
        One row a trial, the conditions apart: an effect, the reason why there is none, or a dash
        where the trial has no such comparison.
    """
    pack = evidence[0].pack
    trials = list_known_trials(pack, evidence[0].joint)
    domains = [(one, _find_given(one)) for one in evidence]
    rows = [
        (
            capitalise(trial["condition_group"]),
            cite(pack.name_citation(trial["trial"]), trial["citation"]),
            *(given.get(trial["trial"], ABSENT) for _, given in domains),
        )
        for trial in trials
    ]
    withheld = (
        f"{pack.name_citation(trial['trial'])}: {trial['withheld']}."
        for trial in trials
        if trial["withheld"]
    )
    return Table(
        caption="The randomised trials that are known, and which effects they give",
        columns=(
            Column("Condition"),
            Column("Trial"),
            *(Column(capitalise(one.label)) for one, _ in domains),
        ),
        rows=tuple(rows),
        row_headers=2,
        notes=(
            "An interim report is not listed beside its trial. A dash: no comparison with another "
            "treatment or none.",
            *withheld,
        ),
        empty="No randomised trial is known here.",
    )


def _find_given(evidence: DomainEvidence) -> dict[str, str]:
    """Return, by trial, the reason why it gives no effect, or that it gives one."""
    unused = evidence.unused.to_dict("records")
    reasons = {row["trial"]: capitalise(NO_EFFECT[row["reason"]]) for row in reversed(unused)}
    return reasons | dict.fromkeys(evidence.visits["trial"], "Effect")


def _effect(
    pack: Pack,
    row: Mapping[Any, Any],
    digits: int,
    drawn: set[tuple[str, str, str, str, float]],
) -> tuple[str, ...]:
    interval = format_interval(row["ci_low"], row["ci_high"], digits)
    key = (row["comparator_kind"], row["trial"], row["arm"], row["outcome"], row["week"])
    return (
        capitalise(pack.topic.name_comparator(row["comparator_kind"])),
        cite(name_trial(row), row["citation"]),
        f"{row['outcome']} ({row['unit']}), {describe_time(row)}",
        f"{row['arm']} ({format_count(row['n_arm'])}) against {row['comparator']} "
        f"({format_count(row['n_comparator'])})",
        cite(f"{format_signed(row['yi'], digits)} ({interval})", row["citation"]),
        capitalise(row["reported"]) or ABSENT,
        "yes" if key in drawn else "no",
        cite(
            f"{capitalise(say_derivation(row['how']))}. {_find_locator(pack, row)}.",
            row["citation"],
        ),
    )


def _find_locator(pack: Pack, row: Mapping[Any, Any]) -> str:
    """Where the printed numbers stand, and how they were read."""
    table = pack.tables["published"]
    same = table[
        (table["trial"] == row["trial"])
        & (table["outcome"] == row["outcome"])
        & (table["week"] == row["week"])
        & (table["citation"] == row["citation"])
    ]
    places = dict.fromkeys(zip(same["locator"], same["how_read"], strict=True))
    found = "; ".join(f"{locator}, {READINGS.get(how, how)}" for locator, how in places)
    return capitalise(found)


def _pool(one: DomainPool, level: float) -> tuple[str, ...]:
    digits = digits_of_measure(one.measure)
    cited = one.pack.cite(one.effects["citation"])
    trials = Linked(", ".join(citation.short for citation in cited), mentions=cited)
    head = (capitalise(name_against(one)), one.window.label, trials)
    pooled = one.pooled
    if pooled is None:
        row = one.effects.iloc[0]
        normal = format_interval(row["ci_low"], row["ci_high"], digits)
        effect = cite(format_signed(row["yi"], digits), row["citation"])
        own = cite(normal, row["citation"])
        return (*head, effect, own, "of one trial, not pooled", *[ABSENT] * 4)
    spread = format_interval(*pooled.tau2_ci, digits)
    tau2 = f"{format_number(pooled.tau2, digits)} ({spread})" if pooled.k > 2 else ABSENT
    return (
        *head,
        format_signed(pooled.estimate, digits),
        format_interval(*pooled.ci, digits),
        capitalise(name_interval(pooled)),
        _predict(pooled, digits),
        tau2,
        f"{format_number(pooled.i2, 0)}%" if pooled.k > 2 else ABSENT,
        f"{format_number(pooled.q, 2)} ({format_p(pooled.q_p)})",
    )


def _predict(pooled: Pooled, digits: int) -> str:
    if math.isnan(pooled.pi.low):
        return "none"
    df = "normal" if math.isinf(pooled.pi_df) else f"{format_number(pooled.pi_df, 0)} df"
    return f"{format_interval(*pooled.pi, digits)} ({df})"
