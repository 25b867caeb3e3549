"""The study file of a spec."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML

from tests.generated.missing import seen_of, unseen_at_end
from tests.generated.plan import (
    comparison_of,
    endpoints_of,
    has_baseline_column,
    method_of,
    primary_endpoint,
    primary_visit,
    visits_of,
)
from tests.generated.reporting import reporting_of, treatment_of
from tests.generated.spec import MeasureSpec, Spec

REPORTS = {
    "parallel": ("data-quality", "treatment-effect", "responders"),
    "single-arm": ("data-quality", "before-after"),
}
OF_EVIDENCE = ("evidence",)
"""Reports of studies that name published evidence."""
OWN_COLUMNS = {
    "participant": "Patient no.",
    "arm": "group",
    "visit": "Visit",
    "side": "Side",
    "measure": "what",
    "value": "result",
}
TERMS = {"bruising": [], "pain for a day": ["pain, for a day"], "fall": ["fall at home"]}
"""Of adverse events, with what the table calls them."""

MEANINGS = {
    "important": "minimal important change",
    "difference": "minimal important difference",
    "detectable": "minimal detectable change",
    "error": "measurement error",
}


def names_evidence(spec: Spec) -> bool:
    """Whether a study names a pack of evidence; open and published data here do not."""
    return spec.provenance in ("simulated", "collected")


def list_reports(spec: Spec) -> list[str]:
    """Return the reports that a study asks for."""
    return [*REPORTS[spec.design], *(OF_EVIDENCE if names_evidence(spec) else ())]


def columns_of(spec: Spec) -> dict[str, str]:
    """Return what the tables call the columns that every study has."""
    return OWN_COLUMNS if spec.own_columns else {name: name for name in OWN_COLUMNS}


def write_study_file(spec: Spec) -> str:
    """Return ``study.yaml``; a key whose value is the default is left out."""
    visits = visits_of(spec)[0 if spec.baseline == "visit" else 1 :]
    everything: dict[str, Any] = {
        "id": spec.id,
        "title": spec.title,
        "summary": spec.summary,
        "provenance": spec.provenance,
        "sources": _sources(spec),
        "evidence": "dextrose-prolotherapy" if names_evidence(spec) else None,
        "calibrated_to": ["rabago2013"] if spec.calibrated else None,
        "assumptions": [f"Assumption {number + 1}." for number in range(spec.assumptions)],
        "design": spec.design,
        "allocation": spec.allocation,
        "joint": spec.joint,
        "condition": spec.condition,
        "arms": {
            arm.name: _given(
                {
                    "label": arm.label,
                    "role": arm.role,
                    "code": arm.code,
                    "treatment": treatment_of(spec),
                }
            )
            for arm in spec.arms
        },
        "visits": [
            {"name": visit.name, spec.unit: visit.time}
            | ({"code": visit.code} if visit.code != visit.name else {})
            for visit in visits
        ],
        "tables": _tables(spec),
        "events": {"terms": TERMS} if spec.events else None,
        "columns": OWN_COLUMNS if spec.own_columns else None,
        "measures": {measure.name: _measure(spec, measure) for measure in spec.measures},
        "characteristics": characteristics_of(spec),
        "plan": _plan(spec),
        "reports": list_reports(spec),
        "flow": _flow(spec),
        "certainty": {
            domain: {
                "rating": "suspected" if domain == "publication-bias" else "serious",
                "reason": "Few and small trials; some were open.",
            }
            for domain in spec.certainty
        },
    }
    everything |= reporting_of(spec)
    text = io.StringIO()
    yaml = YAML()
    yaml.width = 1000
    yaml.dump(_plain(_given(everything)), text)
    return text.getvalue()


def _given(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value not in (None, [], {}, ())}


def _plain(part: Any) -> Any:
    """Return the part with nothing but what YAML knows."""
    if isinstance(part, dict):
        return {key: _plain(value) for key, value in part.items()}
    return [_plain(value) for value in part] if isinstance(part, list | tuple) else part


def _sources(spec: Spec) -> list[dict[str, str]]:
    count = spec.sources
    if spec.provenance == "published" or (spec.provenance == "simulated" and not spec.calibrated):
        count = max(count, 1)
    sources = [
        {"citation": "Doe J, Roe R. A small trial. 2020.", "url": "https://example.org/trial"},
        {"citation": "Trial protocol, version 3"},
    ]
    return sources[:count]


def _tables(spec: Spec) -> dict[str, Any]:
    scores: Any = "scores.csv"
    if spec.layout == "long":
        scores = {"file": "scores.csv", "layout": "long"}
    return _given(
        {
            "participants": "participants.csv" if spec.participants else None,
            "scores": scores,
            "events": "events.csv" if spec.events else None,
        }
    )


def _measure(spec: Spec, measure: MeasureSpec) -> dict[str, Any]:
    column = columns_of(spec)["side"]
    side: Any = {"column": column, "combine": measure.sides} if measure.sides else None
    if measure.sides == "mean":
        side = column
    parts: dict[str, Any] = {
        "label": measure.label,
        "side": side,
        "baseline": f"{measure.name}_at_start" if has_baseline_column(spec, measure) else None,
    }
    if measure.is_instrument:
        parts["instrument"] = measure.kind
        parts["items"] = f"{measure.name}_{{item}}" if measure.items else None
        return _given(parts)
    parts |= {"kind": measure.kind, "higher": measure.higher, "domain": measure.domain}
    if measure.kind != "binary":
        parts |= {
            "range": [measure.low, measure.high],
            "unit": measure.unit,
            "thresholds": [_threshold(measure, name) for name in measure.thresholds],
        }
    return _given(parts)


def _threshold(measure: MeasureSpec, name: str) -> dict[str, Any]:
    if name == "percent":
        return {"value": 20, "unit": "percent of baseline", "source": "Example 2021, abstract"}
    span = min(measure.high - measure.low, 2000)
    share = {"important": 0.1, "difference": 0.08, "detectable": 0.15, "error": 0.05}[name]
    return {
        "meaning": MEANINGS[name],
        "value": round(share * span, 2),
        "context": "adults in primary care, 12 weeks",
        "source": "Example 2020, Table 2",
        "evidence_level": "primary" if name == "important" else "secondary",
    }


def _plan(spec: Spec) -> dict[str, Any]:
    comparison = comparison_of(spec)
    endpoint = primary_endpoint(spec)
    others = [
        name for measure in spec.measures for name in endpoints_of(measure) if name != endpoint
    ]
    primary = {
        "endpoint": endpoint,
        "visit": visits_of(spec)[primary_visit(spec)].name,
        "comparison": list(comparison) if comparison else None,
        "method": method_of(spec),
    }
    return {"primary": _given(primary)} | _given(
        {
            "secondary": others[: spec.secondary],
            "covariates": list(spec.covariates),
            "population": spec.population,
            "intercurrent": dict(spec.intercurrent),
            "alpha": spec.alpha,
            "multiplicity": _multiplicity(spec, [endpoint, *others[: spec.secondary]]),
        }
    )


def _multiplicity(spec: Spec, planned: list[str]) -> Any:
    """Return the adjustment: of the endpoints that have a p value, listed where some have none."""
    if spec.multiplicity in (None, "none") or spec.design == "single-arm":
        return None
    visit = primary_visit(spec)
    tested = [
        name
        for number, measure in enumerate(spec.measures)
        if measure.kind != "binary" and measure.sides != "separate"
        if not measure.blank_items and seen_of(spec, number)[:, visit].any()
        for name in endpoints_of(measure)
    ]
    listed = [name for name in planned if name in tested]
    if not listed:
        return None
    more = {} if listed == planned else {"hypotheses": listed}
    if spec.multiplicity != "graphical":
        return {"method": spec.multiplicity, **more} if more else spec.multiplicity
    others = round(1 / max(len(listed) - 1, 1), 6) - 1e-6
    rows = [[0 if row == column else others for column in listed] for row in listed]
    weights = [1 / (2 * len(listed))] * len(listed)
    return {"method": "graphical", **more, "weights": weights, "transitions": rows}


def characteristics_of(spec: Spec) -> list[str]:
    """Return what is known of participants beside the covariates."""
    known = {"age", "sex", *spec.covariates} if spec.covariates else {"age"}
    return sorted(known - set(spec.covariates))


def _flow(spec: Spec) -> dict[str, Any]:
    flow: dict[str, Any] = {}
    if spec.flow in ("assessed", "all"):
        flow["assessed"] = spec.size + 10
        flow["excluded"] = {"declined": 7, "not eligible, of other reasons": 3}
    if spec.flow in ("received", "all", "zero"):
        none = spec.flow == "zero"
        flow["arms"] = {arm.name: {"received": 0 if none else arm.size} for arm in spec.arms}
    if spec.flow in ("lost", "all"):
        arms = flow.setdefault("arms", {})
        for arm, unseen in zip(spec.arms, unseen_at_end(spec), strict=True):
            arms.setdefault(arm.name, {})["lost"] = {"moved away": min(1, unseen)}
    return flow
