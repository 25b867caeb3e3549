from __future__ import annotations

import numpy as np
import pytest

from outcomes.analysis.meta.effects import correlation, proportion
from outcomes.errors import AnalysisError


@pytest.mark.parametrize("transform", ["logit", "arcsine", "raw"])
def test_way_back(transform):
    found = proportion([3, 12], [10, 16], transform=transform)
    assert [found.back(y) for y in found.yi] == pytest.approx([0.3, 0.75])


def test_double_arcsine():
    """Freeman and Tukey's definition, and the way back off by less than 1/n."""
    found = proportion([0, 3, 12], [10, 10, 16], transform="double arcsine")
    by_hand = (np.arcsin(np.sqrt(3 / 11)) + np.arcsin(np.sqrt(4 / 11))) / 2
    assert found.yi[1] == pytest.approx(by_hand)
    assert found.vi == pytest.approx([1 / 42, 1 / 42, 1 / 66])
    for y, share, n in zip(found.yi, [0, 0.3, 0.75], [10, 10, 16], strict=True):
        assert abs(found.back(y) - share) < 1 / n


def test_variances_are_the_delta_method():
    """Each transform's variance is its slope squared times p (1 - p) / n."""
    p, n = 0.3, 1000
    raw = proportion([p * n], [n], transform="raw").vi[0]
    slopes = {"logit": 1 / (p * (1 - p)), "arcsine": 1 / (2 * np.sqrt(p * (1 - p)))}
    for transform, slope in slopes.items():
        assert proportion([p * n], [n], transform=transform).vi[0] == pytest.approx(slope**2 * raw)


def test_nobody_and_everybody():
    found = proportion([0, 10], [10, 10])
    assert found.yi == pytest.approx([np.log(0.5 / 10.5), np.log(10.5 / 0.5)])
    assert np.isfinite(proportion([0, 10], [10, 10], transform="arcsine").yi).all()
    assert (proportion([0, 10], [10, 10], transform="raw").vi > 0).all()
    # An interval that leaves the range of the transform ends at 0 and 1.
    assert proportion([0], [10], transform="arcsine").back(-0.2) == 0


def test_fishers_z():
    found = correlation([0.5, -0.2], [28, 53])
    assert found.yi == pytest.approx([0.5493061443, -0.2027325541])
    assert found.vi == pytest.approx([1 / 25, 1 / 50])
    assert found.back(found.yi[0]) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: proportion([11], [10]), "events 11"),
        (lambda: proportion([1], [10], transform="probit"), "logit, arcsine"),
        (lambda: correlation([1.0], [10]), "correlation 1"),
        (lambda: correlation([0.1], [3]), "participants 3"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(AnalysisError, match=words):
        call()
