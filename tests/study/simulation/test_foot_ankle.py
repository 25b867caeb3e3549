"""The bundled foot and ankle study meets the pain scores of Ryan 2010, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.study import load_study

FOLDER = "data/raw/foot-ankle-dextrose"


@pytest.fixture(scope="module")
def scores(root: Path) -> pd.DataFrame:
    return pd.read_csv(root / FOLDER / "scores.csv")


@pytest.mark.parametrize(
    ("scale", "visit", "mean", "sd", "number"),
    [
        # Ryan 2010, abstract, mid-portion tendons; 64 at follow-up is assumed.
        ("vas_rest", "baseline", 34.1, 27.7, 86),
        ("vas_rest", "follow-up", 3.3, 7.4, 64),
        ("vas_adl", "baseline", 50.2, 25.6, 86),
        ("vas_adl", "follow-up", 9.5, 16.2, 64),
        ("vas_sport", "baseline", 70.7, 23.3, 86),
        ("vas_sport", "follow-up", 16.7, 22.0, 64),
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


def test_no_unverified_figure_of_the_article_is_simulated(root: Path, scores: pd.DataFrame) -> None:
    assert list(scores) == ["participant", "visit", "vas_rest", "vas_adl", "vas_sport"]
    text = (root / FOLDER / "study.yaml").read_text(encoding="utf-8")
    assert "81%" not in text
    assert "2.5" not in text
    labels = [measure.label for measure in load_study(root / FOLDER).file.measures.values()]
    assert all(label.startswith("Achilles tendon pain") for label in labels)


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
