"""The mixed model of several treatments of one person, against R on two wounds a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.treatment_model import COMPOUND_SYMMETRY, TreatmentModel
from outcomes.errors import NotEstimableError
from tests.cases.crossover_study import SENN

REFERENCE = {
    ("A", "B"): (-8.42337, 7.41977, 30.1035, 0.2652),
    ("A", "C"): (16.56623, None, None, 0.03315),
    ("B", "C"): (24.9896, None, None, 0.0021),
}
"""Difference, SE, df and p value of lme4 with REML and Kenward-Roger's approximation.

R package LMMstar 1.1.0, data ``vasscoresL``: each of 30 volunteers had two of three gels.
"""


@pytest.fixture
def wounds(shared: Path) -> pd.DataFrame:
    rows = pd.read_csv(shared / "data" / "wound_pain_blocks" / "data.csv").dropna(subset=["vas"])
    site = "site " + (rows.groupby("id").cumcount() + 1).astype(str)
    return pd.DataFrame(
        {
            "participant": rows["id"].astype(str),
            "treatment": rows["treatment"],
            "place": pd.Categorical(site, ["site 1", "site 2"]),
            "value": rows["vas"],
        }
    )


@pytest.mark.parametrize("pair", REFERENCE)
def test_incomplete_blocks_agree_with_r(wounds: pd.DataFrame, pair: tuple[str, str]) -> None:
    model = TreatmentModel(wounds, ("A", "B", "C"), COMPOUND_SYMMETRY, 0.95, by_place=False)
    row = model.compare(pair)
    estimate, se, df, p_value = REFERENCE[pair]
    assert row["estimate"] == pytest.approx(estimate, rel=1e-3)
    assert row["p_value"] == pytest.approx(p_value, rel=1e-3, abs=5e-5)
    if se is not None:
        assert row["se"] == pytest.approx(se, rel=1e-3)
        # The house takes observed information, as SAS does; lme4 with pbkrtest takes expected.
        assert row["df"] == pytest.approx(df, rel=3e-3)


def test_a_treatment_that_nobody_had(wounds: pd.DataFrame) -> None:
    rows = wounds[wounds["treatment"] != "C"]
    model = TreatmentModel(rows, ("A", "B", "C"), COMPOUND_SYMMETRY, 0.95, by_place=False)
    with pytest.raises(NotEstimableError) as error:
        model.compare(("A", "C"))
    assert error.value.reason.arms == ("C",)


@pytest.mark.parametrize(
    ("covariance", "estimate", "se", "period"),
    [
        # nlme 3.1-162, R 4.2.2: gls(flow ~ treatment + per, correlation = corSymm(form = ~period |
        # id), weights = varIdent(form = ~1 | per), method = "REML")
        ("unstructured", 46.2848617068, 10.9266023324, 21.3420842912),
        # lme4 1.1-31, R 4.2.2: lmer(flow ~ treatment + per + (1 | id))
        (COMPOUND_SYMMETRY, 47.4778422299, 12.1126066797, 20.5327389735),
    ],
)
def test_a_crossover_with_lost_periods_agrees_with_r(
    covariance: str, estimate: float, se: float, period: float
) -> None:
    lost = {("4", 2), ("9", 1)}
    rows = pd.DataFrame(
        [
            (person, treatment, place, value)
            for sequence, people in SENN.items()
            for person, values in people.items()
            for place, (treatment, value) in enumerate(zip(sequence, values, strict=True), 1)
            if (person, place) not in lost
        ],
        columns=["participant", "treatment", "place", "value"],
    )
    rows["place"] = pd.Categorical(rows["place"], [1, 2])
    model = TreatmentModel(rows, ("S", "F"), covariance, 0.95)
    assert model.compare(("F", "S"))["estimate"] == pytest.approx(estimate, rel=1e-6)
    ((_, later),) = model.list_place_effects()
    assert later["estimate"] == pytest.approx(period, rel=1e-6)
    # R's standard errors are the model's, without Kenward and Roger's adjustment.
    plain = replace(model.fit, options=replace(model.fit.options, df="satterthwaite"))
    (found,) = plain.contrasts("treatment", reference="S")["se"]
    assert found == pytest.approx(se, rel=1e-6)
