"""A study's placebo arm beside published changes with placebo or no treatment, on one scale.

Everything is turned so that improvement is above 0, and put on points of 100. Nothing is pooled:
reviews share trials with one another and with the trials beside them. Method note:
``docs/methods/placebo-changes.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from outcomes.analysis.meta.mixed_fit import make_interval
from outcomes.analysis.points_of_100 import (
    UNIT,
    Row,
    find_factor,
    find_factor_of,
    list_baselines,
    pool_spread,
    scale_change,
)
from outcomes.estimates import make_estimates
from outcomes.evidence import Pack, list_placebo_responses, list_published
from outcomes.evidence.placebo_response import CHANGES, STANDARDISED_CHANGE
from outcomes.evidence.relevance import is_withheld, same_condition
from outcomes.evidence.schema import PRINTED_LEVEL, SIGN
from outcomes.overview import Overview
from outcomes.study.study import Study


@dataclass(frozen=True, eq=False, repr=False)
class PlaceboChanges(Overview):
    """What changed with placebo, or without treatment, by domain.

    Attributes
    ----------
    pack : Pack
        The evidence.
    rows : pandas.DataFrame
        One change each: ``domain``; ``kind`` (``study``, ``trial`` or ``review``); ``group`` (of a
        review one of `outcomes.evidence.placebo_response.GROUPS`, else ``placebo``); ``name`` (the
        arm, or the source as readers know it), ``given``, ``outcome``, ``when``, ``n``,
        ``studies``; ``change``, ``ci_low``, ``ci_high`` (points of 100, above 0 better), ``level``,
        ``distribution``, ``df``; ``printed`` with its ``unit`` and its scale from ``scale_low`` to
        ``scale_high``; ``spread`` (the standard deviation that it was multiplied by, else NaN);
        ``citation``, ``notes``.
    quoted : tuple of mapping
        Rows of the table of placebo responses that cannot stand on this scale.
    withheld : tuple of mapping
        Designs of trials with a placebo arm whose numbers are set beside no study, with the reason.
    spread_from : tuple of str
        Citations of the baseline scores behind the spreads.
    """

    pack: Pack = field(repr=False)
    rows: pd.DataFrame
    quoted: tuple[Row, ...]
    withheld: tuple[Row, ...]
    spread_from: tuple[str, ...]


def gather_placebo_changes(
    study: Study, estimates: pd.DataFrame | None, level: float = 0.95
) -> PlaceboChanges | None:
    """Set the change in a study's placebo arm beside those of trials and reviews.

    Parameters
    ----------
    study : Study
        Its joint, condition, scales and roles of arms are read.
    estimates : pandas.DataFrame or None
        With the ``change`` rows of its own arms; None where no report made them.
    level : float
        Confidence level of the trials' intervals; those of reviews are 95 %, as printed.

    Returns
    -------
    PlaceboChanges or None
        The primary endpoint's domain first. None where no arm is given placebo, or the study's
        evidence has no review of placebo arms that can stand on the scale.
    """
    pack = study.evidence
    if pack is None or not any(arm.role == "placebo" for arm in study.treatments.values()):
        return None
    responses = list_placebo_responses(pack, study.file.joint, study.file.condition)
    domains = _order_domains(study)
    every = [row for domain in domains for row in _list_trial_rows(pack, study, domain)]
    trials = [row for row in every if not is_withheld(pack, row["trial"])]
    withheld = [row for row in every if is_withheld(pack, row["trial"])]
    spreads = {domain: pool_spread(trials, domain) for domain in domains}
    placed = [row for row in responses if _can_be_placed(row, spreads)]
    if not placed:
        return None
    week = _find_week(study)
    published = [
        *(_from_trial(pack, row, level) for row in _nearest(_list_arms(trials), week)),
        *(_from_review(pack, row, spreads[row["domain"]]) for row in placed),
    ]
    known = {row["domain"] for row in published}
    own = (row for row in _own(study, estimates) if row["domain"] in known)
    rows = pd.DataFrame([*own, *published])
    rows = rows.sort_values("domain", key=lambda of: of.map(domains.index), kind="stable")
    used = {row["domain"] for row in placed if row["statistic"] == STANDARDISED_CHANGE}
    baselines = (row for row in list_baselines(trials) if row["endpoint_domain"] in used)
    doubted = dict.fromkeys(row["trial"] for row in _list_arms(withheld))
    return PlaceboChanges(
        pack,
        rows.reset_index(drop=True),
        tuple(row for row in responses if row not in placed),
        tuple(pack.trials[trial] for trial in doubted),
        tuple(dict.fromkeys(row["citation"] for row in baselines)),
    )


def list_placebo_citations(changes: PlaceboChanges | None) -> list[str]:
    """Return the keys of every citation behind the changes and what is quoted beside them."""
    if changes is None:
        return []
    shown = [key for key in changes.rows["citation"] if key]
    others = [row["citation"] for row in (*changes.quoted, *changes.withheld)]
    return list(dict.fromkeys([*shown, *others, *changes.spread_from]))


def tabulate_placebo_changes(changes: PlaceboChanges) -> pd.DataFrame:
    """Return the published changes as an estimates frame, for ``results.json``.

    The source stands under ``subgroup``, the domain under ``endpoint``, what was given under
    ``arm``. The study's own changes are results of its own report. The standard deviations that
    changes were multiplied by come last.
    """
    published = changes.rows[changes.rows["kind"] != "study"].to_dict("records")
    rows = [
        {
            "endpoint": row["domain"],
            "subgroup": row["citation"],
            "visit": row["when"],
            "arm": row["given"],
            "quantity": "change",
            "estimate": row["change"],
            "ci_low": row["ci_low"],
            "ci_high": row["ci_high"],
            "level": row["level"],
            "distribution": row["distribution"],
            "n_arm": row["n"],
            "unit": UNIT,
            "analysis": f"published {row['kind']}",
        }
        for row in published
    ]
    spreads = {row["domain"]: row["spread"] for row in published if row["spread"] > 0}
    rows += [
        {"endpoint": domain, "quantity": "sd", "estimate": spread, "unit": UNIT}
        for domain, spread in spreads.items()
    ]
    return make_estimates(rows)


def _can_be_placed(row: Row, spreads: Mapping[str, float]) -> bool:
    """Whether a row is a change in a domain of the study that can be put into points of 100."""
    if row["domain"] not in spreads or row["statistic"] not in CHANGES:
        return False
    return row["statistic"] != STANDARDISED_CHANGE or not math.isnan(spreads[row["domain"]])


def _list_declared(study: Study) -> tuple[str, ...]:
    """Return the endpoints that the plan names, the primary one first."""
    plan = study.file.plan
    return (plan.primary.endpoint, *plan.secondary)


def _order_domains(study: Study) -> list[str]:
    return list(dict.fromkeys(study.endpoints[name].domain for name in _list_declared(study)))


def _find_week(study: Study) -> float:
    name = study.file.plan.primary.visit
    return next((visit.week for visit in study.visits if visit.name == name), math.nan)


def _own(study: Study, estimates: pd.DataFrame | None) -> Iterator[dict[str, Any]]:
    """Yield the changes of the study's placebo arms at the primary visit, of declared endpoints."""
    if estimates is None:
        return
    declared = _list_declared(study)
    shown = estimates[
        (estimates["quantity"] == "change")
        & (estimates["visit"] == study.file.plan.primary.visit)
        & (estimates["subgroup"] == "")
        & estimates["endpoint"].isin(declared)
        & estimates["estimate"].notna()
    ].sort_values("endpoint", key=lambda of: of.map(declared.index), kind="stable")
    for row in shown.to_dict("records"):
        endpoint, arm = study.endpoints[row["endpoint"]], study.treatments.get(row["arm"])
        if arm is None or arm.role != "placebo":
            continue
        factor = find_factor(endpoint.higher, endpoint.low, endpoint.high)
        if factor != factor:
            continue
        yield {
            **scale_change(row["estimate"], row["ci_low"], row["ci_high"], factor),
            "domain": endpoint.domain,
            "kind": "study",
            "group": "placebo",
            "name": row["arm"],
            "given": arm.label,
            "outcome": " ".join(filter(None, (endpoint.label, row["side"]))),
            "when": row["visit"],
            "n": row["n_arm"],
            "studies": math.nan,
            "level": row["level"],
            "distribution": row["distribution"],
            "df": row["df"],
            "printed": row["estimate"],
            "unit": endpoint.unit,
            "scale_low": endpoint.low,
            "scale_high": endpoint.high,
            "spread": math.nan,
            "citation": "",
            "notes": "",
        }


