from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.meta import describe_funnel, pool
from outcomes.errors import AnalysisError


def test_contours_are_where_the_p_value_is(bcg_effects):
    found = describe_funnel(bcg_effects.yi, bcg_effects.vi)
    assert found.contours["level"].tolist() == [0.90, 0.90, 0.95, 0.95, 0.99, 0.99]
    end = found.contours.query("level == 0.95").iloc[1]
    assert end["high"] == pytest.approx(1.959964 * end["se"], rel=1e-6)
    assert end["low"] == -end["high"]
    assert end["se"] == pytest.approx(np.sqrt(bcg_effects.vi.max()))
    trial = found.trials.iloc[3]
    assert trial["p_value"] < 0.01
    assert trial["region"] == "0.99"
    assert set(found.trials["region"]) == {"", "0.95", "0.99"}
    outside = (found.trials["effect"].abs() > 1.959964 * found.trials["se"]).tolist()
    assert outside == [region in ("0.95", "0.99") for region in found.trials["region"]]


def test_expected_region_stands_on_the_pooled_effect(bcg_effects):
    found = describe_funnel(bcg_effects.yi, bcg_effects.vi, tau2="DL", labels=list("abcdefghijklm"))
    assert found.centre == pool(bcg_effects.yi, bcg_effects.vi, tau2="DL").estimate
    apex = found.expected.iloc[0]
    assert (apex["se"], apex["low"], apex["high"]) == (0, found.centre, found.centre)
    assert found.trials["trial"].tolist() == list("abcdefghijklm")


def test_null_elsewhere():
    found = describe_funnel([1.0, 1.2], [0.04, 0.01], null=1.0)
    assert found.trials["p_value"].tolist() == pytest.approx([1, 0.0455003], rel=1e-5)


def test_bad_level_is_named():
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        describe_funnel([1.0, 1.2], [0.04, 0.01], contours=[95])
