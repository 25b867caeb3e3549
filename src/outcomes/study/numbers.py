"""From the text of a cell to a number, without guessing."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from outcomes.study.text_columns import number_distinct

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
YES_OR_NO = frozenset(map(frozenset, ({"0", "1"}, {"no", "yes"}, {"false", "true"})))
"""The pairs of words that answer a question with no or yes."""

_ANSWERS = {"0": 0.0, "1": 1.0, "no": 0.0, "yes": 1.0, "false": 0.0, "true": 1.0}
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:([ ,'\u2019\u00a0\u202f])\d{3})(?:\1\d{3})*(\.\d+)?")
_POINTED_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_NO_LEVEL = {
    "na", "n/a", "n.a.", "n. a.", "nan", "null", "missing", ".", "-", "--", "?", "#n/a",
    "k.a.", "k. a.", "n.b.", "n. b.", "n.e.", "n.d.", "n. d.", "n/d", "s/d", "s.d.", "s/o", "n.r.",
    "fehlend", "fehlt", "manquant", "manquante", "faltante", "perdido", "mancante", "ontbreekt",
    "ontbrekend",
}  # fmt: skip
_UNKNOWN = {
    "unknown", "not known", "not stated", "not recorded", "not available", "unbekannt",
    "nicht bekannt", "keine angabe", "nicht erhoben", "inconnu", "inconnue", "non renseigné",
    "non disponible", "desconocido", "desconocida", "sin dato", "sin datos", "no disponible",
    "sconosciuto", "sconosciuta", "non noto", "non disponibile", "onbekend", "niet bekend",
}  # fmt: skip
_LONGEST_CODE = 20
"""Characters up to which a text may be a code for a missing value, not a remark."""

_MISSING_WORDS = _NO_LEVEL | {"none"}


def to_number(text: str) -> float:
    """Return the number a text writes, NaN if it writes none.

    Examples
    --------
    >>> to_number("12.5"), to_number("12,5"), to_number("NA")
    (12.5, nan, nan)
    """
    return float(text) if _NUMBER.fullmatch(text) else float("nan")


def to_answer(text: str) -> float:
    """Return 0 for no and 1 for yes, however written; NaN for anything else."""
    answer = _ANSWERS.get(text.lower())
    return to_number(text) if answer is None else answer


def to_numbers(texts: pd.Series, *, binary: bool = False) -> pd.Series:
    """Return a column of texts as floats; each distinct text is worked out once.

    Parameters
    ----------
    texts : pandas.Series
        Cells, none of them empty.
    binary : bool
        Whether yes and no are numbers too.
    """
    read = to_answer if binary else to_number
    values = number_distinct(texts, read)
    values[~np.isfinite(values)] = np.nan
    return pd.Series(values, index=texts.index, name=texts.name)


def is_missing_word(text: str) -> bool:
    """Whether a text is one of those that stand for a missing value elsewhere, as ``NA``."""
    return text.lower() in _MISSING_WORDS


def is_no_level(text: str) -> bool:
    """Whether a text can only stand for a missing value, and not for a level as ``none`` may."""
    return text.lower() in _NO_LEVEL


def says_unknown(text: str) -> bool:
    """Whether a text says that a value is not known, which may be a level all the same."""
    return text.lower() in _UNKNOWN


def not_a_number_fix(text: str) -> str:
    """Return what to do about a text that stands where a number should."""
    if is_missing_word(text):
        return (
            "If the value is missing, leave the cell empty, or name the code in study.yaml: "
            f'`missing: ["{text}"]`.'
        )
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", text):
        return (
            f"If the comma marks thousands, write {text.replace(',', '')}; if it marks decimals, "
            f"write {text.replace(',', '.')}."
        )
    if (plain := without_thousands(text)) != text:
        return f"Write it without separators of thousands: {plain}."
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        return f"Write decimals with a point: {text.replace(',', '.')}."
    if "\u2212" in text:
        return "Write the minus sign as a plain hyphen."
    fix = "Write a plain number without unit or remark; leave the cell empty if it is missing"
    if len(text) > _LONGEST_CODE or any(character.isdigit() for character in text):
        return f"{fix}."
    return f'{fix}, or name the word in study.yaml: `missing: ["{text}"]`.'


def without_thousands(text: str) -> str:
    """Return a number plainly that marks its thousands beyond doubt, any other text as it is."""
    if _THOUSANDS.fullmatch(text):
        return re.sub(r"[ ,'\u2019\u00a0\u202f]", "", text)
    if _POINTED_THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return text
