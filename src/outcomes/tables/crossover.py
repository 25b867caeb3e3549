"""The tables of a crossover: treatments compared, periods as observed, who was seen in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.analysis.crossover import SEEN
from outcomes.displays.table import Column, Table
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_df,
    format_interval,
    format_number,
    format_p,
    format_signed,
)
from outcomes.vocabulary.intervals import describe_quantiles, head_interval
from outcomes.vocabulary.lookup import Lookup, pick
from outcomes.vocabulary.names import head_endpoint, name_arm, name_pair, order_endpoints
from outcomes.vocabulary.reasons import at_visits, say_why_not
from outcomes.vocabulary.scales import find_digits
from outcomes.vocabulary.sentences import capitalise

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

Row = dict[Any, Any]
_COMPARED = ("difference", "paired difference")


def table_treatments(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table the difference between treatments within persons, by the model and by pairs.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_periods` or ``compare_sites``.
    labels : Labels
        The study's names.

    Returns
    -------
    Table
        One row an endpoint, visit, comparison and analysis: participants with both treatments (of
        the model those with each), the difference, its interval, df and p value. What was not
        estimated is a dash, and a note says why.
    """
    rows = _order(pick(estimates, _COMPARED), labels)
    kinds = describe_quantiles(rows, df=False)
    return Table(
        caption="Difference between treatments, of the same participants",
        columns=(
            Column("Endpoint and visits"),
            Column("Comparison"),
            Column("Analysis"),
            Column("n"),
            Column("first minus second", numeric=True),
            Column(head_interval(row["level"] for row in rows), numeric=True),
            Column("df", numeric=True),
            Column("p", numeric=True),
        ),
        rows=tuple(_compare(row, labels) for row in rows),
        row_headers=3,
        notes=(
            "n: of the mixed model the participants with a score under each treatment, of the "
            "paired analysis those with a score under both." + (f" CI: {kinds}." if kinds else ""),
            *_say_missing(rows, labels),
        ),
        empty="Nothing was compared.",
        simulated=labels.is_simulated,
    )


def table_periods(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table the scores of each sequence and period, as observed.

    Parameters
    ----------
    estimates, labels
        As in `table_treatments`.

    Returns
    -------
    Table
        One row an endpoint, visit and sequence; for each period n, mean and SD.
    """
    means = estimates[(estimates["quantity"] == "mean") & (estimates["subgroup"] != "")]
    found = Lookup.of(estimates)
    periods = list(dict.fromkeys(sorted(means["subgroup"])))
    keys = ["endpoint", "side", "visit", "arm"]
    rows = _order(means.drop_duplicates(keys), labels)
    return Table(
        caption="Scores by sequence and period, as observed",
        columns=(
            Column("Endpoint and visits"),
            Column("Sequence"),
            *(
                Column(head, group=period.capitalize(), numeric=True)
                for period in periods
                for head in ("n", "mean", "SD")
            ),
        ),
        rows=tuple(
            (
                _place(row, labels),
                name_arm(labels, row["arm"]),
                *(
                    cell
                    for period in periods
                    for cell in _observe(found, {k: row[k] for k in keys}, period, labels)
                ),
            )
            for row in rows
        ),
        row_headers=2,
        empty="No score was recorded in any period.",
        simulated=labels.is_simulated,
    )


def table_seen_periods(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table how many participants of each sequence have a score in all periods, some or none.

    Parameters
    ----------
    estimates, labels
        As in `table_treatments`.
    """
    counts = estimates[estimates["quantity"] == "participants by periods"]
    found = Lookup.of(counts)
    keys = ["endpoint", "side", "visit", "arm"]
    rows = _order(counts.drop_duplicates(keys), labels)
    return Table(
        caption="Participants by the periods in which they have a score",
        columns=(
            Column("Endpoint and visits"),
            Column("Sequence"),
            Column("allocated", numeric=True),
            *(Column(kind, numeric=True) for kind in SEEN),
        ),
        rows=tuple(
            (
                _place(row, labels),
                name_arm(labels, row["arm"]),
                format_count(row["n_arm"]),
                *(
                    format_count(
                        found.number(
                            "participants by periods", subgroup=kind, **{k: row[k] for k in keys}
                        )
                    )
                    for kind in SEEN
                ),
            )
            for row in rows
        ),
        row_headers=2,
        simulated=labels.is_simulated,
    )


def _order(rows: pd.DataFrame, labels: Labels) -> list[Row]:
    """Return rows by endpoint, as the study file has them."""
    endpoints = order_endpoints(labels, rows["endpoint"])
    return sorted(rows.to_dict("records"), key=lambda row: endpoints.index(row["endpoint"]))


def _place(row: Row, labels: Labels) -> str:
    visits = labels.counterparts.get(row["visit"], (row["visit"],))
    return f"{head_endpoint(labels, row['endpoint'], row['side'])}, {at_visits(visits)}"


def _compare(row: Row, labels: Labels) -> tuple[str, ...]:
    digits = find_digits(labels, row["endpoint"])
    sizes = [row["n_arm"], row["n_comparator"]]
    return (
        _place(row, labels),
        name_pair(labels, row["arm"], row["comparator"]),
        row["analysis"],
        ", ".join(format_count(size) for size in sizes if size == size) or ABSENT,
        format_signed(row["estimate"], digits),
        format_interval(row["ci_low"], row["ci_high"], digits),
        format_df(row["df"]),
        format_p(row["p_value"]),
    )


def _observe(found: Lookup, keys: Row, period: str, labels: Labels) -> tuple[str, str, str]:
    mean, sd = (found.row(name, subgroup=period, **keys) for name in ("mean", "sd"))
    if mean is None or sd is None:
        return ABSENT, ABSENT, ABSENT
    digits = find_digits(labels, keys["endpoint"])
    numbers = (format_number(row["estimate"], digits) for row in (mean, sd))
    first, second = numbers
    return format_count(mean["n_arm"]), first, second


def _say_missing(rows: list[Row], labels: Labels) -> tuple[str, ...]:
    said = (
        f"{capitalise(row['analysis'])}, {name_pair(labels, row['arm'], row['comparator'])}"
        f": not estimated, because {say_why_not(row['reason'], labels)}."
        for row in rows
        if row["reason"] is not None
    )
    return tuple(dict.fromkeys(said))
