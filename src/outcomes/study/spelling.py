"""When two texts are one id, label or level written in two ways."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def spelling_keys(texts: pd.Series) -> pd.Series:
    """Return what is left of each text without what spreadsheets and keyboards change.

    That is: Unicode form, spaces, capitals, zeros before a number, and ``.0`` behind a whole one.

    Examples
    --------
    >>> spelling_keys(pd.Series(["P001", "p1", " P 01", "12.0"])).tolist()
    ['p1', 'p1', 'p 1', '12']
    """
    keys = pa.array(texts.str.normalize("NFKC").str.casefold(), pa.string())
    for pattern, kept in (
        (r"^([+-]?\d+)\.0+$", r"\1"),
        (r"(^|[^0-9.,])0+([0-9])", r"\1\2"),
        (r"\s+", " "),
    ):
        keys = pc.replace_substring_regex(keys, pattern, kept)
    return pd.Series(pc.utf8_trim_whitespace(keys).to_pylist(), index=texts.index, dtype=object)


def spelling_key(text: str) -> str:
    """Return `spelling_keys` of one text."""
    return str(spelling_keys(pd.Series([text])).iloc[0])


def name_difference(one: str, other: str) -> str:
    """Return by what two spellings of one key differ, in words.

    Examples
    --------
    >>> name_difference("p1", "P1"), name_difference("001", "1")
    ('capitals', 'leading zeros')
    """
    steps = (
        ("characters that look the same (Unicode form)", _compose),
        ("capitals", str.casefold),
        ("spaces", lambda text: "".join(text.split())),
    )
    for words, simplify in steps:
        one, other = simplify(one), simplify(other)
        if one == other:
            return words
    return "leading zeros"


def _compose(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
