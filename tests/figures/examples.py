"""Made-up trials of any size for drawing; the numbers follow a formula, so tests can say them."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from outcomes.analysis.response_definitions import list_definitions
from outcomes.analysis.responses import NON_RESPONSE
from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.study.plan import Arm
from outcomes.study.study import Labels, StudyVisit

WEEKS = (0.0, 5.0, 9.0, 12.0, 24.0, 52.0)
IMPORTANT = Threshold(
    "minimal important change", 12.0, "points", "knee osteoarthritis", "a source", "secondary"
)
ERROR = Threshold("measurement error", 5.0, "degrees", "goniometer", "a source", "secondary")
PAIN = Endpoint("pain", "WOMAC pain", 0, 100, "points", "worse", "pain", "continuous", (IMPORTANT,))
FLEXION = Endpoint(
    "flexion",
    "Knee flexion",
    0,
    150,
    "degrees",
    "better",
    "range of motion",
    "continuous",
    (ERROR,),
)
THREE_ARMS = ("Dextrose", "Saline injection", "Home exercise")
HOSTILE = (
    "<script>alert(1)</script> & $x^2$ \"quoted\" 'single' \\frac{1}{2} {} %s",
    "Usual care with a very long name that goes on and on, and is written out in full by somebody",
    "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverordnung",
    "\u6cd5 \u4e2d\u6587\u540d\u79f0 \U0001f600 \u0000\u0007",
    "]]> --> &amp; </text></svg>",
    "Arm six",
)


def make_labels(
    arms: tuple[str, ...] = THREE_ARMS,
    weeks: tuple[float, ...] = WEEKS,
    endpoints: tuple[Endpoint, ...] = (PAIN, FLEXION),
) -> Labels:
    """Arms ``arm1`` (active), ``arm2`` (placebo), ``arm3`` (control) ..."""
    roles = ["active", "placebo", *["control"] * len(arms)]
    return Labels(
        {
            f"arm{number}": Arm.model_validate({"label": label, "role": role})
            for number, (label, role) in enumerate(zip(arms, roles, strict=False), start=1)
        },
        tuple(
            StudyVisit(f"week {week:g}" if week else "baseline", week, f"week {week:g}")
            for week in weeks
        ),
        {endpoint.name: endpoint for endpoint in endpoints},
    )


def mean_of(arm: int, visit: int) -> float:
    """Return the mean of the arm (from 1) at the visit (from 0): 50 falling by arm and visit."""
    return 50.0 + arm - 2.5 * visit / arm


def make_rows(labels: Labels, sides: tuple[str, ...] = ("",)) -> pd.DataFrame:
    """Return all that figures draw; half-widths are 6 (means), 5 (changes), 4 (differences)."""
    rows: list[dict[str, Any]] = [
        {"arm": arm, "quantity": "n", "estimate": 30} for arm in labels.arms
    ]
    rows += _stages(labels) + _shifted(labels) + _harms(labels)
    for endpoint in labels.endpoints:
        for side in sides:
            for visit_number, visit in enumerate(labels.visits):
                for number, arm in enumerate(labels.arms, start=1):
                    shared = {
                        "endpoint": endpoint,
                        "side": side,
                        "visit": visit.name,
                        "week": visit.week,
                        "arm": arm,
                        "level": 0.95,
                        "distribution": "t",
                        "df": 26.0,
                        "n_arm": 30 - visit_number,
                    }
                    rows += _rows_of_arm(shared, labels, number, visit_number)
                    if visit is labels.visits[-1] and visit.week:
                        rows += _accumulated(shared, number)
                        rows += _accumulated_apart(shared, number)
                        rows += _responded_apart(shared, number, labels)
                    if visit is labels.visits[-1] and endpoint == next(iter(labels.endpoints)):
                        rows += _by_way(shared, number) + _residuals(shared, number)
    return make_estimates(rows)


def _by_way(shared: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The first arm minus another in two subgroups and three ways; half-widths are 4."""
    if number == 1:
        return []
    about = {**shared, "arm": "arm1", "comparator": shared["arm"], "n_comparator": 24}
    ways = {"mmrm": "mmrm", "ancova": "ancova", "change": "change"}
    levels = [
        {
            **_with_interval(about, "subgroup difference", -4.0 + place + number, 4.0),
            "subgroup": f"sex: {level}",
        }
        for place, level in enumerate(("female", "male"))
    ]
    return levels + [
        {
            **_with_interval(about, "difference by way", -5.0 - place / 2 + number, 4.0),
            "subgroup": way,
            "done": AnalysisRecord(model),
        }
        for place, (way, model) in enumerate(ways.items())
    ]


