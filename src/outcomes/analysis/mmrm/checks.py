"""What the data must hold before a model is fitted, said in the words of the data."""

from __future__ import annotations

import numpy as np
import pandas as pd

from outcomes.analysis.mmrm.cross_products import CrossProducts
from outcomes.analysis.mmrm.factors import Array, is_categorical
from outcomes.analysis.mmrm.problem import Problem, require_full_rank
from outcomes.analysis.mmrm.structures import IN_ORDER
from outcomes.analysis_record import Reason
from outcomes.errors import ConvergenceError, DesignError

NO_SPREAD = 1e-12


def check_order(data: pd.DataFrame, visit: str, covariance: str | None = None) -> None:
    """Refuse visits whose order is not known, where it matters.

    Parameters
    ----------
    data : pandas.DataFrame
        With the visits in a column; as text they would be taken in alphabetical order.
    visit : str
        The column.
    covariance : str, optional
        Structure of the covariance; the order matters whatever it is, where left out.

    Raises
    ------
    DesignError
        For text with a structure in which one visit follows another.
    """
    matters = covariance is None or covariance in IN_ORDER
    if not matters or visit not in data or isinstance(data[visit].dtype, pd.CategoricalDtype):
        return
    if is_categorical(data[visit]):
        raise DesignError(
            f"the visits in column {visit} are text, and "
            f"{'the order of visits' if covariance is None else covariance} needs to know which "
            "follows which; give them in order of time: "
            f"pd.Categorical(data[{visit!r}], categories=[...]), for a study "
            "[visit.name for visit in study.visits]"
        )


def check_data(data: CrossProducts, problem: Problem, covariance: str) -> None:
    """Refuse data from which the model cannot be fitted.

    Raises
    ------
    DesignError
        When a group has no patients, a visit has fewer than two, no patient has two visits, columns
        are redundant, there are no more scores than coefficients, or scores do not vary.
    ConvergenceError
        When two visits that an unstructured covariance needs were never seen by one patient.
    """
    design = data.design
    present = {key[0] for key in data.counts}
    for place, group in enumerate(design.groups):
        if place not in present:
            raise DesignError(f"no patient of group {group} has a score")
    require_full_rank(problem, design.names)
    if problem.scores <= problem.columns:
        raise DesignError(
            f"{problem.scores:.0f} scores are too few for {problem.columns} coefficients",
            Reason("too-few"),
        )
    for pairs, group in zip(problem.pairs(), design.groups, strict=True):
        where = "" if group is None else f" in group {group}"
        _check_pairs(pairs, design.visits, covariance, where)
    _check_spread(data, problem)


def _check_pairs(pairs: Array, visits: tuple[object, ...], covariance: str, where: str) -> None:
    seen = np.diag(pairs)
    few = [str(visit) for visit, number in zip(visits, seen, strict=True) if number < 2]
    if few:
        raise DesignError(
            f"fewer than two patients have a score{where} at visit {', '.join(few)}; "
            "leave these visits out",
            Reason("too-few", visits=tuple(few)),
        )
    upper = np.triu_indices(len(visits), 1)
    if not pairs[upper].any():
        raise DesignError(
            f"no patient has scores at two visits{where}, so no correlation can be estimated; "
            "analyse each visit by itself"
        )
    if covariance == "unstructured":
        never = [
            f"{visits[a]} and {visits[b]}" for a, b in zip(*upper, strict=True) if pairs[a, b] < 1
        ]
        if never:
            raise ConvergenceError(
                f"no patient{where} has scores at both visits {'; '.join(never)}, so an "
                "unstructured covariance cannot be estimated; use heterogeneous-toeplitz or "
                "heterogeneous-ar1"
            )


def _check_spread(data: CrossProducts, problem: Problem) -> None:
    """Refuse scores that are constant at a visit, or that the columns explain without rest."""
    constant = _constant_visits(data)
    if constant:
        raise DesignError(
            f"the scores at visit {', '.join(constant)} are all the same; there is no variance to "
            "estimate. Leave these visits out",
            Reason("no-spread", visits=tuple(constant)),
        )
    for covariance, group in zip(problem.starting_covariances(), data.design.groups, strict=True):
        flat = np.diag(covariance) <= NO_SPREAD
        if flat.any():
            names = [str(v) for v, own in zip(data.design.visits, flat, strict=True) if own]
            where = "" if group is None else f" in group {group}"
            raise DesignError(
                f"the scores{where} at visit {', '.join(names)} are explained by the model "
                "without rest; there is no variance to estimate",
                Reason("exact-fit", visits=tuple(names)),
            )


def _constant_visits(data: CrossProducts) -> list[str]:
    """Return the visits whose scores do not differ, where a column of ones tells."""
    design = data.design
    if ((), ()) not in design.basis:
        return []
    one = design.basis.index(((), ()))
    sums = np.zeros((len(design.visits), 3))
    for (_, pattern), products in data.products.items():
        seen = [t for t in range(len(design.visits)) if pattern >> t & 1]
        for place, visit in enumerate(seen):
            own = products[place, place]
            sums[visit] += own[one, one], own[one, -1], own[-1, -1]
    rest = sums[:, 2] - sums[:, 1] ** 2 / np.maximum(sums[:, 0], NO_SPREAD)
    flat = rest <= NO_SPREAD * np.maximum(sums[:, 2], sums[:, 0])
    return [str(visit) for visit, own in zip(design.visits, flat, strict=True) if own]
