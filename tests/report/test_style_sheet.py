"""Rules of the style sheet that a reader would miss and no page test sees."""

from __future__ import annotations

import re
from importlib.resources import files

STYLE = files("outcomes.report").joinpath("templates", "style.css").read_text(encoding="utf-8")


def _media_blocks() -> dict[str, str]:
    """Return the condition of each media query with what stands in it."""
    found = re.findall(r"@media ([^{]+?) \{\n(.*?)\n\}", STYLE, re.DOTALL)
    return dict(found)


def test_drawings_wider_than_a_phone_say_that_they_scroll() -> None:
    (said,) = [name for name, body in _media_blocks().items() if "Scroll sideways" in body]
    limit = re.fullmatch(r"screen and \(max-width: (\d+)rem\)", said)
    assert limit is not None
    body = _media_blocks()[said]
    width = re.search(r"\.figure-drawing svg \{ min-width: (\d+)rem; \}", body)
    assert width is not None
    # The page keeps 4% free on both sides, so at the limit the drawing is already too wide.
    assert int(limit[1]) <= 40
    assert 0.92 * int(limit[1]) < int(width[1])
    assert "no-repeat local" in body
    assert STYLE.count("Scroll sideways") == 1