def _residuals(shared: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Seven residuals an arm on a line, their SD 10 and more."""
    place = {key: shared[key] for key in ("endpoint", "side", "visit", "week", "arm", "n_arm")}
    sd = 10.0 + number
    return [
        {**place, "quantity": "residual sd", "estimate": sd},
        *(
            {
                **place,
                "quantity": "residual quantile",
                "threshold": at / 2,
                "estimate": sd * at / 2 + (at == 3),
            }
            for at in range(-3, 4)
        ),
    ]


def _accumulated(shared: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Shares that improved by at least 4 sizes; half-widths are 0.1."""
    sizes = ((-10.5 + number, 1.0), (2.5, 0.7), (12.0, 0.6 - number / 10), (30.0 + number, 0.1))
    about = {**shared, "n_arm": 25, "distribution": "wilson", "df": math.nan}
    return [
        {
            **_with_interval(about, "cumulative share", share, 0.1),
            "ci_high": min(share + 0.1, 1.0),
            "ci_low": max(share - 0.1, 0.0),
            "threshold": size,
        }
        for size, share in sizes
    ]


def _responded_apart(shared: dict[str, Any], number: int, labels: Labels) -> list[dict[str, Any]]:
    """Differences of the first arm from another in responders; half-widths are 0.2."""
    about = _accumulated_apart(shared, number)[:1]
    return [
        {
            **row,
            "quantity": "response difference",
            "subgroup": definition.key,
            "analysis": NON_RESPONSE,
        }
        for row in about
        for definition in list_definitions(labels.endpoints[shared["endpoint"]])
    ]


def _accumulated_apart(shared: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Differences of the first arm from another in these shares at 2 sizes; half-widths are 0.2."""
    if number == 1:
        return []
    about = {
        **shared,
        "arm": "arm1",
        "comparator": shared["arm"],
        "n_arm": 25,
        "n_comparator": 24,
        "distribution": "newcombe",
        "df": math.nan,
        "unit": "share",
    }
    return [
        {
            **_with_interval(about, "cumulative difference", (number - 1) / 10, 0.2),
            "threshold": size,
        }
        for size in (6.0, 12.0)
    ]


def _harms(labels: Labels) -> list[dict[str, Any]]:
    """Three events in 6, 3 and 0 of 30 of the first arm and one fewer in each further one."""
    rows: list[dict[str, Any]] = []
    for name, most in (("bruising", 6), ("pain, for longer than a day or two", 3), ("fever", 0)):
        place = {"endpoint": "harms by event", "subgroup": name, "level": 0.95, "unit": "share"}
        counts = {arm: max(most - number, 0) for number, arm in enumerate(labels.arms)}
        for arm, count in counts.items():
            shared = {**place, "arm": arm, "n_arm": 30, "distribution": "clopper-pearson"}
            rows.append({**_with_interval(shared, "risk", count / 30, 0.1), "ci_low": 0.0})
        for other in list(counts)[1:]:
            apart = (most - counts[other]) / 30
            shared = {**place, "arm": "arm1", "comparator": other, "distribution": "newcombe"}
            shared |= {"n_arm": 30, "n_comparator": 30}
            rows.append(_with_interval(shared, "risk difference", apart, 0.15))
    return rows


def _stages(labels: Labels) -> list[dict[str, Any]]:
    """90 assessed of whom an unknown number were excluded; 25 of 30 seen at the last visit."""
    last = labels.visits[-1]
    place = {"endpoint": next(iter(labels.endpoints)), "visit": last.name, "week": last.week}
    rows: list[dict[str, Any]] = [
        {"subgroup": "assessed for eligibility", "estimate": 120},
        {"subgroup": "excluded"},
        {"subgroup": "randomised", "estimate": 30 * len(labels.arms)},
    ]
    for arm in labels.arms:
        rows += [
            {"arm": arm, "subgroup": "allocated", "estimate": 30},
            {"arm": arm, "subgroup": "received the allocated treatment"},
            {"arm": arm, "subgroup": "seen", **place, "estimate": 25},
            {"arm": arm, "subgroup": "not seen", **place, "estimate": 5},
            {"arm": arm, "subgroup": "last seen", "estimate": 5},
            {"arm": arm, "subgroup": "analysed", **place, "estimate": 24},
        ]
    return [{**row, "quantity": "stage"} for row in rows]


def _shifted(labels: Labels) -> list[dict[str, Any]]:
    """Differences of -5 without shifts, moved by a tenth of them; half-widths are 5.5."""
    if len(labels.arms) < 2:
        return []
    last = labels.visits[-1]
    shared = {
        "endpoint": next(iter(labels.endpoints)),
        "visit": last.name,
        "week": last.week,
        "arm": "arm1",
        "comparator": "arm2",
        "level": 0.95,
        "distribution": "t",
        "df": 58.0,
        "n_arm": 30,
        "n_comparator": 29,
        "done": AnalysisRecord("ancova", visits=(last.name,), standard_error="jackknife"),
    }
    rows = []
    for other in range(-30, 31, 10):
        for shift in range(-30, 31, 10):
            estimate = -5 + (shift - other) / 10
            row = _with_interval(shared, "shifted difference", estimate, 5.5)
            favours = "arm1" if estimate < 0 else "arm2" if estimate > 0 else ""
            rows.append({**row, "threshold": shift, "threshold2": other, "favours": favours})
    return rows


def _rows_of_arm(
    shared: dict[str, Any], labels: Labels, number: int, visit: int
) -> list[dict[str, Any]]:
    mean = mean_of(number, visit)
    rows = [
        {**shared, "quantity": "n", "estimate": 30 - visit},
        {**shared, "quantity": "missing", "estimate": visit},
        _with_interval(shared, "mean", mean, 6.0),
        _with_interval(shared, "adjusted mean", mean + 1, 6.0),
    ]
    if shared["week"] == 0:
        return rows
    change = mean - mean_of(number, 0)
    rows.append({**_with_interval(shared, "change", change, 5.0), "favours": "improvement"})
    share = {**_with_interval(shared, "share", 0.5, 0.2), "threshold": 12.0, "df": math.nan}
    rows.append({**share, "distribution": "wilson"})
    if number == 1:
        for other, comparator in enumerate(labels.arms, start=1):
            if other > 1:
                row = _with_interval(shared, "difference", mean - mean_of(other, visit), 4.0)
                rows.append(
                    {**row, "comparator": comparator, "n_comparator": 29, "favours": "arm1"}
                )
    return rows


def _with_interval(
    shared: dict[str, Any], quantity: str, estimate: float, half_width: float
) -> dict[str, Any]:
    return {
        **shared,
        "quantity": quantity,
        "estimate": estimate,
        "ci_low": estimate - half_width,
        "ci_high": estimate + half_width,
    }
