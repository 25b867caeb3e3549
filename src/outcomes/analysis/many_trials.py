"""What a pool of many trials can be asked beside its average: why trials differ, and which decide.

Each question has a least number of trials, below which it is not asked:
`outcomes.evidence.schema.TRIALS_FOR_FUNNEL` for small-study effects and for each moderator
(Cochrane Handbook for Systematic Reviews of Interventions 6.4, sections 10.11.4 and 13.3.5.4), five
for the influence of single trials.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from outcomes.analysis.joint_evidence import DomainEvidence
from outcomes.analysis.meta import (
    Asymmetry,
    DependentPool,
    MetaRegression,
    Subgroups,
    TrimFill,
    compare_subgroups,
    leave_one_out,
    pool_dependent,
    regress,
    regress_asymmetry,
    summarise_influence,
    trim_and_fill,
)
from outcomes.analysis.synthesis import DomainPool
from outcomes.analysis.synthesis.pools import pool_both_scores
from outcomes.evidence.schema import TRIALS_FOR_FUNNEL
from outcomes.overview import Overview

TRIALS_FOR_INFLUENCE = 5
TRIALS_OF_SUBGROUP = 2
"""Trials that each subgroup has at least; trials of smaller ones are left out of the comparison."""

CORRELATION = 0.5
"""Assumed between the sampling errors of two effects of one trial, which nobody publishes."""


SCORE = "kind of score"
"""The one moderator that every pool of both kinds has, beside those of the pack."""


@dataclass(frozen=True, eq=False, repr=False)
class Moderated(Overview):
    """Whether the effects of a pool differ with one thing that distinguishes its trials.

    Attributes
    ----------
    pool : DomainPool
        The pool.
    moderator : str
        Its column among the moderators of the pack, or `SCORE`.
    k : int
        Trials of which it is known, and that are in a subgroup of two or more.
    result : MetaRegression or Subgroups
        Of a number, of a text; by random effects with one variance between trials, Knapp and
        Hartung's test.
    """

    pool: DomainPool
    moderator: str
    k: int
    result: MetaRegression | Subgroups


@dataclass(frozen=True, eq=False, repr=False)
class Leaning(Overview):
    """Whether small trials of a pool show larger effects.

    Attributes
    ----------
    pool : DomainPool
        The pool.
    asymmetry : Asymmetry
        Egger's regression, with the variance between trials.
    filled : TrimFill
        The pool with mirror images of the most extreme trials: a thought experiment.
    """

    pool: DomainPool
    asymmetry: Asymmetry
    filled: TrimFill


@dataclass(frozen=True, eq=False, repr=False)
class WithoutEach(Overview):
    """A pool without each of its trials in turn.

    Attributes
    ----------
    pool : DomainPool
        The pool.
    trials : pandas.DataFrame
        One row a trial left out: the columns of `outcomes.analysis.meta.leave_one_out`; ``name`` as
        readers call it; ``weight``, ``rstudent``, ``cook`` and ``influential`` of
        `outcomes.analysis.meta.summarise_influence`.
    """

    pool: DomainPool
    trials: pd.DataFrame


@dataclass(frozen=True, eq=False, repr=False)
class AllEffects(Overview):
    """A pool of every effect of its trials instead of one each.

    Attributes
    ----------
    pool : DomainPool
        The pool of one effect a trial.
    dependent : DependentPool
        All effects of these trials within the window, with robust standard errors (CR2).
    """

    pool: DomainPool
    dependent: DependentPool


def list_large_pools(
    evidence: Sequence[DomainEvidence], least: int = TRIALS_FOR_FUNNEL
) -> tuple[DomainPool, ...]:
    """Return the main pools that have as many trials as asked, the largest of each domain first.

    Trials whose effects are standardised by another kind of score are among them here.
    """
    return tuple(
        one
        for each in evidence
        if each.pools
        for one in sorted(map(pool_both_scores, each.main), key=lambda one: -one.k)
        if one.k >= least
    )


def explain_differences(evidence: Sequence[DomainEvidence]) -> tuple[Moderated, ...]:
    """Ask of each large pool whether effects differ with what distinguishes its trials.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence`.

    Returns
    -------
    tuple of Moderated
        One a pool and moderator that is known of ten trials or more and differs among them.
    """
    return tuple(
        found
        for one in list_large_pools(evidence)
        for name, values in _list_traits(one)
        if (found := _moderate(one, name, values)) is not None
    )


def _list_traits(one: DomainPool) -> Iterator[tuple[str, pd.Series]]:
    """Yield what distinguishes the trials of a pool, one value a trial in their order."""
    if one.both_scores:
        yield SCORE, one.effects["score"]
    table = one.pack.tables["moderators"].set_index("trial").reindex(one.effects["trial"])
    for name in table.columns:
        yield name, table[name].reset_index(drop=True)


def _moderate(one: DomainPool, name: str, values: pd.Series) -> Moderated | None:
    if values.dtype == float:
        known = values.notna()
    else:
        sizes = values.map(values.value_counts())
        known = values.fillna("").ne("") & (sizes >= TRIALS_OF_SUBGROUP)
    if known.sum() < TRIALS_FOR_FUNNEL or values[known].nunique() < 2:
        return None
    kept, told = one.effects[known.to_numpy()], values[known].to_numpy()
    effects = (kept["yi"].to_numpy(), kept["vi"].to_numpy())
    result: MetaRegression | Subgroups
    if values.dtype == float:
        result = regress(*effects, {name: told}, level=one.level)
    else:
        result = compare_subgroups(*effects, told, level=one.level)
    return Moderated(one, name, int(known.sum()), result)


def leave_each_out(evidence: Sequence[DomainEvidence]) -> tuple[WithoutEach, ...]:
    """Pool again without each trial in turn, and say which trials are unusual."""
    return tuple(_leave_out(one) for one in list_large_pools(evidence, TRIALS_FOR_INFLUENCE))


def _leave_out(one: DomainPool) -> WithoutEach:
    effects = (one.effects["yi"], one.effects["vi"])
    frame = leave_one_out(*effects, labels=one.effects["trial"].tolist(), level=one.level)
    influence = summarise_influence(*effects, level=one.level)
    kept = influence[["weight", "rstudent", "cook", "influential"]].reset_index(drop=True)
    return WithoutEach(one, frame.assign(name=one.effects["name"].tolist()).join(kept))


def ask_small_studies(evidence: Sequence[DomainEvidence]) -> tuple[Leaning, ...]:
    """Test the funnels of the large pools for asymmetry, and fill them."""
    return tuple(
        Leaning(
            one,
            regress_asymmetry(one.effects["yi"], one.effects["vi"], level=one.level),
            trim_and_fill(one.effects["yi"], one.effects["vi"], level=one.level),
        )
        for one in list_large_pools(evidence)
    )


def pool_all_effects(evidence: Sequence[DomainEvidence]) -> tuple[AllEffects, ...]:
    """Pool every effect that the trials of a pool give within its window, each trial counted once.

    Returns
    -------
    tuple of AllEffects
        One a main pool of three trials or more in which a trial gives several effects.
    """
    return tuple(_pool_all(evidence))


def _pool_all(evidence: Sequence[DomainEvidence]) -> Iterator[AllEffects]:
    for one in list_large_pools(evidence, 3):
        others = one.left_out[one.left_out["reason"] != "interim-report"]
        if others.empty:
            continue
        frame = pd.concat([one.effects, others], ignore_index=True)
        dependent = pool_dependent(
            frame["yi"],
            frame["vi"],
            frame["trial"].tolist(),
            correlation=CORRELATION,
            level=one.level,
        )
        yield AllEffects(one, dependent)
