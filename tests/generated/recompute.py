"""What a study's numbers must be, worked out from its files; what the results say otherwise."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm

from tests.generated.raw import RawEndpoint, RawStudy

Row = dict[str, Any]
CLOSE = 1e-6
SIDES = ("arm", "comparator")


def read_rows(path: Path) -> list[Row]:
    """Read the estimates of a ``results.json``, each with what was done to make it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    rows: list[Row] = content["estimates"]
    for row in rows:
        row["done"] = None if row["done"] is None else content["done"][row["done"]]
    return rows


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
    yield from _check_differences(study, rows)
    yield from _check_harms(study, rows)
    yield from _check_finite(rows)


def _pick(rows: list[Row], *quantities: str) -> list[Row]:
    return [row for row in rows if row["quantity"] in quantities and row["estimate"] is not None]


def _place(row: Row) -> str:
    names = ("quantity", "endpoint", "side", "subgroup", "visit", "arm", "comparator")
    return " ".join(str(row[name]) for name in names if row[name])


def _differs(found: float | None, wanted: float) -> bool:
    if found is None:
        return not math.isnan(wanted)
    return not math.isclose(found, wanted, rel_tol=CLOSE, abs_tol=CLOSE)


def _compare(row: Row, **wanted: float) -> Iterator[str]:
    for name, value in wanted.items():
        if _differs(row[name], value):
            yield f"{_place(row)}: {name} is {row[name]}, recomputed {value:.6g}"


