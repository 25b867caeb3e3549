"""A trial's plan, from a long frame to the estimates frame."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.mmrm import TrialModel, estimate_trial, fit_mmrm, fit_trial, stack_baseline
from outcomes.errors import AnalysisError, DesignError
from outcomes.estimates import COLUMNS, combine_estimates


def depression(shared: Path) -> pd.DataFrame:
    data = pd.read_csv(shared / "data/antidepressant_dropout/data.csv")
    names = {"id": "participant", "hamd17_baseline": "baseline", "hamd17_change": "value"}
    return data.rename(columns=names)


def test_real_trial(shared: Path) -> None:
    data = depression(shared)
    model = TrialModel("placebo", higher="worse")
    frame = estimate_trial(
        data,
        model,
        endpoint="hamd17",
        analysis="primary",
        unit="points",
        weeks={4: 1, 5: 2, 6: 4, 7: 6},
    )
    assert list(frame.columns) == list(COLUMNS)
    assert frame["quantity"].value_counts().to_dict() == {
        "adjusted mean": 8,
        "difference": 4,
        "standardised effect": 4,
    }
    last = frame[(frame["quantity"] == "difference") & (frame["visit"] == "7")].iloc[0]
    assert last["estimate"] == pytest.approx(-2.8018335841, rel=1e-8)
    assert last["se"] == pytest.approx(1.1163, abs=1e-4)
    assert (last["arm"], last["comparator"], last["favours"]) == ("drug", "placebo", "drug")
    assert (last["n_arm"], last["n_comparator"], last["week"]) == (64, 65, 6)
    done = last["done"]
    assert (done.covariance, done.standard_error) == ("unstructured", "kenward-roger")
    assert sum(count.n for count in done.participants) == data["participant"].nunique()
    first = frame[frame["quantity"] == "difference"].iloc[0]
    assert first["favours"] == "placebo"
    assert frame[frame["quantity"] == "adjusted mean"]["p_value"].isna().all()
    assert len(combine_estimates([frame, frame])) == 2 * len(frame)


def test_same_as_the_formula(shared: Path) -> None:
    data = depression(shared)
    fit = fit_trial(data, TrialModel("drug", covariates=["sex"]))
    plain = fit_mmrm(
        "value ~ arm * visit + baseline * visit + sex", data, subject="participant", visit="visit"
    )
    assert fit.minus2loglik == pytest.approx(plain.minus2loglik, rel=1e-12)
    assert fit.design.factor_levels["arm"] == ("drug", "placebo")


def test_direction(shared: Path) -> None:
    data = depression(shared)
    fit = None
    for higher, expected in (("better", "placebo"), ("worse", "drug"), ("neither", "")):
        model = TrialModel("placebo", higher=higher)
        fit = fit or fit_trial(data, model)
        frame = estimate_trial(data, model, endpoint="e", analysis="a", fit=fit)
        assert frame["favours"].iloc[-1] == expected


def test_constrained_baseline_has_no_estimate_at_baseline(shared: Path) -> None:
    data = depression(shared).assign(value=lambda d: d["hamd17"])
    model = TrialModel("placebo", higher="worse", constrained=True)
    frame = estimate_trial(data, model, endpoint="e", analysis="a")
    assert set(frame["visit"]) == {"4", "5", "6", "7"}


def test_odd_column_names(shared: Path) -> None:
    data = depression(shared).rename(columns={"value": "the score", "sex": "sex at birth"})
    model = TrialModel("placebo", score="the score", covariates=["sex at birth"])
    frame = estimate_trial(data, model, endpoint="e", analysis="a")
    assert len(frame) == 16


def test_wrong_plans(shared: Path) -> None:
    data = depression(shared)
    with pytest.raises(AnalysisError, match="no arm 'sham'"):
        fit_trial(data, TrialModel("sham"))
    with pytest.raises(AnalysisError, match="higher may be"):
        TrialModel("placebo", higher="up")
    with pytest.raises(AnalysisError, match="baseline column"):
        TrialModel("placebo", baseline=None, constrained=True)
    with pytest.raises(AnalysisError, match="no column value"):
        fit_trial(data.drop(columns="value"), TrialModel("placebo"))


def test_standardised_effects_divide_by_the_spread_of_the_scores(shared: Path) -> None:
    data = depression(shared)
    frame = estimate_trial(
        data, TrialModel("placebo", higher="worse"), endpoint="hamd17", analysis="primary"
    )
    rows = frame[frame["visit"] == "7"].set_index("quantity")
    last = data[data["visit"] == 7].dropna(subset="value")
    groups = last.groupby("arm", observed=True)["value"]
    within = groups.var(ddof=1) * (groups.size() - 1)
    sd = (within.sum() / (len(last) - 2)) ** 0.5
    effect, difference = rows.loc["standardised effect"], rows.loc["difference"]
    assert effect["estimate"] == pytest.approx(difference["estimate"] / sd)
    variance = (difference["se"] / sd) ** 2 + effect["estimate"] ** 2 / (2 * (len(last) - 2))
    assert effect["se"] == pytest.approx(variance**0.5)
    assert effect["df"] == difference["df"]


def test_arms_that_are_numbered_keep_their_names(shared: Path) -> None:
    data = depression(shared)
    data = data.assign(arm=(data["arm"] == "drug").astype(int))
    fit = fit_mmrm("value ~ arm * visit", data, subject="participant", visit="visit")
    found = fit.contrasts("arm", by="visit")
    assert set(found["arm"]) == {1}
    assert set(found["reference"]) == {0}
    assert found["arm"].map(type).eq(int).all()
    means = fit.lsmeans("arm", by="visit")
    assert list(means.columns[:2]) == ["visit", "arm"]
    pd.testing.assert_frame_equal(means, fit.lsmeans(["visit", "arm"]))
    several = data.assign(arm=data.groupby("participant").ngroup() % 3)
    slope = fit_mmrm("value ~ arm * visit", several, subject="participant", visit="visit")
    with pytest.raises(AnalysisError, match="number of which the model has the slope"):
        slope.contrasts("arm", by="visit")


@pytest.mark.parametrize("structure", ["ar1", "heterogeneous-toeplitz", "ante-dependence"])
def test_text_visits_are_refused_where_their_order_matters(shared: Path, structure: str) -> None:
    data = depression(shared)
    weeks = {4: "week 1", 5: "week 2", 6: "week 4", 7: "week 10"}
    text = data.assign(visit=data["visit"].map(weeks))
    fit = {"subject": "participant", "visit": "visit"}
    with pytest.raises(DesignError, match="give them in order of time"):
        fit_mmrm("value ~ arm * visit", text, covariance=structure, **fit)
    with pytest.raises(DesignError, match="give them in order of time"):
        stack_baseline(text, score="value", baseline="baseline", **fit)
    fit_mmrm("value ~ arm * visit", text, **fit)
    text["visit"] = pd.Categorical(text["visit"], categories=list(weeks.values()))
    ordered = fit_mmrm("value ~ arm * visit", text, covariance=structure, **fit)
    plain = fit_mmrm("value ~ arm * visit", data, covariance=structure, **fit)
    assert ordered.minus2loglik == pytest.approx(plain.minus2loglik, rel=1e-12)
