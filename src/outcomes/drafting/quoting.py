"""Texts of tables as YAML."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]*")
_RESERVED = frozenset({"yes", "no", "true", "false", "on", "off", "null", "none", "y", "n"})


def quote(text: str) -> str:
    """Return a text as YAML, in quotes unless it is plain words."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED:
        return text
    return in_quotes(text)


def in_quotes(text: str) -> str:
    """Return a text as YAML in quotes."""
    return json.dumps(text, ensure_ascii=False)
