"""The table of change within each arm, which no arm without treatment stands beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.table import Column, Table
from outcomes.rounding import (
    format_count,
    format_df,
    format_interval,
    format_share,
    format_share_interval,
    format_signed,
)
from outcomes.vocabulary.intervals import describe_quantiles, head_interval
from outcomes.vocabulary.lookup import each_place, pick
from outcomes.vocabulary.names import head_endpoint, name_arm, order_arms
from outcomes.vocabulary.scales import find_digits, name_counted
from outcomes.vocabulary.verdicts import judge_row, name_reading

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels


def table_change(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table the mean change from baseline within each arm.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``change`` rows are used.
    labels : Labels
        The study's names.

    Returns
    -------
    Table
        One row an endpoint (and side), visit and arm: participants with both scores, mean of their
        own changes in the endpoint's unit, its interval and df, and whether it is an improvement.
        The reading is given only where the interval excludes no change.
    """
    ordered = _order(pick(estimates, ("change",)), labels)
    rows = []
    for row in ordered:
        digits = find_digits(labels, row["endpoint"])
        rows.append(
            (
                *_heads(row, labels),
                format_count(row["n_arm"]),
                format_signed(row["estimate"], digits),
                format_interval(row["ci_low"], row["ci_high"], digits),
                format_df(row["df"]),
                name_reading(judge_row(row, labels)),
            )
        )
    kinds = describe_quantiles(ordered, df=False)
    return Table(
        caption="Change from baseline within each arm",
        columns=(
            *_head_columns(),
            Column("n", numeric=True),
            Column("mean change", numeric=True),
            Column(_head_interval(ordered), numeric=True),
            Column("df", numeric=True),
            Column("Reading"),
        ),
        rows=tuple(rows),
        row_headers=3,
        notes=(
            "n: participants with a score at baseline and at the visit."
            + (f" CI: {kinds}." if kinds else ""),
            "A change within an arm includes the natural course, regression to the mean and the "
            "response to being treated, beside any effect of the treatment.",
        ),
        empty="No change from baseline was estimated.",
        simulated=labels.is_simulated,
    )


def table_shares(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table the share of participants at or beyond a threshold of change.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``share`` rows with a visit are used. Without a threshold a share
        is that of participants with a 1 on a yes-or-no endpoint.
    labels : Labels
        The study's names.

    Returns
    -------
    Table
        One row an endpoint (and side), visit and arm: what was counted, participants with the
        scores it needs, share and its interval.
    """
    shares = pick(estimates, ("share",))
    ordered = _order(shares[shares["visit"] != ""], labels)
    rows = [
        (
            *_heads(row, labels),
            _counted(row, labels),
            format_count(row["n_arm"]),
            format_share(row["estimate"]),
            format_share_interval(row["ci_low"], row["ci_high"]),
        )
        for row in ordered
    ]
    kinds = describe_quantiles(ordered)
    return Table(
        caption="Participants at or beyond the threshold",
        columns=(
            *_head_columns(),
            Column("Counted"),
            Column("n", numeric=True),
            Column("share", numeric=True),
            Column(_head_interval(ordered), numeric=True),
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
    """Return rows by endpoint, side, visit and arm, in the study file's order."""
    rows = rows[rows["subgroup"] == ""]
    arms = order_arms(labels, rows["arm"])
    places = list(each_place(rows, labels))
    return sorted(
        rows.to_dict("records"),
        key=lambda row: (
            places.index((row["endpoint"], row["side"], row["visit"])),
            arms.index(row["arm"]),
        ),
    )


def _head_interval(rows: list[dict[Any, Any]]) -> str:
    return head_interval(row["level"] for row in rows if row["ci_low"] == row["ci_low"])


def _counted(row: dict[Any, Any], labels: Labels) -> str:
    endpoint = labels.endpoints.get(row["endpoint"])
    if endpoint is None or endpoint.kind == "binary" or row["threshold"] != row["threshold"]:
        return "yes"
    return f"improved by at least {name_counted(endpoint, row['threshold'])}"
