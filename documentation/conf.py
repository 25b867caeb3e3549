"""How Sphinx makes the site."""

from __future__ import annotations

import outcomes

project = "Outcomes notebooks"
author = "the authors of outcomes-notebooks"
version = release = outcomes.__version__
extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "documentation.mathml",
]
root_doc = "index"
source_suffix = {".md": "markdown"}
exclude_patterns = ["gallery/*.py"]
nitpicky = False

myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 4
suppress_warnings = ["myst.xref_ambiguous"]

autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
autosummary_generate = False

html_math_renderer = "mathml"
html_theme = "pydata_sphinx_theme"
html_title = project
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
html_sidebars = {"tutorial": [], "gallery/README": []}
html_theme_options = {
    "show_nav_level": 1,
    "navigation_depth": 2,
    "secondary_sidebar_items": ["page-toc"],
    "navbar_end": ["theme-switcher"],
    "footer_start": [],
    "footer_end": [],
}
