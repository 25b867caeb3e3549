"""Kenward and Roger's adjusted variance and F test, full and linear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.inference import FTest, Information, Satterthwaite


@dataclass(frozen=True, eq=False)
class KenwardRoger:
    """Small-sample variance and degrees of freedom of Kenward and Roger (1997).

    Parameters
    ----------
    information : Information
        The fit, by REML.
    linear : bool
        Leave out the second derivatives of the covariance matrix (SAS: ``ddfm=kr(linear)``). The
        result then does not depend on how the covariance matrix is parametrised.

    Notes
    -----
    Biometrics 53: 983-997; the F test is that of section 2 and of its correction by matching two
    moments. With one row the df are Satterthwaite's and the scale is one.
    """

    information: Information
    linear: bool

    @cached_property
    def covariance(self) -> Array:
        """The adjusted covariance Phi_A of the coefficients."""
        info = self.information
        phi, b = info.phi, info.b_slopes
        middle = self._q_sum()
        turned = np.einsum("kl,lab->kab", info.w, b)
        middle -= np.einsum("kab,bc,kcd->ad", b, phi, turned, optimize=True)
        if not self.linear:
            middle -= self._r_sum() / 4
        adjusted = phi + 2 * phi @ middle @ phi
        return np.asarray((adjusted + adjusted.T) / 2)

    def df(self, contrasts: Array) -> Array:
        """Return the degrees of freedom of each one-row contrast."""
        return Satterthwaite(self.information).df(contrasts)

    def f_test(self, contrasts: Array) -> FTest:
        """Test several contrasts by the scaled F of Kenward and Roger."""
        rows = _independent_rows(contrasts, self.information.phi)
        number = len(rows)
        spread = rows @ self.covariance @ rows.T
        estimate = rows @ self.information.b
        statistic = float(estimate @ np.linalg.solve(spread, estimate)) / number
        if number == 1:
            return FTest(statistic, 1, float(self.df(rows)[0]))
        scale, df = self._scale_and_df(rows)
        return FTest(scale * statistic, number, df)

    def _scale_and_df(self, rows: Array) -> tuple[float, float]:
        info, number = self.information, len(rows)
        phi = info.phi
        theta = rows.T @ np.linalg.solve(rows @ phi @ rows.T, rows)
        # P_i of the paper is -B_i; the signs cancel in both sums.
        each = theta @ phi @ info.b_slopes @ phi
        traces = np.trace(each, axis1=1, axis2=2)
        one = float(traces @ info.w @ traces)
        flat = each.reshape(len(each), -1)
        turned = each.transpose(0, 2, 1).reshape(len(each), -1)
        two = float((info.w * (flat @ turned.T)).sum())
        share = (one + 6 * two) / (2 * number)
        g = ((number + 1) * one - (number + 4) * two) / ((number + 2) * two)
        below = 3 * number + 2 * (1 - g)
        c1, c2, c3 = g / below, (number - g) / below, (number + 2 - g) / below
        mean = 1 / (1 - two / number)
        variance = 2 / number * (1 + c1 * share) / ((1 - c2 * share) ** 2 * (1 - c3 * share))
        ratio = variance / (2 * mean**2)
        df = 4 + (number + 2) / (number * ratio - 1)
        return df / (mean * (df - 2)), df

    def _q_sum(self) -> Array:
        """Return ``sum_ij w_ij Q_ij``, one weighted pass over the patterns."""
        info = self.information
        point = info.optimum.point
        visits = point.problem.visits
        weights = np.zeros_like(point.inverse)
        begin = 0
        for place, slopes in enumerate(info.slopes):
            part = slice(begin, begin + len(slopes))
            flat = slopes.reshape(len(slopes), -1)
            pairs = (flat.T @ info.w[part, part] @ flat).reshape(*4 * (visits,))
            chosen = point.problem.group == place
            inverse = point.inverse[chosen]
            across = pairs.transpose(0, 3, 1, 2).reshape(visits**2, visits**2)
            middle = (inverse.reshape(len(inverse), -1) @ across.T).reshape(inverse.shape)
            weights[chosen] = inverse @ middle @ inverse
            begin += len(slopes)
        return point.problem.collect(weights)[:-1, :-1]

    def _r_sum(self) -> Array:
        """Return ``sum_ij w_ij R_ij``; zero where the structure is linear in its parameters."""
        info = self.information
        point = info.optimum.point
        weights = np.zeros_like(point.inverse)
        begin = 0
        for place, (slopes, curvature) in enumerate(zip(info.slopes, info.curvatures, strict=True)):
            part = slice(begin, begin + len(slopes))
            if curvature is not None:
                middle = np.einsum("ij,ijab->ab", info.w[part, part], curvature)
                chosen = point.problem.group == place
                inverse = point.inverse[chosen]
                weights[chosen] = inverse @ middle @ inverse
            begin += len(slopes)
        return point.problem.collect(weights)[:-1, :-1]


def _independent_rows(contrasts: Array, phi: Array) -> Array:
    """Return rows that span the same contrasts, without redundant ones."""
    spread = contrasts @ phi @ contrasts.T
    size = np.sqrt(np.diag(spread))
    values, vectors = np.linalg.eigh(spread / np.outer(size, size))
    kept = values > 1.5e-8 * values[-1]
    if kept.all():
        return contrasts
    return np.asarray(vectors[:, kept].T @ (contrasts / size[:, None]))
