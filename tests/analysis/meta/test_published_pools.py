"""Published pools from trial data: shared/data and shared/evidence, with their READMEs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.meta import (
    compare_subgroups,
    describe_funnel,
    number_from_difference,
    number_from_ratio,
    pool,
    pool_counts,
    pool_dependent,
    share_controls,
)
from outcomes.analysis.meta.effects import (
    EffectSizes,
    mean_difference,
    odds_ratio,
    risk_difference,
    risk_ratio,
    standardised_mean_difference,
)


@pytest.fixture(scope="module")
def fibromyalgia(shared: Path) -> pd.DataFrame:
    return pd.read_csv(shared / "data" / "fibromyalgia_meta" / "data.csv")


@pytest.fixture(scope="module")
def counts(shared: Path) -> tuple[pd.Series, ...]:
    rows = pd.read_csv(shared / "data" / "topical_nsaid_meta" / "data.csv")
    return rows.Ee, rows.Ne, rows.Ec, rows.Nc


def standardise(rows: pd.DataFrame) -> EffectSizes:
    return standardised_mean_difference(
        rows.nti, rows.mti, rows.sdti, rows.nci, rows.mci, rows.sdci
    )


def test_fibromyalgia_pain_as_published(fibromyalgia):
    """Haeuser, JAMA 2009;301:198-209: -0.43 (-0.55 to -0.30); comparisons as if independent."""
    effects = standardise(fibromyalgia[fibromyalgia.outcome == "pain"])
    found = pool(effects.yi, effects.vi, tau2="DL", test="normal")
    assert [round(value, 2) for value in (found.estimate, *found.ci)] == [-0.43, -0.55, -0.30]
    assert [round(value, 4) for value in (found.estimate, *found.ci, found.tau2, *found.pi)] == [
        -0.4273,
        -0.5527,
        -0.3019,
        0.0344,
        -0.8120,
        -0.0426,
    ]
    assert (found.k, found.q_df) == (22, 21)
    assert (round(found.i2, 2), round(found.q, 4)) == (44.97, 38.1638)
    knapp = pool(effects.yi, effects.vi)
    assert [round(value, 4) for value in (knapp.estimate, *knapp.ci, knapp.tau2)] == [
        -0.4216,
        -0.5640,
        -0.2792,
        0.0250,
    ]
    assert round(knapp.i2, 2) == 37.20


@pytest.mark.parametrize(
    ("outcome", "k", "numbers"),
    [
        ("fatigue", 14, (-0.1332, -0.2570, -0.0094, 0.0091)),
        ("sleep", 13, (-0.3210, -0.4628, -0.1793, 0.0071)),
        ("mood", 10, (-0.2554, -0.3880, -0.1229, 0.0)),
        ("qol", 12, (-0.3158, -0.4244, -0.2072, 0.0063)),
    ],
)
def test_fibromyalgia_other_outcomes(fibromyalgia, outcome, k, numbers):
    effects = standardise(fibromyalgia[fibromyalgia.outcome == outcome])
    found = pool(effects.yi, effects.vi, tau2="DL", test="normal")
    assert found.k == k
    assert tuple(round(x, 4) for x in (found.estimate, *found.ci, found.tau2)) == numbers


def test_fibromyalgia_pain_with_shared_controls(fibromyalgia):
    """22 comparisons are 17 trials (18 comparator arms): a wider interval, the same conclusion."""
    rows = fibromyalgia[fibromyalgia.outcome == "pain"]
    effects = standardise(rows)
    sampling = share_controls(effects, rows.cgrp)
    assert np.count_nonzero(np.triu(sampling, 1)) == 1 + 1 + 1 + 3
    found = pool_dependent(effects.yi, sampling, rows.ref)
    naive = pool(effects.yi, effects.vi, tau2="DL", test="normal")
    assert (found.k, found.trials) == (22, rows.ref.nunique()) == (22, 17)
    assert [round(value, 2) for value in (found.estimate, *found.ci)] == [-0.45, -0.63, -0.27]
    assert found.trustworthy
    assert np.ptp(found.ci) > 1.3 * np.ptp(naive.ci)


def test_fibromyalgia_raw_and_change_scores_can_be_held_apart(fibromyalgia):
    rows = fibromyalgia[fibromyalgia.outcome == "pain"]
    effects = standardise(rows)
    found = compare_subgroups(effects.yi, effects.vi, rows["type"])
    assert found.effects["k"].tolist() == [11, 11]
    assert (found.test.df, found.test.df2) == (1, 20)


def test_topical_nsaid_ratio_as_published(counts):
    """Moore, BMJ 1998;316:333-338: 1.7 (1.5 to 1.9)."""
    effects = risk_ratio(*counts)
    found = pool(effects.yi, effects.vi, tau2="DL", test="normal")
    shown = found.on_scale(effects.back)
    assert [round(value, 1) for value in (shown.estimate, *shown.ci)] == [1.7, 1.5, 1.9]
    assert [round(value, 4) for value in (shown.estimate, *shown.ci)] == [1.6604, 1.4728, 1.8719]
    assert (round(found.tau2, 5), round(found.i2, 2), round(found.q, 4)) == (
        0.07842,
        68.44,
        114.0568,
    )
    common = pool(effects.yi, effects.vi, tau2="EE", test="normal").on_scale(effects.back)
    assert [round(v, 4) for v in (common.estimate, *common.ci)] == [1.4628, 1.3769, 1.5540]


def test_topical_nsaid_other_measures(counts):
    odds, difference = odds_ratio(*counts), risk_difference(*counts)
    found = pool(odds.yi, odds.vi, tau2="DL", test="normal").on_scale(odds.back)
    assert [round(v, 4) for v in (found.estimate, *found.ci)] == [3.7336, 2.8038, 4.9717]
    plain = pool(difference.yi, difference.vi, tau2="DL", test="normal")
    assert [round(v, 4) for v in (plain.estimate, *plain.ci)] == [0.3105, 0.2468, 0.3742]


@pytest.mark.parametrize(
    ("measure", "numbers"),
    [
        ("risk ratio", [1.6119, 1.5120, 1.7184]),
        ("odds ratio", [2.9868, 2.5902, 3.4441]),
        ("risk difference", [0.2575, 0.2257, 0.2893]),
    ],
)
def test_topical_nsaid_mantel_haenszel(counts, measure, numbers):
    found = pool_counts(*counts, measure=measure)
    assert [round(value, 4) for value in (found.estimate, *found.ci)] == numbers


def test_topical_nsaid_number_needed_to_treat(counts):
    """3.9 published (3.4 to 4.4); from the summed counts 3.899 (3.464 to 4.459), Wald."""
    total = [[column.sum()] for column in counts]
    effects = risk_difference(*total)
    half = 1.959963984540054 * float(np.sqrt(effects.vi[0]))
    estimate = float(effects.yi[0])
    found = number_from_difference(estimate, (estimate - half, estimate + half))
    assert found.direction == "more"
    assert [round(value, 3) for value in (found.number, *found.limits)] == [3.899, 3.464, 4.459]
    # The pooled ratio at the risk of all controls gives another number, as it may.
    ratio = risk_ratio(*counts)
    shown = pool(ratio.yi, ratio.vi, tau2="DL", test="normal").on_scale(ratio.back)
    by_ratio = number_from_ratio(shown.estimate, shown.ci, counts[2].sum() / counts[3].sum())
    assert round(by_ratio.number, 1) == 3.6


@pytest.mark.parametrize("split", [(18, 18), (20, 16), (21, 15)])
@pytest.mark.parametrize("correction", ["hedges", "none"])
def test_sit_2016_rebuilt(shared: Path, split, correction):
    """Sit 2016, WOMAC composite against exercise, weeks 12-16: published 0.81 (0.18 to 1.45).

    Assumed: the weeks, SD = SE sqrt(n) for Rabago, and how Dumais' 36 were split.
    """
    rows = pd.read_csv(shared / "evidence" / "meta_inputs.csv").query(
        "outcome == 'WOMAC composite'"
    )
    active = rows[rows.role_in_pool == "experimental"]
    comparator = rows[rows.role_in_pool == "comparator"]
    assert active.study.tolist() == comparator.study.tolist() == ["Rabago 2013", "Dumais 2012"]
    effects = standardised_mean_difference(
        [27, split[0]],
        active["mean"],
        active["sd"],
        [25, split[1]],
        comparator["mean"],
        comparator["sd"],
        correction=correction,
    )
    found = pool(effects.yi, effects.vi, tau2="DL", test="normal")
    assert 0.80 <= round(found.estimate, 2) <= 0.82
    assert found.estimate == pytest.approx(0.81, abs=0.015)
    assert found.ci == pytest.approx((0.18, 1.45), abs=0.03)
    assert 0.098 < found.tau2 < 0.117
    assert 48 < found.i2 < 53
    if correction == "hedges" and split == (18, 18):
        assert [round(limit, 1) for limit in found.ci_knapp_hartung] == [-3.2, 4.8]
    assert found.ci_knapp_hartung.low < -3.2 < 4.8 < found.ci_knapp_hartung.high


def test_osteoarthritis_near_week_six_pools_and_draws(shared: Path):
    """Arm means with standard errors, 0-10: first active arm against placebo, nearest week 6."""
    rows = pd.read_csv(shared / "data" / "osteoarthritis_pain_timecourse" / "data.csv")
    assert (len(rows), rows.studyID.nunique()) == (417, 30)
    rows = rows[(rows.time - 6).abs() <= 2]
    rows = rows.loc[(rows.time - 6).abs().groupby([rows.studyID, rows.arm]).idxmin()]
    placebo = rows[rows.treatment == "Pl_0"].drop_duplicates("studyID")
    active = rows[rows.treatment != "Pl_0"].drop_duplicates("studyID")
    both = active.merge(placebo, on="studyID", suffixes=("", "_c"))
    assert len(both) > 15
    # Where only standard errors are given, SD = SE sqrt(n), and n cancels in the variance.
    n = 50
    effects = mean_difference(n, both.y, both.se * np.sqrt(n), n, both.y_c, both.se_c * np.sqrt(n))
    assert effects.vi == pytest.approx((both.se**2 + both.se_c**2).to_numpy())
    found = pool(effects.yi, effects.vi)
    assert found.ci.high < 0
    drawn = describe_funnel(effects.yi, effects.vi, labels=list(both.studyID))
    assert len(drawn.trials) == len(both)
    assert np.isfinite(drawn.contours.to_numpy()).all()
