"""What each way of analysing the primary comparison is called."""

from __future__ import annotations

from outcomes.analysis_record import AnalysisRecord

WAYS = {
    "mmrm": "Mixed model, all visits",
    "ancova": "This visit alone, adjusted",
    "change": "Change from baseline, not adjusted",
    "score": "This visit alone, not adjusted",
    "completers": "Mixed model, those seen at every visit",
    "by-arm": "Mixed model, a covariance for each arm",
    "one": "Mixed model, one covariance for all",
    "sandwich": "Robust standard errors",
    "per-protocol": "As planned, the per-protocol set",
}
"""By the kind of `name_way`; the first word of a row."""


def name_way(way: str, done: AnalysisRecord) -> str:
    """Return what a way is called, as it was carried out.

    Parameters
    ----------
    way : str
        One of `outcomes.analysis.ways.WAYS`, from the column ``subgroup``.
    done : AnalysisRecord
        What was done.
    """
    if way == "change" and done.model == "mean":
        return WAYS["score"]
    if way == "by-arm" and not done.by_arm:
        return WAYS["one"]
    return WAYS[way]
