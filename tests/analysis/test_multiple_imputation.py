"""Imputed scores: what was seen stays, and what is drawn scatters as the regression says."""

from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.multiple_imputation import ScoreImputation, pool
from outcomes.errors import NotEstimableError

NAN = float("nan")


def draw_trial(rng: np.random.Generator, n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Return scores at two visits, complete, and an indicator of each of two arms."""
    arm = np.arange(n) % 2
    first = rng.normal(50, 10, n)
    last = 10 + 0.6 * first - 8 * arm + rng.normal(0, 5, n)
    return np.column_stack([first, last]), np.column_stack([arm == 0, arm == 1]).astype(float)


def test_seen_scores_stay_and_missing_ones_are_filled() -> None:
    scores, fixed = draw_trial(np.random.default_rng(1))
    scores[::7, 1] = NAN
    source = ScoreImputation(scores, fixed, 2)
    drawn = list(source.draw(np.random.default_rng(2), 3))
    seen = ~np.isnan(scores)
    assert all((each[seen] == scores[seen]).all() for each in drawn)
    assert not any(np.isnan(each).any() for each in drawn)
    assert not np.array_equal(drawn[0], drawn[1])


def test_draws_follow_the_regression_and_scatter_around_it() -> None:
    """Lost are those who began high: the mean of those seen is biased, that of the draws is not."""
    scores, fixed = draw_trial(np.random.default_rng(3), 4000)
    truth = scores[:, 1].copy()
    lost = scores[:, 0] > 55
    scores[lost, 1] = NAN
    drawn = np.array(
        [
            each[:, 1]
            for each in ScoreImputation(scores, fixed, 2).draw(np.random.default_rng(4), 20)
        ]
    )
    assert abs(np.nanmean(scores[:, 1]) - truth.mean()) > 2
    assert drawn.mean() == pytest.approx(truth.mean(), abs=0.3)
    # Expected scores would vary too little among those lost.
    assert drawn[:, lost].std() == pytest.approx(truth[lost].std(), rel=0.1)


def test_too_few_scores_at_the_last_visit_are_refused() -> None:
    fixed = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    scores = np.array([[5.0, 4.0], [6.0, NAN], [5.0, 5.0], [7.0, NAN]])
    with pytest.raises(NotEstimableError) as caught:
        list(ScoreImputation(scores, fixed, 2).draw(np.random.default_rng(1), 1))
    assert caught.value.reason.code == "too-few"


def test_a_visit_at_which_an_arm_was_not_seen_is_passed_over() -> None:
    scores, fixed = draw_trial(np.random.default_rng(5), 60)
    middle = np.where(fixed[:, 0] == 1, scores[:, 0], NAN)
    scores = np.column_stack([scores[:, 0], middle, scores[:, 1]])
    scores[:6, 2] = NAN
    (drawn,) = ScoreImputation(scores, fixed, 2).draw(np.random.default_rng(6), 1)
    assert np.isnan(drawn[:, 1]).sum() == 30
    assert not np.isnan(drawn[:, 2]).any()


def test_pooling_is_worked_by_hand() -> None:
    """Rubin: within 0.01, between 0.0025 times 4/3, total 0.013333; its root 0.11547."""
    row = pool([0.2, 0.3, 0.25], [0.01, 0.01, 0.01], 1e9, 0.95)
    assert (row["estimate"], row["se"]) == pytest.approx((0.25, 0.115470), rel=1e-5)
    # With no end of complete data: (3 - 1) / (0.0033333 / 0.0133333) squared.
    assert row["df"] == pytest.approx(32, rel=1e-5)


def test_nothing_that_varies_has_no_interval() -> None:
    with pytest.raises(NotEstimableError) as caught:
        pool([0.0, 0.0], [0.0, 0.0], 10, 0.95)
    assert caught.value.reason.code == "no-spread"
