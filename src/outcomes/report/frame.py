"""The frame every page shares: one style sheet, no script, no request."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
"""Content-Security-Policy: nothing is loaded and no script is run, wherever it may have come from.

Inline styles stay allowed because drawings carry style attributes.
"""

PROVENANCE = {
    "collected": "Collected data",
    "simulated": "Simulated data",
    "published": "Published summaries",
}
"""Badge texts."""


def open_sentence(text: str) -> str:
    """Return a text with a capital first letter, and the others as they are."""
    return text[:1].upper() + text[1:]


def render(template: str, **context: Any) -> str:
    """Fill a page template; plain text is escaped, and a missing value is an error."""
    return _environment().get_template(template).render(**context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["opening"] = open_sentence
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    environment.globals.update(style=Markup(style), policy=POLICY, badges=PROVENANCE)
    return environment
