"""What a study's numbers must be, worked out from its files; what the results say otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from tests.generated.harm_rates import check_harm_rates
from tests.generated.models import check_differences
from tests.generated.raw import RawEndpoint, RawStudy
from tests.generated.rows import CLOSE, Row, compare, pick, place_of


def check_results(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Yield where estimates differ from what the files give.

    Parameters
    ----------
    study : RawStudy
        The files.
    rows : list of dict
        The estimates of ``results.json``.
    """
    yield from _check_people(study, rows)
    yield from _check_scores(study, rows)
    yield from _check_changes(study, rows)
    yield from _check_shares(study, rows)
    yield from check_differences(study, rows)
    yield from _check_harms(study, rows)
    yield from _check_adjusted(rows)
    yield from check_harm_rates(study, rows)
    yield from _check_finite(rows)


def _check_people(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check who was allocated, seen and analysed."""
    sizes = study.sizes
    for row in pick(rows, "n"):
        if not row["endpoint"] and row["arm"]:
            yield from compare(row, estimate=sizes[row["arm"]])
    for row in pick(rows, "stage"):
        stage, arm = row["subgroup"], row["arm"]
        if stage == "allocated":
            yield from compare(row, estimate=sizes[arm])
        elif stage in ("seen", "not seen"):
            seen = len(study.seen(row["endpoint"], arm, visit=row["visit"]))
            yield from compare(row, estimate=seen if stage == "seen" else sizes[arm] - seen)
        elif stage == "analysed" and row["done"] and row["done"]["participants"]:
            counts = {each["arm"]: each["n"] for each in row["done"]["participants"]}
            yield from compare(row, estimate=counts.get(arm, math.nan))


def _check_scores(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check n, mean, standard deviation and missing, and that none of them is left out."""
    said = set()
    for row in pick(rows, "n", "mean", "sd", "missing"):
        if row["endpoint"] not in study.endpoints:
            continue
        values = study.values(row["endpoint"], row["visit"], row["side"], row["arm"])
        said.add((row["quantity"], row["endpoint"], row["side"], row["visit"], row["arm"]))
        due = _count_due(study, row)
        wanted = {
            "n": len(values),
            "missing": due - len(values),
            "mean": values.mean(),
            "sd": values.std(ddof=1),
        }[row["quantity"]]
        yield from compare(row, estimate=wanted)
    if any(quantity == "mean" for quantity, *_ in said):
        keys = study.scores[["endpoint", "side", "visit", "arm"]].drop_duplicates()
        for key in keys.itertuples(index=False):
            if ("mean", *key) not in said and study.endpoints[key[0]].kind != "binary":
                yield f"no mean of {' '.join(key)}"


def _count_due(study: RawStudy, row: Row) -> int:
    """Count the participants of an arm; of one side those who ever have a score of it."""
    if not row["side"]:
        return study.sizes[row["arm"]]
    return len(study.seen(row["endpoint"], row["arm"], side=row["side"]))


def _pairs(study: RawStudy, row: Row) -> pd.DataFrame:
    """Return baseline and value of the participants of an arm with both."""
    values = study.values(row["endpoint"], row["visit"], row["side"], row["arm"])
    before = study.at(row["endpoint"], study.baseline or "", row["side"])["value"]
    return pd.DataFrame({"value": values, "baseline": before.reindex(values.index)}).dropna()


def _check_changes(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    for row in pick(rows, "change"):
        pairs = _pairs(study, row)
        change = (pairs["value"] - pairs["baseline"]).mean()
        yield from compare(row, estimate=change, n_arm=len(pairs))
        higher = study.endpoints[row["endpoint"]].higher
        better = {"better": 1, "worse": -1, "neither": 0}[higher] * np.sign(round(change, 9))
        wanted = {1: "improvement", -1: "worsening", 0: ""}[int(better)]
        if row["favours"] != wanted and abs(change) > CLOSE:
            yield f"{place_of(row)}: {row['favours']!r} of {change:.3g}, {higher} when higher"


def _check_shares(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    for row in pick(rows, "share"):
        if row["endpoint"] not in study.endpoints or row["comparator"]:
            continue
        if row["subgroup"] and row["subgroup"] != "yes":
            continue
        endpoint = study.endpoints[row["endpoint"]]
        if endpoint.kind == "binary":
            values = study.values(row["endpoint"], row["visit"], row["side"], row["arm"])
            yield from compare(row, estimate=(values == 1).mean(), n_arm=len(values))
        elif row["threshold"] is not None and not row["subgroup"]:
            yield from _check_reached(row, endpoint, _pairs(study, row))


def _check_reached(row: Row, endpoint: RawEndpoint, pairs: pd.DataFrame) -> Iterator[str]:
    if endpoint.threshold is None or endpoint.higher == "neither":
        yield f"{place_of(row)}: a share, but no important change is known"
        return
    size, unit = endpoint.threshold
    better = (pairs["value"] - pairs["baseline"]) * (1 if endpoint.higher == "better" else -1)
    needed = pd.Series(float(size), index=pairs.index)
    if unit == "percent of baseline":
        needed = size / 100 * pairs["baseline"].abs()
    enough = better >= needed - 1e-9 * (1 + pairs["baseline"].abs())
    reached = (enough & ((better > 0) | (unit != "percent of baseline"))).mean()
    yield from compare(row, threshold=size, estimate=reached, n_arm=len(pairs))


def _check_harms(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    if study.events is None:
        for row in pick(rows, "risk", "events", "risk difference"):
            yield f"{place_of(row)}: counted, but the study has no table of events"
        return
    after = study.events[~(pd.to_numeric(study.events["week"], errors="coerce") < 0)]
    kinds = {
        "any event": after["participant"] != "",
        "serious event": after["serious"] == "yes",
        "severe event": after["severity"] == "severe",
        "related event": after["related"] == "yes",
    }

    def share(row: Row, arm: str) -> float:
        is_kind = kinds["any event" if "serious" not in row["endpoint"] else "serious event"]
        if row["endpoint"] == "harms":
            is_kind = kinds[row["subgroup"]]
        else:
            is_kind = is_kind & (after["event"] == row["subgroup"])
        mine = after[is_kind & (after["arm"] == arm)]
        return float(mine["participant"].nunique() / study.sizes[arm])

    for row in pick(rows, "risk", "risk difference"):
        if row["endpoint"] == "harms" and row["subgroup"] not in kinds:
            continue
        if row["endpoint"] != "harms" and row["subgroup"] not in set(after["event"]):
            yield f"{place_of(row)}: no such event"
            continue
        wanted = share(row, row["arm"])
        if row["quantity"] == "risk difference":
            wanted -= share(row, row["comparator"])
        yield from compare(row, estimate=wanted)


def _check_adjusted(rows: list[Row]) -> Iterator[str]:
    """Check adjusted p values, of a generated graph only that none is below its own."""
    tested = pick(rows, "adjusted p value")
    place = ("endpoint", "visit", "arm", "comparator")
    for row in tested:
        differences = [other for other in rows if other["quantity"] == "difference"]
        own = [other for other in differences if all(other[key] == row[key] for key in place)]
        if own and own[0]["p_value"] != row["p_value"]:
            yield f"{place_of(row)}: not the p value of its difference, {own[0]['p_value']}"
    p_values = [1.0 if row["p_value"] is None else row["p_value"] for row in tested]
    ordered = sorted(p_values)
    for number, (row, p) in enumerate(zip(tested, p_values, strict=True)):
        smaller = [(len(ordered) - i) * q for i, q in enumerate(ordered) if q <= p]
        larger = [(len(ordered) - i) * q for i, q in enumerate(ordered) if q >= p]
        wanted = {
            "holm": min(1.0, max(smaller)),
            "hochberg": min(1.0, *larger),
            "fixed-sequence": max(p_values[: number + 1]),
            "graphical": max(p, row["estimate"]),
        }
        yield from compare(row, estimate=wanted[row["analysis"]])


def _check_finite(rows: list[Row]) -> Iterator[str]:
    """Check that an interval holds its estimate, and that neither is there without the other."""
    for row in rows:
        low, high, estimate = row["ci_low"], row["ci_high"], row["estimate"]
        if low is None or high is None:
            if row["se"] and row["quantity"] == "difference":
                yield f"{place_of(row)}: a standard error and no interval"
            continue
        if estimate is None:
            yield f"{place_of(row)}: an interval and no estimate"
        elif row["quantity"] not in ("chance range", "needed to treat"):
            slack = 1e-9 * max(1.0, abs(estimate))
            if not low - slack <= estimate <= high + slack:
                yield f"{place_of(row)}: {estimate} is outside {low} to {high}"
