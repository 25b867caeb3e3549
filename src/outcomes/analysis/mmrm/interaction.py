"""Whether differences are the same at all levels of another variable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import special

if TYPE_CHECKING:
    from outcomes.analysis.mmrm.result import MMRMFit


@dataclass(frozen=True)
class Interaction:
    """Differences by level of another variable, and the test that they are all the same.

    Parameters
    ----------
    differences : pandas.DataFrame
        As `MMRMFit.contrasts` returns them.
    tests : mapping
        By level of what is compared: ``statistic`` (F), ``df`` and ``df2`` (numerator and
        denominator), ``p_value``.
    """

    differences: pd.DataFrame
    tests: Mapping[Any, dict[str, float]]


def compare_levels(
    fit: MMRMFit,
    of: str,
    by: str,
    *,
    reference: Any,
    at: Mapping[str, Any],
    weights: str,
    level: float,
) -> Interaction:
    """Estimate differences at each level of ``by``, and test that they are the same there."""
    cells, rows = fit.difference_rows(of, (by,), reference, at, weights)
    found = fit.contrasts(of, by, reference, at, weights, level=level)
    tests = {}
    for name in dict.fromkeys(cell[1] for cell in cells):
        own = np.array([row for cell, row in zip(cells, rows, strict=True) if cell[1] == name])
        test = fit.inference.f_test(own[1:] - own[0])
        tests[name] = {
            "statistic": float(test.statistic),
            "df": float(test.df_numerator),
            "df2": float(test.df_denominator),
            "p_value": float(special.fdtrc(test.df_numerator, test.df_denominator, test.statistic)),
        }
    return Interaction(found, tests)
