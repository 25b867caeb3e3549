"""Subgroups of trials: an effect each, and one test of whether they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from outcomes.analysis.meta.checks import FloatArray, check_choice, read_effects
from outcomes.analysis.meta.design import read_groups
from outcomes.analysis.meta.mixed_fit import Interval, check_options, fit_mixed, make_interval
from outcomes.analysis.meta.pool import pool
from outcomes.analysis.meta.regress import Wald, wald_of, wald_test
from outcomes.errors import DesignError
from outcomes.overview import Overview

SPREADS = ("common", "separate")


@dataclass(frozen=True, eq=False, repr=False)
class Subgroups(Overview):
    """Effects of subgroups of trials.

    Attributes
    ----------
    effects : pandas.DataFrame
        One row a subgroup, in alphabetical order: subgroup, k, estimate, se, df (infinite: normal),
        ci_low, ci_high, tau2, pi_low, pi_high.
    test : Wald
        Whether the subgroups' effects differ. Only this test compares them; that one subgroup's
        interval excludes 0 and another's does not says nothing about a difference.
    spread : str
        ``common``: one tau2 for all; ``separate``: one a subgroup.
    """

    effects: pd.DataFrame
    test: Wald
    spread: str


def compare_subgroups(
    yi: ArrayLike,
    vi: ArrayLike,
    groups: ArrayLike,
    *,
    spread: str = "common",
    tau2: str = "REML",
    test: str = "knapp-hartung",
    level: float = 0.95,
) -> Subgroups:
    """Pool within subgroups of independent trials and test whether they differ.

    Parameters
    ----------
    yi, vi : array_like, shape (k,)
        Effects and sampling variances.
    groups : array_like of str, shape (k,)
        Subgroup of each trial; two or more different ones.
    spread : str
        ``common`` (default) estimates one tau2 over all trials, by a regression with a mean a
        subgroup: the better choice with few trials in a subgroup, and a subgroup may be a single
        trial. Intervals are t on k - (number of subgroups) with Knapp-Hartung. ``separate`` pools
        each subgroup by itself, and compares by chi-squared on (number of subgroups - 1).
    tau2, test, level
        As in `pool`.

    Raises
    ------
    DesignError
        For fewer than two subgroups, as many subgroups as trials, or a subgroup of one trial with
        ``separate``.

    Notes
    -----
    Borenstein M, Higgins JPT. Prev Sci 2013;14:134-143. The test with ``separate`` takes each
    subgroup's squared standard error as known, which is generous with few trials.
    """
    effects, variances = read_effects(yi, vi, at_least=3, what="a comparison of subgroups")
    check_choice("spread", spread, SPREADS)
    check_options(tau2, test, level)
    labels = read_groups("groups", groups, effects.size)
    names = sorted(set(labels))
    if len(names) < 2 or len(names) >= effects.size:
        raise DesignError(
            f"{len(names)} subgroups of {effects.size} trials: there must be two or more, and "
            "fewer than trials; check the column of subgroups"
        )
    member = np.array([[float(label == name) for name in names] for label in labels])
    if spread == "common":
        return _with_common_spread(effects, variances, member, names, tau2, test, level)
    return _with_separate_spread(effects, variances, member, names, tau2, test, level)


def _with_common_spread(
    yi: FloatArray,
    vi: FloatArray,
    member: FloatArray,
    names: list[str],
    tau2: str,
    test: str,
    level: float,
) -> Subgroups:
    fit = fit_mixed(yi, vi, member, tau2=tau2, test=test, level=level, profile=False)
    rows: list[dict[str, Any]] = []
    for place, name in enumerate(names):
        estimate, se = float(fit.coefficients[place]), float(fit.se[place])
        wide = float(np.sqrt(fit.heterogeneity.tau2 + se**2))
        pi = make_interval(estimate, wide, fit.df, level)
        rows.append(
            _row(
                name,
                int(member[:, place].sum()),
                estimate,
                se,
                fit.df,
                make_interval(estimate, se, fit.df, level),
                fit.heterogeneity.tau2,
                Interval(np.nan, np.nan) if tau2 == "EE" else pi,
            )
        )
    contrasts = np.column_stack([-np.ones(len(names) - 1), np.eye(len(names) - 1)])
    return Subgroups(pd.DataFrame(rows), wald_test(fit, contrasts), "common")


def _with_separate_spread(
    yi: FloatArray,
    vi: FloatArray,
    member: FloatArray,
    names: list[str],
    tau2: str,
    test: str,
    level: float,
) -> Subgroups:
    rows: list[dict[str, Any]] = []
    for place, name in enumerate(names):
        inside = member[:, place] == 1
        if inside.sum() < 2:
            raise DesignError(
                f"subgroup {name}: one trial has no spread of its own; use spread='common', or "
                "join subgroups"
            )
        one = pool(yi[inside], vi[inside], tau2=tau2, test=test, level=level)
        rows.append(_row(name, one.k, one.estimate, one.se, one.df, one.ci, one.tau2, one.pi))
    frame = pd.DataFrame(rows)
    contrasts = np.column_stack([-np.ones(len(names) - 1), np.eye(len(names) - 1)])
    covariance = contrasts @ np.diag(frame["se"].to_numpy() ** 2) @ contrasts.T
    comparison = wald_of(contrasts @ frame["estimate"].to_numpy(), covariance, np.inf)
    return Subgroups(frame, comparison, "separate")


def _row(
    name: str,
    k: int,
    estimate: float,
    se: float,
    df: float,
    ci: Interval,
    tau2: float,
    pi: Interval,
) -> dict[str, Any]:
    return {
        "subgroup": name,
        "k": k,
        "estimate": estimate,
        "se": se,
        "df": df,
        "ci_low": ci.low,
        "ci_high": ci.high,
        "tau2": tau2,
        "pi_low": pi.low,
        "pi_high": pi.high,
    }
