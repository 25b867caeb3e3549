"""Published effects over time, each with the name of the line that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from outcomes.vocabulary.pools import name_against

if TYPE_CHECKING:
    from outcomes.analysis.joint_evidence import DomainEvidence

MOST_SERIES = 12
"""Lines that a figure can tell apart."""


def name_series(evidence: DomainEvidence) -> pd.DataFrame:
    """Return the effects of every visit, and the pools, with the series that each belongs to.

    Where a trial prints several outcomes of the domain, the first is kept. A pool stands at the
    target week of its window, with the interval of its own test; one trial is no pool. Of more
    lines than `MOST_SERIES` the pools alone are returned.
    """
    visits = evidence.visits[evidence.visits["week"].notna()]
    visits = visits.drop_duplicates(["trial", "comparator_kind", "week", "arm", "comparator"])
    several = visits.groupby("trial")["arm"].transform("nunique") > 1
    arms = (", " + visits["arm"].astype(str)).where(several, "")
    against = visits["comparator"].astype(str)
    names = visits["name"].astype(str) + arms + ", against " + against
    trials = visits.assign(series=names, provenance="published")
    pools = pd.DataFrame(
        [
            {
                **trials.iloc[0][["measure", "unit"]].to_dict(),
                "series": f"Pooled, against {name_against(one)}",
                "citation": one.pack.cite(one.effects["citation"]),
                "provenance": "published",
                "week": one.window.target,
                "yi": one.pooled.estimate,
                "ci_low": one.pooled.ci.low,
                "ci_high": one.pooled.ci.high,
            }
            for one in evidence.pools
            if one.pooled is not None
        ],
        columns=[*trials.columns],
    )
    if trials["series"].nunique() + pools["series"].nunique() > MOST_SERIES:
        return pools
    return pd.concat([trials, pools], ignore_index=True) if len(pools) else trials
