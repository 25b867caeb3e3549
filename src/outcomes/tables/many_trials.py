"""Tables of what a pool of many trials is asked beside its average."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outcomes.analysis.meta import MetaRegression, Wald
from outcomes.displays.links import cite
from outcomes.displays.table import Column, Table
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_interval,
    format_number,
    format_signed,
)
from outcomes.vocabulary.intervals import head_interval, say_p
from outcomes.vocabulary.pools import name_against
from outcomes.vocabulary.responses import name_needed
from outcomes.vocabulary.sentences import capitalise, count_things
from outcomes.vocabulary.trials import digits_of_measure

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.analysis.event_measures import EventMeasures
    from outcomes.analysis.many_trials import AllEffects, Leaning, Moderated, WithoutEach
    from outcomes.analysis.synthesis import DomainPool


def table_moderators(found: Sequence[Moderated]) -> Table | None:
    """Table whether effects differ with what distinguishes the trials.

    Parameters
    ----------
    found : sequence of Moderated
        From `outcomes.analysis.many_trials.explain_differences`.

    Returns
    -------
    Table or None
        One row a regression, and one a subgroup; None where nothing could be asked.
    """
    if not found:
        return None
    return Table(
        caption="Do effects differ with what distinguishes the trials?",
        columns=(
            Column("Pool"),
            Column("By"),
            Column("Trials", numeric=True),
            Column(f"Effect, or change a unit ({head_interval([found[0].pool.level])})"),
            Column("Difference"),
        ),
        rows=tuple(row for one in found for row in _moderated(one)),
        row_headers=2,
        notes=(
            "Random effects with one variance between trials (REML), intervals and tests by Knapp "
            "and Hartung. Asked of pools of ten trials or more of which the trait is known. Trials "
            "were not allocated to their traits: a difference may come from anything else in which "
            "they differ, and with many traits some differ by chance.",
        ),
    )


def _moderated(one: Moderated) -> Iterator[tuple[str, ...]]:
    pool, digits = _name(one.pool), digits_of_measure(one.pool.measure)
    result = one.result
    if isinstance(result, MetaRegression):
        slope = result.coefficients.iloc[1].to_dict()
        r2 = f"; explains {format_number(result.r2, 0)}% of tau\u00b2"
        test = f"{_test(result.moderators_test)}{r2 if result.r2 == result.r2 else ''}"
        change = f"{_estimate(slope, digits + 1)} a unit"
        yield pool, one.moderator, format_count(one.k), change, test
        return
    difference = _test(result.test)
    for row in result.effects.to_dict("records"):
        yield (
            pool,
            f"{one.moderator}: {row['subgroup']}",
            format_count(row["k"]),
            _estimate(row, digits),
            difference,
        )


def _estimate(row: Mapping[Any, Any], digits: int) -> str:
    interval = format_interval(row["ci_low"], row["ci_high"], digits)
    return f"{format_signed(row['estimate'], digits)} ({interval})"


def _test(test: Wald) -> str:
    return f"F({format_number(test.df, 0)}; {format_number(test.df2, 0)}), {say_p(test.p_value)}"


def tables_influence(found: Sequence[WithoutEach]) -> tuple[Table, ...]:
    """Table each pool without each of its trials in turn.

    Parameters
    ----------
    found : sequence of WithoutEach
        From `outcomes.analysis.many_trials.leave_each_out`.
    """
    return tuple(_influence(each.pool, each.trials) for each in found)


def _influence(one: DomainPool, frame: pd.DataFrame) -> Table:
    digits = digits_of_measure(one.measure)
    keys = one.effects["citation"].tolist()
    rows = [
        (
            cite(row["name"], key),
            f"{format_number(row['weight'], 0)}%",
            _estimate(row, digits),
            format_number(row["tau2"], digits),
            format_signed(row["rstudent"], 1),
            "yes" if row["influential"] else "no",
        )
        for key, row in zip(keys, frame.to_dict("records"), strict=True)
    ]
    return Table(
        caption=f"{_name(one)}: the pool without each trial",
        columns=(
            Column("Without"),
            Column("Its weight", numeric=True),
            Column(f"Effect ({head_interval([one.level])})", numeric=True),
            Column("tau\u00b2", numeric=True),
            Column("Distance", numeric=True),
            Column("Influential"),
        ),
        rows=tuple(rows),
        notes=(
            "Distance: of the trial from what the others predict, in standard errors; beyond 2 is "
            "unusual. Influential: by the rules of Viechtbauer and Cheung (Res Synth Methods "
            "2010;1:112-125). A trial that is unusual is not wrong.",
        ),
    )


def table_small_studies(leanings: Sequence[Leaning]) -> Table | None:
    """Table whether small trials show larger effects.

    Parameters
    ----------
    leanings : sequence of Leaning
        From `outcomes.analysis.many_trials.ask_small_studies`.

    Returns
    -------
    Table or None
        One row a pool of ten trials or more; None where there is none.
    """
    if not leanings:
        return None
    return Table(
        caption="Do small trials show larger effects?",
        columns=(
            Column("Pool"),
            Column("Trials", numeric=True),
            Column("Egger's test"),
            Column("Effect of an endless trial", numeric=True),
            Column("Missing by trim and fill"),
            Column("Effect with these", numeric=True),
        ),
        rows=tuple(_leaning(one) for one in leanings),
        notes=(
            "Egger's test: regression of the effects on their standard errors, with the variance "
            "between trials (Sterne and Egger 2005). Trim and fill: how many mirror images of the "
            "most extreme trials a symmetric funnel would need (Duval and Tweedie 2000), a thought "
            "experiment and no corrected result. An asymmetric funnel may come from unpublished "
            "trials, from small trials that differ in patients or conduct, or from chance.",
        ),
    )


def _leaning(one: Leaning) -> tuple[str, ...]:
    digits = digits_of_measure(one.pool.measure)
    found, filled = one.asymmetry, one.filled
    place = {"left": "smaller effects", "right": "larger effects"}[filled.side]
    missing = f"{count_things(filled.missing, 'trial')} of {place}" if filled.missing else "none"
    return (
        _name(one.pool),
        format_count(one.pool.k),
        f"slope {format_signed(found.slope, 2)}, {say_p(found.p_value)}",
        f"{format_signed(found.limit, digits)} ({format_interval(*found.limit_ci, digits)})",
        missing,
        f"{format_signed(filled.filled.estimate, digits)} "
        f"({format_interval(*filled.filled.ci, digits)})",
    )


def table_all_effects(found: Sequence[AllEffects]) -> Table | None:
    """Table each pool with every effect of its trials instead of one each.

    Parameters
    ----------
    found : sequence of AllEffects
        From `outcomes.analysis.many_trials.pool_all_effects`.

    Returns
    -------
    Table or None
        One row a pool; None where no trial of a pool gives several effects.
    """
    if not found:
        return None
    level = head_interval([found[0].pool.level])
    return Table(
        caption="Every effect of each trial, and each trial counted once",
        columns=(
            Column("Pool"),
            Column(f"One effect a trial ({level})", numeric=True),
            Column("Trials", numeric=True),
            Column("Effects", numeric=True),
            Column(f"All effects ({level})", numeric=True),
            Column("df", numeric=True),
            Column("To be trusted"),
        ),
        rows=tuple(_all(one) for one in found),
        notes=(
            "All effects: other arms, outcomes and visits of the same trials within the window, by "
            "a multilevel model with standard errors that are robust to how effects of one trial "
            "hang together (CR2, t on Satterthwaite's df; Pustejovsky and Tipton 2022). The "
            "correlation within a trial is assumed to be 0.5. With fewer than 4 df the interval is "
            "not to be trusted.",
        ),
    )


def _all(one: AllEffects) -> tuple[str, ...]:
    digits = digits_of_measure(one.pool.measure)
    pooled, dependent = one.pool.pooled, one.dependent
    alone = ABSENT
    if pooled is not None:
        interval = format_interval(*pooled.ci, digits)
        alone = f"{format_signed(pooled.estimate, digits)} ({interval})"
    return (
        _name(one.pool),
        alone,
        format_count(dependent.trials),
        format_count(dependent.k),
        f"{format_signed(dependent.estimate, digits)} ({format_interval(*dependent.ci, digits)})",
        format_number(dependent.df, 1),
        "yes" if dependent.trustworthy else "no",
    )


def table_event_measures(found: Sequence[EventMeasures]) -> Table | None:
    """Table pools of risk differences by ratios and by the number needed to treat.

    Parameters
    ----------
    found : sequence of EventMeasures
        From `outcomes.analysis.event_measures.measure_events`.

    Returns
    -------
    Table or None
        One row a pool of two trials or more; None where there is none.
    """
    if not found:
        return None
    level = head_interval([found[0].differences.level])
    return Table(
        caption="Responders by other measures",
        columns=(
            Column("Pool"),
            Column(f"Number needed to treat ({level})"),
            Column(f"Risk ratio ({level})", numeric=True),
            Column(f"Odds ratio ({level})", numeric=True),
            Column(f"Risk ratio by Mantel-Haenszel ({level})", numeric=True),
        ),
        rows=tuple(_measured(one) for one in found),
        notes=(
            "Ratios above 1 favour the treatment. NNTB, NNTH: number needed to treat for one more "
            "participant to benefit, or to be harmed; from the pooled risk difference. Risk and "
            "odds ratios: random effects as above; Mantel-Haenszel: one common effect.",
        ),
    )


def _measured(one: EventMeasures) -> tuple[str, ...]:
    fixed = one.mantel_haenszel
    return (
        _name(one.differences),
        name_needed({**one.needed, "level": one.differences.level}, with_level=False),
        _ratio(one.risk_ratios),
        _ratio(one.odds_ratios),
        f"{format_number(fixed.estimate, 2)} ({format_interval(*fixed.ci, 2)})"
        if fixed
        else ABSENT,
    )


def _ratio(one: DomainPool | None) -> str:
    if one is None or one.pooled is None:
        return ABSENT
    shown = one.pooled.on_scale(math.exp)
    return f"{format_number(shown.estimate, 2)} ({format_interval(*shown.ci, 2)}), k = {one.k}"


def _name(one: DomainPool) -> str:
    return f"{capitalise(one.label)} against {name_against(one)}, {one.window.label}"
