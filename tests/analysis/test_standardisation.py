"""Standardised shares: what they must be without a covariate's effect, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.standardisation import standardise_shares
from outcomes.errors import NotEstimableError


def test_two_balanced_strata_are_worked_by_hand() -> None:
    """A saturated covariate that is balanced leaves the shares as they are.

    Then the variance is that of two shares in strata, which the formula of Ye et al. gives from the
    variances within the strata.
    """
    strata = np.repeat([0.0, 1.0, 0.0, 1.0], 100)
    arms = pd.Series(np.repeat(["drug", "placebo"], 200))
    ones = np.concatenate([np.arange(100) < k for k in (60, 80, 40, 60)])
    found = standardise_shares(pd.Series(ones), arms, pd.DataFrame({"stratum": strata}))
    assert found.shares == pytest.approx([0.7, 0.5])
    estimate, se = found.difference("drug", "placebo")
    assert estimate == pytest.approx(0.2)
    unadjusted = np.sqrt(0.7 * 0.3 / 200 + 0.5 * 0.5 / 200)
    within = np.sqrt((0.6 * 0.4 + 0.8 * 0.2 + 0.4 * 0.6 + 0.6 * 0.4) / 400)
    assert within < unadjusted
    assert se == pytest.approx(within, rel=0.02)


@pytest.mark.parametrize(
    ("predictor", "code"),
    [(lambda y, rng: y + 0.0, "separated"), (lambda y, rng: rng.normal(size=len(y)), None)],
)
def test_complete_separation_is_refused(predictor, code: str | None) -> None:
    rng = np.random.default_rng(3)
    y = pd.Series(rng.random(200) < 0.5)
    arms = pd.Series(np.tile(["drug", "placebo"], 100))
    terms = pd.DataFrame({"x": predictor(y.to_numpy(float), rng)})
    if code is None:
        assert standardise_shares(y, arms, terms).difference("drug", "placebo")[1] > 0
        return
    with pytest.raises(NotEstimableError) as caught:
        standardise_shares(y, arms, terms)
    assert caught.value.reason.code == code


def test_few_responders_for_the_terms_are_refused() -> None:
    y = pd.Series([True] * 8 + [False] * 92)
    arms = pd.Series(np.tile(["drug", "placebo"], 50))
    with pytest.raises(NotEstimableError) as caught:
        standardise_shares(y, arms, pd.DataFrame({"x": np.arange(100.0)}))
    assert caught.value.reason.code == "few-responses"
