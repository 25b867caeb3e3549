"""Go through the tags of HTML that a sanitiser wrote: quoted values, nothing left open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

_ATTRIBUTE = re.compile(r"([^\s=<>\"]+)(?:=\"([^\"]*)\")?")


@dataclass
class Tag:
    """A start or end tag; ``attributes`` hold their values as text, in order."""

    name: str
    closes: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    empty: bool = False

    def __str__(self) -> str:
        if self.closes:
            return f"</{self.name}>"
        written = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        return f"<{self.name}{written}{'/' if self.empty else ''}>"


def match_tags(names: str) -> re.Pattern[str]:
    """Return the pattern of tags whose names match an alternation, ``table|th``.

    It takes ``<`` and ``>`` for the bounds of tags, which they are where text and values have them
    escaped.
    """
    return re.compile(rf"<(/?)({names})((?:\s[^<>]*?)?)(/?)>")


def rewrite_tags(html: str, tags: re.Pattern[str], rewrite: Callable[[Tag], str]) -> str:
    """Return HTML with each tag of some names replaced by what a function makes of it.

    Parameters
    ----------
    html : str
        Values in double quotes, ``<`` and ``>`` in text and values escaped.
    tags : re.Pattern
        From `match_tags`.
    rewrite : callable
        Told of each tag in order.
    """

    def replace(match: re.Match[str]) -> str:
        closes, name, attributes, empty = match.groups()
        values = {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
        return rewrite(Tag(name, bool(closes), values, bool(empty)))

    return tags.sub(replace, html)
