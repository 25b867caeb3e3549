"""Effects between arms from published rows, one a trial, and what they pool to."""

from __future__ import annotations

import doctest
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from outcomes.analysis.meta import pool
from outcomes.analysis.meta.effects import hedges_factor
from outcomes.analysis.synthesis import (
    COLUMNS,
    WINDOWS,
    Window,
    add_study,
    choose_effects,
    collect,
    collect_effects,
    effects,
    pool_collected,
    pool_domain,
    pool_each_window,
    pools,
    rebuild_published,
    recalculate,
)
from outcomes.analysis.synthesis.effects import (
    compare_arms,
    read_contrast,
)
from outcomes.errors import AnalysisError
from outcomes.instruments.definition import Endpoint
from tests.packs import PACK

Z = 1.959963984540054
NAN = math.nan


def make_arm(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "trial": "made", "citation": "rabago2013", "joint": "knee", "condition": "knee pain",
        "endpoint_domain": "pain", "outcome": "pain VAS", "unit": "points", "scale_low": 0.0,
        "scale_high": 100.0, "arm": "dextrose", "arm_role": "active", "week": 12.0,
        "statistic": "change", "higher": "worse", "value": -20.0, "n": 30.0, "sd": 12.0,
        "se": NAN, "ci_low": NAN, "ci_high": NAN, "comparator": "", "comparator_role": "",
        "reported": "",
    }  # fmt: skip
    return {**row, **changes}


def make_other(**changes: object) -> dict[str, object]:
    return make_arm(
        **{"arm": "saline", "arm_role": "placebo", "value": -14.0, "n": 28.0, "sd": 10.0, **changes}
    )


def pick(frame: pd.DataFrame, **wanted: object) -> pd.Series:
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_withheld_trial_gives_no_effect_and_says_so() -> None:
    withheld = {row["trial"] for row in PACK.trials.values() if row["withheld"]}
    assert withheld & set(PACK.published["trial"])
    for comparator in ("placebo", "control"):
        collected = collect(PACK, "knee", "symptoms", comparator)
        assert withheld.isdisjoint(collected.effects["trial"])
        unused = collected.unused.set_index("trial")["reason"]
        assert set(unused[list(withheld)]) == {"withheld"}


def test_mean_difference_turns_the_sign_once() -> None:
    effect = compare_arms(make_arm(), make_other(), "MD")
    assert effect["yi"] == 6.0, "dextrose fell by six points more, and a fall is better"
    assert effect["vi"] == pytest.approx(144 / 30 + 100 / 28)
    assert effect["how"].turned
    other_way = compare_arms(
        make_arm(higher="better", value=20.0), make_other(higher="better", value=14.0), "MD"
    )
    assert other_way["yi"] == 6.0
    assert not other_way["how"].turned


def test_standardised_difference_by_hand() -> None:
    effect = compare_arms(make_arm(), make_other(), "SMD")
    pooled = math.sqrt((29 * 144 + 27 * 100) / 56)
    g = 6 / pooled * (math.gamma(28) / (math.sqrt(28) * math.gamma(27.5)))
    assert effect["yi"] == pytest.approx(g, rel=1e-12)
    assert effect["vi"] == pytest.approx(1 / 30 + 1 / 28 + g**2 / (2 * 58), rel=1e-12)
    assert effect["ci_high"] == pytest.approx(g + Z * math.sqrt(effect["vi"]))


def test_an_se_stands_in_for_an_sd_and_says_so() -> None:
    with_se = [make_arm(sd=NAN, se=12 / 30**0.5), make_other(sd=NAN, se=10 / 28**0.5)]
    for measure in ("MD", "SMD"):
        printed = compare_arms(make_arm(), make_other(), measure)
        standing_in = compare_arms(*with_se, measure)
        assert standing_in["yi"] == pytest.approx(printed["yi"])
        assert standing_in["vi"] == pytest.approx(printed["vi"])
    assert standing_in["how"].spreads == ("se for sd",)
    assert compare_arms(*with_se, "MD")["how"].spreads == ("se",)


def test_an_interval_of_one_arm_is_read_with_t() -> None:
    half = stats.t.ppf(0.975, 29) * 12 / 30**0.5
    effect = compare_arms(
        make_arm(sd=NAN, ci_low=-20 - half, ci_high=-20 + half), make_other(), "MD"
    )
    assert effect["vi"] == pytest.approx(144 / 30 + 100 / 28)
    assert effect["how"].spreads == ("interval", "sd")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"n": NAN}, "n-not-seen"),
        ({"n": 1.0}, "one-participant"),
        ({"sd": NAN}, "no-spread"),
        ({"higher": "unknown"}, "no-direction"),
    ],
)
def test_a_gap_is_never_filled(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(AnalysisError, match=reason):
        compare_arms(make_arm(**changes), make_other(), "SMD")


def test_a_measure_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AnalysisError, match="measure 'HR': use one of MD, SMD, RR"):
        compare_arms(make_arm(), make_other(), "HR")  # type: ignore[arg-type]


