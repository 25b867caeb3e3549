"""Residuals and fitted profiles, which show whether the model describes the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from outcomes.analysis.mmrm.formula import require_columns
from outcomes.errors import AnalysisError

if TYPE_CHECKING:
    from outcomes.analysis.mmrm.result import MMRMFit


def residual_frame(fit: MMRMFit) -> pd.DataFrame:
    """Return fitted values and residuals of every score used.

    Returns
    -------
    pandas.DataFrame
        Index: that of the data given. Columns: the patient, the visit, ``observed``, ``fitted``,
        ``residual`` (in the unit of the score), ``standardised`` (divided by the model's standard
        deviation) and ``normalised`` (also freed of correlation with the patient's earlier visits:
        under the model independent with variance one).
    """
    patients, design = fit.require_patients("a residual"), fit.design
    if fit.frame is None:
        raise AnalysisError("residuals need the data that were fitted")
    b = fit.information.b
    root = np.ones(len(patients.visit)) if patients.weight is None else np.sqrt(patients.weight)
    fitted = np.empty(len(patients.visit))
    for visit in range(len(design.visits)):
        own = patients.visit == visit
        fitted[own] = patients.basis[own] @ (design.loading[visit] @ b)
    residual = patients.response - fitted
    matrices = [fit.optimum.structure.matrix(own) for own in fit.optimum.search]
    standard = np.empty_like(residual)
    normal = np.empty_like(residual)
    for group, pattern, _, rows in patients.patterns(at_most=len(residual)):
        seen = [t for t in range(len(design.visits)) if pattern >> t & 1]
        matrix = matrices[group][np.ix_(seen, seen)]
        standard[rows] = residual[rows] / np.sqrt(np.diag(matrix))
        normal[rows] = np.linalg.solve(np.linalg.cholesky(matrix), residual[rows].T).T
    source = fit.frame.iloc[patients.index]
    return pd.DataFrame(
        {
            design.subject: source[design.subject].to_numpy(),
            design.visit: source[design.visit].to_numpy(),
            "observed": patients.response / root * design.scale + design.centre,
            "fitted": fitted / root * design.scale + design.centre,
            "residual": residual / root * design.scale,
            "standardised": standard,
            "normalised": normal,
        },
        index=source.index,
    )


def profile_frame(fit: MMRMFit, by: tuple[str, ...]) -> pd.DataFrame:
    """Return observed and fitted means by visit and by other columns, over the scores used.

    Returns
    -------
    pandas.DataFrame
        Columns of ``by``, the visit, ``n``, ``observed``, ``fitted``, ``sd_observed`` and
        ``sd_standardised`` (near one where the model has the spread right).
    """
    frame = residual_frame(fit)
    visit = fit.design.visit
    others = [name for name in by if name != visit]
    if others:
        source = fit.frame if fit.frame is not None else pd.DataFrame()
        require_columns(source, others)
        rows = source.iloc[fit.require_patients("a profile").index]
        frame = pd.concat([rows[others].set_axis(frame.index), frame], axis=1)
    groups = frame.groupby([*others, visit], observed=True, sort=True)
    return groups.agg(
        n=("observed", "size"),
        observed=("observed", "mean"),
        fitted=("fitted", "mean"),
        sd_observed=("observed", "std"),
        sd_standardised=("standardised", "std"),
    ).reset_index()
