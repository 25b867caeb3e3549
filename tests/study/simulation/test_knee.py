"""The bundled knee study, scored from its items, meets Rabago 2013, Table 4."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.instruments import get_instrument, score_items
from outcomes.study.simulation.knee import ARMS, WEEKS, read_targets
from tests.packs import PACK

SCORES = ("pain", "stiffness", "function", "composite")
SEEN = {
    "dextrose": [30, 30, 27, 28, 26],
    "saline": [29, 26, 24, 25, 25],
    "exercise": [28, 27, 25, 27, 26],
}


@pytest.fixture(scope="module")
def participants(root: Path) -> pd.DataFrame:
    return pd.read_csv(root / "data/raw/knee-dextrose-saline/participants.csv")


@pytest.fixture(scope="module")
def scores(root: Path, participants: pd.DataFrame) -> pd.DataFrame:
    """Scores from the committed items, one row a participant and visit."""
    table = pd.read_csv(root / "data/raw/knee-dextrose-saline/scores.csv")
    womac = get_instrument("womac-vas")
    items = table[[f"womac_{code}" for code in womac.codes]].set_axis(list(womac.codes), axis=1)
    scored = score_items(womac, items)
    return table[["participant", "visit", "flexion_deg"]].join(scored).merge(participants)


def improvements(scores: pd.DataFrame, arm: str, score: str) -> pd.DataFrame:
    """Baseline minus follow-up, one column a visit."""
    wide = scores[scores["arm"] == arm].pivot_table(
        index="participant", columns="visit", values=score
    )
    return pd.DataFrame({week: wide["baseline"] - wide[f"week {week}"] for week in WEEKS})


@pytest.mark.parametrize("arm", ARMS)
def test_numbers_seen_are_the_published_ones(scores: pd.DataFrame, arm: str) -> None:
    for score in (*SCORES, "flexion_deg"):
        assert improvements(scores, arm, score).notna().sum().tolist() == SEEN[arm]
    assert read_targets(arm).n.tolist() == SEEN[arm]


def test_all_sixty_changes_and_their_sds(scores: pd.DataFrame) -> None:
    """The bar: means within 0.1 point, SDs (SE x sqrt n) within 2 %; reached 0.03 and 0.3 %."""
    published = PACK.published
    published = published[
        (published["trial"] == "rabago2013") & (published["statistic"] == "change")
    ]
    assert len(published) == 60
    for _, row in published.iterrows():
        change = improvements(scores, row["arm"], row["outcome"].split()[1])[row["week"]].dropna()
        place = f"{row['arm']}, {row['outcome']}, week {row['week']:g}"
        assert len(change) == row["n"], place
        assert change.mean() == pytest.approx(row["value"], abs=0.1), place
        assert change.std() == pytest.approx(row["se"] * row["n"] ** 0.5, rel=0.02), place
        assert change.mean() == pytest.approx(row["value"], abs=0.035), place
        assert change.std() == pytest.approx(row["se"] * row["n"] ** 0.5, rel=0.005), place


@pytest.mark.parametrize(
    ("arm", "score", "mean", "sd"),
    [
        ("dextrose", "pain", 66.8, 14.9),
        ("saline", "pain", 66.7, 16.1),
        ("exercise", "pain", 63.2, 13.1),
        ("dextrose", "composite", 63.1, 15.0),
    ],
)
def test_printed_baselines(
    scores: pd.DataFrame, arm: str, score: str, mean: float, sd: float
) -> None:
    baseline = scores.loc[(scores["arm"] == arm) & (scores["visit"] == "baseline"), score]
    assert len(baseline) == ARMS[arm]
    assert baseline.mean() == pytest.approx(mean, abs=0.05)
    assert baseline.std() == pytest.approx(sd, rel=0.005)


def test_visits_correlate_plausibly(scores: pd.DataFrame) -> None:
    columns = ["baseline", *(f"week {week}" for week in WEEKS)]
    for score in SCORES:
        found = []
        for arm in ARMS:
            own = scores[scores["arm"] == arm]
            wide = own.pivot_table(index="participant", columns="visit", values=score)[columns]
            found.append(wide.corr().to_numpy()[np.triu_indices(len(columns), k=1)])
        assert np.mean(found) == pytest.approx(0.6, abs=0.12)
        assert np.min(found) > 0.15
        assert np.max(found) < 0.95


def test_items_of_a_subscale_hang_together(root: Path) -> None:
    table = pd.read_csv(root / "data/raw/knee-dextrose-saline/scores.csv")
    pain = table.loc[table["visit"] == "baseline"].filter(like="womac_pain").corr().to_numpy()
    assert 0.5 < pain[np.triu_indices(5, k=1)].mean() < 0.95
    ends = table.filter(like="womac_").isin([0, 100]).to_numpy().mean()
    assert ends < 0.05


def test_no_difference_in_flexion_was_simulated(scores: pd.DataFrame) -> None:
    for arm in ARMS:
        change = improvements(scores, arm, "flexion_deg")
        assert change.mean().abs().max() < 0.03
        assert change.std().to_numpy() == pytest.approx(6.0, rel=0.005)
        baseline = scores.loc[(scores["arm"] == arm) & (scores["visit"] == "baseline")]
        assert baseline["flexion_deg"].mean() == pytest.approx(105.4, abs=0.05)
        assert baseline["flexion_deg"].std() == pytest.approx(11.2, rel=0.005)


def test_arms_are_alike_at_baseline(participants: pd.DataFrame) -> None:
    assert participants["arm"].value_counts().to_dict() == ARMS
    for column in ("age", "bmi"):
        means = participants.groupby("arm")[column].mean()
        assert (means.max() - means.min()) / participants[column].std() < 0.25
    women = participants["sex"].eq("female").groupby(participants["arm"]).mean()
    assert women.max() - women.min() < 0.15
    assert participants["arm"].iloc[:30].nunique() == 3, "arms are mixed, not in blocks"


def test_bruises_as_published_of_each_arm(root: Path, participants: pd.DataFrame) -> None:
    events = pd.read_csv(root / "data/raw/knee-dextrose-saline/events.csv")
    assert events.columns.tolist() == ["participant", "week", "event", "severity", "related"]
    arms = events.merge(participants)["arm"].value_counts().to_dict()
    assert arms == {"dextrose": 3, "saline": 5}
    assert set(events["event"]) == {"bruising"}
