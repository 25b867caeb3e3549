"""Covariates: columns of the participants table, as numbers or as categories."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from outcomes.analysis_record import BASELINE, Filled, Reason
from outcomes.errors import AnalysisError
from outcomes.study.numbers import YES_OR_NO
from outcomes.study.study import Study

NOT_KNOWN = "not known"
"""Level of a category for those of whom it is not known."""


def is_number(column: pd.Series) -> bool:
    """Whether a covariate enters as a number (true and false count as 1 and 0)."""
    return bool(is_numeric_dtype(column))


def is_yes_no(column: pd.Series) -> bool:
    """Whether a covariate is true or false, 0 or 1, or the words yes and no, and nothing else."""
    present = column.dropna()
    if is_bool_dtype(column):
        return True
    if is_number(column):
        return len(present) > 0 and bool(present.isin([0, 1]).all())
    return frozenset(map(str.casefold, clean_covariate(column).dropna().unique())) in YES_OR_NO


def clean_covariate(column: pd.Series) -> pd.Series:
    """Return a covariate as floats, or as text with absent and empty values as NaN."""
    if is_number(column):
        return column.astype(float)
    codes, levels = pd.factorize(column)
    texts = [text if (text := str(level)).strip() else np.nan for level in levels]
    filled = pd.Series([*texts, np.nan]).take(codes)
    return filled.set_axis(column.index).rename(column.name)


def select_covariates(study: Study, endpoint: str) -> pd.DataFrame:
    """Return the plan's covariates, cleaned and filled in, for a model of one endpoint.

    The column that holds this endpoint's own baseline is left out: it is in the model already. A
    participant whose covariate is not known is not lost: a number is the mean of everybody, a
    category is `NOT_KNOWN`. Neither looks at the arm (White and Thompson, Stat Med
    2005;24:993-1007). What is known of nobody stays NaN.

    Parameters
    ----------
    study : Study
        A loaded study.
    endpoint : str
        Full name.

    Returns
    -------
    pandas.DataFrame
        Index ``participant``; one column a covariate, floats or text.

    Raises
    ------
    AnalysisError
        If the study file names a covariate that the participants table does not have.
    """
    absent = [name for name in study.file.covariates if name not in study.participants]
    if absent:
        raise AnalysisError(
            f"study {study.id}: its file has the covariates {', '.join(absent)}, but the "
            "participants table has no such column; add the column or take the name out of the file"
        )
    own = study.measure_of(endpoint).baseline
    names = [name for name in study.file.covariates if name != own]
    return study.participants.set_index("participant")[names].apply(_fill)


def count_filled(study: Study, names: Iterable[str], people: pd.Index) -> tuple[Filled, ...]:
    """Count of how many of some participants each covariate was filled in; those of none left out.

    Parameters
    ----------
    study : Study
        A loaded study.
    names : iterable of str
        Covariates of a model.
    people : pandas.Index
        The participants in the model.
    """
    table = study.participants.set_index("participant").loc[people]
    counts = ((name, int(clean_covariate(table[name]).isna().sum())) for name in names)
    return tuple(Filled(name, number) for name, number in counts if number)


def _fill(column: pd.Series) -> pd.Series:
    clean = clean_covariate(column)
    if clean.isna().all():
        return clean
    return clean.fillna(clean.mean() if is_number(clean) else NOT_KNOWN)


def choose_terms(covariates: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Reason, ...]]:
    """Leave out what cannot be adjusted for, as it is the same for everybody or known of nobody.

    Parameters
    ----------
    covariates : pandas.DataFrame
        The covariates of a model, cleaned, of the participants with a score; a baseline score under
        `outcomes.analysis_record.BASELINE`, which is kept where nobody has one.

    Returns
    -------
    terms : pandas.DataFrame
        The columns to adjust for.
    left_out : tuple of Reason
        The others, each under ``columns``.
    """
    reasons = [_why_no_term(str(name), column) for name, column in covariates.items()]
    terms = covariates.loc[:, [reason is None for reason in reasons]]
    complete = terms.dropna()
    constant = [str(name) for name in terms if len(complete) and complete[name].nunique() < 2]
    reasons += [Reason("no-spread", columns=(name,)) for name in constant]
    return terms.drop(columns=constant), tuple(reason for reason in reasons if reason is not None)


def _why_no_term(name: str, column: pd.Series) -> Reason | None:
    values = column.nunique()
    if values == 0:
        return None if name == BASELINE else Reason("no-value", columns=(name,))
    return Reason("no-spread", columns=(name,)) if values == 1 else None


def list_baseline_covariates(study: Study) -> tuple[str, ...]:
    """List the columns of the participants table that describe who came in.

    Left out are the participant and arm, the columns that hold scores, times after the baseline or
    who is of a set, columns without a value, and text that is different for everyone (a name or
    another identifier).
    """
    table = study.participants
    columns = study.file.columns
    taken = {
        "participant",
        "arm",
        *columns.id_columns,
        columns.arm,
        columns.sequence,
        columns.treatment,
        columns.visit,
        columns.side,
    }
    taken.update(study.file.time_columns)
    taken.update(chosen.column for chosen in study.file.plan.sets.values())
    for measure in study.file.measures.values():
        taken |= {measure.baseline or "", measure.column or ""}
    return tuple(
        name
        for name in table.columns
        if name not in taken
        and table[name].notna().any()
        and not _is_identifier(clean_covariate(table[name]))
    )


def _is_identifier(column: pd.Series) -> bool:
    present = column.dropna()
    return not is_number(column) and len(present) > 1 and bool(present.is_unique)
