"""The result of a report as a small drawing for a card, read from its estimates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.figures.strip import Strip, draw_shares, draw_strip
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_estimate
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import read_contrasts
from outcomes.vocabulary.figure_words import capitalise, digits_of, find_threshold
from outcomes.vocabulary.lookup import Lookup

if TYPE_CHECKING:
    import pandas as pd

_IMPORTANT = ("minimal important difference", "minimal important change")


def draw_result(estimates: pd.DataFrame, study: Study) -> str:
    """Draw the result at the primary endpoint and visit, as a small ``<svg>`` element.

    Parameters
    ----------
    estimates : pandas.DataFrame
        The estimates frame of one report.
    study : Study
        Names the primary endpoint, visit and comparison.

    Returns
    -------
    str
        The drawing with its text alternative. Where the report has no result there: the first
        pooled effect, else how many were seen at the primary visit; empty if it has none of these.
    """
    for read in (_read_difference, _read_change, _read_pool):
        strip = read(estimates, study)
        if strip is not None:
            return draw_strip(strip)
    return _draw_seen(estimates, study)


def _read_difference(estimates: pd.DataFrame, study: Study) -> Strip | None:
    primary = study.file.plan.primary
    contrasts = read_contrasts(
        estimates, study.labels, endpoint=primary.endpoint, visit=primary.visit
    )
    wanted = tuple(primary.comparison) if primary.comparison else None
    found = [c for c in contrasts if wanted is None or (c.arm, c.comparator) == wanted]
    if not found or not found[0].has_interval or found[0].is_share:
        return None
    contrast, endpoint = found[0], study.endpoints[primary.endpoint]
    arm, other = study.arms[contrast.arm].label, study.arms[contrast.comparator].label
    threshold = find_threshold(endpoint, *_IMPORTANT)
    judged = contrast.judge(study.labels)
    numbers = format_estimate(
        contrast.estimate,
        contrast.ci_low,
        contrast.ci_high,
        digits_of(endpoint),
        level=contrast.level,
        signed=True,
    )
    verb = "higher with" if endpoint.higher == "neither" else "favours"
    return Strip(
        contrast.estimate,
        contrast.ci_low,
        contrast.ci_high,
        f"Difference in {endpoint.label}{_unit(endpoint)}",
        f"{verb} {other}",
        f"{verb} {arm}",
        _brief(numbers),
        f"{arm} minus {other}, {numbers}; {judged}",
        threshold.value if threshold is not None else 0.0,
        digits_of(endpoint),
        endpoint.higher == "worse",
    )


def _read_change(estimates: pd.DataFrame, study: Study) -> Strip | None:
    primary = study.file.plan.primary
    endpoint = study.endpoints[primary.endpoint]
    found = Lookup.of(estimates)
    for arm in study.arms if not study.comparisons else ():
        row = found.row("change", endpoint=primary.endpoint, visit=primary.visit, arm=arm)
        if row is None or row["ci_low"] != row["ci_low"]:
            continue
        threshold = find_threshold(endpoint, "minimal important change")
        low, high, estimate = (float(row[name]) for name in ("ci_low", "ci_high", "estimate"))
        numbers = format_estimate(
            estimate, low, high, digits_of(endpoint), level=float(row["level"]), signed=True
        )
        neither = endpoint.higher == "neither"
        return Strip(
            estimate,
            low,
            high,
            f"Change in {endpoint.label}{_unit(endpoint)}",
            "fall" if neither else "worse",
            "rise" if neither else "better",
            _brief(numbers),
            f"Change from baseline at {primary.visit}, {numbers}; without an arm to compare with",
            threshold.value if threshold is not None else 0.0,
            digits_of(endpoint),
            endpoint.higher == "worse",
        )
    return None


def _unit(endpoint: Endpoint) -> str:
    return f", {endpoint.unit}" if endpoint.unit else ""


def _brief(numbers: str) -> str:
    """Leave out the level, which the words around a card tell."""
    return re.sub(r"\([\d.]+% CI ", "(", numbers)


def find_pool(estimates: pd.DataFrame) -> pd.Series | None:
    """Return the first pooled effect of published trials that has an interval, or None."""
    pools = estimates[
        (estimates["quantity"] == "pooled effect")
        & (estimates["analysis"] == "meta-analysis of published trials")
        & estimates["ci_low"].notna()
    ]
    return pools.iloc[0] if len(pools) else None


def _read_pool(estimates: pd.DataFrame, study: Study) -> Strip | None:
    row = find_pool(estimates)
    if row is None:
        return None
    low, high, estimate = (float(row[name]) for name in ("ci_low", "ci_high", "estimate"))
    numbers = format_estimate(estimate, low, high, level=float(row["level"]), signed=True)
    unit = f", {row['unit']}" if row["unit"] else ""
    return Strip(
        estimate,
        low,
        high,
        f"{capitalise(row['endpoint'])}, {row['visit']}, pooled{unit}",
        f"favours {row['comparator']}",
        f"favours {row['arm']}",
        _brief(numbers),
        f"{row['arm']} against {row['comparator']} in published trials, {numbers}",
    )


def _draw_seen(estimates: pd.DataFrame, study: Study) -> str:
    """Draw how many participants of each arm have the primary score."""
    primary = study.file.plan.primary
    found = Lookup.of(estimates[estimates["analysis"] == "participants"])
    rows = []
    for name, arm in study.arms.items():
        came = found.row("n", endpoint="", visit="", arm=name)
        seen = found.row("n", endpoint=primary.endpoint, visit=primary.visit, arm=name)
        if came is not None and seen is not None and came["estimate"] > 0:
            rows.append((arm.label, float(seen["estimate"]), float(came["estimate"])))
    return draw_shares(f"Seen at {primary.visit}", rows) if rows else ""
