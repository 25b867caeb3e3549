"""Effects of published trials, or pools of them, over the weeks since baseline."""

from __future__ import annotations

import math

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures.profile_drawing import Reference, draw_profile
from outcomes.instruments.definition import Endpoint
from outcomes.rounding import format_estimate, format_level, format_weeks
from outcomes.study.plan import Arm
from outcomes.study.study import Labels
from outcomes.vocabulary.trials import (
    digits_of_measure,
    name_measure,
    refuse_simulated,
)

MOST_SERIES = 12
"""Lines that can still be told apart and named."""

_MANY_VISITS = 8


def plot_trajectory(
    effects: pd.DataFrame,
    title: str,
    *,
    scale: str = "",
    level: float = 0.95,
    reference: tuple[str, float] | None = ("No difference", 0.0),
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
        differences), above 0 favouring dextrose.
    level : float
        Confidence level of the intervals given.
    reference : tuple of (str, float), optional
        A line to compare with, and its name.

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
    unit = scale or f"{named}; above 0 favours dextrose"
    endpoint = Endpoint(
        "effect", title, -math.inf, math.inf, unit, "neither", "other", "continuous", ()
    )
    line = Reference(reference[1], reference[0]) if reference else None
    alternative = _alternative(known, title, unit, digits, level)
    name = f"{title}: effects over time"
    sheet = draw_profile(rows, labels, endpoint, "", scale=unit, reference=line, joined=True)
    svg = sheet.render(name, alternative)
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
    return Figure(name, svg, caption, alternative, data, (digits,) * len(data))


def _alternative(known: pd.DataFrame, title: str, unit: str, digits: int, level: float) -> str:
    sentences = [f"Line chart over time: {title} ({unit})."]
    for name, rows in known.groupby("series", sort=False):
        records = rows.sort_values("week").to_dict("records")
        shown = [records[0], records[-1]] if len(records) > _MANY_VISITS else records
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
            for record in shown
        ]
        left_out = "" if shown is records else f" (first and last of {len(records)} visits)"
        sentences.append(f"{name}{left_out}: {'; '.join(numbers)}.")
    return " ".join(sentences)