def test_a_contrast_printed_alone_gets_its_se_from_its_interval() -> None:
    rows = PACK.published
    row = rows[(rows["trial"] == "sit2020") & (rows["outcome"] == "WOMAC pain")].iloc[0].to_dict()
    normal = read_contrast(PACK, row, "MD")
    assert (normal["yi"], normal["n_arm"], normal["n_comparator"]) == (10.34, 38, 38)
    assert math.sqrt(normal["vi"]) == pytest.approx((19.20 - 1.49) / (2 * Z))
    assert (normal["how"].as_printed, normal["how"].quantile) == (True, "normal")
    by_t = read_contrast(PACK, row, "MD", "t")
    assert math.sqrt(by_t["vi"]) == pytest.approx((19.20 - 1.49) / 2 / stats.t.ppf(0.975, 74))
    assert (by_t["how"].quantile, by_t["how"].df) == ("t", 74)
    standardised = read_contrast(PACK, row, "SMD")
    d = 10.34 / math.sqrt(normal["vi"]) * math.sqrt(2 / 38)
    assert standardised["yi"] == pytest.approx(d * hedges_factor(74))
    assert standardised["how"].implied_sd


def test_a_contrast_without_interval_or_arm_sizes_is_refused() -> None:
    row = make_arm(statistic="difference", comparator="saline", comparator_role="placebo")
    with pytest.raises(AnalysisError, match="no-interval"):
        read_contrast(PACK, row, "MD")
    row = {**row, "trial": "dumais2012", "ci_low": -30.0, "ci_high": -10.0}
    with pytest.raises(AnalysisError, match="sizes-not-seen"):
        read_contrast(PACK, row, "MD")


def test_rabago_against_saline_is_the_difference_of_its_changes() -> None:
    frame = collect_effects(PACK, "knee", "stiffness", "placebo", measure="MD")
    assert tuple(frame.columns) == COLUMNS
    row = pick(frame, trial="rabago2013", week=52.0)
    assert row["yi"] == pytest.approx(15.55 - 9.97)
    assert row["vi"] == pytest.approx(4.66**2 + 4.72**2)
    assert len(frame) == 5


def test_trials_that_print_their_changes_in_two_directions_agree_here() -> None:
    frame = collect_effects(PACK, "knee", "pain", "placebo", measure="MD")
    assert (frame["yi"] > 0).all()
    rows = PACK.published
    printed = rows[rows["trial"].isin(["rabago2013", "sit2020"])]
    assert set(printed.loc[printed["statistic"] == "difference", "higher"]) == {"worse"}
    assert set(printed.loc[printed["statistic"] == "change", "higher"]) == {"better"}


def test_uncontrolled_series_and_later_groups_give_no_effect() -> None:
    assert collect_effects(PACK, "foot and ankle", "pain", "placebo").empty
    symptoms = collect_effects(PACK, "knee", "symptoms", "placebo")
    assert set(symptoms["trial"]) == {"rabago2013", "sit2020"}


def test_what_gives_no_effect_is_listed_with_the_reason() -> None:
    def find_reasons(*asked: str) -> pd.Series:
        return collect(PACK, *asked).unused.set_index("trial")["reason"]

    assert find_reasons("knee", "symptoms", "control")["dumais2012"] == "n-not-seen"
    reasons = find_reasons("foot and ankle", "pain", "active-comparator")
    assert reasons["kimlee2014"] == "percent-changes"
    assert reasons["ugurlar2018"] == "no-number"
    reasons = find_reasons("knee", "pain", "placebo")
    assert reasons["topol2011"] == "no-spread"
    assert "nakase2019interim" not in reasons.index


def test_only_the_condition_asked_for() -> None:
    frame = collect(PACK, "knee", "pain", "placebo", condition="Osgood-Schlatter disease").unused
    assert set(frame["trial"]) == {"topol2011", "nakase2019"}


def test_arms_of_one_trial_are_flagged_and_counted_once() -> None:
    frame = collect_effects(PACK, "ankle", "symptoms", "control")
    assert frame["arm"].tolist() == ["injections", "injections and exercise"]
    assert frame["shared_arm"].all(), "both are set against the same exercise arm"
    chosen, left_out = choose_effects(frame, WINDOWS["long"])
    assert chosen["arm"].tolist() == ["injections"]
    assert left_out["reason"].tolist() == ["shared-comparator"]


