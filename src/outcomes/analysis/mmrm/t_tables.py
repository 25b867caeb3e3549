"""Tables of estimates with Student's t."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from outcomes.analysis.mmrm.factors import Array
from outcomes.errors import AnalysisError


def t_frame(estimate: Array, se: Array, df: Array, level: float) -> pd.DataFrame:
    """Lay out estimates with Student's t: test against zero and interval."""
    if not 0 < level < 1:
        raise AnalysisError(f"a confidence level lies between 0 and 1, not at {level}")
    half = se * special.stdtrit(df, (1 + level) / 2)
    statistic = estimate / se
    return pd.DataFrame(
        {
            "estimate": estimate,
            "se": se,
            "df": df,
            "statistic": statistic,
            "p_value": 2 * special.stdtr(df, -np.abs(statistic)),
            "ci_low": estimate - half,
            "ci_high": estimate + half,
        }
    )
