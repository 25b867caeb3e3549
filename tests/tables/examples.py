"""A small made-up study and its estimates, for tests of tables and sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.study.plan import StudyFile
from outcomes.study.study import Labels, Study, StudyVisit
from tests.packs import PACK

IMPORTANT = Threshold(
    "minimal important difference", 10, "points", "knee osteoarthritis", "Someone 2000", "primary"
)
CHANGE = Threshold(
    "minimal important change", 12, "points", "knee osteoarthritis", "Another 2001", "secondary"
)

ENDPOINTS = {
    "womac.pain": Endpoint(
        "womac.pain", "WOMAC pain", 0, 100, "points", "worse", "pain", thresholds=(IMPORTANT,)
    ),
    "flexion": Endpoint("flexion", "Knee flexion", 0, 160, "degrees", "better", "range of motion"),
    "steps": Endpoint("steps", "Steps a day", 0, float("inf"), "steps", "neither"),
    "effective": Endpoint(
        "effective", "Judged it effective", 0, 1, "yes or no", "better", "global", "binary"
    ),
    "grade": Endpoint("grade", "Pain grade", 0, 4, "grades", "worse", "pain", "ordinal"),
}

VISITS = (
    StudyVisit("baseline", 0, "week 0"),
    StudyVisit("week 12", 12, "week 12"),
    StudyVisit("week 52", 52, "week 52"),
)

ARMS = {
    "dextrose": {"label": "Dextrose", "role": "active"},
    "saline": {"label": "Saline injection", "role": "placebo"},
    "exercise": {"label": "Home exercise", "role": "control"},
}

ANCOVA = AnalysisRecord(
    "ancova",
    baseline=True,
    visits=("week 52",),
    estimator="ols",
    standard_error="model-based",
    degrees_of_freedom="residual",
)
MMRM = AnalysisRecord(
    "mmrm",
    baseline=True,
    visits=("week 12", "week 52"),
    estimator="reml",
    covariance="unstructured",
    standard_error="kenward-roger",
    degrees_of_freedom="kenward-roger",
)


def make_file(**changes: Any) -> StudyFile:
    """Return a study file; keyword arguments replace parts of it."""
    content: dict[str, Any] = {
        "id": "knee-example",
        "title": "Dextrose against saline (simulated)",
        "provenance": "simulated",
        "sources": [{"citation": "Rabago D. Ann Fam Med 2013", "doi": "10.1370/afm.1504"}],
        "evidence": PACK.name,
        "calibrated_to": ["rabago2013"],
        "assumptions": ["The correlation between visits is assumed to be 0.6."],
        "design": "parallel",
        "joint": "knee",
        "condition": "knee osteoarthritis",
        "arms": ARMS,
        "visits": [{"name": "baseline", "week": 0}]
        + [{"name": f"week {week}", "week": week} for week in (12, 52)],
        "tables": {"scores": "scores.csv"},
        "measures": {
            "womac": {"instrument": "womac-vas", "items": "womac_{item}"},
            "flexion": {"instrument": "knee-flexion", "column": "flexion"},
        },
        "plan": {
            "primary": {
                "endpoint": "womac.pain",
                "visit": "week 52",
                "comparison": ["dextrose", "saline"],
                "method": "ancova",
            },
            "secondary": ["flexion"],
            "intercurrent": {"surgery": "treatment-policy", "rescue": "treatment-policy"},
        },
        "reports": ["data-quality", "treatment-effect"],
    }
    return StudyFile.model_validate({**content, **changes})


def make_study(**changes: Any) -> Study:
    """Return a study of 30, 29 and 31 participants without a score."""
    file = make_file(**changes)
    sizes = dict(zip(file.arms, (30, 29, 31), strict=False))
    people = [(f"{arm}-{i}", arm) for arm, size in sizes.items() for i in range(size)]
    columns = ["participant", "arm", "visit", "week", "endpoint", "value", "side"]
    return Study(
        file=file,
        visits=VISITS,
        endpoints=ENDPOINTS,
        participants=pd.DataFrame(people, columns=["participant", "arm"]),
        scores=pd.DataFrame(columns=columns),
        fingerprint="",
        evidence=PACK if file.evidence else None,
    )


def make_labels() -> Labels:
    """Return the names of `make_study`."""
    return make_study().labels


def difference(
    estimate: float = -7.7,
    ci_low: float = -15.3,
    ci_high: float = -0.2,
    *,
    endpoint: str = "womac.pain",
    visit: str = "week 52",
    **more: Any,
) -> dict[str, Any]:
    """Return one difference row, by default one that favours dextrose."""
    known = ENDPOINTS[endpoint]
    gain = known.improvement(estimate)
    sides = {True: "dextrose", False: more.get("comparator", "saline")}
    favours = "" if known.higher == "neither" or not gain or gain != gain else sides[gain > 0]
    return {
        "endpoint": endpoint,
        "visit": visit,
        "week": 52,
        "arm": "dextrose",
        "comparator": "saline",
        "quantity": "difference",
        "estimate": estimate,
        "ci_low": ci_low,
        "ci_high": ci_high,
        "level": 0.95,
        "distribution": "t",
        "df": 50,
        "p_value": 0.045,
        "n_arm": 28,
        "n_comparator": 25,
        "unit": known.unit,
        "favours": favours,
        "analysis": "ANCOVA, complete cases",
        "done": None if estimate != estimate else ANCOVA,
        **more,
    }


def adjusted_p_value(
    endpoint: str, p_value: float, estimate: float, *, method: str = "holm", **more: Any
) -> dict[str, Any]:
    """Return one hypothesis of a plan whose alpha is 0.05."""
    return {
        "endpoint": endpoint,
        "visit": "week 52",
        "arm": "dextrose",
        "comparator": "saline",
        "quantity": "adjusted p value",
        "estimate": estimate,
        "threshold": 0.05,
        "p_value": p_value,
        "analysis": method,
        **more,
    }


def change(arm: str, estimate: float, half: float, **more: Any) -> dict[str, Any]:
    """Return one row of change within an arm."""
    endpoint = ENDPOINTS[more.get("endpoint", "womac.pain")]
    gain = endpoint.improvement(estimate)
    return {
        "endpoint": "womac.pain",
        "visit": "week 52",
        "week": 52,
        "arm": arm,
        "quantity": "change",
        "estimate": estimate,
        "ci_low": estimate - half,
        "ci_high": estimate + half,
        "level": 0.95,
        "distribution": "t",
        "df": 24,
        "n_arm": 25,
        "unit": "points",
        "favours": "improvement" if gain > 0 else "worsening" if gain < 0 else "",
        "analysis": "change, observed pairs",
        "done": AnalysisRecord("change", visits=("week 52",)),
        **more,
    }


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return an estimates frame."""
    return make_estimates(rows)
