"""Real answers of real patients, scored by the shipped definitions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.instruments import get_instrument, score_items

OXFORD = (
    "pain", "night_pain", "washing", "transport", "walking", "standing", "limping", "kneeling",
    "work", "confidence", "shopping", "stairs",
)  # fmt: skip
"""Columns of the twelve items, in the order of the data set."""


def _score_oxford(data: pd.DataFrame, when: str) -> pd.Series:
    knee = get_instrument("oxford-knee")
    items = data[[f"{when}_{name}" for name in OXFORD]].set_axis(list(knee.codes), axis=1)
    return score_items(knee, items)["total"]


def test_oxford_knee_scores_of_1308_operations_and_the_official_means(shared: Path) -> None:
    folder = shared / "data" / "oxford_knee_proms"
    data = pd.read_csv(folder / "data.csv")
    scores = pd.DataFrame({when: _score_oxford(data, when) for when in ("pre", "post")})
    published = data[["pre_oks_score", "post_oks_score"]].set_axis(["pre", "post"], axis=1)
    # Published scores stand only where all twelve items do; the others lack three or more.
    pd.testing.assert_frame_equal(scores, published, check_dtype=False)
    primary = (data["revision"] == 0) & data["post_oks_predicted"].notna()
    pairs = scores[primary].dropna()
    assert len(pairs) == 1308
    assert pairs.mean().round(4).tolist() == [17.6988, 35.2607]

    official = pd.read_csv(folder / "published_aggregates.csv")
    official = official[
        (official["procedure"] == "Knee Replacement Primary")
        & (official["measure"] == "Oxford Knee Score")
    ].set_index("organisation")
    for provider, rows in pairs.groupby(data["provider"]):
        (row,) = official[official.index.str.contains(provider)].itertuples()
        assert rows["pre"].mean() == pytest.approx(row.mean_pre, abs=0.2)
        assert rows["post"].mean() == pytest.approx(row.mean_post, abs=0.2)


def test_spadi_answers_from_0_to_5_declared_as_halves_of_0_to_10(shared: Path) -> None:
    """The data hold 0-5 where the form has 0-10: declared by doubling, scores are shares."""
    data = pd.read_csv(shared / "data" / "spadi_items" / "data.csv")
    spadi = get_instrument("spadi")
    columns = [f"P{i}" for i in range(1, 6)] + [f"D{i}" for i in range(1, 9)]
    answers = data[columns].set_axis(list(spadi.codes), axis=1).astype(float)
    means = [3.596, 3.137, 3.133, 2.535, 2.5, 1.85, 2.858, 2.177, 1.312, 1.173, 2.868, 2.65, 1.965]
    assert answers.mean().round(3).tolist() == means
    scores = score_items(spadi, answers * 2)
    pain = scores["pain"][answers.filter(like="pain").notna().all(axis=1)]
    disability = scores["disability"][answers.filter(like="disability").notna().all(axis=1)]
    assert (len(pain), len(disability)) == (223, 216)
    assert pain.mean() * 25 / 100 == pytest.approx(14.92377, abs=5e-6)
    assert (pain * 25 / 100).std() == pytest.approx(5.607951, abs=5e-7)
    assert disability.mean() * 40 / 100 == pytest.approx(16.83333, abs=5e-6)
    assert (disability * 40 / 100).std() == pytest.approx(9.801281, abs=5e-7)


def test_womac_from_koos_items_is_exactly_the_womac() -> None:
    koos, womac = get_instrument("koos-womac"), get_instrument("womac-likert")
    rng = np.random.default_rng(1998)
    values = rng.integers(0, 5, size=(5000, 24)).astype(float)
    values[rng.random(values.shape) < 0.05] = np.nan
    names = ["p5 p6 p7 p8 p9 s6 s7", " ".join(f"a{i}" for i in range(1, 18))]
    order = " ".join(names).split()
    assert list(koos.codes) == order
    assert set(order) < set(get_instrument("koos").codes)
    theirs = score_items(koos, pd.DataFrame(values, columns=order))
    ours = score_items(womac, pd.DataFrame(values, columns=list(womac.codes)))
    pd.testing.assert_frame_equal(theirs, ours, check_exact=True)
    everybody = pd.DataFrame(values[~np.isnan(values).any(axis=1)], columns=order)
    daily = everybody[[f"a{i}" for i in range(1, 18)]].mean(axis=1)
    assert np.allclose(score_items(koos, everybody)["function"], daily * 25, rtol=1e-13)
