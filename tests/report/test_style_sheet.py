"""Rules of the style sheet that a reader would miss and no page test sees."""

from __future__ import annotations

import re
from importlib.resources import files

STYLE = files("outcomes.report").joinpath("templates", "style.css").read_text(encoding="utf-8")


def _media_blocks() -> dict[str, str]:
    """Return the condition of each media query with what stands in it."""
    found = re.findall(r"@media ([^{]+?) \{\n(.*?)\n\}", STYLE, re.DOTALL)
    return dict(found)
