"""Variances that do not trust the covariance model, with their degrees of freedom.

With V_i the covariance of patient i and e_i the residuals whitened by V_i, X_i the whitened design
and H_ii = X_i Phi X_i' the patient's own leverage, the variance is
``Phi (sum_i X_i' A_i e_i e_i' A_i X_i) Phi``:

=============  =====================  ===========================================
``empirical``  A_i = I                Liang and Zeger (1986), Biometrika 73: 13
``bias-reduced``  A_i = (I - H_ii)^-1/2  Bell and McCaffrey (2002), Survey Methodology 28: 169
``jackknife``  A_i = (I - H_ii)^-1    Mancl and DeRouen (2001), Biometrics 57: 126
=============  =====================  ===========================================

The degrees of freedom are those of Bell and McCaffrey, as Pustejovsky and Tipton (2018, Journal of
Business & Economic Statistics 36: 672) give them, the working covariance being the model's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.inference import FTest, Information, eigen_f_test
from outcomes.analysis.mmrm.patients import Patients

ROWS_AT_ONCE = 20_000
NO_LEVERAGE_LEFT = 1e-10
POWERS = {"bias-reduced": -0.5, "jackknife": -1.0}


@dataclass(frozen=True, eq=False)
class Sandwich:
    """Sandwich variance of the coefficients; one more pass over the patients.

    Parameters
    ----------
    information : Information
        The fit.
    patients : Patients
        The rows it was made from.
    adjustment : str
        ``empirical``, ``jackknife`` or ``bias-reduced``.
    """

    information: Information
    patients: Patients
    adjustment: str

    @cached_property
    def covariance(self) -> Array:
        """The sandwich covariance of the coefficients."""
        info = self.information
        meat = np.zeros_like(info.phi)
        for design, response in self._whitened():
            residual = response - design @ info.b
            adjusted = self._adjust(design, residual[..., None])[..., 0]
            score = np.einsum("nmq,nm->nq", design, adjusted)
            meat += score.T @ score
        return np.asarray(info.phi @ meat @ info.phi)

    def df(self, contrasts: Array) -> Array:
        """Return Bell and McCaffrey's df of each one-row contrast.

        With d_i the squared length of A_i X_i Phi c and u_i = R' X_i' A_i X_i Phi c (Phi = R R'),
        the matrix of the quadratic form is diag(d) - U U', so its two traces need no matrix as
        large as the number of patients.
        """
        info = self.information
        root = np.linalg.cholesky(info.phi)
        directions = (contrasts @ info.phi).T
        trace = np.zeros(len(contrasts))
        square = np.zeros(len(contrasts))
        inner = np.zeros((len(contrasts), len(root), len(root)))
        for design, _ in self._whitened():
            own = self._adjust(design, design @ directions)
            d = (own**2).sum(axis=1)
            u = np.einsum("nmq,nmr->rnq", design, own, optimize=True) @ root
            length = (u**2).sum(axis=2).T
            trace += (d - length).sum(axis=0)
            square += (d**2 - 2 * d * length).sum(axis=0)
            inner += u.transpose(0, 2, 1) @ u
        return np.asarray(trace**2 / (square + (inner**2).sum(axis=(1, 2))))

    def f_test(self, contrasts: Array) -> FTest:
        """Test several contrasts by uncorrelated one-row ones, as Satterthwaite does."""
        return eigen_f_test(self, self.information.b, contrasts)

    def _whitened(self) -> Iterator[tuple[Array, Array]]:
        """Yield whitened design (patients, visits seen, columns) and response, by pattern."""
        optimum = self.information.optimum
        matrices = [optimum.structure.matrix(own) for own in optimum.search]
        loading = self.patients.design.loading
        for group, pattern, _, rows in self.patients.patterns(at_most=ROWS_AT_ONCE):
            seen = [t for t in range(len(loading)) if pattern >> t & 1]
            white = np.linalg.inv(np.linalg.cholesky(matrices[group][np.ix_(seen, seen)]))
            design = np.einsum("nmk,mkq->nmq", self.patients.basis[rows], loading[seen])
            yield white @ design, self.patients.response[rows] @ white.T

    def _adjust(self, design: Array, values: Array) -> Array:
        """Return ``A_i values_i``, by a generalised inverse.

        A patient who alone settles a coefficient has no residual in that direction.
        """
        if self.adjustment == "empirical":
            return values
        own = design @ self.information.phi @ design.transpose(0, 2, 1)
        rest = np.eye(design.shape[1]) - own
        eigen, vectors = np.linalg.eigh(rest)
        power = POWERS[self.adjustment]
        scale = np.maximum(eigen, NO_LEVERAGE_LEFT) ** power
        scale[eigen <= NO_LEVERAGE_LEFT] = 0.0
        return np.asarray(vectors @ (scale[..., None] * (vectors.transpose(0, 2, 1) @ values)))