def _check_people(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check who was allocated, seen and analysed."""
    sizes = study.sizes
    for row in _pick(rows, "n"):
        if not row["endpoint"] and row["arm"]:
            yield from _compare(row, estimate=sizes[row["arm"]])
    for row in _pick(rows, "stage"):
        stage, arm = row["subgroup"], row["arm"]
        if stage == "allocated":
            yield from _compare(row, estimate=sizes[arm])
        elif stage in ("seen", "not seen"):
            seen = len(study.seen(row["endpoint"], arm, visit=row["visit"]))
            yield from _compare(row, estimate=seen if stage == "seen" else sizes[arm] - seen)
        elif stage == "analysed" and row["done"] and row["done"]["participants"]:
            counts = {each["arm"]: each["n"] for each in row["done"]["participants"]}
            yield from _compare(row, estimate=counts.get(arm, math.nan))


def _check_scores(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check n, mean, standard deviation and missing, and that none of them is left out."""
    said = set()
    for row in _pick(rows, "n", "mean", "sd", "missing"):
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
        yield from _compare(row, estimate=wanted)
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
    for row in _pick(rows, "change"):
        pairs = _pairs(study, row)
        change = (pairs["value"] - pairs["baseline"]).mean()
        yield from _compare(row, estimate=change, n_arm=len(pairs))
        higher = study.endpoints[row["endpoint"]].higher
        better = {"better": 1, "worse": -1, "neither": 0}[higher] * np.sign(round(change, 9))
        wanted = {1: "improvement", -1: "worsening", 0: ""}[int(better)]
        if row["favours"] != wanted and abs(change) > CLOSE:
            yield f"{_place(row)}: {row['favours']!r} of {change:.3g}, {higher} when higher"


def _check_shares(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    for row in _pick(rows, "share"):
        if row["endpoint"] not in study.endpoints or row["comparator"]:
            continue
        if row["subgroup"] and row["subgroup"] != "1":
            continue
        endpoint = study.endpoints[row["endpoint"]]
        if endpoint.kind == "binary":
            values = study.values(row["endpoint"], row["visit"], row["side"], row["arm"])
            yield from _compare(row, estimate=(values == 1).mean(), n_arm=len(values))
        elif row["threshold"] is not None and not row["subgroup"]:
            yield from _check_reached(row, endpoint, _pairs(study, row))


def _check_reached(row: Row, endpoint: RawEndpoint, pairs: pd.DataFrame) -> Iterator[str]:
    if endpoint.threshold is None or endpoint.higher == "neither":
        yield f"{_place(row)}: a share, but no important change is known"
        return
    size, unit = endpoint.threshold
    better = (pairs["value"] - pairs["baseline"]) * (1 if endpoint.higher == "better" else -1)
    needed = pd.Series(float(size), index=pairs.index)
    if unit == "percent of baseline":
        needed = size / 100 * pairs["baseline"].abs()
        if (pairs["baseline"] == 0).any():
            return  # what a percentage of nothing is can be argued about
    reached = (better >= needed - 1e-9 * (1 + pairs["baseline"].abs())).mean()
    yield from _compare(row, threshold=size, estimate=reached, n_arm=len(pairs))


def _check_differences(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check differences of shares, those of models, who is in them, and whom they favour."""
    for row in _pick(rows, "difference"):
        endpoint = study.endpoints.get(row["endpoint"])
        if endpoint is None:
            continue
        model = row["done"]["model"]
        if model == "risk difference":
            yield from _check_risks(study, row)
        elif model == "ancova":
            yield from _check_covariance(study, row)
        elif model == "mmrm":
            yield from _check_mixed(study, row)
        else:
            yield f"{_place(row)}: a difference by {model!r}"
        yield from _check_participants(study, row)
        yield from _check_favours(row, endpoint)


def _check_risks(study: RawStudy, row: Row) -> Iterator[str]:
    place = (row["endpoint"], row["visit"], row["side"])
    ours, theirs = (study.values(*place, row[name]) for name in SIDES)
    wanted = (ours == 1).mean() - (theirs == 1).mean()
    yield from _compare(row, estimate=wanted, n_arm=len(ours), n_comparator=len(theirs))


def participants_of(study: RawStudy, row: Row) -> dict[str, int]:
    """Count, by arm, who is in the analysis that made a row: by its visits and its terms."""
    people: set[str] = set()
    for visit in row["done"]["visits"] or (row["visit"],):
        people |= set(_design(study, row, visit).index)
    arm_of = dict(zip(study.people["participant"], study.people["arm"], strict=True))
    counts = Counter(arm_of[person] for person in people)
    return {arm: counts[arm] for arm in study.file["arms"]}


def _check_participants(study: RawStudy, row: Row) -> Iterator[str]:
    wanted = participants_of(study, row)
    for count in row["done"]["participants"]:
        if count["n"] != wanted[count["arm"]]:
            yield (
                f"{_place(row)}: {count['n']} of {count['arm']} in the {row['done']['model']}, "
                f"recomputed {wanted[count['arm']]}"
            )
    yield from _check_terms(study, row)


def _check_terms(study: RawStudy, row: Row) -> Iterator[str]:
    """Check that a term is in the model if the plan asks for it, or is said to be left out."""
    done = row["done"]
    if done["model"] == "risk difference":
        return
    left_out = {name for reason in done["terms_left_out"] for name in reason["columns"]}
    wanted = set(study.file["plan"].get("covariates", ()))
    if study.baseline is not None and len(study.at(row["endpoint"], study.baseline, row["side"])):
        wanted.add("baseline score")
    there = {*done["covariates"], *(["baseline score"] if done["baseline"] else [])}
    if wanted != there | (left_out & wanted) or there & left_out:
        yield f"{_place(row)}: terms {sorted(there)}, left out {sorted(left_out)}"


def _check_favours(row: Row, endpoint: RawEndpoint) -> Iterator[str]:
    if abs(row["estimate"]) < CLOSE:
        return
    wanted = ""
    if endpoint.higher != "neither":
        is_better = (row["estimate"] > 0) == (endpoint.higher == "better")
        wanted = row["arm"] if is_better else row["comparator"]
    if row["favours"] not in (wanted, "") or (row["favours"] and not wanted):
        yield f"{_place(row)}: favours {row['favours']!r}, the estimate is {row['estimate']:.3g}"


def _design(study: RawStudy, row: Row, visit: str) -> pd.DataFrame:
    """Return value, arm and the model's terms of the complete cases at a visit."""
    table = study.at(row["endpoint"], visit, row["side"]).copy()
    done = row["done"]
    if done["baseline"]:
        before = study.at(row["endpoint"], study.baseline or "", row["side"])["value"]
        table["baseline"] = before.reindex(table.index)
    people = study.people.set_index("participant")
    for name in done["covariates"]:
        column = people[name].reindex(table.index).replace("", np.nan)
        whole = people[name].replace("", np.nan).dropna()
        is_number = pd.to_numeric(whole, errors="coerce").notna().all()
        numbers = pd.to_numeric(column, errors="coerce")
        table[f"covariate {name}"] = numbers if is_number else column
    return table.dropna()


def _fit(table: pd.DataFrame) -> tuple[Any, pd.DataFrame]:
    """Fit the scores by ordinary least squares; columns that add nothing are harmless here."""
    covariates = table.drop(columns=["arm", "value"])
    arms = pd.get_dummies(table["arm"]).astype(float)
    matrix = arms
    if len(covariates.columns):
        others = pd.get_dummies(covariates, drop_first=True).astype(float)
        matrix = pd.concat([arms, others - others.mean()], axis=1)
    return sm.OLS(table["value"].to_numpy(), matrix.to_numpy()).fit(), matrix


def _contrast(matrix: pd.DataFrame, row: Row) -> np.ndarray:
    return np.array(
        [float(name == row["arm"]) - float(name == row["comparator"]) for name in matrix.columns]
    )


def _check_counts(row: Row, table: pd.DataFrame) -> Iterator[str]:
    counts = table["arm"].value_counts()
    ours, theirs = (int(counts.get(row[name], 0)) for name in SIDES)
    yield from _compare(row, n_arm=ours, n_comparator=theirs)


def _check_covariance(study: RawStudy, row: Row) -> Iterator[str]:
    table = _design(study, row, row["visit"])
    yield from _check_counts(row, table)
    fit, matrix = _fit(table)
    found = fit.t_test(_contrast(matrix, row))
    yield from _compare(row, estimate=float(found.effect[0]))
    if row["se"] is not None:
        yield from _compare(row, se=float(found.sd[0, 0]), df=fit.df_resid)


def _check_mixed(study: RawStudy, row: Row) -> Iterator[str]:
    """Check a mixed model's numbers at a visit, and its estimate where nothing is missing.

    With everybody seen at every visit, and no covariate but the baseline, each visit is fitted as
    if it stood alone.
    """
    table = _design(study, row, row["visit"])
    yield from _check_counts(row, table)
    done = row["done"]
    sizes = {len(_design(study, row, visit)) for visit in done["visits"]}
    whole = sizes == {sum(participants_of(study, row).values())}
    if whole and not done["covariates"] and done["covariance"] == "unstructured":
        fit, matrix = _fit(table)
        found = fit.t_test(_contrast(matrix, row))
        yield from _compare(row, estimate=float(found.effect[0]))


def _check_harms(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    if study.events is None:
        for row in _pick(rows, "risk", "events", "risk difference"):
            yield f"{_place(row)}: counted, but the study has no table of events"
        return
    after = study.events[~(pd.to_numeric(study.events["week"], errors="coerce") < 0)]
    kinds = {
        "any event": after["participant"] != "",
        "serious event": after["serious"] == "yes",
        "severe event": after["severity"] == "severe",
        "related event": after["related"] == "yes",
    }

    def share(row: Row, arm: str) -> float:
        is_kind = (
            kinds[row["subgroup"]]
            if row["endpoint"] == "harms"
            else after["event"] == row["subgroup"]
        )
        mine = after[is_kind & (after["arm"] == arm)]
        return float(mine["participant"].nunique() / study.sizes[arm])

    for row in _pick(rows, "risk", "risk difference"):
        if row["endpoint"] == "harms" and row["subgroup"] not in kinds:
            continue
        if row["endpoint"] != "harms" and row["subgroup"] not in set(after["event"]):
            continue
        wanted = share(row, row["arm"])
        if row["quantity"] == "risk difference":
            wanted -= share(row, row["comparator"])
        yield from _compare(row, estimate=wanted)


def _check_finite(rows: list[Row]) -> Iterator[str]:
    """Check that an interval holds its estimate, and that neither is there without the other."""
    for row in rows:
        low, high, estimate = row["ci_low"], row["ci_high"], row["estimate"]
        if low is None or high is None:
            if row["se"] and row["quantity"] == "difference":
                yield f"{_place(row)}: a standard error and no interval"
            continue
        if estimate is None:
            yield f"{_place(row)}: an interval and no estimate"
        elif row["quantity"] not in ("chance range",):
            slack = 1e-9 * max(1.0, abs(estimate))
            if not low - slack <= estimate <= high + slack:
                yield f"{_place(row)}: {estimate} is outside {low} to {high}"
