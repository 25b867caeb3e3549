"""The sheets of style, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SHEETS = ("colours", "text", "passages", "tables", "figures", "answer")
"""Those of a page, in order; what the page alone needs comes after them."""


@cache
def read_sheet(name: str) -> str:
    """Return the rules of a sheet."""
    return (Path(__file__).parent / f"{name}.css").read_text(encoding="utf-8")
