"""A fitted model, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from outcomes.analysis.mmrm.cross_products import CrossProducts
from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.formula import INTERCEPT
from outcomes.analysis.mmrm.inference import FixedDf, Information, Method, Satterthwaite
from outcomes.analysis.mmrm.kenward_roger import KenwardRoger
from outcomes.analysis.mmrm.lsmeans import as_names, differences, make_grid
from outcomes.analysis.mmrm.optimise import Convergence, Optimum
from outcomes.analysis.mmrm.options import Options
from outcomes.analysis.mmrm.patients import Patients
from outcomes.analysis.mmrm.sandwich import Sandwich
from outcomes.analysis.mmrm.summary import html_summary, text_summary
from outcomes.analysis.mmrm.t_tables import t_frame
from outcomes.analysis.mmrm.terms import term_contrasts
from outcomes.errors import AnalysisError, ConvergenceError


@dataclass(frozen=True, eq=False)
class MMRMFit:
    """A fitted model. Made by `fit_mmrm`, `fit_cross_products` and `fit_with_fallback`.

    Parameters
    ----------
    data : CrossProducts
        The sums that were fitted.
    options : Options
        Structure, likelihood, degrees of freedom and variance.
    optimum : Optimum
        Where the search ended.
    patients : Patients, optional
        The rows, for sandwich variances and residuals; absent in a fit from sums.
    frame : pandas.DataFrame, optional
        The data as given.
    tried : tuple of str
        What `fit_with_fallback` tried before, and why that failed.
    """

    data: CrossProducts
    options: Options
    optimum: Optimum
    patients: Patients | None = None
    frame: pd.DataFrame | None = None
    tried: tuple[str, ...] = ()

    @property
    def design(self) -> Design:
        """Formula, columns, levels and visits."""
        return self.data.design

    @property
    def convergence(self) -> Convergence:
        """How the search for the covariance parameters ended."""
        return self.optimum.convergence

    @property
    def robust(self) -> MMRMFit:
        """The same fit with the bias-reduced sandwich variance and Bell and McCaffrey's df."""
        return replace(self, options=replace(self.options, df="satterthwaite", vcov="bias-reduced"))

    @cached_property
    def minus2loglik(self) -> float:
        """Minus twice the (restricted) log-likelihood, with its constant, as SAS and R print it."""
        problem = self.optimum.point.problem
        free = problem.scores
        value = self.optimum.point.deviance
        if problem.reml:
            free -= problem.columns
            value += 2 * float(np.linalg.slogdet(self.design.transform)[1])
        return value + 2 * free * float(np.log(self.design.scale))

    @cached_property
    def coefficients(self) -> pd.DataFrame:
        """Coefficients by name: estimate, se, df, statistic (t), p_value (two-sided)."""
        rows = self.design.raw_contrast(np.eye(len(self.design.columns)))
        return self._estimates(rows).set_axis(list(self.design.names)).iloc[:, :5]

    @cached_property
    def covariance(self) -> pd.DataFrame | dict[Any, pd.DataFrame]:
        """Covariance matrix of the visits; with ``group`` a dict of them by level."""
        frames = {
            group: pd.DataFrame(matrix, index=self._visits, columns=self._visits)
            for group, matrix in zip(self.design.groups, self._matrices, strict=True)
        }
        return frames[None] if self.design.group is None else frames

    @cached_property
    def covariance_parameters(self) -> pd.DataFrame:
        """Reported covariance parameters with standard errors from observed information.

        In a structure of covariances these are of the scores; correlations have no unit.
        """
        structure, square = self.optimum.structure, self.design.scale**2
        rows = []
        se = np.sqrt(np.diag(self.information.w)).reshape(-1, structure.size)
        names = structure.reported_names(self.design.visits)
        for group, search, own in zip(self.design.groups, self.optimum.search, se, strict=True):
            for name, value, error in zip(names, structure.reported(search), own, strict=True):
                unit = 1.0 if name.startswith("correlation") else square
                rows.append(
                    {
                        "group": group,
                        "parameter": name,
                        "estimate": value * unit,
                        "se": error * unit,
                    }
                )
        return pd.DataFrame(rows)

    def lsmeans(
        self,
        of: str | Iterable[str],
        by: str | Iterable[str] | None = None,
        at: Mapping[str, Any] | None = None,
        weights: str = "equal",
        *,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Estimate least-squares means.

        Parameters
        ----------
        of : str or iterable of str
            Variables whose combinations get a mean each, for example ``["arm", "visit"]``.
        by : str or iterable of str, optional
            Variables before these, as in `contrasts`: ``lsmeans("arm", by="visit")``.
        at : mapping, optional
            Values of other variables, one or several; several are averaged over.
        weights : str
            ``equal``, or ``proportional`` to the rows of the fit, for what is averaged over.
        level : float
            Confidence level.

        Returns
        -------
        pandas.DataFrame
            The variables, then estimate, se, df, statistic, p_value, ci_low, ci_high; the interval
            is of Student's t with ``df`` degrees of freedom.
        """
        grid = make_grid(
            self.design, self.data.margins, (*as_names(by), *as_names(of)), at, weights
        )
        return self._with_cells(grid.by, grid.cells, self._estimates(grid.contrasts, level))

    def contrasts(
        self,
        of: str,
        by: str | Iterable[str] | None = None,
        reference: Any = None,
        at: Mapping[str, Any] | None = None,
        weights: str = "equal",
        *,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Estimate differences of least-squares means from a reference.

        Parameters
        ----------
        of : str
            Variable whose levels are compared.
        by : str or iterable of str, optional
            Variables, one set of differences for each combination; others are averaged over.
        reference : optional
            Level to compare with; the first unless given.
        at, weights, level
            As in `lsmeans`.

        Returns
        -------
        pandas.DataFrame
            The variables in ``by``, then ``of``, ``reference``, and the columns of `lsmeans`.
        """
        names = as_names(by)
        cells, rows = self.difference_rows(of, names, reference, at, weights)
        return self._with_cells((*names, of, "reference"), cells, self._estimates(rows, level))

    def effect_sizes(
        self,
        of: str,
        by: str | Iterable[str] | None = None,
        reference: Any = None,
        at: Mapping[str, Any] | None = None,
        weights: str = "equal",
        *,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Divide differences by the model's standard deviation at their visit.

        The visit must be among ``by``. With a covariance for each group the standard deviation is
        the root of the mean variance. The standard error is by the delta method: coefficients and
        covariance parameters are uncorrelated; the interval is of Student's t with the df of the
        difference.
        """
        names = as_names(by)
        if self.design.visit not in names:
            raise AnalysisError(f"an effect size needs a visit; put {self.design.visit} into by")
        cells, rows = self.difference_rows(of, names, reference, at, weights)
        frame = self._estimates(rows, level)
        place = names.index(self.design.visit)
        visits = [self.design.visits.index(cell[place]) for cell in cells]
        sd, log_se = self._standard_deviations()
        effect = frame["estimate"].to_numpy() / sd[visits]
        se = np.sqrt((frame["se"].to_numpy() / sd[visits]) ** 2 + (effect * log_se[visits]) ** 2)
        result = t_frame(effect, se, frame["df"].to_numpy(), level)
        return self._with_cells((*names, of, "reference"), cells, result)

    def test(self, L: Any) -> pd.DataFrame:
        """Test that contrasts of the coefficients are all zero.

        Parameters
        ----------
        L : array_like or mapping
            One row, or several, of weights in the order of ``coefficients``; or a mapping from
            names of coefficients to weights.

        Returns
        -------
        pandas.DataFrame
            One row: statistic (F), df_numerator, df_denominator, p_value.
        """
        return self._f_frame({"": self.design.raw_contrast(self._as_rows(L))}).reset_index(
            drop=True
        )

    def estimate(self, L: Any, *, level: float = 0.95) -> pd.DataFrame:
        """Estimate contrasts of the coefficients, each by itself; ``L`` as in `test`."""
        return self._estimates(self.design.raw_contrast(self._as_rows(L)), level)

    def term_tests(self) -> pd.DataFrame:
        """Type III tests: F of each term, with effect coding for factors, covariates at zero."""
        return self._f_frame(term_contrasts(self.design))

    def summary(self) -> str:
        """Describe model, data, convergence and coefficients in plain text."""
        return text_summary(self)

    def __repr__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return html_summary(self)

    def residuals(self) -> pd.DataFrame:
        """Residuals of each score; see `outcomes.analysis.mmrm.diagnostics.residual_frame`."""
        from outcomes.analysis.mmrm.diagnostics import residual_frame

        return residual_frame(self)

    def fitted_profiles(self, by: str | Iterable[str]) -> pd.DataFrame:
        """Observed and fitted means by visit and by other columns of the data."""
        from outcomes.analysis.mmrm.diagnostics import profile_frame

        return profile_frame(self, as_names(by))

    @cached_property
    def information(self) -> Information:
        """Coefficients and information in the inner columns."""
        return Information(self.optimum)

    @cached_property
    def inference(self) -> Method:
        """Variance and degrees of freedom that were asked for."""
        info, options = self.information, self.options
        if options.df.startswith("kenward-roger"):
            return KenwardRoger(info, linear=options.df.endswith("linear"))
        sandwich = None
        if options.vcov != "model":
            sandwich = Sandwich(info, self.require_patients("a sandwich variance"), options.vcov)
        if options.df == "satterthwaite":
            return sandwich or Satterthwaite(info)
        covariance = info.phi if sandwich is None else sandwich.covariance
        back = np.asarray(np.linalg.inv(self.design.transform.T))
        return FixedDf(info, covariance, self._counted_df(), back)

    def require_patients(self, purpose: str) -> Patients:
        """Return the rows, or refuse where only sums were given."""
        if self.patients is None:
            raise AnalysisError(
                f"{purpose} needs the rows of the data, and this fit was made from sums; "
                "use fit_mmrm"
            )
        return self.patients

    @property
    def inner_coefficients(self) -> Array:
        """Coefficients of the centred columns, in the unit of the score."""
        b = self.design.scale * self.information.b
        if self.design.has_intercept:
            b[self.design.names.index(INTERCEPT)] += self.design.centre
        return np.asarray(b)

    @property
    def _visits(self) -> pd.Index:
        return pd.Index(list(self.design.visits), name=self.design.visit)

    @property
    def _matrices(self) -> list[Array]:
        square = self.design.scale**2
        return [square * self.optimum.structure.matrix(own) for own in self.optimum.search]

    def _standard_deviations(self) -> tuple[Array, Array]:
        """Return the standard deviation at each visit and the standard error of its logarithm."""
        variance = np.mean([np.diag(own) for own in self._matrices], axis=0)
        slopes = np.concatenate(self.information.slopes) * self.design.scale**2
        slope = np.diagonal(slopes, axis1=1, axis2=2) / len(self._matrices)
        spread = np.einsum("kt,kl,lt->t", slope, self.information.w, slope)
        return np.sqrt(variance), np.sqrt(spread) / (2 * variance)

    def _counted_df(self) -> Array:
        """Degrees of freedom of each coefficient by counting scores or patients."""
        columns = len(self.design.columns)
        if self.options.df == "residual":
            return np.full(columns, float(self.data.n_scores - columns))
        intercept = np.array([name == INTERCEPT for name in self.design.names])
        within = self.data.within & ~intercept
        between = self.data.n_patients - columns + int(within.sum())
        inside = self.data.n_scores - self.data.n_patients - int(within.sum())
        return np.where(within | intercept, float(inside), float(between))

    def difference_rows(
        self,
        of: str,
        by: tuple[str, ...],
        reference: Any,
        at: Mapping[str, Any] | None,
        weights: str,
    ) -> tuple[list[tuple[Any, ...]], Array]:
        """Return the cells of `contrasts` and the weights of the coefficients behind each."""
        if of in by:
            raise AnalysisError(f"{of} cannot be compared and be held fixed; take it out of by")
        grid = make_grid(self.design, self.data.margins, (*by, of), at, weights)
        return differences(grid, reference)

    def _with_cells(
        self, names: tuple[str, ...], cells: list[tuple[Any, ...]], numbers: pd.DataFrame
    ) -> pd.DataFrame:
        left = {name: [cell[place] for cell in cells] for place, name in enumerate(names)}
        return pd.DataFrame({**left, **dict(numbers.items())}, index=numbers.index)

    def _estimates(self, rows: Array, level: float = 0.95) -> pd.DataFrame:
        spread = np.einsum("ra,ab,rb->r", rows, self.inference.covariance, rows)
        if not (spread > 0).all():
            raise ConvergenceError(
                "the adjusted variance of an estimate is not positive: there are too few scores "
                "for this covariance structure"
            )
        se = self.design.scale * np.sqrt(spread)
        return t_frame(rows @ self.inner_coefficients, se, self.inference.df(rows), level)

    def _as_rows(self, L: Any) -> Array:
        names = self.design.names
        if isinstance(L, Mapping):
            strange = sorted(set(L) - set(names))
            if strange:
                raise AnalysisError(f"no coefficient {', '.join(strange)}; see fit.coefficients")
            L = [[float(L.get(name, 0.0)) for name in names]]
        rows = np.atleast_2d(np.asarray(L, dtype=float))
        if rows.shape[1] != len(names):
            raise AnalysisError(
                f"a contrast needs {len(names)} weights, one a coefficient, not {rows.shape[1]}"
            )
        if not rows.any(axis=1).all() or not np.isfinite(rows).all():
            raise AnalysisError("a contrast is all zero or holds a missing number")
        return rows

    def _f_frame(self, contrasts: Mapping[str, Array]) -> pd.DataFrame:
        tests = [self.inference.f_test(rows) for rows in contrasts.values()]
        frame = pd.DataFrame(
            [(own.statistic, own.df_numerator, own.df_denominator) for own in tests],
            columns=["statistic", "df_numerator", "df_denominator"],
            index=pd.Index(list(contrasts), name="term"),
        )
        p_value = special.fdtrc(frame["df_numerator"], frame["df_denominator"], frame["statistic"])
        return frame.assign(p_value=np.asarray(p_value))
