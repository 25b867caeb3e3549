"""A small study built in memory, for the tests of the analyses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import pytest

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.study.plan import StudyFile
from outcomes.study.study import Study, StudyVisit

ROLES = {"active": "active", "saline": "placebo", "exercise": "control"}


def pain_endpoint(**changes: Any) -> Endpoint:
    """Pain from 0 to 100, higher worse; an improvement of 20 mm matters."""
    threshold = Threshold("minimal important change", 20, "mm", "example", "example", "assumed")
    fields: dict[str, Any] = {
        "name": "pain",
        "label": "Pain",
        "low": 0,
        "high": 100,
        "unit": "mm",
        "higher": "worse",
        "domain": "pain",
        "thresholds": (threshold,),
    }
    return Endpoint(**{**fields, **changes})


def build_study(
    scores: Sequence[tuple[str, str, str, float]],
    *,
    arms: Sequence[str] = ("active", "saline"),
    weeks: Mapping[str, float] | None = None,
    participants: pd.DataFrame | None = None,
    endpoint: Endpoint | None = None,
    covariates: Sequence[str] = (),
    sides: Sequence[str] | None = None,
    measure: Mapping[str, Any] | None = None,
    primary_visit: str = "week 12",
) -> Study:
    """Build a study of one endpoint from rows (participant, arm, visit, value).

    ``participants`` (``participant, arm`` and covariates) is made from the scores if absent;
    ``sides`` gives a side for each score.
    """
    endpoint = endpoint or pain_endpoint()
    weeks = weeks or {"baseline": 0, "week 12": 12}
    file = StudyFile.model_validate(
        {
            "id": "example",
            "title": "Example",
            "provenance": "collected",
            "design": "parallel" if len(arms) > 1 else "single-arm",
            "joint": "knee",
            "arms": {arm: {"label": arm.capitalize(), "role": ROLES[arm]} for arm in arms},
            "visits": [{"name": name, "week": week} for name, week in weeks.items()],
            "tables": {"scores": "scores.csv"},
            "measures": {endpoint.name: {"kind": endpoint.kind, **(measure or {})}},
            "plan": {
                "primary": {"endpoint": endpoint.name, "visit": primary_visit},
                "covariates": tuple(covariates),
            },
            "reports": ("treatment-effect",),
        }
    )
    columns = ["participant", "arm", "visit", "value"]
    table = pd.DataFrame(list(scores), columns=columns).assign(
        endpoint=endpoint.name, side=list(sides) if sides is not None else ""
    )
    table["value"] = table["value"].astype(float)
    table["week"] = table["visit"].map(dict(weeks)).astype(float)
    if participants is None:
        participants = table[["participant", "arm"]].drop_duplicates().reset_index(drop=True)
    return Study(
        file=file,
        visits=tuple(StudyVisit(name, float(week), name) for name, week in weeks.items()),
        endpoints={endpoint.name: endpoint},
        participants=participants,
        scores=table[["participant", "arm", "visit", "week", "endpoint", "value", "side"]],
        fingerprint="0" * 64,
    )


@pytest.fixture(name="make_study", scope="session")
def _make_study() -> Callable[..., Study]:
    return build_study


@pytest.fixture(name="make_pain", scope="session")
def _make_pain() -> Callable[..., Endpoint]:
    return pain_endpoint
