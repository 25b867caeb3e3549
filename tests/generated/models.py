"""Differences between arms worked out again: of shares, by least squares, and who is in a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm

from tests.generated.raw import RawEndpoint, RawStudy
from tests.generated.rows import CLOSE, Row, compare, pick, place_of

SIDES = ("arm", "comparator")


def check_differences(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check differences of shares, those of models, who is in them, and whom they favour."""
    for row in pick(rows, "difference"):
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
            yield f"{place_of(row)}: a difference by {model!r}"
        yield from _check_participants(study, row)
        yield from _check_favours(row, endpoint)


def _check_risks(study: RawStudy, row: Row) -> Iterator[str]:
    place = (row["endpoint"], row["visit"], row["side"])
    ours, theirs = (study.values(*place, row[name]) for name in SIDES)
    wanted = (ours == 1).mean() - (theirs == 1).mean()
    yield from compare(row, estimate=wanted, n_arm=len(ours), n_comparator=len(theirs))


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
                f"{place_of(row)}: {count['n']} of {count['arm']} in the {row['done']['model']}, "
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
        yield f"{place_of(row)}: terms {sorted(there)}, left out {sorted(left_out)}"


def _check_favours(row: Row, endpoint: RawEndpoint) -> Iterator[str]:
    if abs(row["estimate"]) < CLOSE:
        return
    wanted = ""
    if endpoint.higher != "neither":
        is_better = (row["estimate"] > 0) == (endpoint.higher == "better")
        wanted = row["arm"] if is_better else row["comparator"]
    if row["favours"] not in (wanted, "") or (row["favours"] and not wanted):
        yield f"{place_of(row)}: favours {row['favours']!r}, the estimate is {row['estimate']:.3g}"


def _design(study: RawStudy, row: Row, visit: str) -> pd.DataFrame:
    """Return value, arm and the model's terms at a visit; covariates are known or filled in."""
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
        if is_number:
            known = pd.to_numeric(whole)
            column = pd.to_numeric(column, errors="coerce").fillna(known.sum() / len(known))
        table[f"covariate {name}"] = column if is_number else column.fillna("(blank)")
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
    yield from compare(row, n_arm=ours, n_comparator=theirs)


def _check_covariance(study: RawStudy, row: Row) -> Iterator[str]:
    table = _design(study, row, row["visit"])
    yield from _check_counts(row, table)
    fit, matrix = _fit(table)
    found = fit.t_test(_contrast(matrix, row))
    yield from compare(row, estimate=float(found.effect[0]))
    if row["se"] is not None:
        yield from compare(row, se=float(found.sd[0, 0]), df=fit.df_resid)


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
        yield from compare(row, estimate=float(found.effect[0]))
