"""Columns that name persons: found by what they are called and by what stands in them."""

from __future__ import annotations

import re

import pandas as pd

_NAMES = re.compile(
    r"name|surname|forename|initial\w*|iniciales|iniziali|vorname|nachname|nom|pr[ée]nom|nombre|"
    r"apellidos?|nome|cognome|\w*naam|dob|birth|birthdate|geburt\w*|naissance|nacimiento|nascita|"
    r"geboorte\w*|mrn|nhs|ssn|hospital|record|chart|akte\w*|email|mail|correo|phone|tel|tel[eé]f\w*|"
    r"t[ée]l[ée]phone|mobile|handy|fax|address|adresse?|direcci[óo]n|indirizzo|street|strasse|straße|"
    r"postcode|zip|plz|remarks?|comments?|notes?|bemerkung\w*|commentaires?|remarques?|comentarios?|"
    r"observaci[óo]n(es)?|osservazion[ei]|opmerking(en)?|free|text|signature|ip"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s()/-]{9,}")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_WORDS = 4
"""Words above which a cell is a remark rather than a level."""

_SOME = 0.2
"""Share of cells of one kind from which the column is of that kind."""


def find_personal(column: str, texts: pd.Series) -> str:
    """Return why a column seems to name persons, ``""`` if it does not.

    Parameters
    ----------
    column : str
        Its name.
    texts : pandas.Series
        Its filled cells.

    Examples
    --------
    >>> find_personal("date_of_birth", pd.Series(["1950-02-01"]))
    'is called as what names a person is'
    >>> find_personal("age", pd.Series(["61", "70"]))
    ''
    """
    parts = re.split(r"[\W\d_]+", column.casefold())
    if any(_NAMES.fullmatch(part) for part in parts):
        return "is called as what names a person is"
    if texts.empty:
        return ""
    kinds = {
        "holds e-mail addresses": texts.map(_EMAIL.fullmatch),
        "holds dates": texts.map(_DATE.fullmatch),
        "holds telephone or record numbers": texts.map(_is_long_number),
        "holds remarks": texts.str.split().str.len() > _WORDS,
    }
    return next((why for why, found in kinds.items() if found.astype(bool).mean() >= _SOME), "")


def _is_long_number(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= 8
