"""A pool names a side only where both of its intervals lie on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.analysis.meta import pool
from outcomes.analysis.synthesis import DomainPool, pool_domain
from outcomes.vocabulary.pools import find_effect, find_interval, judge_pool


@pytest.fixture(scope="module")
def two() -> DomainPool:
    return pool_domain("knee", "pain", "placebo", "long", measure="MD")


def pooled(one: DomainPool, yi: list[float], se: float) -> DomainPool:
    rows = one.effects.iloc[[0] * len(yi)].assign(yi=yi, vi=se**2)
    result = pool(rows["yi"], rows["vi"], tau2="REML")
    return replace(one, effects=rows, pooled=result)


@pytest.mark.parametrize(
    ("yi", "se", "hartung", "normal", "favoured"),
    [
        ([9.0, 10.0, 11.0, 10.5], 1.0, True, True, "dextrose"),
        ([-9.0, -10.0, -11.0, -10.5], 1.0, True, True, "the comparator"),
        ([-5.0, 5.0, 1.0, 2.0], 4.0, False, False, ""),
        ([6.8, 10.3], 4.0, False, True, ""),
        ([5.0, 5.01, 4.99], 9.0, True, False, ""),
    ],
)
def test_both_intervals_must_exclude_no_difference(
    two: DomainPool, yi: list[float], se: float, hartung: bool, normal: bool, favoured: str
) -> None:
    verdict = judge_pool(pooled(two, yi, se))
    assert verdict.knapp_hartung.excludes_none is hartung
    assert verdict.normal.excludes_none is normal
    assert verdict.excludes_none is (hartung and normal)
    assert verdict.favoured == favoured


def test_a_single_trial_stands_by_its_own_interval(two: DomainPool) -> None:
    effects = two.effects.iloc[:1].assign(yi=8.0, ci_low=1.0, ci_high=15.0)
    alone = replace(two, effects=effects, pooled=None)
    assert (find_effect(alone), find_interval(alone)) == (8.0, (1.0, 15.0))
    assert judge_pool(alone).favoured == "dextrose"
    assert judge_pool(replace(alone, effects=effects.assign(ci_low=-1.0))).favoured == ""
