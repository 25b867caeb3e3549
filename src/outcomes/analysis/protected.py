"""What may be published of a study whose file sets a rule of disclosure."""

from __future__ import annotations

import pandas as pd

from outcomes.analysis.change import summarise_change
from outcomes.analysis.comparison import compare_with_control
from outcomes.analysis.describe import summarise_scores
from outcomes.estimates import combine_estimates
from outcomes.study.study import Study


def summarise_protected(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Describe scores and changes, and compare the arms, as the study's rule of disclosure allows.

    Parameters
    ----------
    study : Study
        A loaded study.
    level : float
        Confidence level of every interval.

    Returns
    -------
    pandas.DataFrame
        An estimates frame, as `outcomes.disclosure.DisclosureRule.protect` returns it; everything
        that the analyses give where the study file sets no rule.
    """
    parts = [summarise_scores(study, level), summarise_change(study, level)]
    if study.comparisons:
        parts.append(compare_with_control(study, level))
    estimates = combine_estimates(parts)
    rule = study.disclosure
    return estimates if rule is None else rule.protect(estimates, study.endpoints)
