"""The bundled foot and ankle study meets Ryan 2010 and the article's two figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

FOLDER = "data/raw/foot-ankle-dextrose"


@pytest.fixture(scope="module")
def scores(root: Path) -> pd.DataFrame:
    return pd.read_csv(root / FOLDER / "scores.csv")


@pytest.mark.parametrize(
    ("scale", "visit", "mean", "sd", "number"),
    [
        # Ryan 2010, abstract, mid-portion tendons; 62 at follow-up is assumed.
        ("vas_rest", "baseline", 34.1, 27.7, 86),
        ("vas_rest", "follow-up", 3.3, 7.4, 62),
        ("vas_adl", "baseline", 50.2, 25.6, 86),
        ("vas_adl", "follow-up", 9.5, 16.2, 62),
        ("vas_sport", "baseline", 70.7, 23.3, 86),
        ("vas_sport", "follow-up", 16.7, 22.0, 62),
    ],
)
def test_pain_meets_ryan(
    scores: pd.DataFrame, scale: str, visit: str, mean: float, sd: float, number: int
) -> None:
    values = scores.loc[scores["visit"] == visit, scale]
    assert values.notna().sum() == number
    assert values.mean() == pytest.approx(mean, abs=0.1)
    assert values.std() == pytest.approx(sd, rel=0.02)
    assert values.between(0, 100).all()
    assert (values == values.round()).all()


def test_the_two_figures_of_the_article(scores: pd.DataFrame) -> None:
    follow_up = scores[scores["visit"] == "follow-up"]
    assert len(follow_up) == 62
    assert follow_up["judged_effective"].sum() == 50
    assert f"{follow_up['judged_effective'].mean():.0%}" == "81%"
    assert follow_up["followup_years"].mean() == pytest.approx(2.5, abs=0.01)
    assert follow_up["followup_years"].between(1.0, 4.8).all()


def test_they_are_asked_at_follow_up_only(scores: pd.DataFrame) -> None:
    baseline = scores[scores["visit"] == "baseline"]
    assert baseline[["judged_effective", "followup_years"]].isna().all().all()


def test_pain_is_skewed_at_follow_up(scores: pd.DataFrame) -> None:
    rest = scores.loc[scores["visit"] == "follow-up", "vas_rest"]
    assert rest.median() < 1
    assert rest.skew() > 2


def test_scales_and_visits_correlate_plausibly(scores: pd.DataFrame) -> None:
    scales = ["vas_rest", "vas_adl", "vas_sport"]
    baseline = scores[scores["visit"] == "baseline"].set_index("participant")[scales]
    follow_up = scores[scores["visit"] == "follow-up"].set_index("participant")[scales]
    assert 0.3 < baseline.corr("spearman").loc["vas_rest", "vas_adl"] < 0.85
    for scale in scales:
        assert 0 < baseline[scale].corr(follow_up[scale], "spearman") < 0.7
    verdict = scores[scores["visit"] == "follow-up"].set_index("participant")["judged_effective"]
    fall = (baseline["vas_adl"] - follow_up["vas_adl"]).dropna()
    assert fall[verdict == 1].mean() > fall[verdict == 0].mean()
