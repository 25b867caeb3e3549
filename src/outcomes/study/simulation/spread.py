"""A standard deviation for a published number that was printed without one."""

from __future__ import annotations

import pandas as pd
from scipy.stats import t as student

from outcomes.errors import EvidenceError


def derive_sd(row: pd.Series) -> tuple[float, str]:
    """Return a standard deviation for a published number, and where it comes from.

    A printed SD is taken as it is. Otherwise the SE is multiplied by the square root of n; or, from
    a 95 % interval, half its width is divided by the quantile of t with n - 1 degrees of freedom
    and multiplied by the square root of n. A derived SD stands in for an observed one; where the
    SE is model-adjusted, so is the SD.

    Parameters
    ----------
    row : pandas.Series
        A row of the published numbers about one arm.

    Returns
    -------
    sd : float
        In the row's unit.
    origin : str
        ``printed``, ``derived from the SE`` or ``derived from the 95% CI``.

    Raises
    ------
    EvidenceError
        If the row has none of the three, or no n where one is needed.
    """
    if pd.notna(row["sd"]):
        return float(row["sd"]), "printed"
    n = row["n"]
    if pd.notna(row["se"]) and pd.notna(n):
        return float(row["se"] * n**0.5), "derived from the SE"
    if pd.notna(row["ci_low"]) and pd.notna(n):
        half = (row["ci_high"] - row["ci_low"]) / 2
        return float(half / student.ppf(0.975, n - 1) * n**0.5), "derived from the 95% CI"
    raise EvidenceError(
        f"{row['trial']}, {row['arm']}, {row['outcome']}, week {row['week']:g}: no SD is printed "
        "and none can be derived; choose a row with an SD, or an SE or interval and n"
    )
