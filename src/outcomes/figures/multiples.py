"""Small multiples: the same figure of many endpoints in one, a panel each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.difference import plot_difference
from outcomes.figures.profile import plot_profile
from outcomes.rounding import format_number, format_share
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PANELS = "Each panel names its scale, which direction is better, and its dashed line."


def plot_profiles(
    estimates: pd.DataFrame,
    labels: Labels,
    endpoints: Sequence[str] | None = None,
    ax: Sequence[Axes] | None = None,
) -> tuple[Figure, ...]:
    """Plot the means of many endpoints at each visit, by arm: `plot_profile`, a panel each.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``mean``.
    labels : Labels
        The study's arms, visits and endpoints.
    endpoints : sequence of str, optional
        Full names; every endpoint where left out. Those without a mean are left out.
    ax : sequence of Axes, optional
        What to draw on, one a panel; a figure of its own where left out.

    Returns
    -------
    tuple of Figure
        One of the endpoints that are measured, one of those that are yes or no, as there are any.

    Raises
    ------
    ValueError
        If axes are given for both kinds of endpoints.
    """
    title = "{} of each endpoint by visit and arm"
    return _gather(plot_profile, estimates, labels, endpoints, ax, title, ("Mean", "Share"))


def plot_differences(
    estimates: pd.DataFrame,
    labels: Labels,
    endpoints: Sequence[str] | None = None,
    ax: Sequence[Axes] | None = None,
) -> tuple[Figure, ...]:
    """Plot the differences of many endpoints at each visit: `plot_difference`, a panel each.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``difference``.
    labels, endpoints, ax
        As for `plot_profiles`.

    Returns
    -------
    tuple of Figure
        As of `plot_profiles`.
    """
    title = "Difference between arms in {} of each endpoint by visit"
    return _gather(plot_difference, estimates, labels, endpoints, ax, title, ("means", "shares"))


def _gather(
    plot: Callable[[pd.DataFrame, Labels, str], Figure | None],
    estimates: pd.DataFrame,
    labels: Labels,
    endpoints: Sequence[str] | None,
    ax: Sequence[Axes] | None,
    title: str,
    kinds: tuple[str, str],
) -> tuple[Figure, ...]:
    names = list(labels.endpoints) if endpoints is None else list(endpoints)
    found: dict[str, dict[str, Figure]] = {}
    for name in names:
        kind = kinds[labels.endpoints[name].kind == "binary"]
        figure = plot(estimates, labels, name)
        if figure is not None:
            found.setdefault(kind, {})[name] = figure
    if ax is not None and len(found) > 1:
        raise ValueError(
            "axes can be given for endpoints that are measured or for those that are yes or no, "
            "since each make a figure; name one kind under `endpoints`"
        )
    return tuple(
        _join(found[kind], labels, title.format(kind), ax) for kind in kinds if kind in found
    )


def _say_last(one: Figure, endpoint: str) -> str:
    """Return what an endpoint comes to at its last visit."""
    last = one.data[one.data["week"] == one.data["week"].max()]
    main = next(name for name in ("mean", "share", "difference") if name in last)
    digits = dict(zip(one.data.index, one.digits, strict=True))
    said = []
    for place, record in last.to_dict("index").items():
        value = record[main]
        text = format_share(value) if main == "share" else format_number(value, digits[place])
        pair = f" minus {record['comparator']}" if "comparator" in record else ""
        side = f", {record['side']}" if record["side"] else ""
        said.append(f"{record['arm']}{pair}{side} {text}")
    return f"{endpoint}, {last['visit'].iloc[0]}: {'; '.join(said)}."


def _join(
    single: dict[str, Figure], labels: Labels, title: str, ax: Sequence[Axes] | None
) -> Figure:
    panels = tuple(chain.from_iterable(one.drawing.panels for one in single.values()))
    frames = [
        one.data.assign(endpoint=labels.endpoints[name].label) for name, one in single.items()
    ]
    data = pd.concat(frames, ignore_index=True)
    data.insert(0, "endpoint", data.pop("endpoint"))
    intervals = data[data["ci_low"].notna()]
    last = [_say_last(one, labels.endpoints[name].label) for name, one in single.items()]
    return Figure(
        title,
        Drawing(panels, columns=min(len(panels), 2), is_simulated=labels.is_simulated),
        f"{title}, with {describe_intervals(intervals)}. {_PANELS}",
        tell([f"{title}.", *last]),
        data,
        tuple(chain.from_iterable(one.digits for one in single.values())),
        ax,
    )
