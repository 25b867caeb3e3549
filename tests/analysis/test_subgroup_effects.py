"""The primary comparison within subgroups, and the test of interaction."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import statsmodels.formula.api as smf
from statsmodels.stats.anova import anova_lm

from outcomes.analysis import compare_subgroups
from outcomes.analysis.mmrm import fit_mmrm
from outcomes.study import Study, check_study, load_study
from tests.analysis.test_ways import make_trial
from tests.cases.meaning_study import change
from tests.cases.pages import make_pages

SEXES = ["m", "m", "f", "f", "f"] * 8


def _write(parent: Path, sexes: list[str] = SEXES, columns: str = "[sex]", **trial: object) -> Path:
    folder = make_trial(parent, **trial)
    people = pd.read_csv(folder / "participants.csv").assign(sex=sexes)
    people.to_csv(folder / "participants.csv", index=False)
    change(folder / "study.yaml", ("reports", f"  subgroups: {columns}\nreports"))
    return folder


def _long(study: Study) -> pd.DataFrame:
    scores = study.scores[study.scores["week"] > 0]
    baseline = study.scores[study.scores["week"] == 0].set_index("participant")["value"]
    people = study.participants.set_index("participant")["sex"]
    return scores.assign(
        base=scores["participant"].map(baseline), sex=scores["participant"].map(people)
    )


def test_one_visit_is_the_linear_model_of_statsmodels(tmp_path: Path) -> None:
    study = load_study(_write(tmp_path, method="ancova"))
    data = _long(study)
    data = data[data["visit"] == "week 18"]
    fit = smf.ols("value ~ C(arm, Treatment('p')) * C(sex) + base", data).fit()
    found = compare_subgroups(study).set_index("subgroup")
    assert found.loc["sex: f", "estimate"] == pytest.approx(fit.params.iloc[1])
    assert found.loc["sex: f", "se"] == pytest.approx(fit.bse.iloc[1])
    assert found.loc["sex: m", "estimate"] == pytest.approx(fit.params.iloc[1] + fit.params.iloc[3])
    test = anova_lm(smf.ols("value ~ C(arm, Sum) * C(sex, Sum) + base", data).fit(), typ=3)
    assert found.loc["sex", "statistic"] == pytest.approx(test["F"].iloc[3])
    assert found.loc["sex", "p_value"] == pytest.approx(test["PR(>F)"].iloc[3])
    assert found.loc["sex", "df2"] == fit.df_resid


def test_several_visits_are_one_mixed_model(tmp_path: Path) -> None:
    study = load_study(_write(tmp_path))
    data = _long(study)
    data["arm"] = pd.Categorical(data["arm"], categories=["p", "d"])
    data["visit"] = pd.Categorical(data["visit"], categories=["week 6", "week 12", "week 18"])
    fit = fit_mmrm(
        "value ~ arm * visit * sex + base * visit", data, subject="participant", visit="visit"
    )
    found = compare_subgroups(study).set_index("subgroup")
    # in the model's coding the difference between subgroups at the last visit is two coefficients
    names = [name for name in fit.coefficients.index if "arm" in name and "sex" in name]
    last = [name for name in names if "visit" not in name or "week 18" in name]
    apart = fit.estimate(dict.fromkeys(last, 1.0)).iloc[0]
    gap = found.loc["sex: m", "estimate"] - found.loc["sex: f", "estimate"]
    assert gap == pytest.approx(apart["estimate"], abs=1e-6)
    assert found.loc["sex", "statistic"] == pytest.approx(apart["statistic"] ** 2, rel=1e-6)
    assert found.loc["sex", "p_value"] == pytest.approx(apart["p_value"], rel=1e-6)
    assert found.loc["sex", "df2"] == pytest.approx(apart["df"], rel=1e-6)


def test_the_mixed_model_agrees_with_r(tmp_path: Path) -> None:
    # nlme 3.1-162 and emmeans 1.8.4-1, R 4.2.2: gls(value ~ arm * visit * sex + base * visit,
    # correlation = corSymm(form = ~k | participant), weights = varIdent(form = ~1 | visit),
    # method = "REML", glsControl(opt = "optim", optimMethod = "BFGS", tolerance = 1e-14,
    # msTol = 1e-16, maxIter = 2000, msMaxIter = 5000));
    # emmeans(~ arm | sex, at = list(visit = "week 18")), their interaction
    study = load_study(_write(tmp_path))
    found = compare_subgroups(study).set_index("subgroup")
    assert found.loc["sex: f", "estimate"] == pytest.approx(-4.72484046323, rel=1e-6)
    assert found.loc["sex: m", "estimate"] == pytest.approx(-3.42032823685, rel=1e-6)
    data = _long(study)
    data["arm"] = pd.Categorical(data["arm"], categories=["p", "d"])
    data["visit"] = pd.Categorical(data["visit"], categories=["week 6", "week 12", "week 18"])
    fit = fit_mmrm(
        "value ~ arm * visit * sex + base * visit",
        data,
        subject="participant",
        visit="visit",
        df="satterthwaite",
    )
    plain = fit.contrasts("arm", by="sex", at={"visit": "week 18"})["se"]
    assert plain.tolist() == pytest.approx([4.59332894446, 5.16600109398], rel=1e-5)
    assert fit.minus2loglik == pytest.approx(688.343663229, abs=1e-6)
    # the test of interaction with the model's standard error: z = 1.30451 / 6.94361
    apart = 1.30451222638 / 6.9436068349
    names = [name for name in fit.coefficients.index if "arm" in name and "sex" in name]
    last = [name for name in names if "visit" not in name or "week 18" in name]
    test = fit.test(dict.fromkeys(last, 1.0)).iloc[0]
    assert test["statistic"] == pytest.approx(apart**2, rel=1e-5)


def test_three_levels_have_two_degrees_of_freedom_and_a_small_one_is_left_out(
    tmp_path: Path,
) -> None:
    three = [name for name in "abc" for _ in range(14)][:40]
    found = compare_subgroups(load_study(_write(tmp_path / "three", three))).set_index("subgroup")
    assert found.loc["sex", "df"] == 2
    assert found.loc[["sex: a", "sex: b", "sex: c"], "estimate"].notna().all()
    small = ["x", *SEXES[1:]]
    found = compare_subgroups(load_study(_write(tmp_path / "small", small))).set_index("subgroup")
    assert found.loc["sex: x", "reason"].code == "too-few"
    assert found.loc["sex", "df"] == 1


def test_a_covariate_may_be_a_subgroup_too(tmp_path: Path) -> None:
    plain = compare_subgroups(load_study(_write(tmp_path / "plain")))
    folder = _write(tmp_path / "both")
    change(folder / "study.yaml", ("  subgroups", "  covariates: [sex]\n  subgroups"))
    both = compare_subgroups(load_study(folder))
    pd.testing.assert_series_equal(both["estimate"], plain["estimate"])


@pytest.mark.parametrize(
    ("sexes", "columns", "message"),
    [
        (SEXES, "[gender]", "The table has no column `gender`."),
        (["m"] * 40, "[sex]", "This column tells 1 group of participants."),
        ([f"{40 + n}.5" for n in range(40)], "[sex]", "This column tells 40 groups"),
    ],
)
def test_a_column_that_makes_no_groups_is_a_fault(
    tmp_path: Path, sexes: list[str], columns: str, message: str
) -> None:
    (fault,) = check_study(_write(tmp_path, sexes, columns))
    assert message in fault.message


def test_the_page_gives_the_test_its_warning_and_a_figure(root: Path, tmp_path: Path) -> None:
    page = make_pages(_write(tmp_path), root, tmp_path / "project")["treatment-effect"]
    assert "no sign that the difference between arms differs between its subgroups (test of" in page
    assert "What is found here needs another study." in page
    assert "Pain at week 18: the difference in subgroups" in page


def test_without_subgroups_the_page_has_no_such_section(root: Path, tmp_path: Path) -> None:
    page = make_pages(make_trial(tmp_path), root, tmp_path / "project")["treatment-effect"]
    assert "In subgroups of participants" not in page
