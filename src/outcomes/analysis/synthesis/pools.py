"""The published trials of one joint, domain, comparator and time, pooled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from outcomes.analysis.meta import Pooled
from outcomes.analysis.meta.few_trials import pool_few
from outcomes.analysis.synthesis.choose import WINDOWS, Window, choose_effects
from outcomes.analysis.synthesis.collect import Collected, collect
from outcomes.analysis.synthesis.effects import (
    MEASURES,
    UNITS,
    Measure,
    Quantile,
    name_measured,
)
from outcomes.analysis.synthesis.tabulate import name_favoured, tabulate_effects
from outcomes.errors import AnalysisError
from outcomes.estimates import combine_estimates, make_estimates
from outcomes.evidence import Pack
from outcomes.overview import Overview, Rows


@dataclass(frozen=True, eq=False, repr=False)
class DomainPool(Overview):
    """What the published trials say of one domain at one time.

    Attributes
    ----------
    pack : Pack
        The evidence that it is of.
    joint, domain, comparator : str
        What was asked for.
    measure : str
        ``MD``, ``SMD``, ``RR``, ``OR`` or ``RD``; positive favours the treatment.
    window : Window
        The time.
    effects : pandas.DataFrame
        One row a trial: what was pooled.
    left_out : pandas.DataFrame
        Other visits, outcomes and arms of these trials, and trials whose standardised effects are
        in standard deviations of another kind of score, each with the reason.
    unused : pandas.DataFrame
        Trials with such a comparison that gave no effect, each with the reason.
    pooled : Pooled or None
        None for fewer than two trials.
    level : float
        Of the intervals in ``effects``.
    both_scores : bool
        Whether effects in standard deviations of final scores and of changes are pooled together.
    """

    pack: Pack = field(repr=False)
    joint: str
    domain: str
    comparator: str
    measure: Measure
    window: Window
    effects: pd.DataFrame
    left_out: pd.DataFrame
    unused: pd.DataFrame
    pooled: Pooled | None
    level: float = 0.95
    both_scores: bool = False

    def _overview(self) -> tuple[str, Rows]:
        _, rows = super()._overview()
        return f"DomainPool {self.label} against {self.comparator}, {self.window.label}", rows

    def name_comparator(self) -> str:
        """Return what the pack calls comparators of this kind, ``placebo injection``."""
        return self.pack.topic.name_comparator(self.comparator)

    @property
    def label(self) -> str:
        """What was measured: the domain, or of shares ``pain (responders)``."""
        together = ", final scores and changes" if self.both_scores else ""
        return f"{name_measured(self.domain, self.measure)}{together}"

    @property
    def k(self) -> int:
        """Trials."""
        return len(self.effects)

    @property
    def other_arms(self) -> pd.DataFrame:
        """Effects of a trial's further active arms, which share its comparator: not pooled."""
        return self.left_out[self.left_out["reason"] == "shared-comparator"].reset_index(drop=True)

    @property
    def other_scores(self) -> pd.DataFrame:
        """Effects standardised by another kind of score than those that are pooled."""
        return self.left_out[self.left_out["reason"] == "another-score"].reset_index(drop=True)

    @property
    def condition(self) -> str:
        """The group of conditions that its trials are of."""
        return str(self.effects["condition_group"].iloc[0]) if self.k else ""

    @property
    def unit(self) -> str:
        """Unit of the effects."""
        if self.measure in UNITS:
            return UNITS[self.measure]
        return str(self.effects["unit"].iloc[0]) if self.k else ""

    def to_estimates(self) -> pd.DataFrame:
        """Return rows of the estimates frame: each trial's effect (trial under ``subgroup``), pool.

        ``endpoint`` is the domain, ``comparator`` the kind of comparator, ``week`` the target of
        the window for the pool and its weights, and the trial's own visit for its effect.
        """
        topic = self.pack.topic
        frames = [tabulate_effects(self.effects, topic, self.level)]
        if self.pooled is not None:
            place: dict[str, Any] = {
                "endpoint": self.label,
                "arm": topic.arm,
                "comparator": self.comparator,
                "visit": self.window.label,
                "week": self.window.target,
            }
            favoured = name_favoured(self.pooled.estimate, topic.arm, self.name_comparator())
            frames += [
                self.pooled.to_estimates(**place, unit=self.unit, favours=favoured),
                make_estimates(self._list_weights(self.pooled, place)),
            ]
        return combine_estimates(frames)

    def _list_weights(self, pooled: Pooled, place: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for trial, weight in zip(self.effects["trial"], pooled.weights, strict=True):
            yield {
                **place,
                "subgroup": trial,
                "quantity": "weight",
                "estimate": weight / 100,
                "done": pooled.done,
            }


def pool_domain(
    pack: Pack,
    joint: str,
    domain: str,
    comparator: str,
    window: str | Window = "long",
    *,
    measure: Measure = "SMD",
    condition: str = "",
    quantile: Quantile = "normal",
    tau2: str = "REML",
    level: float = 0.95,
) -> DomainPool:
    """Pool the published trials of one joint, domain, kind of comparator and time.

    Parameters
    ----------
    pack, joint, domain, comparator, measure, condition, quantile
        See `collect_effects`.
    window : str or Window
        A name of `WINDOWS`, or a window.
    tau2, level
        See `outcomes.analysis.meta.few_trials.pool_few`.

    Returns
    -------
    DomainPool
        With no pool for fewer than two trials.

    Raises
    ------
    AnalysisError
        For a name that does not exist, trials of several conditions, a mean difference of outcomes
        on unlike scales, or a standardised one of final scores and changes together, whose standard
        deviations differ.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> pack = load_pack("dextrose-prolotherapy")
    >>> result = pool_domain(pack, "knee", "pain", "placebo", measure="MD")
    >>> result.k, round(result.pooled.estimate, 1)
    (2, 8.8)
    """
    collected = collect(
        pack, joint, domain, comparator, measure=measure, condition=condition, quantile=quantile
    )
    return pool_collected(collected, window, tau2=tau2, level=level)


def pool_collected(
    collected: Collected,
    window: str | Window = "long",
    *,
    tau2: str = "REML",
    level: float = 0.95,
) -> DomainPool:
    """Pool the effects of one window, as `pool_domain`, of what has been collected already.

    Parameters
    ----------
    collected : Collected
        From `collect`.
    window, tau2, level
        See `pool_domain`.
    """
    if isinstance(window, str):
        if window not in WINDOWS:
            raise AnalysisError(f"window {window!r}: use one of {', '.join(WINDOWS)}")
        window = WINDOWS[window]
    chosen, left_out = choose_effects(collected.effects, window)
    _refuse_mixed_conditions(chosen)
    if collected.measure == "MD":
        _refuse_mixed_scales(chosen)
    elif collected.measure == "SMD":
        _refuse_mixed_scores(chosen)
    return DomainPool(
        pack=collected.pack,
        joint=collected.joint,
        domain=collected.domain,
        comparator=collected.comparator,
        measure=collected.measure,
        window=window,
        effects=chosen,
        left_out=left_out,
        unused=collected.unused,
        pooled=pool_few(chosen["yi"], chosen["vi"], tau2=tau2, level=level)
        if len(chosen) > 1
        else None,
    )


def pool_each_window(
    collected: Collected,
    *,
    tau2: str = "REML",
    level: float = 0.95,
) -> tuple[DomainPool, ...]:
    """Pool each window of `WINDOWS` that holds a trial, in order of time.

    The pools of one trajectory share trials and participants: they are not independent of each
    other, and a difference between two of them is not a test of change over time.

    Parameters
    ----------
    collected : Collected
        From `collect`.
    tau2, level
        See `outcomes.analysis.meta.few_trials.pool_few`.
    """
    weeks = collected.effects["week"]
    return tuple(
        _pool_one_score(collected, window, tau2, level)
        for window in WINDOWS.values()
        if weeks.between(window.low, window.high).any()
    )


def _pool_one_score(collected: Collected, window: Window, tau2: str, level: float) -> DomainPool:
    """Pool a window; of standardised effects those of the kind of score that most trials give."""
    effects = collected.effects
    inside = effects[effects["week"].between(window.low, window.high)]
    trials = inside.groupby("score", sort=False)["trial"].nunique()
    if collected.measure != "SMD" or len(trials) < 2:
        return pool_collected(collected, window, tau2=tau2, level=level)
    apart = effects["score"] != trials.idxmax()
    one = pool_collected(
        replace(collected, effects=effects[~apart]), window, tau2=tau2, level=level
    )
    others = inside[inside["score"] != trials.idxmax()].assign(reason="another-score")
    left_out = pd.concat([one.left_out, others], ignore_index=True)
    return replace(one, left_out=left_out)


def pool_both_scores(one: DomainPool) -> DomainPool:
    """Pool with the effects that are standardised by another kind of score; itself without any.

    Standard deviations of scores and of changes are two yardsticks, so this is no more than a look
    at all trials; on average the two have been found to agree (da Costa BR, Nuesch E, Rutjes AW, et
    al. J Clin Epidemiol 2013;66:847-855).
    """
    if one.other_scores.empty:
        return one
    others = one.other_scores.drop(columns="reason")
    chosen, left_out = choose_effects(others, one.window)
    effects = pd.concat([one.effects, chosen], ignore_index=True)
    kept = one.left_out[one.left_out["reason"] != "another-score"]
    return replace(
        one,
        effects=effects,
        left_out=pd.concat([kept, left_out], ignore_index=True),
        pooled=pool_few(effects["yi"], effects["vi"], level=one.level),
        both_scores=True,
    )


def _refuse_mixed_conditions(effects: pd.DataFrame) -> None:
    groups = sorted(set(effects["condition_group"]))
    if len(groups) > 1:
        raise AnalysisError(
            f"trials of several conditions ({'; '.join(groups)}) do not estimate one effect; name "
            "one by condition="
        )


def _refuse_mixed_scales(effects: pd.DataFrame) -> None:
    if len(effects) < 2:
        return
    scales = effects[["outcome", "unit", "scale_low", "scale_high"]]
    if len(scales[["unit", "scale_low", "scale_high"]].drop_duplicates()) > 1:
        named = "; ".join(
            f"{row['outcome']}, {row['scale_low']:g} to {row['scale_high']:g} {row['unit']}"
            for row in scales.drop_duplicates().to_dict("records")
        )
        raise AnalysisError(
            f"a mean difference of unlike scales ({named}); use measure='SMD', "
            f"{MEASURES['SMD']}, or a condition that keeps one scale"
        )


def _refuse_mixed_scores(effects: pd.DataFrame) -> None:
    if len(set(effects["score"])) > 1:
        named = "; ".join(f"{row['trial']}, {row['score']}" for row in effects.to_dict("records"))
        raise AnalysisError(
            f"standardised differences of final scores and of changes ({named}) measure in unlike "
            "standard deviations; use measure='MD' where the scale is one"
        )
