"""The table of who was enrolled, arm beside arm, without p values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outcomes.displays.table import Column, Table
from outcomes.rounding import ABSENT, format_count, format_number, format_share, format_signed
from outcomes.vocabulary.lookup import Lookup, pick
from outcomes.vocabulary.names import head_endpoint, name_arm, name_pair, order_arms
from outcomes.vocabulary.scales import find_digits

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

QUANTITIES = ("n", "mean", "sd", "share", "standardised difference")


@dataclass(frozen=True)
class _Line:
    """What one row of the table describes."""

    endpoint: str
    side: str
    visit: str
    subgroup: str

    def keys(self, **more: str) -> dict[str, str]:
        place = {"endpoint": self.endpoint, "side": self.side, "visit": self.visit}
        return {**place, "subgroup": self.subgroup, **more}


def table_baseline(estimates: pd.DataFrame, labels: Labels) -> Table:
    """Table the participants of each arm at baseline.

    There are no p values: the standardised differences say how far the arms differ, and whether
    that is chance a p value cannot tell.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: the ``n``, ``mean``, ``sd``, ``share`` and ``standardised difference``
        rows without a visit (covariates) or at the baseline visit (scores).
    labels : Labels
        The study's names.

    Returns
    -------
    Table
        One row a number or category. Per arm the participants with a value, and mean (sd) or
        n (share); per comparison the standardised difference, first minus second arm.
    """
    baseline = [visit.name for visit in labels.visits if visit.is_baseline]
    rows = pick(estimates, QUANTITIES)
    rows = rows[(rows["endpoint"] != "") & rows["visit"].isin(["", *baseline])]
    found = Lookup.of(rows)
    lines = _list_lines(rows)
    arms = order_arms(labels, rows.loc[rows["comparator"] == "", "arm"])
    pairs = _list_pairs(rows)
    return Table(
        caption="Participants at baseline" if baseline else "Participants",
        columns=(
            Column("Characteristic"),
            Column("Given as"),
            *(
                Column(heading, group=name_arm(labels, arm), numeric=True)
                for arm in arms
                for heading in ("n", "value")
            ),
            *(
                Column(name_pair(labels, *pair), group="Standardised difference", numeric=True)
                for pair in pairs
            ),
        ),
        rows=tuple(_row(line, arms, pairs, found, labels) for line in lines),
        row_headers=2,
        notes=tuple(_notes(pairs)),
        empty="No participant was described.",
        simulated=labels.is_simulated,
    )


def _list_lines(rows: pd.DataFrame) -> list[_Line]:
    """One line for each number that has a mean, and each category that has a share."""
    described = rows[
        (rows["quantity"] == "mean") & (rows["subgroup"] == "")
        | (rows["quantity"] == "share") & (rows["subgroup"] != "")
    ]
    places = described[["endpoint", "side", "visit", "subgroup"]]
    return [_Line(*place) for place in places.drop_duplicates().itertuples(index=False, name=None)]


def _list_pairs(rows: pd.DataFrame) -> list[tuple[str, str]]:
    compared = rows[rows["quantity"] == "standardised difference"]
    pairs = compared[["arm", "comparator"]].drop_duplicates()
    return [(str(arm), str(other)) for arm, other in pairs.itertuples(index=False, name=None)]


def _row(
    line: _Line,
    arms: list[str],
    pairs: list[tuple[str, str]],
    found: Lookup,
    labels: Labels,
) -> tuple[str, ...]:
    given_as = "mean (sd)"
    if line.subgroup:
        given_as = f"{line.subgroup}, n (share)"
    cells = [head_endpoint(labels, line.endpoint, line.side), given_as]
    for arm in arms:
        cells += _describe(line, arm, found, labels)
    for arm, other in pairs:
        keys = line.keys(arm=arm, comparator=other)
        cells.append(format_signed(found.number("standardised difference", **keys), 2))
    return tuple(cells)


def _describe(line: _Line, arm: str, found: Lookup, labels: Labels) -> list[str]:
    row: Any = found.row("share" if line.subgroup else "mean", **line.keys(arm=arm))
    if row is None or row["estimate"] != row["estimate"]:
        return ["0", ABSENT]
    n = row["n_arm"]
    if line.subgroup:
        count = format_count(round(row["estimate"] * n))
        return [format_count(n), f"{count} ({format_share(row['estimate'])})"]
    digits = find_digits(labels, line.endpoint)
    if line.endpoint not in labels.endpoints and abs(row["estimate"]) < 10:
        digits = 2
    sd = format_number(found.number("sd", **line.keys(arm=arm)), digits)
    return [format_count(n), f"{format_number(row['estimate'], digits)} ({sd})"]


def _notes(pairs: list[tuple[str, str]]) -> Iterable[str]:
    yield "n: participants with a value. sd: standard deviation between participants."
    if pairs:
        yield (
            "Standardised difference: first minus second arm, in pooled standard deviations. No p "
            "values: how far the arms differ is what matters."
        )