def test_one_visit_a_trial_the_nearest_to_the_target() -> None:
    frame = collect_effects(PACK, "knee", "pain", "placebo", measure="MD")
    every = Window("all", 0, 100, 30)
    chosen, left_out = choose_effects(frame, every)
    assert chosen[["trial", "week"]].to_numpy().tolist() == [["rabago2013", 24], ["sit2020", 52]]
    assert len(chosen) + len(left_out) == len(frame)
    assert not chosen["trial"].duplicated().any()
    assert set(left_out["reason"]) == {"another-visit", "another-outcome"}
    assert not frame["shared_arm"].any()


def test_the_earlier_of_two_visits_as_near_is_kept() -> None:
    frame = collect_effects(PACK, "knee", "pain", "placebo", measure="MD")
    chosen, _ = choose_effects(frame, Window("between", 5, 9, 7))
    assert chosen["week"].tolist() == [5]


def test_an_interim_report_gives_way_to_the_full_one() -> None:
    frame = collect_effects(PACK, "knee", "pain", "placebo", measure="MD")
    full = frame[frame["trial"] == "sit2020"].head(1)
    interim = full.assign(trial="sit2020interim", part_of="sit2020", week=50.0)
    chosen, left_out = choose_effects(
        pd.concat([interim, full], ignore_index=True), Window("all", 0, 100, 50)
    )
    assert chosen["trial"].tolist() == ["sit2020"]
    assert left_out["reason"].tolist() == ["interim-report"]


def test_a_mixture_is_not_chosen_from() -> None:
    parts = [collect_effects(PACK, "knee", "pain", "placebo", measure=m) for m in ("MD", "SMD")]
    with pytest.raises(AnalysisError, match="the effects mix measures, MD and SMD"):
        choose_effects(pd.concat(parts, ignore_index=True), WINDOWS["long"])
    kinds = [collect_effects(PACK, "knee", "pain", kind) for kind in ("placebo", "control")]
    with pytest.raises(AnalysisError, match="mix comparator kinds, control and placebo"):
        choose_effects(pd.concat(kinds, ignore_index=True), WINDOWS["long"])


def test_windows_cover_all_follow_up_and_do_not_overlap() -> None:
    for week in (*np.unique(PACK.published["week"].dropna()), 1, 7, 40):
        held = [name for name, w in WINDOWS.items() if w.low <= week <= w.high]
        assert len(held) == (week > 0), week
    assert all(window.low <= window.target <= window.high for window in WINDOWS.values())


def test_knee_pain_against_placebo_at_a_year() -> None:
    result = pool_domain(PACK, "knee", "pain", "placebo", "long", measure="MD")
    assert result.k == 2
    assert result.pooled is not None
    effects_by_hand = [6.80, 10.34]
    variances = [3.62**2 + 3.67**2, ((19.20 - 1.49) / (2 * Z)) ** 2]
    weights = [1 / variance for variance in variances]
    mean = np.average(effects_by_hand, weights=weights)
    assert result.pooled.tau2 == 0
    assert result.pooled.estimate == pytest.approx(mean, rel=1e-9)
    rows = result.to_estimates()
    assert rows["subgroup"].tolist()[:2] == ["rabago2013", "sit2020"]
    pooled = pick(rows, quantity="pooled effect")
    assert (pooled["distribution"], pooled["favours"]) == ("normal", "dextrose")
    assert (pooled["ci_low"], pooled["ci_high"]) == result.pooled.ci_normal
    shares = rows.loc[rows["quantity"] == "weight", "estimate"]
    assert shares.tolist() == pytest.approx([w / sum(weights) for w in weights], rel=1e-9)
    assert set(rows["comparator"]) == {"placebo"}


@pytest.mark.parametrize("domain", ["pain", "function", "symptoms"])
def test_two_trials_meet_at_a_year_and_nowhere_else(domain: str) -> None:
    found = {
        one.window.label: one.k
        for one in pool_each_window(collect(PACK, "knee", domain, "placebo"))
    }
    assert found == {
        "up to 9 weeks": 1, "10 to 18 weeks": 1, "19 to 38 weeks": 1, "39 to 64 weeks": 2,
    }  # fmt: skip


