"""The level of a pool is that of the rule, reason by reason."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from outcomes.analysis.certainty import LEVELS, count_people, rate_pool
from outcomes.analysis.important import Important, find_important
from outcomes.analysis.meta import Interval
from outcomes.analysis.synthesis import DomainPool, pool_domain
from outcomes.study import load_study
from outcomes.study.judgement import Judgement
from tests.packs import PACK

JUDGED = {"risk-of-bias": Judgement(rating="not serious", reason="Read.")}
BETWEEN = Important(8.0, 8.0, "minimal important difference", "A paper", "study")
WITHIN = replace(BETWEEN, meaning="minimal important change")


def make(
    ci: tuple[float, float],
    pi: tuple[float, float] = (1.0, 2.0),
    people: float = 200.0,
) -> DomainPool:
    """Return the pool of two trials of knee pain with other intervals and sizes."""
    one = pool_domain(PACK, "knee", "pain", "placebo", measure="MD")
    assert one.pooled is not None
    pooled = replace(one.pooled, ci=Interval(*ci), pi=Interval(*pi))
    return replace(
        one, pooled=pooled, effects=one.effects.assign(n_arm=people / 2, n_comparator=people / 2)
    )


@pytest.mark.parametrize(
    ("pool", "important", "expected"),
    [
        (make((9.0, 12.0)), BETWEEN, []),
        (make((9.0, 12.0), people=199.0), BETWEEN, ["few"]),
        (make((9.0, 12.0), people=float("nan")), BETWEEN, ["few"]),
        (make((-1.0, 9.0)), BETWEEN, ["no-difference"]),
        (make((-9.0, 1.0)), BETWEEN, ["no-difference"]),
        (make((-1.0, 3.0)), BETWEEN, []),
        (make((-1.0, 3.0)), None, ["no-difference"]),
        (make((2.0, 12.0)), BETWEEN, ["not-important"]),
        (make((2.0, 12.0)), WITHIN, []),
        (make((2.0, 6.0)), BETWEEN, []),
        (make((9.0, 12.0), (-1.0, 20.0)), BETWEEN, ["unlike-trials"]),
        (make((9.0, 12.0), (float("nan"), float("nan"))), BETWEEN, []),
        (make((2.0, 12.0), (-1.0, 20.0), 99), BETWEEN, ["few", "not-important", "unlike-trials"]),
    ],
)  # fmt: skip
def test_each_reason_lowers_by_one(
    pool: DomainPool, important: Important | None, expected: list[str]
) -> None:
    rated = rate_pool(pool, important, JUDGED)
    assert [reason for reason, _ in rated.reasons] == expected
    assert rated.level == LEVELS[3 - len(expected)]


def test_what_nobody_judged_lowers_and_what_somebody_did_counts_as_judged() -> None:
    pool = make((9.0, 12.0))
    assert rate_pool(pool, BETWEEN, {}).reasons == (("unjudged", ""),)
    bad = {
        "risk-of-bias": Judgement(rating="very serious", reason="Open."),
        "publication-bias": Judgement(rating="suspected", reason="Few."),
        "imprecision": Judgement(rating="very serious", reason="By the rule instead."),
    }
    rated = rate_pool(pool, BETWEEN, bad)
    assert rated.level == "very low"
    assert rated.reasons == (("judged", "risk-of-bias"), ("judged", "publication-bias"))


def test_shares_are_few_by_those_who_responded() -> None:
    (one,) = [
        pool_domain(PACK, "ankle", "symptoms", "control", measure="RD"),
    ]
    assert "few" in dict(rate_pool(one, None, JUDGED).reasons)
    counts = [replace(how, counts=(150.0, 400.0, 150.0, 400.0)) for how in one.effects["how"]]
    many = replace(one, effects=one.effects.assign(how=pd.Series(counts, dtype=object)))
    assert "few" not in dict(rate_pool(many, None, JUDGED).reasons)


def test_what_matters_is_the_studys_own_on_the_same_scale_else_the_packs() -> None:
    study = load_study("knee-dextrose-saline")
    pain = pool_domain(PACK, "knee", "pain", "placebo", measure="MD")
    found = find_important(pain, study)
    assert found is not None
    assert (found.low, found.meaning, found.origin) == (9.7, "minimal important change", "study")
    assert not found.is_between_groups
    other = replace(pain, effects=pain.effects.assign(scale_high=10.0))
    assert find_important(other, study) is None
    assert find_important(replace(other, joint="foot"), study) is None, "8 of 100, not of 10"
    heel, achilles = replace(pain, joint="foot"), load_study("achilles-dextrose-exercise")
    assert find_important(heel, achilles) == Important(
        8.0, 8.0, "important change", "heelpain2010", "pack"
    )
    assert find_important(pool_domain(PACK, "knee", "pain", "placebo"), study) is None


def test_people_are_counted_over_the_trials() -> None:
    pain = pool_domain(PACK, "knee", "pain", "placebo", measure="MD")
    assert count_people(pain) == 127
