"""The tables of responders: by threshold, with missing scores taken otherwise, and without room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from outcomes.analysis.responses import ADJUSTED, IMPUTED, NON_RESPONSE, OBSERVED
from outcomes.displays.table import Column, Table
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_interval,
    format_number,
    format_share,
    format_signed,
)
from outcomes.vocabulary.intervals import describe_quantiles, head_interval
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm, name_endpoint, name_pair, order_arms
from outcomes.vocabulary.reasons import say_why_not
from outcomes.vocabulary.responses import name_needed, name_population, name_response

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

Row = dict[Any, Any]

WAYS = {
    NON_RESPONSE: "missing as non-response",
    OBSERVED: "observed scores only",
    IMPUTED: "multiple imputation",
    ADJUSTED: "adjusted, missing as non-response",
}
_RATIOS = ("response ratio", "response odds ratio")
EMPTY = "No endpoint has a threshold by which responders could be counted."


def table_responders(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table responders by arm and threshold, and how the arms compare.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`; missing responses count as non-response.
    labels : Labels
        The study's names.

    Returns
    -------
    Table
        One row a threshold and comparison: responders of each arm, difference in percentage points
        and number needed to treat, each with its interval. What was not estimated is a dash, and a
        note says why.
    """
    rows = estimates[estimates["analysis"] == NON_RESPONSE]
    found = Lookup.of(rows)
    differences = _order(rows[rows["quantity"] == "response difference"])
    level = head_interval(row["level"] for row in differences)
    said = rows[rows["quantity"].isin(["response difference", "needed to treat"])]
    return _table_compared(
        "Responders by threshold, with missing scores counted as non-response",
        (
            Column("first arm", group="Responders", numeric=True),
            Column("second arm", group="Responders", numeric=True),
            Column("difference", "percentage points", group="First minus second", numeric=True),
            Column(level, group="First minus second", numeric=True),
            Column(f"Number needed to treat ({level})"),
        ),
        [(row, _compare(row, found)) for row in differences],
        labels,
        (*_list_populations(differences, labels), *_notes(said, labels)),
    )


def table_response_ratios(estimates: pd.DataFrame, labels: Labels) -> Table | None:
    """Table responders with one arm over those with the other, as risk and odds ratios.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`; missing responses count as non-response.
    labels : Labels
        The study's names.

    Returns
    -------
    Table or None
        One row a threshold and comparison. What was not estimated is a dash, and a note says why.
        None where nothing was compared.
    """
    rows = estimates[estimates["analysis"] == NON_RESPONSE]
    found = Lookup.of(rows)
    compared = _order(rows[rows["quantity"] == "response difference"])
    if not compared:
        return None
    ratios = rows[rows["quantity"].isin(_RATIOS)]
    level = head_interval(ratios["level"].dropna())
    return _table_compared(
        "Responders as ratios of the first arm to the second",
        [Column(f"{_NAMES[name].lower()} ({level})", numeric=True) for name in _RATIOS],
        [(row, _list_ratios(row, found)) for row in compared],
        labels,
        _notes(ratios, labels),
    )


def table_response_handling(estimates: pd.DataFrame, labels: Labels) -> Table | None:
    """Table the difference in responders by what is done about missing scores and covariates.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`.
    labels : Labels
        The study's names.

    Returns
    -------
    Table or None
        One row a threshold and comparison, one column a way, in percentage points with intervals;
        None where nothing was compared.
    """
    rows = estimates[estimates["quantity"] == "response difference"]
    first = _order(rows[rows["analysis"] == NON_RESPONSE])
    if not first:
        return None
    found = {way: Lookup.of(rows[rows["analysis"] == way]) for way in WAYS}
    level = head_interval(rows["level"].dropna())
    return _table_compared(
        "Difference in responders (percentage points), by what is done about missing scores and "
        "covariates",
        [Column(f"{name} ({level})", numeric=True) for name in WAYS.values()],
        [(row, _differences(row, found)) for row in first],
        labels,
        _notes(rows, labels),
    )


def table_response_room(estimates: pd.DataFrame, labels: Labels) -> Table | None:
    """Table who could not have responded, as their baseline is too near the end of the scale.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`.
    labels : Labels
        The study's names.

    Returns
    -------
    Table or None
        One row a threshold of change, participants by arm; None where everybody could respond.
    """
    rows = estimates[estimates["quantity"] == "no room"]
    if not (rows["estimate"] > 0).any():
        return None
    found = Lookup.of(rows)
    arms = order_arms(labels, rows["arm"])
    kinds = rows.drop_duplicates(["endpoint", "side", "visit", "subgroup"]).to_dict("records")
    return Table(
        caption="Participants whose baseline score leaves no room to respond",
        columns=(
            Column("Endpoint and visit"),
            Column("Responder"),
            *(Column(name_arm(labels, arm), numeric=True) for arm in arms),
        ),
        rows=tuple(
            (
                _place(row, labels),
                name_response(row, labels),
                *(_count(found.row("no room", **_keys(row), arm=arm)) for arm in arms),
            )
            for row in kinds
        ),
        row_headers=2,
        notes=(
            "Of those with a baseline score. The scale ends before they could improve by the "
            "threshold; they count as not having responded.",
        ),
        simulated=labels.is_simulated,
    )


