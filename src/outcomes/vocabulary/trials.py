"""Words for published effects: trials, measures, risk of bias, sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from outcomes.rounding import format_count, format_weeks

MEASURES = {
    "SMD": "Standardised mean difference (Hedges g)",
    "MD": "Mean difference",
    "RD": "Difference in responders",
}
"""Names of the measures of effect; others are shown as they are."""

_IN_UNITS = ("MD", "RD")

EVIDENCE = ("published", "collected")
"""Provenances that may stand in a forest plot."""

NOT_ASSESSED = "not assessed"


def refuse_simulated(effects: pd.DataFrame, provenance: str = "published") -> None:
    """Raise unless every effect is published, or comes from a study whose data were collected.

    Parameters
    ----------
    effects : pandas.DataFrame
        Rows without a citation are the reader's own; a column ``provenance``, where there is one,
        speaks for its row.
    provenance : str
        Of the rows without a citation.

    Raises
    ------
    ValueError
        Names the trials.
    """
    refused = [
        str(row.get("trial", row.get("series", "")))
        for row in effects.to_dict("records")
        if not _is_evidence(row, provenance)
    ]
    if refused:
        raise ValueError(
            f"neither published nor collected: {', '.join(dict.fromkeys(refused))}; a simulated "
            "study never enters a pool or a forest plot"
        )


def _is_evidence(row: Mapping[Any, Any], provenance: str) -> bool:
    if "provenance" in row:
        return row["provenance"] in EVIDENCE
    return bool(row.get("citation", "")) or provenance == "collected"


def name_trial(row: Mapping[Any, Any]) -> str:
    """Return a trial as readers write it, ``Rabago 2013``; the reader's own is ``This study``."""
    return str(row["name"]) if row["citation"] else "This study"


def name_measure(measure: str, unit: str = "") -> str:
    """Return a measure's full name, with the unit of a mean difference."""
    name = MEASURES.get(measure, measure)
    return f"{name}, {unit}" if unit and measure in _IN_UNITS else name


def describe_risk(row: Mapping[Any, Any]) -> str:
    """Return a trial's risk of bias, ``not assessed`` where no judgement is known."""
    return str(row["risk_of_bias"]) or NOT_ASSESSED


def describe_sizes(row: Mapping[Any, Any]) -> str:
    """Return ``28 against 26``, or what is not known of it."""
    arm, comparator = (row.get(name, float("nan")) for name in ("n_arm", "n_comparator"))
    if arm != arm or comparator != comparator:
        return "sizes of the arms not printed"
    return f"{format_count(float(arm))} against {format_count(float(comparator))}"


def describe_time(row: Mapping[Any, Any]) -> str:
    """Return ``week 52``."""
    week = float(row["week"])
    return f"week {format_weeks(week)}" if week == week else "time not printed"


def say_weeks(week: str) -> str:
    """Return weeks as they stand in the table of directions, ``, weeks 6 and 13``."""
    if not week:
        return ", time not stated"
    if not week[0].isdigit():
        return f", {week}"
    return f", {'weeks' if ' ' in week else 'week'} {week}"


def digits_of_unit(unit: str) -> int:
    """Return how many decimals an effect in a unit is shown with, as `digits_of_measure`."""
    return 2 if unit == "standard deviations" else 1


def digits_of_measure(measure: str) -> int:
    """Return how many decimals an effect is shown with: two in standard deviations and ratios."""
    return 1 if measure in _IN_UNITS else 2
