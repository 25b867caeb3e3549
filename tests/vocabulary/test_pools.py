"""A pool names a side only where its interval lies on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.analysis.meta.few_trials import pool_few
from outcomes.analysis.synthesis import DomainPool, pool_domain
from outcomes.vocabulary.pools import find_effect, find_interval, judge_pool, name_interval
from tests.packs import PACK


@pytest.fixture(scope="module")
def two() -> DomainPool:
    return pool_domain(PACK, "knee", "pain", "placebo", "long", measure="MD")


def pooled(one: DomainPool, yi: list[float], se: float) -> DomainPool:
    rows = one.effects.iloc[[0] * len(yi)].assign(yi=yi, vi=se**2)
    return replace(one, effects=rows, pooled=pool_few(rows["yi"], rows["vi"]))


@pytest.mark.parametrize(
    ("yi", "se", "favoured", "interval"),
    [
        ([9.0, 10.0, 11.0, 10.5], 1.0, "dextrose", "Knapp-Hartung"),
        ([-9.0, -10.0, -11.0, -10.5], 1.0, "the comparator", "Knapp-Hartung"),
        ([-5.0, 5.0, 1.0, 2.0], 4.0, "", "Knapp-Hartung"),
        ([6.8, 10.3], 4.0, "dextrose", "if both trials estimate one effect"),
        ([5.0, 5.01, 4.99], 9.0, "", "normal distribution"),
    ],
)
def test_the_interval_decides(
    two: DomainPool, yi: list[float], se: float, favoured: str, interval: str
) -> None:
    one = pooled(two, yi, se)
    verdict = judge_pool(one)
    assert verdict.favoured == favoured
    assert verdict.excludes_none is bool(favoured)
    assert one.pooled is not None
    assert name_interval(one.pooled) == interval
    assert find_interval(one) == one.pooled.ci


def test_a_single_trial_stands_by_its_own_interval(two: DomainPool) -> None:
    effects = two.effects.iloc[:1].assign(yi=8.0, ci_low=1.0, ci_high=15.0)
    alone = replace(two, effects=effects, pooled=None)
    assert (find_effect(alone), find_interval(alone)) == (8.0, (1.0, 15.0))
    assert judge_pool(alone).favoured == "dextrose"
    assert judge_pool(replace(alone, effects=effects.assign(ci_low=-1.0))).favoured == ""
