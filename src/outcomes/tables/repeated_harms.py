"""The table of all adverse events, those that came again among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.estimates import HARMS
from outcomes.rounding import ABSENT, format_count, format_number
from outcomes.tables.harm_rates import (
    Pairs,
    head_pairs,
    say_interval_of,
    say_not_given,
    write_ratio,
)
from outcomes.vocabulary.harms import has_repeated, list_pairs, name_kind
from outcomes.vocabulary.intervals import head_interval
from outcomes.vocabulary.lookup import Lookup, pick
from outcomes.vocabulary.names import name_arm, order_arms

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

EACH, RATE, RATIO = "events per participant", "event rate", "event rate ratio"


def table_repeated_harms(estimates: pd.DataFrame, labels: Labels) -> Table | None:
    """Table all adverse events of each kind by arm, and the ratio of their rates.

    Parameters
    ----------
    estimates : pandas.DataFrame
        As for `outcomes.tables.harm_rates.table_harm_rates`.
    labels : Labels
        The study's names.

    Returns
    -------
    Table or None
        None where nobody had more than one event. Else one row a kind: per arm ``11 (0.37)``,
        events and events a participant, and the rate; for each comparison the ratio of rates with
        its interval.
    """
    if not has_repeated(estimates):
        return None
    rows = pick(estimates, (EACH, RATE, RATIO), HARMS)
    found = Lookup.of(rows)
    arms = order_arms(labels, rows["arm"])
    pairs = list_pairs(rows, labels)
    unit = str(rows.loc[rows["quantity"] == RATE, "unit"].iloc[0])
    return Table(
        caption="All adverse events, repeated ones too",
        columns=(
            Column("Event"),
            *(
                Column(heading, group=name_arm(labels, arm), numeric=True)
                for arm in arms
                for heading in ("Events (per participant)", "Rate")
            ),
            *head_pairs(pairs, ("Ratio", head_interval(rows["level"])), labels),
        ),
        rows=tuple(_row(found, kind, arms, pairs) for kind in dict.fromkeys(rows["subgroup"])),
        notes=(
            f"Events, in parentheses for each participant of the arm. Rate: events {unit}.",
            *say_interval_of(
                rows,
                RATIO,
                "Ratio of rates: arm over comparator, by a Poisson model with a robust variance, "
                "because events of one participant are not independent",
            ),
            *say_not_given(rows, labels),
        ),
        simulated=labels.is_simulated,
    )


def _row(found: Lookup, kind: str, arms: list[str], pairs: Pairs) -> tuple[str, ...]:
    place = {"endpoint": HARMS, "subgroup": kind}
    cells = [name_kind((HARMS, kind))]
    for arm in arms:
        each = found.row(EACH, **place, arm=arm)
        if each is None:
            cells += [ABSENT, ABSENT]
            continue
        events = format_count(each["estimate"] * each["n_arm"])
        rate = format_number(found.number(RATE, **place, arm=arm))
        cells += [f"{events} ({format_number(each['estimate'], 2)})", rate]
    for arm, comparator in pairs:
        cells += write_ratio(found.row(RATIO, **place, arm=arm, comparator=comparator))
    return tuple(cells)