def test_what_was_collected_once_gives_every_window() -> None:
    collected = collect(PACK, "knee", "pain", "control", measure="MD")
    for window in WINDOWS:
        alone = pool_domain(PACK, "knee", "pain", "control", window, measure="MD")
        again = pool_collected(collected, window)
        pd.testing.assert_frame_equal(again.to_estimates(), alone.to_estimates())
        pd.testing.assert_frame_equal(again.left_out, alone.left_out)
        pd.testing.assert_frame_equal(again.unused, alone.unused)


def test_one_trial_is_not_pooled_and_none_says_so() -> None:
    one = pool_domain(PACK, "knee", "stiffness", "placebo", "long")
    assert (one.k, one.pooled) == (1, None)
    assert set(one.to_estimates()["quantity"]) == {"standardised effect"}
    none = pool_domain(PACK, "knee", "range of motion", "placebo", "long")
    assert (none.k, none.pooled) == (0, None)
    assert none.to_estimates().empty
    assert len(none.unused) >= 5


def test_unlike_scales_have_no_mean_difference() -> None:
    collected = collect(PACK, "knee", "pain", "placebo", measure="MD")
    frame = collected.effects
    frame.loc[frame["trial"] == "sit2020", ["outcome", "scale_high"]] = ["WOMAC pain, Likert", 20.0]
    with pytest.raises(AnalysisError, match=r"unlike scales \(WOMAC pain, 0 to 100 points; WOMAC"):
        pool_collected(collected)


def test_final_scores_and_changes_have_no_common_standard_deviation() -> None:
    collected = collect(PACK, "knee", "pain", "placebo")
    frame = collected.effects
    frame.loc[frame["trial"] == "sit2020", "score"] = "final scores"
    with pytest.raises(AnalysisError, match="sit2020, final scores"):
        pool_collected(collected)


def test_counts_give_ratios_and_differences_of_shares() -> None:
    frame = collect_effects(PACK, "knee", "symptoms", "placebo", measure="RR")
    row = pick(frame, trial="topol2011", outcome="sport without symptoms")
    assert row["yi"] == pytest.approx(math.log((14 / 21) / (5 / 22)))
    assert row["vi"] == pytest.approx(1 / 14 - 1 / 21 + 1 / 5 - 1 / 22)
    assert row["how"].counted == "knees"
    assert row["week"] == 13, "the groups at a year are no longer as randomised"
    (unaltered,) = collect_effects(PACK, "knee", "function", "placebo", measure="OR").to_dict(
        "records"
    )
    assert unaltered["yi"] == pytest.approx(math.log(21.5 * 2.5 / (0.5 * 20.5)))
    assert unaltered["how"].half_added
    shares = collect_effects(PACK, "ankle", "symptoms", "control", measure="RD").set_index("arm")
    assert shares.loc["injections", "yi"] == pytest.approx(100 * (11 / 14 - 11 / 15))
    odds = collect_effects(PACK, "ankle", "symptoms", "control", measure="OR").set_index("arm")
    assert odds.loc["injections and exercise", "yi"] == pytest.approx(math.log(12 * 4 / (2 * 11)))
    assert pool_domain(PACK, "ankle", "symptoms", "control", measure="RR").unit == "log risk ratio"


def test_counts_that_were_not_seen_are_refused() -> None:
    row, other = make_arm(statistic="count", events=NAN), make_other(statistic="count", events=3.0)
    with pytest.raises(AnalysisError, match="counts-not-seen"):
        compare_arms(row, other, "RR")
    with pytest.raises(AnalysisError, match="no-counts"):
        read_contrast(PACK, make_arm(), "RR")


def test_names_that_do_not_exist_are_refused() -> None:
    with pytest.raises(AnalysisError, match="window 'soon': use one of early"):
        pool_domain(PACK, "knee", "pain", "placebo", "soon")
    with pytest.raises(AnalysisError, match="comparator 'saline': use one of placebo"):
        collect_effects(PACK, "knee", "pain", "saline")


def test_the_composite_of_sit_2016_is_rebuilt() -> None:
    (rebuilt,) = rebuild_published(PACK, "knee")
    assert rebuilt.published == (0.81, 0.18, 1.45)
    variants = rebuilt.variants
    assert len(variants) == 6
    hedges = variants[variants["effect"] == "Hedges' g"]
    cohen = variants[variants["effect"] == "Cohen's d"]
    assert set(hedges["estimate"].round(2)) == {0.80, 0.81}
    assert set(cohen["estimate"].round(2)) == {0.82}
    assert variants["ci_low"].between(0.17, 0.19).all()
    assert variants["ci_high"].between(1.42, 1.48).all()
    assert hedges["i2"].between(48, 50).all()
    assert cohen["i2"].between(51, 52.1).all()
    assert variants["kh_low"].iloc[0] == pytest.approx(-3.2, abs=0.05)
    assert variants["kh_high"].iloc[0] == pytest.approx(4.8, abs=0.05)


