"""What the comparison becomes if the missing scores are other than expected, as a map of shifts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.layout import Drawing
from outcomes.drawing.tipping_panel import TippingPanel
from outcomes.figures.alternative import tell
from outcomes.figures.rows import select_rows
from outcomes.rounding import format_size
from outcomes.study.study import Labels
from outcomes.vocabulary.analyses import describe_analysis
from outcomes.vocabulary.intervals import describe_intervals, say_estimate
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.scales import digits_of, with_unit
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.verdicts import judge_rows, name_verdict, say_favoured

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BY = ("threshold", "threshold2")


def plot_tipping(estimates: pd.DataFrame, labels: Labels, ax: Axes | None = None) -> Figure | None:
    """Map the difference between two arms over shifts of the imputed scores of each.

    Columns are shifts of the arm, rows shifts of its comparator, the better side at the right and
    at the top. Each cell holds the difference with its interval; the mark of an arm stands in it
    where the whole interval favours that arm. The cell of no shift is framed.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``shifted difference``
        (`outcomes.analysis.tipping_point.find_tipping_point`).
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes, optional
        What to draw on; a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``arm, comparator, shift, shift compared, n, n_comparator, difference, ci_low,
        ci_high, level, distribution, df, favours, unit``. None if nothing was estimated, or no
        shift changes whom the interval favours: there is nothing to see.

    Raises
    ------
    ValueError
        If the estimates hold a pair of shifts twice, or more than one comparison.
    """
    rows = select_rows(estimates, labels, "shifted difference", by=_BY)
    if rows.empty:
        return None
    if len(rows[["endpoint", "arm", "comparator", "visit"]].drop_duplicates()) > 1:
        raise ValueError("a map shows one comparison; pass the rows of one")
    one = TippingPanel(rows.assign(verdict=judge_rows(rows, labels)), labels)
    if len({verdict.favoured for verdict in one.rows["verdict"]}) == 1:
        return None
    data = pd.DataFrame(
        {
            "arm": [one.arm] * len(rows),
            "comparator": [one.comparator] * len(rows),
            "shift": rows["threshold"],
            "shift compared": rows["threshold2"],
            "n": rows["n_arm"],
            "n_comparator": rows["n_comparator"],
            "difference": rows["estimate"],
            **{name: rows[name] for name in ("ci_low", "ci_high", "level", "distribution", "df")},
            "favours": [name_verdict(verdict, labels) for verdict in one.rows["verdict"]],
            "unit": one.endpoint.unit,
        }
    )
    return Figure(
        one.title,
        Drawing((one,), is_simulated=labels.is_simulated),
        _caption(one),
        _alternative(one),
        data,
        (digits_of(one.endpoint),) * len(data),
        ax,
    )


def _caption(one: TippingPanel) -> str:
    sentences = [
        f"Difference in {one.about}, with {describe_intervals(one.rows)}. Missing scores were "
        "imputed as the available scores suggest, then shifted. Framed: no shift."
    ]
    if one.endpoint.higher != "neither":
        sentences.append(
            "Better scores are at the right and at the top. A cell without a mark: the interval "
            "includes no difference."
        )
    done = one.rows["done"].iloc[0]
    if done is not None:
        sentences.append(f"{capitalise(describe_analysis(done, one.labels))}.")
    return " ".join(sentences)


def _alternative(one: TippingPanel) -> str:
    records = one.rows.to_dict("records")
    opening = f"Map of differences in {one.about}, by shifts of the missing scores of each arm."
    favoured = [record["verdict"].favoured for record in records]
    counts = " and ".join(
        f"{name_arm(one.labels, arm)} in {favoured.count(arm)}"
        for arm in (records[0]["arm"], records[0]["comparator"])
    )
    message = f"Of {len(records)} pairs of shifts, the whole interval favours {counts}."
    ends = {0.0, max(one.shifts("threshold")), min(one.shifts("threshold"))}
    none: list[str] = []
    others: list[str] = []
    for record in records:
        shifts = {record["threshold"], record["threshold2"]}
        if shifts <= ends:
            (none if shifts == {0.0} else others).append(f"{_say_cell(one, record)}.")
    return tell([opening, message, *none, *others])


def _say_cell(one: TippingPanel, record: Mapping[Any, Any]) -> str:
    ours, theirs = (
        with_unit(format_size(record[key], signed=True), one.endpoint.unit) for key in _BY
    )
    where = f"{one.arm} {ours}, {one.comparator} {theirs}"
    if record["threshold"] == record["threshold2"] == 0:
        where = "No shift"
    numbers = say_estimate(record, digits_of(one.endpoint))
    return f"{where}: {numbers}{say_favoured(record['verdict'], one.labels)}"
