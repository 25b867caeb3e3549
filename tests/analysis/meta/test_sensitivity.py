from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.meta import accumulate, leave_one_out, pool
from outcomes.errors import AnalysisError, DesignError

# README of shared/reference/meta: metafor 3.8-1, leave1out(rma(yi, vi)).
LEFT_OUT = """-0.7071 -0.6540 -0.6856 -0.6284 -0.7642 -0.7109 -0.6552 -0.7948 -0.7412
-0.6530 -0.7579 -0.7598 -0.7775"""
# metafor's own tests, test_misc_cumul.r: cumul(rma(yi, vi), order = year), default threshold 1e-5.
BY_YEAR = [-0.889311, -1.325003, -0.97208, -1.001094, -1.101424, -0.973464, -0.901251]
BY_YEAR += [-0.788566, -0.865607, -0.785211, -0.708206, -0.794768, -0.714532]


def test_leave_one_out_is_metafor(bcg_effects):
    found = leave_one_out(bcg_effects.yi, bcg_effects.vi)
    assert found["trial"].tolist() == [str(number) for number in range(1, 14)]
    assert found["estimate"].round(4).tolist() == [float(text) for text in LEFT_OUT.split()]
    # test_misc_influence.r, the first trial, normal test.
    first = leave_one_out(bcg_effects.yi, bcg_effects.vi, test="normal").iloc[0]
    expected = {
        "se": 0.189961024702717,
        "p_value": 0.000197449759023198,
        "ci_low": -1.07940055491509,
        "ci_high": -0.334767021147788,
        "q": 151.582572747109,
        "q_p": 7.0778599767807e-27,
        "tau2": 0.336156745300306,
        "i2": 93.2259349111223,
    }
    for name, value in expected.items():
        assert first[name] == pytest.approx(value, rel=1e-6)


def test_each_row_is_a_pool(bcg_effects):
    yi, vi = bcg_effects.yi[:5], bcg_effects.vi[:5]
    row = leave_one_out(yi, vi, labels=list("abcde"), tau2="DL").iloc[2]
    one = pool(np.delete(yi, 2), np.delete(vi, 2), tau2="DL")
    assert row["trial"] == "c"
    assert (row["estimate"], row["ci_low"], row["pi_high"]) == (
        one.estimate,
        one.ci.low,
        one.pi.high,
    )


def test_cumulative_is_metafor(bcg, bcg_effects):
    found = accumulate(bcg_effects.yi, bcg_effects.vi, bcg["year"], labels=list(bcg["author"]))
    assert found["estimate"].to_numpy() == pytest.approx(np.array(BY_YEAR), abs=4e-6)
    assert found["trial"].tolist()[:2] == ["Aronson", "Ferguson & Simes"]
    assert found["k"].tolist() == list(range(1, 14))
    whole = pool(bcg_effects.yi, bcg_effects.vi)
    assert found["ci_low"].iloc[-1] == pytest.approx(whole.ci.low)


def test_first_trial_stands_alone(bcg, bcg_effects):
    first = accumulate(bcg_effects.yi, bcg_effects.vi, bcg["year"]).iloc[0]
    assert first["ci_high"] == pytest.approx(
        bcg_effects.yi[0] + 1.959964 * np.sqrt(bcg_effects.vi[0]), rel=1e-6
    )
    assert np.isinf(first["df"])
    assert np.isnan(first["tau2"])


def test_too_few_and_unnamed():
    with pytest.raises(AnalysisError, match="leaving out one trial needs 3"):
        leave_one_out([0.1, 0.2], [0.1, 0.1])
    with pytest.raises(DesignError, match="labels: 2 labels for 3 trials"):
        leave_one_out([0.1, 0.2, 0.4], [0.1, 0.1, 0.1], labels=["a", "b"])
    with pytest.raises(AnalysisError, match="order"):
        accumulate([0.1, 0.2], [0.1, 0.1], [2001, np.nan])