def test_the_rebuilt_pool_by_hand() -> None:
    # Rabago week 12: 13.31 (SE 3.32, n 27) and 4.26 (3.36, 25); Dumais: 21.8 (12.5), 6.1 (13.9).
    def g(difference: float, sds: tuple[float, float], ns: tuple[int, int]) -> tuple[float, float]:
        df = sum(ns) - 2
        pooled = math.sqrt(sum((n - 1) * sd**2 for n, sd in zip(ns, sds, strict=True)) / df)
        effect = difference / pooled * hedges_factor(df)
        return effect, sum(1 / n for n in ns) + effect**2 / (2 * sum(ns))

    rabago = g(13.31 - 4.26, (3.32 * 27**0.5, 3.36 * 25**0.5), (27, 25))
    dumais = g(21.8 - 6.1, (12.5, 13.9), (18, 18))
    yi, vi = zip(rabago, dumais, strict=True)
    w = 1 / np.array(vi)
    mean = np.average(yi, weights=w)
    q = float(np.sum(w * (np.array(yi) - mean) ** 2))
    tau2 = max(0.0, (q - 1) / (w.sum() - (w**2).sum() / w.sum()))
    by_hand = np.average(yi, weights=1 / (np.array(vi) + tau2))
    first = rebuild_published(PACK, "knee")[0].variants.iloc[0]
    assert first["tau2"] == pytest.approx(tau2, rel=1e-9)
    assert first["estimate"] == pytest.approx(by_hand, rel=1e-9)
    assert pool(yi, vi, tau2="DL", test="normal").estimate == pytest.approx(by_hand, rel=1e-9)


WORSE = Endpoint("pain", "WOMAC pain", 0, 100, "points", "worse", "pain")
OWN = {
    "quantity": "difference", "estimate": -7.0, "se": 3.0, "arm": "active", "comparator": "sham",
    "week": 52.0, "n_arm": 40.0, "n_comparator": 41.0, "done": None,
}  # fmt: skip
ABOUT = {
    "study": "mine", "provenance": "collected", "joint": "knee", "condition": "knee osteoarthritis",
    "endpoint": WORSE, "comparator_kind": "placebo",
}  # fmt: skip


def test_a_study_of_ones_own_is_added_with_its_sign_turned() -> None:
    chosen = pool_domain(PACK, "knee", "pain", "placebo", measure="MD").effects
    more = add_study(chosen, OWN, **ABOUT)
    assert len(more) == len(chosen) + 1
    assert more.iloc[-1][["trial", "yi", "vi"]].tolist() == ["mine", 7.0, 9.0]
    assert pool(more["yi"], more["vi"]).k == 3


@pytest.mark.parametrize(
    ("estimate", "about", "reason"),
    [
        ({}, {"provenance": "simulated"}, "data are simulated; only collected data"),
        ({}, {"provenance": "published"}, "data are published; only collected data"),
        ({"quantity": "standardised effect"}, {}, "does not enter a frame of MD"),
        ({"se": NAN}, {}, "no standard error"),
        (
            {},
            {"endpoint": Endpoint("x", "Angle", 0, 90, "degrees", "neither")},
            "no direction of Angle is better",
        ),
    ],
)
def test_a_study_that_may_not_enter_is_refused(
    estimate: dict[str, object], about: dict[str, object], reason: str
) -> None:
    chosen = pool_domain(PACK, "knee", "pain", "placebo", measure="MD").effects
    with pytest.raises(AnalysisError, match=reason):
        add_study(chosen, {**OWN, **estimate}, **{**ABOUT, **about})


@pytest.mark.parametrize("module", [effects, pools, recalculate])
def test_the_examples_in_docstrings_run(module) -> None:
    assert doctest.testmod(module).failed == 0


def test_trials_of_several_conditions_are_never_pooled_together() -> None:
    collected = collect(PACK, "knee", "pain", "placebo", measure="MD")
    other = collected.effects["trial"] == "sit2020"
    effects = collected.effects.assign(
        condition_group=collected.effects["condition_group"].mask(other, "Osgood-Schlatter disease")
    )
    mixed = replace(collected, effects=effects)
    with pytest.raises(AnalysisError, match=r"knee osteoarthritis.*do not estimate one effect"):
        pool_collected(mixed, "long")
    parts = [pool_collected(own, "long") for own in mixed.split_conditions()]
    assert [(one.condition, one.k) for one in parts] == [
        ("knee osteoarthritis", 1),
        ("Osgood-Schlatter disease", 1),
    ]
