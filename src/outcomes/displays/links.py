"""Text that leads somewhere: to a citation in the list of references, or to a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from types import MappingProxyType
from typing import Self

from markupsafe import Markup

from outcomes.evidence import Citation, Pack
from outcomes.rounding import MINUS

_ALLOWED = ("#", "https://", "http://")


class Linked(str):
    """Text of a cell or a paragraph that is a link, or the place that links lead to.

    It is a text like any other wherever links mean nothing.

    Parameters
    ----------
    text : str
        What readers see.
    href : str
        Where the text leads: ``#`` and an anchor, or an address.
    anchor : str
        Id by which other texts lead here.
    citations : iterable of Citation
        Those that are named after the text, each as a link.
    mentions : iterable of Citation
        Those whose names in the text become links.
    links : mapping of str to str
        Other words of the text that become links, and the address of each.

    Raises
    ------
    ValueError
        For an address of another kind.
    """

    href: str
    anchor: str
    citations: tuple[Citation, ...]
    mentions: tuple[Citation, ...]
    links: Mapping[str, str]

    def __new__(
        cls,
        text: str,
        *,
        href: str = "",
        anchor: str = "",
        citations: Iterable[Citation] = (),
        mentions: Iterable[Citation] = (),
        links: Mapping[str, str] = MappingProxyType({}),
    ) -> Self:
        """Make the text; a text cannot be changed later."""
        for address in filter(None, (href, *links.values())):
            if not address.startswith(_ALLOWED):
                raise ValueError(f"a link leads to {address!r}; use # and an anchor, or http(s)")
        made = super().__new__(cls, text)
        made.href, made.anchor = href, anchor
        made.citations, made.mentions = tuple(citations), tuple(mentions)
        made.links = MappingProxyType(dict(links))
        return made


def cite(text: str, key: str) -> str:
    """Make a text lead to a citation; plain where there is no key."""
    return Linked(text, href=f"#{anchor_of(key)}") if key else text


def cite_after(text: str, citations: Iterable[Citation]) -> Linked:
    """Name citations after a text, each once and as a link."""
    return Linked(text, citations=dict.fromkeys(citations))


def cite_within(text: str, citations: Iterable[Citation]) -> Linked:
    """Make the names of citations in a text links; those it does not name follow it.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> pack = load_pack("dextrose-prolotherapy")
    >>> linked = cite_within("Rabago 2013, week 52: +6.8.", pack.cite(["rabago2013"]))
    >>> [citation.key for citation in linked.mentions]
    ['rabago2013']
    """
    citations = tuple(dict.fromkeys(citations))
    named = tuple(citation for citation in citations if citation.short in text)
    return Linked(text, mentions=named, citations=() if named else citations)


def anchor_of(key: str) -> str:
    """Return the id of a citation in the list of references."""
    return f"ref-{key}"


def render_text(text: str) -> Markup:
    """Return text as HTML, everything escaped."""
    html = escape(str(text))
    if isinstance(text, Linked):
        named = {citation.short: f"#{anchor_of(citation.key)}" for citation in text.mentions}
        if words := {**named, **text.links}:
            html = _link_words(html, words)
        if text.href:
            html = f'<a href="{escape(text.href)}">{html}</a>'
        if text.citations:
            links = ", ".join(_link(citation) for citation in text.citations)
            html = f'{html} <span class="cited">[{links}]</span>'
        if text.anchor:
            html = f'<span id="{escape(text.anchor)}">{html}</span>'
    return Markup(html)


def _link(citation: Citation) -> str:
    return f'<a href="#{escape(anchor_of(citation.key))}">{escape(citation.short)}</a>'


def _link_words(html: str, words: Mapping[str, str]) -> str:
    """Turn words of a text into links, the longer ones first."""
    links = {
        escape(word): f'<a href="{escape(address)}">{escape(word)}</a>'
        for word, address in words.items()
    }
    pattern = "|".join(re.escape(word) for word in sorted(links, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda found: links[found[0]], html)


def name_keys(text: str, pack: Pack) -> str:
    """Write the keys of citations in a text as readers do, and minus signs as such."""
    for key, citation in pack.citations.items():
        if key != pack.topic.article:
            text = re.sub(rf"\b{re.escape(key)}\b", citation.short, text)
    return re.sub(r"(?<![\w.])-(?=\d)", MINUS, text)
