"""The style that an output brings along in a notebook, where no page holds one for it.

The pages' own rules are nested in one class of ours, with more weight than a theme's rules have:
nothing else in the notebook changes, and no theme changes an output. Where the style is dropped, as
in a notebook that is not trusted, plain HTML remains.
"""

from __future__ import annotations

import os
import re
from functools import cache

from outcomes.style.sheets import read_sheet

FOR_PAGES = {"OUTCOMES_OUTPUT": "page"}
"""The environment of a notebook whose outputs a report's page will hold."""

_SCOPE = ".outcomes:not(#_)"
"""The id, which no element has, weighs more than any number of classes."""

_THEMES = """
{scope} {{ {light} {rules} }}
[data-jp-theme-light="false"] {scope} {{ {dark} }}
@media (prefers-color-scheme: dark) {{ body:not([data-jp-theme-light]) {scope} {{ {dark} }} }}
"""
"""JupyterLab says on its body whether its theme is light; elsewhere the system says it."""

_VARIABLES = re.compile(
    r":root\s*\{([^}]*)\}\s*"
    r"@media[^{]*\(prefers-color-scheme: dark\)\s*\{\s*:root\s*\{([^}]*)\}\s*\}"
)
"""Colours of a sheet, light and dark."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def is_for_page() -> bool:
    """Whether outputs go to a report's page, which has its own style and shows HTML alone."""
    return all(os.environ.get(name) == value for name, value in FOR_PAGES.items())


def dress(html: str, *sheets: str, colours: str = "") -> str:
    """Return an output with its style; as it is where a page will hold it.

    Parameters
    ----------
    html : str
        The output.
    *sheets : str
        Names of the sheets that it needs beside colours and text.
    colours : str
        More rules of colours: ``:root`` in light and in dark, and classes.
    """
    if is_for_page():
        return html
    return f'<div class="outcomes"><style>{_write_style(sheets, colours)}</style>\n{html}\n</div>'


@cache
def _write_style(sheets: tuple[str, ...], colours: str) -> str:
    names = ("colours", "notebook", "text", *sheets)
    text = "\n".join((*map(read_sheet, names), colours))
    found = _VARIABLES.findall(text)
    style = _THEMES.format(
        scope=_SCOPE,
        light="".join(light for light, _ in found),
        dark="".join(dark for _, dark in found),
        rules=_VARIABLES.sub("", text),
    )
    return " ".join(_COMMENT.sub("", style).split())
