"""Ids of studies, and keys of the study file, from what tables call things, in any language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_LONGEST = 60
_IN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
                             "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "œ": "oe"})  # fmt: skip


def to_key(text: str, kind: str, sign: str = "_", taken: Collection[str] = ()) -> str:
    """Return a text as a key: letters without accents, digits and one sign between words.

    Parameters
    ----------
    text : str
        What the table says.
    kind : str
        What stands before a text that begins with no letter, as ``arm``.
    sign : str
        ``_`` or ``-``.
    taken : collection of str
        Keys that are used already; the next is numbered.

    Examples
    --------
    >>> to_key("Hüftflexion (°)", "measure"), to_key("1", "arm", "-")
    ('Hueftflexion', 'arm-1')
    """
    key = re.sub(r"[^A-Za-z0-9_-]+", sign, _to_ascii(text)).strip("_-")[:_LONGEST]
    key = key if key[:1].isalpha() else f"{kind}{sign}{key}".strip("_-")
    number = 1
    while (numbered := key if number == 1 else f"{key}{sign}{number}") in taken:
        number += 1
    return numbered


def name_study(file: str) -> str:
    """Return the id of a study whose data are in a file of this name, without its ending.

    Examples
    --------
    >>> name_study("Hüftstudie 2024_v2")
    'hueftstudie-2024-v2'
    """
    return re.sub(r"[^a-z0-9]+", "-", _to_ascii(file).lower()).strip("-")[:_LONGEST].rstrip("-")


def _to_ascii(text: str) -> str:
    """Return a text without accents, as its language writes it without them."""
    spelled = unicodedata.normalize("NFC", text).translate(_IN_LETTERS)
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
