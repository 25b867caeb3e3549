"""Every element and attribute that figures and tables are made of.

A page that is cleaned by an allow-list takes it from here; a test holds every figure and table to
it. No element has a ``style`` or an ``id``, but for the anchors that citations lead to.
"""

from __future__ import annotations

from collections.abc import Mapping

_STROKE = {"stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"}

DRAWING: Mapping[str, frozenset[str]] = {
    "svg": frozenset(
        {
            *("xmlns", "viewBox", "width", "class", "role", "aria-label", "fill"),
            *("font-family", "stroke-linejoin"),
        }
    ),
    "g": frozenset({"class", "color"}),
    "line": frozenset({"x1", "y1", "x2", "y2", *_STROKE}),
    "polyline": frozenset({"points", "fill", *_STROKE}),
    "polygon": frozenset({"points", "fill-opacity"}),
    "path": frozenset({"d"}),
    "rect": frozenset({"x", "y", "width", "height", "fill", "fill-opacity", "stroke"}),
    "text": frozenset({"x", "y", "font-size", "font-weight", "text-anchor", "fill-opacity"}),
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
    "tr": frozenset(),
    "th": frozenset({"scope", "rowspan", "colspan", "class"}),
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
