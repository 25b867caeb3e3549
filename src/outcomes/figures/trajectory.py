"""Effects of published trials, or pools of them, over the weeks since baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.drawing.layout import Drawing
from outcomes.drawing.profile_panel import ProfilePanel, Reference
from outcomes.figures.alternative import tell
from outcomes.rounding import format_estimate, format_level, format_weeks
from outcomes.study.plan import Arm
from outcomes.study.study import Labels
from outcomes.vocabulary.series import MOST_SERIES
from outcomes.vocabulary.trials import (
    digits_of_measure,
    name_measure,
    refuse_simulated,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_trajectory(
    effects: pd.DataFrame,
    title: str,
    *,
    scale: str = "",
    favoured: str = "the first arm",
    level: float = 0.95,
    reference: tuple[str, float] | None = ("No difference", 0.0),
    ax: Axes | None = None,
) -> Figure | None:
    """Plot effects over weeks with their confidence intervals, one line per series.

    Parameters
    ----------
    effects : pandas.DataFrame
        ``series`` (a trial and its comparator, or a pool), ``week``, ``yi``, ``ci_low``,
        ``ci_high``, ``measure``, and ``citation`` or ``provenance``; one row per series
        and week.
    title : str
        What was measured.
    scale : str
        Unit and direction; by default the name of the measure (with the column ``unit`` of mean
        differences), above 0 favouring `favoured`.
    favoured : str
        What effects above 0 favour.
    level : float
        Confidence level of the intervals given.
    reference : tuple of (str, float), optional
        A line to compare with, and its name.
    ax : Axes, optional
        What to draw on; a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``trial`` (the series), ``citation, week, effect, ci_low, ci_high, level``. None
        if there is no effect at a known week.

    Raises
    ------
    ValueError
        If an effect comes from simulated data, a series has two at one week, or there are more
        than `MOST_SERIES` series.
    """
    refuse_simulated(effects)
    known = effects[effects["week"].notna() & effects["yi"].notna()].reset_index(drop=True)
    if known.empty:
        return None
    twice = known[known.duplicated(["series", "week"])]
    if len(twice):
        raise ValueError(
            f"{twice['series'].iloc[0]} has two effects at week "
            f"{format_weeks(twice['week'].iloc[0])}; give one row per series and week"
        )
    if known["series"].nunique() > MOST_SERIES:
        raise ValueError(
            f"{known['series'].nunique()} lines cannot be told apart; choose up to {MOST_SERIES}, "
            "or pool them week by week"
        )
    measure = str(known["measure"].iloc[0])
    digits = digits_of_measure(measure)
    names = list(dict.fromkeys(known["series"]))
    labels = Labels(
        {f"s{place}": Arm(label=name, role="active") for place, name in enumerate(names)}, (), {}
    )
    rows = pd.DataFrame(
        {
            "arm": [f"s{names.index(name)}" for name in known["series"]],
            "week": known["week"].astype(float),
            "side": "",
            "visit": "",
            "estimate": known["yi"],
            "ci_low": known["ci_low"],
            "ci_high": known["ci_high"],
        }
    )
    units = set(known["unit"]) if "unit" in known else set()
    named = name_measure(measure, units.pop() if len(units) == 1 else "")
    unit = scale or f"{named}; above 0 favours {favoured}"
    line = Reference(reference[1], reference[0]) if reference else None
    alternative = _alternative(known, title, unit, digits, level)
    name = f"{title}: effects over time"
    span = [*rows["estimate"], *rows["ci_low"], *rows["ci_high"]]
    panel = ProfilePanel(rows, labels, title, unit, (min(span), max(span)), line, joined=True)
    data = pd.DataFrame(
        {
            "trial": known["series"],
            "citation": known.get("citation", ""),
            "week": known["week"],
            "effect": known["yi"],
            "ci_low": known["ci_low"],
            "ci_high": known["ci_high"],
            "level": level,
        }
    )
    caption = (
        f"{title} over the weeks since baseline, with {format_level(level)} confidence intervals. "
        "Points of one line come from the same participants, so they are not independent."
    )
    return Figure(name, Drawing((panel,)), caption, alternative, data, (digits,) * len(data), ax)


def _alternative(known: pd.DataFrame, title: str, unit: str, digits: int, level: float) -> str:
    opening = f"Line chart over time: {title} ({unit})."
    full, brief = [opening], [opening]
    for name, rows in known.groupby("series", sort=False):
        records = rows.sort_values("week").to_dict("records")
        numbers = [
            f"week {format_weeks(record['week'])} "
            + format_estimate(
                record["yi"],
                record["ci_low"],
                record["ci_high"],
                digits,
                level=level,
                signed=True,
            )
            for record in records
        ]
        full.append(f"{name}: {'; '.join(numbers)}.")
        brief.append(f"{name}: {numbers[-1]}.")
    return tell(full, brief)
