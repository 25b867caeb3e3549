"""The sentence by which the study page tells what a report found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.prose import write_primary_result
from outcomes.rounding import format_count
from outcomes.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

_RESULTS = ("difference", "change", "share")


def write_headline(estimates: pd.DataFrame, study: Study) -> str:
    """Tell what a report found at the primary endpoint and visit, else who took part.

    Parameters
    ----------
    estimates : pandas.DataFrame
        The estimates frame of one report.
    study : Study
        Names the primary endpoint, visit and comparison.

    Returns
    -------
    str
        Plain text: the first paragraph of the primary result, in the words that the report itself
        uses; participants by arm where the report has no result; empty if it has neither.
    """
    primary = study.file.plan.primary
    here = estimates[
        (estimates["endpoint"] == primary.endpoint) & (estimates["visit"] == primary.visit)
    ]
    if here["quantity"].isin(_RESULTS).any():
        return next(write_primary_result(estimates, study).sentences, "")
    return _who_took_part(estimates, study)


def _who_took_part(estimates: pd.DataFrame, study: Study) -> str:
    rows = estimates[
        (estimates["quantity"] == "n") & (estimates["endpoint"] == "") & (estimates["visit"] == "")
    ]
    counts = dict(zip(rows["arm"], rows["estimate"], strict=True))
    each = [
        f"{arm.label} {format_count(counts[name])}"
        for name, arm in study.arms.items()
        if name in counts
    ]
    return f"Participants: {', '.join(each)}." if each else ""
