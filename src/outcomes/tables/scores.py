"""The table of scores as they were observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.rounding import format_count, format_number
from outcomes.vocabulary.lookup import Lookup, each_place, pick
from outcomes.vocabulary.names import head_endpoint, name_arm, order_arms
from outcomes.vocabulary.scales import find_digits

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels


def table_scores(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table n, mean and standard deviation of the observed scores by arm and visit.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``n``, ``mean`` and ``sd`` rows are used.
    labels : Labels
        The study's names.

    Returns
    -------
    Table
        One row an endpoint (and side) and visit, three columns an arm, in the endpoint's own unit.
        Yes-or-no endpoints are left to `table_counts`.
    """
    found = Lookup.of(pick(estimates, ("n", "mean", "sd")))
    means = pick(estimates, ("mean",))
    means = means[(means["visit"] != "") & (means["subgroup"] == "")]
    means = means[~means["endpoint"].isin(_yes_or_no(labels))]
    arms = order_arms(labels, means["arm"])
    rows = []
    for name, side, visit in each_place(means, labels):
        cells = [head_endpoint(labels, name, side), visit]
        for arm in arms:
            keys = {"endpoint": name, "side": side, "visit": visit, "arm": arm}
            cells += _cells(found, find_digits(labels, name), keys)
        rows.append(tuple(cells))
    return Table(
        caption="Observed scores by arm and visit",
        columns=(
            Column("Endpoint"),
            Column("Visit"),
            *(
                Column(heading, group=name_arm(labels, arm), numeric=True)
                for arm in arms
                for heading in ("n", "mean", "sd")
            ),
        ),
        rows=tuple(rows),
        row_headers=2,
        notes=("n: participants with a score. sd: standard deviation between participants.",),
        empty="No score was observed.",
        simulated=labels.is_simulated,
    )


def _yes_or_no(labels: Labels) -> list[str]:
    return [name for name, endpoint in labels.endpoints.items() if endpoint.kind == "binary"]


def _cells(found: Lookup, digits: int, keys: dict[str, str]) -> list[str]:
    mean = found.row("mean", **keys)
    n = found.number("n", **keys)
    if n != n and mean is not None:
        n = float(mean["n_arm"])
    return [
        format_count(n),
        format_number(found.number("mean", **keys), digits),
        format_number(found.number("sd", **keys), digits),
    ]
