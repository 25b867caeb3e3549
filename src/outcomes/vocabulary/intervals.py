"""What an interval is called: its level, its distribution or method, its degrees of freedom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from outcomes.rounding import (
    ABSENT,
    format_df,
    format_estimate,
    format_level,
    format_p,
    format_share,
    format_share_interval,
)

if TYPE_CHECKING:
    import pandas as pd

NAMES = {
    "t": "t distribution",
    "normal": "normal distribution",
    "wilson": "Wilson",
    "clopper-pearson": "exact Clopper-Pearson",
    "newcombe": "Newcombe",
    "katz": "Katz",
    "woolf": "Woolf",
    "fieller": "Fieller",
    "garwood": "exact Garwood",
    "mover": "Zou-Donner",
    "graham": "Graham",
}
"""By ``distribution`` of an estimate: what readers call it, wherever it stands."""


def name_distribution(distribution: str) -> str:
    """Return what stands behind an interval, ``t distribution`` or ``Wilson``."""
    return NAMES.get(distribution, distribution) or "distribution not stated"


def head_interval(levels: Iterable[float]) -> str:
    """Return the heading of a column of intervals, ``95% CI``; ``CI`` where levels differ."""
    texts = sorted({format_level(level) for level in levels if level == level})
    return f"{texts[0]} CI" if len(texts) == 1 else "CI"


def span_df(dfs: Iterable[float]) -> str:
    """Return degrees of freedom as they are shown, ``231`` or ``24 to 29``; empty if none is."""
    known = sorted(df for df in dfs if df == df)
    if not known:
        return ""
    low, high = format_df(known[0]), format_df(known[-1])
    return low if low == high else f"{low} to {high}"


def describe_quantiles(rows: Iterable[Mapping[Any, Any]], *, df: bool = True) -> str:
    """Say what stands behind the intervals of a table, ``t distribution with 24 to 29 df``.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of an estimates frame; those without an interval are passed over.
    df : bool
        Whether degrees of freedom are said; not where a column holds them.
    """
    dfs: dict[str, list[float]] = {}
    for row in rows:
        if row["ci_low"] == row["ci_low"] and row["ci_high"] == row["ci_high"]:
            dfs.setdefault(name_distribution(row["distribution"]), []).append(row["df"])
    return " or ".join(
        f"{name} with {span} df" if df and (span := span_df(values)) else name
        for name, values in dfs.items()
    )


def describe_intervals(rows: pd.DataFrame) -> str:
    """Say which intervals a figure draws: level, distribution and degrees of freedom.

    Examples
    --------
    ``95% confidence intervals (t distribution with 24 to 29 df)``
    """
    drawn = rows[rows["ci_low"].notna() & rows["ci_high"].notna()]
    if drawn.empty:
        return "no confidence intervals (none could be calculated)"
    levels = " and ".join(sorted({format_level(level) for level in drawn["level"].dropna()}))
    return f"{levels} confidence intervals ({describe_quantiles(drawn.to_dict('records'))})".strip()


def say_estimate(row: Mapping[Any, Any], digits: int, *, signed: bool = True) -> str:
    """Return a row's estimate with its interval, ``+4.2 (95% CI 1.0 to 7.4)``."""
    estimate, low, high, level = (
        float(row[name]) for name in ("estimate", "ci_low", "ci_high", "level")
    )
    return format_estimate(estimate, low, high, digits, level=level, signed=signed)


def say_share(row: Mapping[Any, Any]) -> str:
    """Return a row's share with its interval, ``58% (95% CI 39% to 74%)``."""
    share, low, high = (float(row[name]) for name in ("estimate", "ci_low", "ci_high"))
    if share != share:
        return "not estimated"
    interval = format_share_interval(low, high, absent="")
    inner = f"{format_level(row['level'])} CI {interval}" if interval else "no interval"
    return f"{format_share(share)} ({inner})"


def say_basis(level: float, interval: str, distribution: str, df: float, p_value: float) -> str:
    """Return what stands in parentheses behind an estimate: interval, distribution, df and p."""
    basis = name_distribution(distribution)
    if df == df:
        basis += f", {format_df(df)} df"
    parts = [f"{format_level(level)} CI {interval}", basis]
    return "; ".join([*parts, *filter(None, [say_p(p_value)])])


def say_p(p_value: float) -> str:
    """Return ``p = 0.42`` or ``p < 0.001``; empty where there is none."""
    text = format_p(p_value)
    if text == ABSENT:
        return ""
    return f"p {text[0]} {text[1:]}" if text[0] in "<>" else f"p = {text}"
