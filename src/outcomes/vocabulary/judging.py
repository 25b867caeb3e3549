"""Whom a difference or a change favours, judged by the interval as in the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from outcomes.study.study import Labels
from outcomes.vocabulary.contrast import read_contrast
from outcomes.vocabulary.names import name_arm


def judge_differences(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Return the cell under Favours of each row, as `outcomes.tables.table_comparison` has it.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of quantity ``difference``.
    labels : Labels
        The study's arms, visits and endpoints.

    Returns
    -------
    list of str
        An arm's label only where the interval excludes no difference, else ``undecided (leans to
        ...)``, ``neither``, ``not judged`` or ``not estimated``.
    """
    return [read_contrast(row).judge(labels) for row in rows.to_dict("records")]


def read_change(row: Mapping[Any, Any]) -> str:
    """Return what a change within an arm is called, as in `judge_changes`."""
    if row["estimate"] != row["estimate"]:
        return "not estimated"
    if not row["favours"]:
        return "no change" if row["estimate"] == 0 else "not judged"
    excludes_zero = row["ci_low"] > 0 or row["ci_high"] < 0
    return str(row["favours"]) if excludes_zero else f"undecided (leans to {row['favours']})"


def judge_changes(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Return the reading of each row, as `outcomes.tables.table_change` has it.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of quantity ``change``.
    labels : Labels
        The study's arms, visits and endpoints.

    Returns
    -------
    list of str
        ``improvement`` or ``worsening`` only where the interval excludes no change, else
        ``undecided (leans to ...)``, ``no change``, ``not judged`` or ``not estimated``.
    """
    return [read_change(row) for row in rows.to_dict("records")]


def say_favoured(judged: str, favours: str, labels: Labels) -> str:
    """Return what a difference's judgement adds in words; empty where nobody leads.

    Parameters
    ----------
    judged : str
        From `judge_differences`.
    favours : str
        Id of the arm that the sign favours; empty for none.
    labels : Labels
        The study's arms, visits and endpoints.
    """
    if favours and judged == name_arm(labels, favours):
        return f", favours {judged}"
    return f", {judged}" if judged.startswith("undecided") else ""


def say_reading(reading: str) -> str:
    """Return what the reading from `judge_changes` adds in words; empty where there is none."""
    return "" if reading in ("not estimated", "not judged", "no change") else f", {reading}"
