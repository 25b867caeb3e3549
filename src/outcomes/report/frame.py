"""The frame every page shares: one style sheet, no request; the index alone has a script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from outcomes.drawing.palette import write_rules
from outcomes.report.characters import clean_text
from outcomes.report.sanitise import sanitise
from outcomes.style import SHEETS, read_sheet

TEMPLATES = Path(__file__).parent / "templates"

PROVENANCE = {
    "collected": "Collected data",
    "open": "Open data",
    "simulated": "Simulated data",
    "published": "Published summaries",
}
"""Badge texts."""


def open_sentence(text: str) -> str:
    """Return a text with a capital first letter, and the others as they are."""
    return text[:1].upper() + text[1:]


def render(template: str, *, rules: str = "", script: str = "", **context: Any) -> str:
    """Fill a page template; plain text is escaped, and a missing value is an error.

    Parameters
    ----------
    template : str
        Its file name.
    rules : str
        Rules of style that this page alone has, after those that all pages share.
    script : str
        File name of the one script that this page runs; none by default.
    **context
        Values of the template.
    """
    style = _style() + rules
    run = (TEMPLATES / script).read_text(encoding="utf-8") if script else ""
    page = _environment().get_template(template)
    return clean_text(
        page.render(
            style=Markup(style), script=Markup(run), policy=make_policy(style, run), **context
        )
    )


def make_policy(style: str, script: str = "") -> str:
    """Return the Content-Security-Policy of a page whose only style and script are those given.

    Nothing is loaded and no other script is run, wherever it may have come from; a style attribute
    has no effect either.

    Parameters
    ----------
    style : str
        All the text of the page's ``<style>`` element.
    script : str
        All the text of its ``<script>`` element; empty if it has none.
    """
    runs = f"script-src {_name_by_hash(script)}; " if script else ""
    return (
        f"default-src 'none'; style-src {_name_by_hash(style)}; {runs}img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _name_by_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


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
    environment.filters["sanitised"] = lambda html: Markup(sanitise(html))
    environment.globals.update(badges=PROVENANCE)
    return environment


@cache
def _style() -> str:
    """Return the style of every page: what outputs share, then its own, then figures' colours."""
    own = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return "\n".join((*map(read_sheet, SHEETS), own, write_rules()))
