"""The library used by itself: formulas, labels of columns, parameters of papermill."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import papermill
import pytest

from outcomes.analysis.meta import pool
from outcomes.analysis.mmrm import fit_mmrm
from outcomes.errors import AnalysisError, DesignError, ParameterError
from outcomes.study import check_study
from tests.small_project import write_notebook
from tests.study.small_study import write_small_study


@pytest.fixture(scope="module")
def trial() -> pd.DataFrame:
    """Return 60 participants; the drug arm starts worse and changes more."""
    rng = np.random.default_rng(3)
    rows = []
    for who in range(60):
        arm = "drug" if who % 2 else "placebo"
        start = rng.normal(60, 10) + (6 if arm == "drug" else 0)
        for visit in ("week 6", "week 12"):
            after = start - 10 - (6 if arm == "drug" else 0) + rng.normal(0, 5)
            rows.append((who, arm, visit, start, after))
    return pd.DataFrame(rows, columns=["id", "arm", "visit", "baseline", "score"])


def _difference(trial: pd.DataFrame, formula: str) -> float:
    fit = fit_mmrm(formula, trial, subject="id", visit="visit")
    found = fit.contrasts("arm", by="visit", reference="placebo").set_index("visit")
    return float(found.loc["week 12", "estimate"])


def test_a_change_on_the_left_is_analysed_as_written(trial: pd.DataFrame) -> None:
    assert _difference(trial, "I(score - baseline) ~ arm * visit") == pytest.approx(
        -6.044, abs=1e-3
    )
    assert _difference(trial, "`score` ~ arm * visit") == pytest.approx(3.560, abs=1e-3)


@pytest.mark.parametrize(
    "left",
    ["score - baseline", "{score - baseline}", "score + baseline", "score / baseline", "-score",
     "score - 1", "score:baseline"],
)  # fmt: skip
def test_arithmetic_that_would_be_lost_is_refused(trial: pd.DataFrame, left: str) -> None:
    with pytest.raises(DesignError):
        _difference(trial, f"{left} ~ arm * visit")


def test_the_refusal_says_how_to_write_it(trial: pd.DataFrame) -> None:
    with pytest.raises(DesignError, match=r"I\(score - baseline\)"):
        _difference(trial, "score - baseline ~ arm * visit")
    with pytest.raises(DesignError, match="braces"):
        _difference(trial, "score ~ arm * visit + {baseline - id}")


EFFECTS = pd.Series({"A": 0.31, "B": 0.55, "C": 0.12, "D": 0.90})
VARIANCES = pd.Series({"A": 0.04, "B": 0.09, "C": 0.02, "D": 0.30})


@pytest.mark.parametrize("order", ["ABCD", "DCBA", "BADC"])
def test_series_are_paired_by_their_labels(order: str) -> None:
    assert pool(EFFECTS, VARIANCES[list(order)]).estimate == pool(EFFECTS, VARIANCES).estimate
    assert pool(EFFECTS.to_numpy(), VARIANCES).estimate == pool(EFFECTS, VARIANCES).estimate


@pytest.mark.parametrize(
    "variances",
    [
        VARIANCES.rename({"A": "E"}),
        VARIANCES.reset_index(drop=True),
        VARIANCES.rename({"B": "A"}),
        np.ma.masked_array(VARIANCES.to_numpy(), mask=[0, 0, 0, 1]),
    ],
)
def test_labels_that_do_not_match_and_masks_are_refused(variances: object) -> None:
    with pytest.raises(AnalysisError):
        pool(EFFECTS, variances)


def test_papermill_refuses_a_parameter_that_the_notebook_has_not(tmp_path: Path) -> None:
    parameters = "study: str = 'knee'\nlevel = 0.95"
    write_notebook(tmp_path, "in", ["print(study, level)"], parameters=parameters)
    source, out = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    with pytest.raises(ParameterError, match=r"no parameter 'studdy'. It has study, level"):
        papermill.execute_notebook(source, out, {"studdy": "ankle"}, engine_name="outcomes")
    papermill.execute_notebook(
        source, out, {"study": "ankle", "level": 0.9}, engine_name="outcomes", progress_bar=False
    )
    assert "ankle 0.9" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("named", ["participant", "patient"])
def test_ids_are_no_characteristic(tmp_path: Path, named: str) -> None:
    folder = write_small_study(tmp_path)
    for file in ("participants.csv", "scores.csv"):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace("participant", named, 1), encoding="utf-8")
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    text = text.replace("characteristics: [sex]", f"characteristics: [sex, {named}]")
    text = text.replace("measures:", f"columns: {{participant: {named}}}\nmeasures:", 1)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    (fault,) = check_study(folder)
    assert "holds the participants' ids" in fault.message
