"""Checking what is known of each participant: numbers that are numbers, and levels of one name."""

from __future__ import annotations

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading import shown
from outcomes.study.fault_list import FaultList
from outcomes.study.numbers import (
    is_missing_word,
    is_no_level,
    not_a_number_fix,
    says_unknown,
    to_numbers,
    without_thousands,
)
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft

_HALF = 0.5
"""A column with at least this share of numbers holds numbers, and its texts are slips."""


def check_covariates(draft: Draft, rows: pd.DataFrame, file: str, faults: FaultList) -> None:
    """Check the covariates of the plan: filled in, numbers or levels, and no level written twice.

    Parameters
    ----------
    draft : Draft
        The study file.
    rows : pandas.DataFrame
        Columns as text, ``""`` where empty; the index is the line in the file.
    file : str
        The table they come from.
    faults : FaultList
        Receives what is wrong.
    """
    for column in draft.file.plan.covariates:
        if column not in rows.columns:
            continue
        texts = rows.loc[rows[column] != "", column]
        if texts.empty and len(rows):
            message = f"The covariate `{column}` is empty in every row."
            faults.add(Fault(message, "Fill it in, or take it out of the plan.", file, 1, column))
        elif holds_numbers(texts):
            _check_numbers(texts, file, column, faults)
        else:
            _check_levels(texts, file, column, faults)


def check_characteristics(draft: Draft, people: pd.DataFrame, file: str, faults: FaultList) -> None:
    """Check the columns that are no covariates; baselines are checked as scores.

    Parameters
    ----------
    draft : Draft
        The study file.
    people : pandas.DataFrame
        One row a participant, columns as text; the index is the line in the file.
    file : str
        The table they come from.
    faults : FaultList
        Receives what is wrong.
    """
    checked = {measure.baseline for measure in draft.file.measures.values()}
    checked |= {"participant", "arm", *draft.file.plan.covariates}
    for column in people.columns:
        texts = people.loc[people[column] != "", column]
        if column not in checked and holds_numbers(texts):
            _check_numbers(texts, file, column, faults)


def are_labels(texts: pd.Series) -> bool:
    """Whether filled cells are labels though they look like numbers, as ``007`` does."""
    return bool(texts.str.fullmatch(r"[+-]?0\d+").any())


def holds_numbers(texts: pd.Series) -> bool:
    """Whether filled cells are meant as numbers: half of them are, whatever the decimal sign.

    Words for a missing value say nothing of what the others are.
    """
    told = texts[~texts.map(is_missing_word).astype(bool)]
    if told.empty or are_labels(told):
        return False
    plain = told.map({text: without_thousands(text) for text in told.unique()}).astype("str")
    with_point = plain.str.replace(r"^([+-]?\d+),(\d+)$", r"\1.\2", regex=True)
    return bool(to_numbers(with_point).notna().mean() >= _HALF)


def _check_numbers(texts: pd.Series, file: str, column: str, faults: FaultList) -> None:
    for line, text in texts[to_numbers(texts).isna()].items():
        faults.add(
            Fault(
                "This is not a number, as other values in this column are.",
                not_a_number_fix(text),
                file,
                int(line),
                column,
                shown(text),
            ),
            "text among numbers",
        )


def _check_levels(texts: pd.Series, file: str, column: str, faults: FaultList) -> None:
    """Report each level that is none, or another one but for capitals or spaces, where it stands.

    Of words for a missing value every row is reported; of other levels the first.
    """
    for line, text in texts[texts.map(is_no_level).astype(bool)].items():
        faults.add(
            Fault(
                f"This would be a level of the covariate `{column}`, and reads like no value.",
                "Leave the cell empty, or name the code under `missing`.",
                file,
                int(line),
                column,
                shown(text),
            ),
            "missing word among levels",
        )
    texts = texts[~texts.map(is_no_level).astype(bool)]
    for level in filter(says_unknown, texts.unique()):
        rows = texts.index[texts == level]
        number = "1 row says" if len(rows) == 1 else f"{len(rows)} rows say"
        faults.ask(
            Query(
                "unknown-level",
                f"{number} that the covariate `{column}` is not known, which is a level now.",
                "Name the word under `missing` if these participants have no value; if it is a "
                "level, answer this under `queries`.",
                file,
                int(rows[0]),
                column,
                shown(level),
            )
        )
    first: dict[str, str] = {}
    for level in texts.value_counts().index:
        usual = first.setdefault(" ".join(level.split()).casefold(), level)
        if usual != level:
            faults.add(
                Fault(
                    f"`{level}` and `{usual}` would be two levels of the covariate `{column}`.",
                    f"Write `{usual}` in every row that means it.",
                    file,
                    int(texts.index[texts == level][0]),
                    column,
                    shown(level),
                )
            )
