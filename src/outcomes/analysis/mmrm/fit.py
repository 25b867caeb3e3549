"""Fit a mixed model for repeated measures: to rows, or to sums of cross-products."""

from __future__ import annotations

import pandas as pd

from outcomes.analysis.mmrm.checks import check_data, check_order
from outcomes.analysis.mmrm.cross_products import CrossProducts
from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.optimise import Optimum, minimise
from outcomes.analysis.mmrm.options import Options
from outcomes.analysis.mmrm.patients import Patients
from outcomes.analysis.mmrm.problem import Problem
from outcomes.analysis.mmrm.result import MMRMFit
from outcomes.analysis.mmrm.structures import make_structure


def fit_mmrm(
    formula: str,
    data: pd.DataFrame,
    *,
    subject: str,
    visit: str,
    covariance: str = "unstructured",
    group: str | None = None,
    weights: str | None = None,
    method: str = "reml",
    df: str = "kenward-roger-linear",
    vcov: str = "model",
) -> MMRMFit:
    """Fit a mixed model for repeated measures.

    Parameters
    ----------
    formula : str
        Score and fixed effects, for example ``"score ~ arm * visit + baseline * visit"``. The visit
        column is always a factor; text and categorical columns are factors, first level reference.
    data : pandas.DataFrame
        One row a patient and visit. Rows where anything is missing are left out.
    subject, visit : str
        Columns that name the patient and the visit.
    covariance : str
        ``unstructured``, ``toeplitz``, ``ar1``, ``compound-symmetry``, ``ante-dependence``, or one
        of the last four with ``heterogeneous-`` before it. Visits count as equally spaced, in the
        order of a categorical column or of numbers; text is refused by structures to which the
        order matters.
    group : str, optional
        Column whose levels have a covariance matrix each, for example the arm.
    weights : str, optional
        Column of weights; a patient's covariance is ``W^-1/2 S W^-1/2``.
    method : str
        ``reml`` or ``ml``.
    df : str
        ``kenward-roger-linear``, ``kenward-roger``, ``satterthwaite``, ``between-within`` or
        ``residual``. The first two also adjust the standard errors.
    vcov : str
        ``model``, or a sandwich: ``empirical``, ``jackknife``, ``bias-reduced``. A sandwich goes
        with ``satterthwaite``, which then means Bell and McCaffrey's df, or with counted df.

    Returns
    -------
    MMRMFit
        Coefficients, covariance, least-squares means, contrasts and tests.

    Raises
    ------
    outcomes.errors.DesignError
        When the data do not allow the model.
    outcomes.errors.ConvergenceError
        When no trustworthy optimum is found.
    outcomes.errors.AnalysisError
        For a choice that does not exist or does not go with another.

    Examples
    --------
    >>> fit = fit_mmrm("score ~ arm * visit", scores, subject="id", visit="visit")
    ... # doctest: +SKIP
    >>> fit.contrasts("arm", by="visit")  # doctest: +SKIP
    """
    options = Options(covariance, method, df, vcov)
    check_order(data, visit, covariance)
    design = Design.from_frame(
        formula, data, subject=subject, visit=visit, group=group, weights=weights
    )
    return fit_frame(design, data, options)


def fit_frame(design: Design, data: pd.DataFrame, options: Options) -> MMRMFit:
    """Fit a design to the rows of a frame."""
    patients = Patients.from_frame(design, data)
    sums = CrossProducts.from_patients(patients, addable=False)
    return _checked(MMRMFit(sums, options, _search(sums, options), patients, data))


def fit_cross_products(
    data: CrossProducts,
    *,
    covariance: str = "unstructured",
    method: str = "reml",
    df: str = "kenward-roger-linear",
) -> MMRMFit:
    """Fit sums of cross-products; like `fit_mmrm`, but no patient is needed any more.

    Sandwich variances and residuals need the rows and are refused.
    """
    options = Options(covariance, method, df)
    return _checked(MMRMFit(data, options, _search(data, options)))


def _search(data: CrossProducts, options: Options) -> Optimum:
    structure = make_structure(options.covariance, len(data.design.visits))
    problem = Problem.from_cross_products(data, reml=options.method == "reml")
    check_data(data, problem, options.covariance)
    return minimise(problem, structure)


def _checked(fit: MMRMFit) -> MMRMFit:
    """Refuse a fit whose covariance parameters have no positive information."""
    if fit.options.df in ("satterthwaite", "kenward-roger", "kenward-roger-linear"):
        _ = fit.information.w
    return fit
