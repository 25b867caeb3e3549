"""Checking what is known of each participant: numbers that are numbers, and levels of one name."""

from __future__ import annotations

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading import shown
from outcomes.study.characteristic import Characteristic
from outcomes.study.codes import did_you_mean, plain_code
from outcomes.study.fault_list import FaultList
from outcomes.study.identify import ID
from outcomes.study.numbers import (
    is_missing_word,
    is_no_level,
    not_a_number_fix,
    says_unknown,
    to_numbers,
    without_thousands,
)
from outcomes.study.personal import find_personal
from outcomes.study.plan import StudyFile
from outcomes.study.query import Query
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath

_HALF = 0.5
"""A column with at least this share of numbers holds numbers, and its texts are slips."""


MOST_CODES = 12
"""Different whole numbers up to which a column may hold codes rather than amounts."""


def check_described(draft: Draft, people: pd.DataFrame, file: str, faults: FaultList) -> None:
    """Check what describes participants: numbers in range, known levels, and no person's name.

    Parameters
    ----------
    draft : Draft
        The study file; ``characteristics`` says what columns mean.
    people : pandas.DataFrame
        One row a participant, columns as text, ``""`` where empty; the index is the row in the
        file.
    file : str
        The table they come from.
    faults : FaultList
        Receives what is wrong, and queries about columns whose kind is a guess.
    """
    if not draft.is_valid("characteristics"):
        return
    covariates = set(draft.file.covariates)
    for column, described in draft.file.described.items():
        if column in (ID, draft.file.columns.participant):
            faults.add(_personal(draft, column, "holds the participants' ids", "Leave it out."))
            continue
        if column not in people.columns:
            continue
        texts = people.loc[people[column] != "", column]
        if texts.empty and len(people) and column in covariates:
            message = f"The covariate `{column}` is empty in every row."
            faults.add(Fault(message, "Fill it in, or take it out of the plan.", file, 1, column))
            continue
        why = "" if described.reviewed else find_personal(column, texts)
        if why:
            faults.add(_personal(draft, column, why))
            continue
        if column in draft.file.plan.subgroups:
            _check_subgroups(draft, column, described, texts, faults)
        if is_number(described, texts):
            _check_numbers(texts, file, column, faults)
            _check_range(texts, described, file, faults)
        elif described.levels is not None:
            _check_declared_levels(texts, described, file, faults)
        elif column in covariates or described.kind == "category":
            _check_levels(texts, file, column, faults)
        if described.kind is None and described.levels is None and may_be_codes(texts):
            faults.ask(_ask_about_codes(texts, file, column))


def is_number(described: Characteristic, texts: pd.Series) -> bool:
    """Whether a column holds numbers: as declared, or else as its cells look."""
    if described.kind is not None:
        return described.kind == "number"
    if described.levels is not None:
        return False
    return described.range is not None or (holds_numbers(texts) and not may_be_codes(texts))


def may_be_codes(texts: pd.Series) -> bool:
    """Whether filled cells are few different whole numbers, most of several participants."""
    levels = texts.nunique()
    is_few = 2 <= levels <= MOST_CODES and 2 * levels <= len(texts)
    return is_few and bool(texts.drop_duplicates().str.fullmatch(r"[+-]?\d+(\.0*)?").all())


def _ask_about_codes(texts: pd.Series, file: str, column: str) -> Query:
    return Query(
        "whole-numbers-as-category",
        f"`{column}` holds {texts.nunique()} different whole numbers, and is analysed as a "
        "category.",
        f"Say `{{column: {column}, kind: category}}` under `characteristics` if they are codes, "
        "`kind: number` if they are amounts.",
        file,
        None,
        column,
    )


def _personal(draft: Draft, column: str, why: str, fix: str = "") -> Fault:
    return draft.source.fault(
        _where_named(draft.file, column),
        f"The column `{column}` {why}, and what is named here is published.",
        fix
        or "Leave it out. If it names nobody, say so: "
        f"`characteristics: [{{column: {column}, reviewed: true}}]`.",
        column,
    )


def _check_subgroups(
    draft: Draft, column: str, described: Characteristic, texts: pd.Series, faults: FaultList
) -> None:
    """Check that a column tells groups of participants: two to `MOST_CODES` categories."""
    number = texts.nunique()
    if not is_number(described, texts) and 2 <= number <= MOST_CODES:
        return
    message = (
        "This column holds numbers, and subgroups are categories."
        if is_number(described, texts)
        else f"This column tells {number} group{'' if number == 1 else 's'} of participants."
    )
    faults.add(
        draft.source.fault(
            ("plan", "subgroups", draft.file.plan.subgroups.index(column)),
            message,
            f"Name a column of two to {MOST_CODES} groups, as one of age under 60, and 60 or over.",
            column,
        )
    )


def _where_named(file: StudyFile, column: str) -> KeyPath:
    """Return where a study file names a column that describes participants."""
    named = [each.column for each in file.characteristics]
    if column in named:
        return ("characteristics", named.index(column))
    if column in file.plan.covariates:
        return ("plan", "covariates", file.plan.covariates.index(column))
    if column in file.strata:
        return ("sequence", "strata", file.strata.index(column))
    if column in file.plan.subgroups:
        return ("plan", "subgroups", file.plan.subgroups.index(column))
    for name, one in file.plan.intercurrent.items():
        if column in one.times.values():
            return ("plan", "intercurrent", name)
    key = next(key for key, chosen in file.plan.sets.items() if chosen.column == column)
    return ("plan", key, "column")


def _check_range(texts: pd.Series, described: Characteristic, file: str, faults: FaultList) -> None:
    if described.range is None:
        return
    low, high = described.range
    numbers = to_numbers(texts)
    for line in texts.index[(numbers < low) | (numbers > high)]:
        faults.add(
            Fault(
                "The value is outside the range that the study file gives.",
                f"Correct it (allowed: {low:g} to {high:g}), or name it under `missing`.",
                file,
                int(line),
                described.column,
                shown(texts[line]),
            ),
            "characteristic out of range",
        )


def _check_declared_levels(
    texts: pd.Series, described: Characteristic, file: str, faults: FaultList
) -> None:
    levels = described.levels or {}
    known = {plain_code(code) for code in levels} | set(levels.values())
    codes = texts.map(plain_code)
    unused = [code for code, label in levels.items() if not {plain_code(code), label} & set(codes)]
    nobody = f", and nobody has {' or '.join(f'`{code}`' for code in unused)}" if unused else ""
    for text in texts[~codes.isin(known)].unique():
        rows = texts.index[texts == text]
        told = "1 cell holds" if len(rows) == 1 else f"{len(rows)} cells hold"
        faults.add(
            Fault(
                f"{told} a level that the study file does not name{nobody}.",
                f"{did_you_mean(text, levels)}The levels are: {', '.join(levels)}. Correct the "
                "table, or what the levels mean.",
                file,
                int(rows[0]),
                described.column,
                shown(text),
            ),
            "unknown level",
        )


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
