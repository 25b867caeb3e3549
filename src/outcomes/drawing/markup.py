"""Every element and attribute that figures and tables are made of.

A page that is cleaned by an allow-list takes it from here; a test holds every figure and table to
it. No element has a ``style`` or an ``id``, but for the anchors that citations lead to.
"""

from __future__ import annotations

from collections.abc import Mapping

DRAWING: Mapping[str, frozenset[str]] = {
    "svg": frozenset(
        {
            *("xmlns", "viewBox", "width", "class", "role", "aria-label", "fill"),
            *("font-family", "stroke-linejoin", "display"),
        }
    ),
    "g": frozenset({"class", "color"}),
    "path": frozenset(
        {
            *("d", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity"),
            *("stroke-dasharray", "stroke-linecap"),
        }
    ),
    "circle": frozenset({"cx", "cy", "r", "fill-opacity"}),
    "text": frozenset(
        {"x", "y", "font-size", "font-weight", "text-anchor", "fill-opacity", "transform"}
    ),
}
"""Elements of a drawing, each with its attributes."""

TEXT: Mapping[str, frozenset[str]] = {
    "figure": frozenset({"class"}),
    "figcaption": frozenset(),
    "details": frozenset({"class"}),
    "summary": frozenset(),
    "div": frozenset({"class", "role", "tabindex", "aria-label"}),
    "table": frozenset(),
    "caption": frozenset(),
    "colgroup": frozenset({"span"}),
    "thead": frozenset(),
    "tbody": frozenset(),
    "tr": frozenset({"class"}),
    "th": frozenset({"scope", "rowspan", "colspan", "class", "aria-label"}),
    "td": frozenset({"class"}),
    "p": frozenset({"class"}),
    "span": frozenset({"class", "id"}),
    "a": frozenset({"href", "download", "aria-label"}),
}
"""Elements around a drawing and of a table, each with its attributes."""

MARKUP: Mapping[str, frozenset[str]] = {**TEXT, **DRAWING}
"""Both: what a page must let through, in the form that `nh3.clean` takes as ``attributes``."""

SCHEMES = frozenset({"http", "https", "data"})
"""Schemes of addresses; ``data`` only where an ``a`` has a ``download``."""
