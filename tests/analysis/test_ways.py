"""The primary comparison by several ways of analysing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats

from outcomes.analysis import compare_ways, compare_with_control, summarise_residuals
from outcomes.analysis.mmrm import STRUCTURES
from outcomes.analysis.ways import AVERAGE, QUANTITY, WAYS
from outcomes.study import Study, check_study, load_study
from outcomes.study.plan import Structure
from tests.cases.meaning_study import change
from tests.study.keys import write_key

PAIR = ("d", "p")
NUMBERS = ["estimate", "se", "df", "ci_low", "ci_high"]


def make_trial(
    parent: Path, *, method: str = "mmrm", visits: int = 3, missing: float = 0.2, n: int = 40
) -> Path:
    """Write a trial of two arms whose spread and drop-out differ."""
    folder = parent / "made-up"
    folder.mkdir(parents=True)
    rng = np.random.default_rng(11)
    people = pd.DataFrame(
        {"participant": [f"P{number:03}" for number in range(n)], "arm": list("dp") * (n // 2)}
    )
    wide = rng.multivariate_normal(
        [50, 45, 42, 40][: visits + 1], 60 * (np.eye(visits + 1) + 1), n, method="cholesky"
    )
    wide[people["arm"] == "d", 1:] = wide[people["arm"] == "d", 1:] * 1.2 - 14
    wide = wide.round(1).clip(0, 100)
    rows = [
        (person, f"week {6 * at}" if at else "baseline", wide[number, at])
        for number, person in enumerate(people["participant"])
        for at in range(visits + 1)
        if at == 0 or rng.random() > missing * at / visits
    ]
    people.to_csv(folder / "participants.csv", index=False)
    scores = pd.DataFrame(rows, columns=["participant", "visit", "score"])
    scores.to_csv(folder / "scores.csv", index=False)
    names = "".join(f"  - {{name: week {6 * at}, week: {6 * at}}}\n" for at in range(1, visits + 1))
    (folder / "study.yaml").write_text(
        "id: made-up\ntitle: Made-up\nprovenance: collected\ndesign: parallel\njoint: knee\n"
        "allocation: randomised\n"
        "arms:\n  d: {label: Drug, role: active}\n  p: {label: Placebo, role: placebo}\n"
        f"visits:\n  - {{name: baseline, week: 0}}\n{names}"
        "tables: {participants: participants.csv, scores: scores.csv}\n"
        "measures:\n  score: {kind: continuous, range: [0, 100], higher: worse, label: Pain}\n"
        f"plan:\n  primary: {{endpoint: score, visit: week {6 * visits}, comparison: [d, p], "
        f"method: {method}}}\nreports: [treatment-effect]\n",
        encoding="utf-8",
    )
    return write_key(folder)


def _by_way(found: pd.DataFrame) -> pd.DataFrame:
    return found[found["quantity"] == QUANTITY].set_index("subgroup")


def _planned(study: Study) -> pd.Series:
    found = compare_with_control(study)
    visit = study.file.plan.primary.visit
    return found[(found["quantity"] == "difference") & (found["visit"] == visit)].iloc[0]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return load_study(make_trial(tmp_path))


def test_every_way_is_there_and_says_what_it_did(study: Study) -> None:
    found = _by_way(compare_ways(study))
    assert list(found.index) == ["mmrm", "completers", "by-arm", "sandwich", "ancova", "change"]
    assert {*found.index, "per-protocol"} == set(WAYS)
    done = found["done"]
    assert [done[way].model for way in WAYS[:6]] == ["mmrm", "ancova", "change", *["mmrm"] * 3]
    assert done["by-arm"].by_arm
    assert not done["mmrm"].by_arm
    assert done["sandwich"].standard_error == "sandwich"
    assert done["sandwich"].degrees_of_freedom == "bell-mccaffrey"


def test_the_planned_way_is_the_analysis_of_the_report(study: Study) -> None:
    found = _by_way(compare_ways(study))
    planned = _planned(study)
    assert found.loc["mmrm", NUMBERS].tolist() == pytest.approx(
        planned[NUMBERS].tolist(), rel=1e-12
    )
    assert found.loc["sandwich", "estimate"] == pytest.approx(planned["estimate"], abs=1e-9)


def test_completers_are_those_with_every_score(study: Study, tmp_path: Path) -> None:
    scores = study.scores
    number = scores.groupby("participant")["value"].transform("size")
    alone = replace(study, scores=scores[number == 4].reset_index(drop=True))
    expected = _by_way(compare_ways(alone)).loc["mmrm", NUMBERS].astype(float)
    found = _by_way(compare_ways(study)).loc["completers", NUMBERS].astype(float)
    assert found.tolist() == pytest.approx(expected.tolist(), abs=1e-9)


def test_change_is_welch_of_scipy(study: Study) -> None:
    wide = study.scores.pivot(index="participant", columns="visit", values="value")  # noqa: PD010
    arm = study.participants.set_index("participant")["arm"].reindex(wide.index)
    changes = (wide["week 18"] - wide["baseline"]).dropna()
    ours, theirs = (changes[arm.reindex(changes.index) == name] for name in PAIR)
    expected = stats.ttest_ind(ours, theirs, equal_var=False)
    interval = expected.confidence_interval(0.95)
    row = _by_way(compare_ways(study)).loc["change"]
    assert [row["estimate"], row["df"], row["p_value"]] == pytest.approx(
        [ours.mean() - theirs.mean(), expected.df, expected.pvalue]
    )
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([interval.low, interval.high])


def test_robust_errors_of_one_visit_are_those_of_statsmodels(tmp_path: Path) -> None:
    study = load_study(make_trial(tmp_path, method="ancova"))
    wide = study.scores.pivot(index="participant", columns="visit", values="value")  # noqa: PD010
    wide["arm"] = study.participants.set_index("participant")["arm"]
    wide.columns = [str(name).replace(" ", "_") for name in wide.columns]
    fit = smf.ols(
        "week_18 ~ C(arm, Treatment('p')) + baseline", wide[["week_18", "arm", "baseline"]].dropna()
    ).fit()
    robust = fit.get_robustcov_results("HC3")
    found = _by_way(compare_ways(study))
    assert "mmrm" in found.index
    assert found.loc["ancova", "se"] == pytest.approx(fit.bse.iloc[1])
    assert found.loc["sandwich", "se"] == pytest.approx(robust.bse[1])
    assert found.loc["sandwich", "estimate"] == pytest.approx(fit.params.iloc[1])
    assert found.loc["sandwich", "done"].model == "ancova"


def test_the_average_is_the_mean_of_the_visits(study: Study) -> None:
    found = compare_ways(study)
    row = found[found["quantity"] == AVERAGE].iloc[0]
    differences = compare_with_control(study)
    visits = differences.loc[differences["quantity"] == "difference", "estimate"]
    assert row["estimate"] == pytest.approx(visits.mean(), abs=1e-9)
    assert row["ci_low"] < row["estimate"] < row["ci_high"]


def test_one_visit_has_no_mixed_model_and_a_yes_no_nothing(tmp_path: Path) -> None:
    one = load_study(make_trial(tmp_path / "one", visits=1))
    found = compare_ways(one)
    assert set(found["subgroup"]) == {"ancova", "change", "sandwich"}
    folder = make_trial(tmp_path / "binary", visits=1)
    change(
        folder / "study.yaml", ("kind: continuous, range: [0, 100], higher", "kind: binary, higher")
    )
    scores = pd.read_csv(folder / "scores.csv")
    scores["score"] = (scores["score"] > 45).astype(int)
    scores.to_csv(folder / "scores.csv", index=False)
    binary = load_study(folder)
    assert compare_ways(binary).empty
    assert summarise_residuals(binary).empty


def test_a_plan_may_ask_for_another_covariance(tmp_path: Path) -> None:
    folder = make_trial(tmp_path)
    planned = "  covariance: {structure: heterogeneous-ar1, by-arm: true}\nreports"
    change(folder / "study.yaml", ("reports", planned))
    done = _planned(load_study(folder))["done"]
    assert (done.covariance, done.by_arm) == ("heterogeneous-ar1", True)
    found = _by_way(compare_ways(load_study(folder)))
    assert not found.loc["by-arm", "done"].by_arm
    assert found.loc["by-arm", "done"].covariance == "heterogeneous-ar1"


def test_residuals_have_their_spread_and_as_many_quantiles_whatever_the_size(
    study: Study, tmp_path: Path
) -> None:
    found = summarise_residuals(study)
    quantiles = found[found["quantity"] == "residual quantile"]
    for arm, rows in quantiles.groupby("arm"):
        assert len(rows) == rows["n_arm"].iloc[0]
        assert rows["estimate"].is_monotonic_increasing
        sd = found[(found["quantity"] == "residual sd") & (found["arm"] == arm)]["estimate"].item()
        assert sd == pytest.approx(rows["estimate"].std(ddof=1))
    large = load_study(make_trial(tmp_path / "large", n=400, visits=2))
    rows = summarise_residuals(large)
    counts = rows[rows["quantity"] == "residual quantile"].groupby("arm").size()
    assert counts.tolist() == [60, 60]


def test_the_spread_is_compared_by_brown_and_forsythe(study: Study) -> None:
    found = summarise_residuals(study)
    by_arm = {
        arm: rows["estimate"].to_numpy(float)
        for arm, rows in found[found["quantity"] == "residual quantile"].groupby("arm")
    }
    expected = stats.levene(by_arm["d"], by_arm["p"], center="median")
    row = found[found["quantity"] == "residual sd ratio"].iloc[0]
    assert row["p_value"] == pytest.approx(expected.pvalue)
    assert row["estimate"] == pytest.approx(by_arm["d"].std(ddof=1) / by_arm["p"].std(ddof=1))


def test_a_covariance_needs_the_mixed_model(tmp_path: Path) -> None:
    folder = make_trial(tmp_path, method="ancova")
    change(folder / "study.yaml", ("reports", "  covariance: {by-arm: true}\nreports"))
    (fault,) = check_study(folder)
    assert fault.column == "plan.covariance"
    assert "mixed model" in fault.message


def test_a_plan_may_name_each_structure_that_there_is() -> None:
    assert set(get_args(Structure)) == set(STRUCTURES)
