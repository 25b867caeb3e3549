"""Make what a notebook displays safe and sound: allowed elements only, each one closed.

The page's policy runs no script and loads nothing in any case; here what could break the page, or
pass for a part of it, is taken out.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from html import escape
from urllib.parse import unquote

import nh3

from outcomes.report.allow_list import (
    ATTRIBUTES,
    DRAWINGS,
    DROPPED_WITH_CONTENT,
    FRAME_CLASSES,
    FRAME_IDS,
    PREFIXES,
    PRESENTATION,
    ROLES,
    TAGS,
)
from outcomes.report.characters import clean_text
from outcomes.report.tags import Tag, match_tags, rewrite_tags

_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,")
_SIGNATURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
"""How the bytes of pictures begin."""
_TABLE_OF_NUMBERS = re.compile(r"data:(?:text/csv|application/json)[;,]")
_DRAWING = "data:image/svg+xml;charset=utf-8,"
_LINK = re.compile(r"(?:https?://|mailto:|#.|\.{0,2}/(?![/\\])|[\w.-]+(?:[/#?]|\Z))", re.IGNORECASE)
_FUNCTIONS = re.compile(
    r"(?:url\(\s*[\"']?#[\w.-]+[\"']?\s*\)|"
    r"(?:var|rgba?|hsla?|translate|rotate|scale|matrix|skew[XY])\([^()\\]*\))"
)
_DRAWN = match_tags(rf"(?:{'|'.join(sorted(DRAWINGS))})(?=\s[^<>]*style=)")
_REPAIRED = match_tags("a|caption|col|colgroup|div|img|pre|table|tbody|th|thead|tr")
_NO_DESCRIPTION = "Picture without a description"


def sanitise(html: str) -> str:
    """Return a fragment of HTML with nothing in it but what `allow_list` names.

    Elements are closed, so a fragment cannot reach beyond its place. Inline styles of drawings
    become presentation attributes, which the policy allows. Header cells without a scope get one,
    tables can be scrolled and take a caption from the label of their frame, pictures have an
    alternative.

    Parameters
    ----------
    html : str
        As a notebook displays it: tables, drawings, words.

    Examples
    --------
    >>> sanitise('<p onclick="f()">7.0<script>f()</script>')
    '<p>7.0</p>'
    """
    clean = clean_text(_cleaner().clean(clean_text(html)))
    return _Repair().apply(rewrite_tags(clean, _DRAWN, _style_to_attributes))


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes=ATTRIBUTES,
        generic_attribute_prefixes=PREFIXES,
        attribute_filter=_allowed_value,
        filter_style_properties=set(PRESENTATION),
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    """Return a value as it may stand, None where the attribute has to go."""
    match attribute:
        case "href" | "xlink:href":
            return value if _is_allowed_link(tag, value.strip()) else None
        case "src":
            return value if _is_picture(value) else None
        case "id":
            return None if not value or value in FRAME_IDS or re.search(r"\s", value) else value
        case "class":
            return " ".join(name for name in value.split() if name not in FRAME_CLASSES) or None
        case "role":
            return value if value in ROLES else None
        case "tabindex":
            return value if value in ("0", "-1") else None
        case "aria-hidden":
            return value if tag in ("svg", "g", "span") else None
        case "style" | "fill" | "stroke" | "clip-path" | "mask" | "transform" | "marker-end":
            return value if _is_plain(value) else None
    return value if attribute not in PRESENTATION or _is_plain(value) else None


def _is_allowed_link(tag: str, value: str) -> bool:
    if tag == "use":
        return len(value) > 1 and value.startswith("#")
    if value.lower().startswith("data:"):
        return _TABLE_OF_NUMBERS.match(value) is not None or _is_drawing(value)
    return _LINK.match(value) is not None


def _is_drawing(value: str) -> bool:
    """Whether a value holds one drawing in which nothing but what is allowed stands."""
    if not value.startswith(_DRAWING):
        return False
    drawing = unquote(value.removeprefix(_DRAWING))
    return drawing.startswith("<svg") and sanitise(drawing) == drawing


def _is_picture(value: str) -> bool:
    """Whether a value holds a picture; browsers complain of one that cannot be read."""
    found = _PICTURE.match(value)
    if found is None:
        return False
    try:
        return base64.b64decode(value[found.end() :], validate=True).startswith(_SIGNATURES)
    except ValueError:
        return False


def _is_plain(value: str) -> bool:
    """Whether a value calls nothing but colours, variables, shifts and parts of the same page."""
    rest, found = value, 1
    while found:
        rest, found = _FUNCTIONS.subn("", rest)
    return not re.search(r"[(\\<>]|/\*", rest)


class _Repair:
    """What has to be added to or changed in elements that are allowed."""

    def __init__(self) -> None:
        self._in_head = False
        self._wraps: list[bool] = []
        self._before: Tag | None = None
        self._caption = ""

    def apply(self, html: str) -> str:
        return rewrite_tags(html, _REPAIRED, self._repair)

    def _repair(self, tag: Tag) -> str:
        before, self._before = self._before, tag
        caption, self._caption = self._caption, ""
        if caption and tag.name != "caption":
            return f"<caption>{escape(caption)}</caption>{self._repair(tag)}"
        if tag.name == "table":
            return self._table(tag, before)
        if tag.closes:
            self._in_head = self._in_head and tag.name != "thead"
            return str(tag)
        if tag.name == "thead":
            self._in_head = True
        if tag.name == "th" and "scope" not in tag.attributes:
            tag.attributes["scope"] = "col" if self._in_head else "row"
        if tag.name == "img":
            tag.attributes.setdefault("alt", _NO_DESCRIPTION)
        if tag.name == "pre":
            tag.attributes.setdefault("tabindex", "0")
        if tag.name == "a":
            _mark_link(tag)
        return str(tag)

    def _table(self, tag: Tag, before: Tag | None) -> str:
        """Let a table scroll, unless it does already or stands in another one."""
        if tag.closes:
            return f"{tag}</div>" if self._wraps.pop() else str(tag)
        scrolls = before is not None and "table-scroll" in before.attributes.get("class", "")
        wraps = not scrolls and not self._wraps
        self._wraps.append(wraps)
        if scrolls and before is not None:
            self._caption = before.attributes.get("aria-label", "")
        return f'<div class="table-scroll" role="group" tabindex="0">{tag}' if wraps else str(tag)


def _mark_link(tag: Tag) -> None:
    href = tag.attributes.get("href", "")
    if href.startswith("data:"):
        tag.attributes.setdefault("download", "")
    if href.startswith("http"):
        tag.attributes["rel"] = "noreferrer"


def _style_to_attributes(tag: Tag) -> str:
    for declaration in tag.attributes.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if name.strip() in PRESENTATION:
            tag.attributes[name.strip()] = value.strip()
    return str(tag)