def _list_trial_rows(pack: Pack, study: Study, domain: str) -> list[Row]:
    joint, condition = study.file.joint, study.file.condition
    return [
        row
        for row in list_published(pack, joint, domain)
        if same_condition(pack, row["trial"], row["condition"], condition, joint)
    ]


def _list_arms(rows: Sequence[Row]) -> list[Row]:
    """Return the changes from baseline of placebo arms on a scale with two ends."""
    return [
        row
        for row in rows
        if row["arm_role"] == "placebo"
        and row["statistic"] == "change"
        and not math.isnan(find_factor_of(row))
    ]


def _nearest(rows: Sequence[Row], week: float) -> list[Row]:
    """Return of each trial, arm and outcome the row nearest to a week, the later of two alike."""
    best: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = (row["trial"], row["arm"], row["outcome"])
        if key not in best or _away(row, week) < _away(best[key], week):
            best[key] = row
    return list(best.values())


def _away(row: Row, week: float) -> tuple[float, float]:
    known = row["week"] == row["week"]
    return (abs(row["week"] - week) if known else math.inf, -row["week"] if known else 0.0)


def _from_trial(pack: Pack, row: Row, level: float) -> dict[str, Any]:
    low, high, distribution = row["ci_low"], row["ci_high"], ""
    if row["se"] == row["se"]:
        low, high = make_interval(row["value"], row["se"], math.inf, level)
        distribution = "normal"
    return {
        **scale_change(row["value"], low, high, find_factor_of(row)),
        "domain": row["endpoint_domain"],
        "kind": "trial",
        "group": "placebo",
        "name": pack.name_citation(row["trial"]),
        "given": row["arm"],
        "outcome": row["outcome"],
        "when": f"week {row['week']:g}" if row["week"] == row["week"] else "",
        "n": row["n"],
        "studies": math.nan,
        "level": level if distribution else PRINTED_LEVEL,
        "distribution": distribution,
        "df": math.nan,
        "printed": row["value"],
        "unit": row["unit"],
        "scale_low": row["scale_low"],
        "scale_high": row["scale_high"],
        "spread": math.nan,
        "citation": row["citation"],
        "notes": row["notes"],
    }


def _from_review(pack: Pack, row: Row, spread: float) -> dict[str, Any]:
    standardised = row["statistic"] == STANDARDISED_CHANGE
    factor = SIGN[row["higher"]] * spread if standardised else find_factor_of(row)
    return {
        **scale_change(row["value"], row["ci_low"], row["ci_high"], factor),
        "domain": row["domain"],
        "kind": "review",
        "group": row["group"],
        "name": pack.name_citation(row["citation"]),
        "given": row["given"],
        "outcome": row["outcome"],
        "when": row["week"],
        "n": row["participants"],
        "studies": row["studies"],
        "level": PRINTED_LEVEL,
        "distribution": "",
        "df": math.nan,
        "printed": row["value"],
        "unit": row["unit"],
        "scale_low": row["scale_low"],
        "scale_high": row["scale_high"],
        "spread": spread if standardised else math.nan,
        "citation": row["citation"],
        "notes": row["notes"],
    }
