"""The table of harms by the time at risk: rates of first events, and how far the arms differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outcomes.analysis_record import Reason, ReasonCode
from outcomes.displays.table import Column, Table
from outcomes.rounding import ABSENT, format_count, format_interval, format_number, format_signed
from outcomes.vocabulary.harms import Kind, choose_kinds, list_pairs, name_kind
from outcomes.vocabulary.intervals import describe_quantiles, head_interval
from outcomes.vocabulary.lookup import Lookup, pick
from outcomes.vocabulary.names import name_arm, name_pair, order_arms
from outcomes.vocabulary.reasons import say_reason

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

RATE, DIFFERENCE, RATIO = "incidence rate", "incidence rate difference", "incidence rate ratio"

Pairs = list[tuple[str, str]]
Row = Mapping[str, Any] | None


def table_harm_rates(estimates: pd.DataFrame, labels: Labels) -> Table | None:
    """Table rates of first adverse events by arm, and how far the arms differ.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: the ``risk`` rows of `outcomes.analysis.harms.summarise_harms`, which
        say which events are shown, and the rates of
        `outcomes.analysis.harm_rates.summarise_harm_rates`.
    labels : Labels
        The study's names.

    Returns
    -------
    Table or None
        None where no rate is known. Else one row a kind and event as in the table of participants:
        per arm ``7.3 (3 in 41.2)``, the rate with participants and time at risk, and for each
        comparison difference and ratio of rates with their intervals.
    """
    rows = pick(estimates, (RATE, DIFFERENCE, RATIO))
    known = rows[(rows["quantity"] == RATE) & rows["estimate"].notna()]
    if known.empty:
        return None
    found = Lookup.of(estimates)
    arms = order_arms(labels, rows["arm"])
    pairs = list_pairs(rows, labels)
    kinds = set(zip(known["endpoint"], known["subgroup"], strict=True))
    unit = str(known["unit"].iloc[0])
    level = head_interval(rows["level"])
    return Table(
        caption=f"Participants with a first adverse event {unit}",
        columns=(
            Column("Event"),
            *(Column(name_arm(labels, arm), numeric=True) for arm in arms),
            *head_pairs(pairs, ("Difference", level, "Ratio", level), labels),
        ),
        rows=tuple(
            _row(found, kind, arms, pairs) for kind in choose_kinds(estimates) if kind in kinds
        ),
        notes=_notes(rows, unit, labels),
        simulated=labels.is_simulated,
    )


def head_pairs(pairs: Pairs, headings: tuple[str, ...], labels: Labels) -> list[Column]:
    """Return the columns of each comparison."""
    return [
        Column(heading, group=name_pair(labels, *pair), numeric=True)
        for pair in pairs
        for heading in headings
    ]


def write_ratio(row: Row) -> list[str]:
    """Return the cells of a ratio and its interval."""
    if row is None:
        return [ABSENT, ABSENT]
    return [format_number(row["estimate"], 2), format_interval(row["ci_low"], row["ci_high"], 2)]


def say_interval_of(rows: pd.DataFrame, quantity: str, what: str) -> list[str]:
    """Say what a quantity is and by which method its intervals are, if there is any."""
    described = describe_quantiles(rows[rows["quantity"] == quantity].to_dict("records"))
    return [f"{what}; interval by {described}."] if described else []


def say_not_given(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Say why cells are empty, each reason once with all arms concerned."""
    arms: dict[ReasonCode, tuple[str, ...]] = {}
    for reason in rows["reason"].dropna():
        arms[reason.code] = (*arms.get(reason.code, ()), *reason.arms)
    reasons = [Reason(code, arms=tuple(order_arms(labels, of))) for code, of in arms.items()]
    return [f"Not given where {say_reason(reason, labels)}." for reason in reasons]


def _row(found: Lookup, kind: Kind, arms: list[str], pairs: Pairs) -> tuple[str, ...]:
    place = {"endpoint": kind[0], "subgroup": kind[1]}
    cells = [name_kind(kind)]
    for arm in arms:
        rate = found.number(RATE, **place, arm=arm)
        risk, time = (found.row(name, **place, arm=arm) for name in ("risk", "time at risk"))
        if rate != rate or risk is None or time is None:
            cells.append(ABSENT)
            continue
        count = format_count(risk["estimate"] * risk["n_arm"])
        cells.append(f"{format_number(rate)} ({count} in {format_number(time['estimate'])})")
    for arm, comparator in pairs:
        keys = {**place, "arm": arm, "comparator": comparator}
        cells += _write_difference(found.row(DIFFERENCE, **keys))
        cells += write_ratio(found.row(RATIO, **keys))
    return tuple(cells)


def _write_difference(row: Row) -> list[str]:
    if row is None:
        return [ABSENT, ABSENT]
    return [format_signed(row["estimate"]), format_interval(row["ci_low"], row["ci_high"])]


def _notes(rows: pd.DataFrame, unit: str, labels: Labels) -> tuple[str, ...]:
    time = unit.rpartition(" ")[2]
    return (
        f"In parentheses: how many had one, in how many {time} until their first or, without one, "
        "for as long as followed.",
        *say_interval_of(rows, DIFFERENCE, "Difference: arm minus comparator, unadjusted"),
        *say_interval_of(rows, RATIO, "Ratio: arm over comparator, unadjusted"),
        *_say_undated(rows),
        *say_not_given(rows, labels),
    )


def _say_undated(rows: pd.DataFrame) -> list[str]:
    """Say how many times of events were not known."""
    filled = [count.n for done in rows["done"].dropna() for count in done.imputed]
    if not filled:
        return []
    return [
        "Participants whose event has no recorded time count as at risk for as long as followed "
        f"(at most {format_count(max(filled))} in an arm)."
    ]
