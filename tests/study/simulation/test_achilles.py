"""The bundled Achilles study, scored from its items, meets Yelland 2011 at 12 months."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.instruments import get_instrument, score_items

FOLDER = "data/raw/achilles-dextrose-exercise"


@pytest.fixture(scope="module")
def participants(root: Path) -> pd.DataFrame:
    return pd.read_csv(root / FOLDER / "participants.csv")


@pytest.fixture(scope="module")
def totals(root: Path, participants: pd.DataFrame) -> pd.DataFrame:
    """VISA-A from the committed items, one row a participant, one column a visit."""
    table = pd.read_csv(root / FOLDER / "scores.csv")
    visa = get_instrument("visa-a")
    items = table[[f"visa_a_{code}" for code in visa.codes]].set_axis(list(visa.codes), axis=1)
    table["total"] = score_items(visa, items)["total"]
    return table.merge(participants).pivot_table(
        index=["arm", "participant"], columns="visit", values="total"
    )


@pytest.mark.parametrize(
    ("arm", "number", "mean", "sd", "responders"),
    [
        # Everybody is scored at month 12: the printed 73, 79 and 86 % fit 15, 14 and 14. The SD is
        # that of the printed 95 % interval with t(n - 1); the responders gained 20 points or more.
        ("exercise", 15, 23.7, 14.717, 11),
        ("injections", 14, 27.5, 25.460, 11),
        ("combined", 14, 41.1, 20.437, 12),
    ],
)
def test_change_at_12_months(
    totals: pd.DataFrame, arm: str, number: int, mean: float, sd: float, responders: int
) -> None:
    own = totals.loc[arm]
    change = (own["month 12"] - own["baseline"]).dropna()
    assert len(change) == number
    assert change.mean() == pytest.approx(mean, abs=0.1)
    assert change.std() == pytest.approx(sd, rel=0.02)
    assert (change >= 20).sum() == responders


def test_assumed_baseline_is_the_same_in_every_arm(totals: pd.DataFrame) -> None:
    baseline = totals["baseline"].groupby("arm")
    assert baseline.mean().to_numpy() == pytest.approx(46.0, abs=0.05)
    assert baseline.std().to_numpy() == pytest.approx(16.0, rel=0.005)


def test_who_stopped_treatment(totals: pd.DataFrame, participants: pd.DataFrame) -> None:
    stopped = participants[participants["completed_treatment"] == "no"]
    assert stopped["arm"].value_counts().to_dict() == {
        "exercise": 1, "injections": 1, "combined": 1,
    }  # fmt: skip
    missing = totals.isna()
    assert missing.sum().to_dict() == {
        "baseline": 0, "week 6": 0, "month 3": 3, "month 6": 3, "month 12": 0,
    }  # fmt: skip
    absent = totals.index[missing["month 3"]].get_level_values("participant")
    assert set(absent) == set(stopped["participant"])


def test_arms_improve_steadily(totals: pd.DataFrame) -> None:
    visits = ["baseline", "week 6", "month 3", "month 6", "month 12"]
    means = totals.groupby("arm").mean()[visits]
    assert (means.diff(axis=1).iloc[:, 1:] > 0).all().all()
    assert 0.4 < totals["week 6"].corr(totals["baseline"]) < 0.9
