"""Characters that no page may hold, whatever text they came in."""

from __future__ import annotations

import re

_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the text after them round, digits too, up to the end of the paragraph."""
_NO_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters, and halves of characters left by text in another encoding."""


def clean_text(text: str) -> str:
    """Return text without characters that no page may hold or that change the order of others.

    Right-to-left letters need none of these: browsers order them by themselves.
    """
    return _NO_CHARACTERS.sub("\ufffd", _REORDERING.sub("", text))