def _table_compared(
    caption: str,
    columns: Iterable[Column],
    rows: Iterable[tuple[Row, Iterable[str]]],
    labels: Labels,
    notes: Iterable[str],
) -> Table:
    """Table comparisons, each with its cells, under the pair of arms that they are of."""
    return Table(
        caption=caption,
        columns=(Column("Comparison"), Column("Responder"), *columns),
        rows=tuple((*_heads(row, labels), *cells) for row, cells in rows),
        row_headers=2,
        notes=tuple(notes),
        empty=EMPTY,
        simulated=labels.is_simulated,
    )


def _keys(row: Row) -> dict[str, str]:
    return {name: row[name] for name in ("endpoint", "side", "visit", "subgroup")}


def _place(row: Row, labels: Labels) -> str:
    return f"{name_endpoint(labels, row['endpoint'], row['side'])}, {row['visit']}"


def _order(rows: pd.DataFrame) -> list[Row]:
    """Return rows by pair of arms, in the order of their first."""
    return [
        row
        for _, own in rows.groupby(["arm", "comparator"], sort=False)
        for row in own.to_dict("records")
    ]


def _heads(row: Row, labels: Labels) -> tuple[str, str]:
    return (
        name_pair(labels, row["arm"], row["comparator"]),
        f"{_place(row, labels)}, {name_response(row, labels)}",
    )


def _compare(row: Row, found: Lookup) -> tuple[str, ...]:
    keys = _keys(row)
    pair = {"arm": row["arm"], "comparator": row["comparator"]}
    shares = [_count(found.row("response", **keys, arm=arm)) for arm in pair.values()]
    needed: Any = found.row("needed to treat", **keys, **pair)
    return (
        *shares,
        format_signed(100 * row["estimate"], 1),
        format_interval(100 * row["ci_low"], 100 * row["ci_high"], 1),
        ABSENT if _is_absent(needed) else name_needed(needed, with_level=False),
    )


def _list_ratios(row: Row, found: Lookup) -> Iterable[str]:
    pair = {"arm": row["arm"], "comparator": row["comparator"]}
    return (_ratio(found.row(name, **_keys(row), **pair)) for name in _RATIOS)


def _ratio(row: Any) -> str:
    if _is_absent(row):
        return ABSENT
    interval = format_interval(row["ci_low"], row["ci_high"], 2)
    return f"{format_number(row['estimate'], 2)} ({interval})"


def _is_absent(row: Any) -> bool:
    return row is None or row["estimate"] != row["estimate"]


def _count(row: Any) -> str:
    if _is_absent(row):
        return ABSENT
    count = format_count(round(row["estimate"] * row["n_arm"]))
    return f"{count} of {format_count(row['n_arm'])} ({format_share(row['estimate'])})"


def _differences(row: Row, found: Mapping[str, Lookup]) -> Iterable[str]:
    pair = {"arm": row["arm"], "comparator": row["comparator"]}
    for lookup in found.values():
        other: Any = lookup.row("response difference", **_keys(row), **pair)
        if _is_absent(other):
            yield ABSENT
            continue
        interval = format_interval(100 * other["ci_low"], 100 * other["ci_high"], 1)
        yield f"{format_signed(100 * other['estimate'], 1)} ({interval})"


def _notes(rows: pd.DataFrame, labels: Labels) -> Iterable[str]:
    """Say what stands behind the intervals, and why there is no number where there is none."""
    for quantity, name in list(_NAMES.items())[:3]:
        own = rows[(rows["quantity"] == quantity) & rows["ci_low"].notna()]
        if len(own):
            yield f"{name}: CI by {describe_quantiles(own.to_dict('records'), df=False)}."
    if (rows["quantity"] == "needed to treat").any():
        yield (
            "NNTB, NNTH: number needed to treat for one more participant to benefit, or to be "
            "harmed (fewer responders with the first arm). Its interval is 1 over the interval of "
            "the difference; where that includes 0, it goes through infinity."
        )
    missing = rows[rows["estimate"].isna() & rows["reason"].notna() & (rows["comparator"] != "")]
    said = (
        f"{_NAMES[row['quantity']]}, {WAYS[row['analysis']]}: not estimated where "
        f"{say_why_not(row['reason'], labels)}."
        for row in missing.to_dict("records")
    )
    yield from dict.fromkeys(said)


def _list_populations(rows: list[Row], labels: Labels) -> Iterable[str]:
    """Say in whom each threshold was found."""
    said = (
        f"{name_endpoint(labels, row['endpoint'])}, {name_response(row, labels)}: found in "
        f"{population}."
        for row in rows
        if (population := name_population(row, labels))
    )
    yield from dict.fromkeys(said)


_NAMES = {
    "response difference": "Difference",
    "response ratio": "Risk ratio",
    "response odds ratio": "Odds ratio",
    "needed to treat": "Number needed to treat",
}
