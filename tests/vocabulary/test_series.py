"""Published effects over time: one a week and line, pools at the target week of their window."""

from __future__ import annotations

import pytest

from outcomes.analysis.joint_evidence import DomainEvidence, gather_evidence
from outcomes.vocabulary.series import name_series
from tests.packs import PACK


@pytest.fixture(scope="module")
def knee() -> tuple[DomainEvidence, ...]:
    return gather_evidence(PACK, "knee")


def test_a_series_has_one_effect_a_week(knee: tuple[DomainEvidence, ...]) -> None:
    series = name_series(knee[0])
    assert not series.duplicated(["series", "week"]).any()
    assert "Rabago 2013, against saline" in set(series["series"])


def test_pools_stand_in_the_trajectory_at_their_windows_target(
    knee: tuple[DomainEvidence, ...],
) -> None:
    pain = knee[0]
    series = name_series(pain).set_index("series")
    (pool,) = [one for one in pain.pools if one.pooled is not None]
    own = series.loc["Pooled, against placebo injection in knee osteoarthritis"]
    assert own["yi"] == pool.pooled.estimate
    assert own["week"] == pool.window.target
    assert (own["ci_low"], own["ci_high"]) == tuple(pool.pooled.ci)
