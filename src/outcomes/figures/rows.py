"""The rows of an estimates frame that a figure draws, checked and in the study file's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm, name_endpoint
from outcomes.vocabulary.sentences import join_words
from outcomes.vocabulary.visits import name_visits

_KEYS = ["endpoint", "side", "visit", "week", "arm", "comparator"]
_INTERVAL = ("ci_low", "ci_high", "level", "distribution", "df")


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
        Ordered by endpoint, side, comparator, arm, week and thresholds; index 0, 1, ... No rows
        where the estimates hold none or none of them has a number: there is nothing to draw.

    Raises
    ------
    ValueError
        If a row names an unknown arm or endpoint, or the same number stands there twice with
        different values.
    """
    outside = (estimates["subgroup"] == "") | ("subgroup" in by)
    rows = estimates[(estimates["quantity"] == quantity) & outside]
    if endpoint is not None:
        rows = rows[rows["endpoint"] == endpoint]
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
    return _in_order(rows if rows["estimate"].notna().any() else rows.iloc[:0], labels)


def frame_numbers(
    rows: pd.DataFrame,
    labels: Labels,
    estimate: str,
    *,
    keys: tuple[str, ...] = ("endpoint", "side", "arm"),
    lead: Mapping[str, Sequence[float] | Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Return the numbers of a figure as its ``data``, under the names that readers see.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows from `select_rows`.
    labels : Labels
        The study's arms, visits and endpoints.
    estimate : str
        What the column of estimates is called, a key of `figure_numbers.HEADERS`.
    keys : tuple of str
        Which of ``endpoint``, ``side``, ``arm`` and ``comparator`` tell rows apart.
    lead : mapping of str to sequence, optional
        Columns between the visit and the participants.

    Returns
    -------
    pandas.DataFrame
        The keys, ``visit, week``, the columns of ``lead``, ``n`` (and ``n_comparator``), the
        estimates, and ``ci_low, ci_high, level, distribution, df``.
    """
    names = {
        "endpoint": [name_endpoint(labels, name) for name in rows["endpoint"]],
        "side": list(rows["side"]),
        "arm": [name_arm(labels, arm) for arm in rows["arm"]],
        "comparator": [name_arm(labels, arm) for arm in rows["comparator"]],
    }
    sizes = {"n": rows["n_arm"]}
    if "comparator" in keys:
        sizes["n_comparator"] = rows["n_comparator"]
    return pd.DataFrame(
        {
            **{key: names[key] for key in keys},
            "visit": name_visits(rows, labels),
            "week": rows["week"],
            **(lead or {}),
            **sizes,
            estimate: rows["estimate"],
            **{name: rows[name] for name in _INTERVAL},
        }
    )


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
        names, _ = groups.setdefault(numbers, ([], group))
        names.append(name_endpoint(labels, endpoint, side) if endpoint else "Any score")
    return [(join_words(names), group) for names, group in groups.values()]
