"""What to do when a covariance structure cannot be fitted: a stated order, and a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from outcomes.analysis.mmrm.checks import check_order
from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.fit import fit_frame
from outcomes.analysis.mmrm.options import Options
from outcomes.analysis.mmrm.result import MMRMFit
from outcomes.errors import ConvergenceError


@dataclass(frozen=True)
class Step:
    """One structure to try.

    Parameters
    ----------
    covariance : str
        Name of the structure.
    sandwich : bool
        Take the bias-reduced sandwich with Bell and McCaffrey's df, since the structure is a
        stopgap that need not be true.
    """

    covariance: str
    sandwich: bool = False


FALLBACK = (
    Step("unstructured"),
    Step("heterogeneous-toeplitz"),
    Step("heterogeneous-ar1", sandwich=True),
    Step("compound-symmetry", sandwich=True),
)
"""The order, from what assumes least to what assumes most."""


def fit_with_fallback(
    formula: str,
    data: pd.DataFrame,
    *,
    subject: str,
    visit: str,
    group: str | None = None,
    weights: str | None = None,
    method: str = "reml",
    df: str = "kenward-roger-linear",
    vcov: str = "model",
    constrained: str | None = None,
    order: Sequence[Step] = FALLBACK,
) -> MMRMFit:
    """Fit the first covariance structure of an order that can be fitted.

    Parameters
    ----------
    formula, data, subject, visit, group, weights, method, df, vcov
        As in `fit_mmrm`.
    constrained : str, optional
        As in `fit_clda`: the factor without effect at the first visit.
    order : sequence of Step
        What to try.

    Returns
    -------
    MMRMFit
        Its ``tried`` names the structures that failed before, each with the reason; the summary
        prints them. ``options.covariance`` is the one used.

    Raises
    ------
    outcomes.errors.ConvergenceError
        When none can be fitted.
    outcomes.errors.DesignError
        When the data allow no structure at all; this is not tried again.
    """
    asked = Options(order[0].covariance, method, df, vcov)
    design = Design.from_frame(
        formula,
        data,
        subject=subject,
        visit=visit,
        group=group,
        weights=weights,
        constrained=constrained,
    )
    tried: list[str] = []
    for step in order:
        check_order(data, visit, step.covariance)
        options = replace(asked, covariance=step.covariance)
        if step.sandwich:
            options = replace(options, df="satterthwaite", vcov="bias-reduced")
        try:
            fit = fit_frame(design, data, options)
        except ConvergenceError as error:
            tried.append(f"{step.covariance}: {error}")
            continue
        return replace(fit, tried=tuple(tried))
    raise ConvergenceError("no covariance structure could be fitted: " + " | ".join(tried))
