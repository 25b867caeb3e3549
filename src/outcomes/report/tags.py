"""Go through the tags of HTML that a sanitiser wrote: quoted values, nothing left open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)((?:\s+[^\s=<>\"]+(?:=\"[^\"]*\")?)*)\s*(/?)>")
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


def rewrite_tags(html: str, rewrite: Callable[[Tag], str]) -> str:
    """Return HTML with each tag replaced by what a function makes of it.

    Parameters
    ----------
    html : str
        Values in double quotes, ``<`` in text and values escaped.
    rewrite : callable
        Told of each tag in order.
    """

    def replace(match: re.Match[str]) -> str:
        closes, name, attributes, empty = match.groups()
        values = {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
        return rewrite(Tag(name, bool(closes), values, bool(empty)))

    return _TAG.sub(replace, html)
