"""The rows of an estimates frame that a figure draws, checked and in the study file's order."""

from __future__ import annotations

import pandas as pd

from outcomes.study.study import Labels
from outcomes.vocabulary.figure_words import join_words

_KEYS = ["endpoint", "side", "visit", "week", "arm", "comparator"]


def select_rows(
    estimates: pd.DataFrame,
    labels: Labels,
    quantity: str,
    *,
    endpoint: str | None = None,
    by: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Take the rows of one quantity, outside subgroups unless they tell its rows apart.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame (`outcomes.estimates.COLUMNS`).
    labels : Labels
        The study's arms, visits and endpoints; gives the order of the rows.
    quantity : str
        A key of `outcomes.estimates.QUANTITIES`.
    endpoint : str, optional
        Full name; every endpoint if left out.
    by : tuple of str
        Columns that tell rows of one visit and arm apart, as ``threshold``.

    Returns
    -------
    pandas.DataFrame
        Ordered by endpoint, side, comparator, arm, week and thresholds; index 0, 1, ...

    Raises
    ------
    ValueError
        If there is no such row, one names an unknown arm or endpoint, or the same number stands
        there twice with different values.
    """
    outside = (estimates["subgroup"] == "") | ("subgroup" in by)
    of_quantity = estimates[(estimates["quantity"] == quantity) & outside]
    rows = of_quantity if endpoint is None else of_quantity[of_quantity["endpoint"] == endpoint]
    if rows.empty:
        sought = f"quantity {quantity!r}" + ("" if endpoint is None else f" of {endpoint!r}")
        there = sorted(set(estimates["quantity"] if of_quantity.empty else of_quantity["endpoint"]))
        raise ValueError(
            f"the estimates hold no row with {sought}, only {', '.join(there) or 'none at all'}; "
            "pass the estimates of an analysis that makes it"
        )
    _check_names(rows, labels)
    keys = [*_KEYS, *by]
    numbers = ["threshold", "estimate", "ci_low", "ci_high"]
    rows = rows.drop_duplicates([*keys, *(name for name in numbers if name not in keys)])
    if rows.duplicated(keys).any():
        analyses = ", ".join(sorted(set(rows["analysis"]))) or "unnamed"
        raise ValueError(
            f"the estimates hold the {quantity} of one visit and arm more than once "
            f"(analyses: {analyses}); pass the rows of one analysis"
        )
    return _in_order(rows, labels)


def _check_names(rows: pd.DataFrame, labels: Labels) -> None:
    arms = (set(rows["arm"]) | set(rows["comparator"])) - {"", *labels.arms}
    endpoints = set(rows["endpoint"]) - {"", *labels.endpoints}
    for kind, unknown in (("arms", arms), ("endpoints", endpoints)):
        if unknown:
            raise ValueError(
                f"the estimates name {kind} that the labels lack: {', '.join(sorted(unknown))}; "
                "pass the labels of the study that the estimates come from"
            )


def _in_order(rows: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    places = {name: place for place, name in enumerate(labels.endpoints)}
    arms = {name: place for place, name in enumerate(labels.arms)}
    keys = pd.DataFrame(
        {
            "endpoint": rows["endpoint"].map(places).fillna(-1),
            "side": rows["side"],
            "comparator": rows["comparator"].map(arms).fillna(-1),
            "arm": rows["arm"].map(arms).fillna(-1),
            **{name: rows[name] for name in ("week", "threshold", "threshold2")},
        },
        index=rows.index,
    )
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def arms_drawn(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Return the arm ids that rows hold, in the order of the study file."""
    present = set(rows["arm"])
    return [arm for arm in labels.arms if arm in present]


def place_of_arm(arm: str, labels: Labels) -> int:
    """Return the arm's place in the study file, from 0; it decides how the arm is drawn."""
    return list(labels.arms).index(arm)


def group_equal(
    rows: pd.DataFrame, labels: Labels, columns: list[str]
) -> list[tuple[str, pd.DataFrame]]:
    """Put endpoints (and sides) whose numbers are the same throughout together.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows from `select_rows`.
    labels : Labels
        The study's arms, visits and endpoints.
    columns : list of str
        Columns that must agree at every arm and visit.

    Returns
    -------
    list of (str, pandas.DataFrame)
        The names of all endpoints of a group, and the rows of its first.
    """
    groups: dict[str, tuple[list[str], pd.DataFrame]] = {}
    for (endpoint, side), group in rows.groupby(["endpoint", "side"], sort=False):
        # As text, because an absent number is not equal to itself.
        numbers = repr(group[["arm", "visit", *columns]].to_numpy().tolist())
        label = labels.endpoints[endpoint].label if endpoint else "Any score"
        names, _ = groups.setdefault(numbers, ([], group))
        names.append(f"{label}, {side} side" if side else label)
    return [(join_words(names), group) for names, group in groups.values()]
