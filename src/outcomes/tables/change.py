"""The table of change within each arm, which no arm without treatment stands beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.table import Column, Table
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_df,
    format_interval,
    format_number,
    format_share,
    format_signed,
)
from outcomes.vocabulary.contrast import name_distribution
from outcomes.vocabulary.judging import read_change
from outcomes.vocabulary.lookup import pick
from outcomes.vocabulary.names import (
    digits_of,
    head_endpoint,
    name_arm,
    order_arms,
    order_endpoints,
    order_visits,
)

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels


def table_change(estimates: pd.DataFrame, labels: Labels, endpoint: str | None = None) -> Table:
    """Table the mean change from baseline within each arm.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``change`` rows are used.
    labels : Labels
        The study's names.
    endpoint : str, optional
        Only this endpoint, by its full name.

    Returns
    -------
    Table
        One row an endpoint (and side), visit and arm: participants with both scores, mean of their
        own changes in the endpoint's unit, its interval and df, and whether it is an improvement.
        The reading is given only where the interval excludes no change.
    """
    ordered = _order(pick(estimates, ("change",), endpoint), labels)
    rows = []
    for row in ordered:
        digits = digits_of(labels, row["endpoint"])
        rows.append(
            (
                *_heads(row, labels),
                format_count(row["n_arm"]),
                format_signed(row["estimate"], digits),
                format_interval(row["ci_low"], row["ci_high"], digits),
                format_df(row["df"]),
                read_change(row),
            )
        )
    kinds = _name_intervals(ordered)
    return Table(
        caption="Change from baseline within each arm",
        columns=(
            *_head_columns(),
            Column("n", numeric=True),
            Column("mean change", numeric=True),
            Column(_interval_heading(ordered), numeric=True),
            Column("df", numeric=True),
            Column("Reading"),
        ),
        rows=tuple(rows),
        row_headers=3,
        notes=(
            "n: participants with a score at baseline and at the visit."
            + (f" CI: {kinds}." if kinds else ""),
            "A change within an arm holds the natural course, regression to the mean and the "
            "response to being treated, beside any effect of the treatment.",
        ),
        empty="No change from baseline was estimated.",
        simulated=labels.is_simulated,
    )


def table_shares(estimates: pd.DataFrame, labels: Labels, endpoint: str | None = None) -> Table:
    """Table the share of participants at or beyond a threshold of change.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``share`` rows with a visit are used. Without a threshold a share
        is that of participants with a 1 on a yes-or-no endpoint.
    labels : Labels
        The study's names.
    endpoint : str, optional
        Only this endpoint, by its full name.

    Returns
    -------
    Table
        One row an endpoint (and side), visit and arm: what was counted, participants with the
        scores it needs, share and its interval.
    """
    shares = pick(estimates, ("share",), endpoint)
    ordered = _order(shares[shares["visit"] != ""], labels)
    rows = [
        (
            *_heads(row, labels),
            _counted(row, labels),
            format_count(row["n_arm"]),
            format_share(row["estimate"]),
            _format_share_interval(row["ci_low"], row["ci_high"]),
        )
        for row in ordered
    ]
    kinds = _name_intervals(ordered)
    return Table(
        caption="Participants at or beyond the threshold",
        columns=(
            *_head_columns(),
            Column("Counted"),
            Column("n", numeric=True),
            Column("share", numeric=True),
            Column(_interval_heading(ordered), numeric=True),
        ),
        rows=tuple(rows),
        row_headers=3,
        notes=(
            "n: participants with the scores that are needed; the others are left out."
            + (f" CI: {kinds}." if kinds else ""),
        ),
        empty="No share of participants was estimated.",
        simulated=labels.is_simulated,
    )


def _head_columns() -> tuple[Column, ...]:
    return Column("Endpoint"), Column("Visit"), Column("Arm")


def _heads(row: dict[Any, Any], labels: Labels) -> tuple[str, str, str]:
    head = head_endpoint(labels, row["endpoint"], row["side"])
    return head, row["visit"], name_arm(labels, row["arm"])


def _order(rows: pd.DataFrame, labels: Labels) -> list[dict[Any, Any]]:
    rows = rows[rows["subgroup"] == ""]
    endpoints = order_endpoints(labels, rows["endpoint"])
    visits = order_visits(labels, rows["visit"])
    arms = order_arms(labels, rows["arm"])
    return sorted(
        rows.to_dict("records"),
        key=lambda row: (
            endpoints.index(row["endpoint"]),
            row["side"],
            visits.index(row["visit"]),
            arms.index(row["arm"]),
        ),
    )


def _name_intervals(rows: list[dict[Any, Any]]) -> str:
    """Return what stands behind the intervals of a table's rows."""
    kinds = (row["distribution"] for row in rows if row["ci_low"] == row["ci_low"])
    return " or ".join(dict.fromkeys(name_distribution(kind) for kind in kinds))


def _interval_heading(rows: list[dict[Any, Any]]) -> str:
    levels = {row["level"] for row in rows if row["ci_low"] == row["ci_low"]}
    return f"{100 * levels.pop():g}% CI" if len(levels) == 1 else "CI"


def _counted(row: dict[Any, Any], labels: Labels) -> str:
    threshold = row["threshold"]
    endpoint = labels.endpoints.get(row["endpoint"])
    if threshold != threshold or (endpoint is not None and endpoint.kind == "binary"):
        return "yes"
    important = None if endpoint is None else endpoint.important_change
    unit = "" if endpoint is None else endpoint.unit
    if important is not None and important.value == threshold:
        unit = important.unit if important.unit == "percent of baseline" else unit
    size = format_number(threshold, 0 if threshold == round(threshold) else 1)
    return f"improved by at least {size} {unit}".rstrip()


def _format_share_interval(low: float, high: float) -> str:
    if low != low or high != high:
        return ABSENT
    return f"{format_share(low)} to {format_share(high)}"
