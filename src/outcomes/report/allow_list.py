"""What notebooks may put on a page: elements, attributes and values; everything else is dropped.

Names of SVG are spelled with their capitals, as the HTML standard spells them in a drawing.
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS = _names(
    "a abbr b bdi blockquote br cite code dd del details dfn div dl dt em figcaption figure h1 h2 "
    "h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup u ul "
    "var wbr"
)
TABLES = _names("caption col colgroup table tbody td tfoot th thead tr")
DRAWINGS = _names(
    "circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon "
    "polyline radialGradient rect stop svg symbol text title tspan use"
)
TAGS = WORDS | TABLES | DRAWINGS

DROPPED_WITH_CONTENT = _names(
    "applet audio canvas embed foreignObject frameset iframe math noembed noframes noscript object "
    "plaintext script select style template textarea video xmp"
)
"""Elements whose text is no text for readers."""

PRESENTATION = _names(
    "clip-path clip-rule color display dominant-baseline fill fill-opacity fill-rule font-family "
    "font-size font-style font-weight letter-spacing marker-end marker-mid marker-start mask "
    "opacity paint-order stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor "
    "transform vector-effect visibility"
)
"""Properties that SVG also takes as attributes, which need no inline style."""

_GEOMETRY = _names(
    "cx cy d dx dy fx fy gradientTransform gradientUnits height markerHeight markerUnits "
    "markerWidth maskContentUnits maskUnits offset orient patternContentUnits patternTransform "
    "patternUnits points preserveAspectRatio r refX refY rotate rx ry textLength viewBox width x "
    "x1 x2 y y1 y2 clipPathUnits lengthAdjust spreadMethod xmlns"
)

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "role", "tabindex", "title"},
    "a": {"download", "href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "data-label", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "use": {"href", "xlink:href"},
    **{tag: set(_GEOMETRY | PRESENTATION | {"style"}) for tag in DRAWINGS - {"use"}},
}
"""By element. Styles of drawings are turned into presentation attributes; no style is kept."""
ATTRIBUTES["use"] |= _GEOMETRY | PRESENTATION | {"style"}

PREFIXES = {"aria-"}

ROLES = _names(
    "cell columnheader figure group img list listitem none note presentation region row rowgroup "
    "rowheader table"
)
"""Roles that cannot be taken for a part of the frame."""

FRAME_IDS = _names("content contents-title failing-cell words made")
"""Ids that the frame of a page uses."""

FRAME_CLASSES = _names(
    "appendix badge banner body contents failure foot opening sheet skip status top"
)
"""Classes by which the frame of a page is drawn, and that nothing within it may wear."""
