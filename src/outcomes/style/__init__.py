"""How outputs look: the sheets that pages and notebooks share, so that both show the same.

A page has every sheet once. In JupyterLab an output brings those that it needs, held to itself.
"""

from outcomes.style.notebook import FOR_PAGES, dress, is_for_page
from outcomes.style.sheets import SHEETS, read_sheet

__all__ = ["FOR_PAGES", "SHEETS", "dress", "is_for_page", "read_sheet"]
