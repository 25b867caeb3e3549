"""How wide text is, and where it breaks.

Widths are those of DejaVu Sans, which comes with matplotlib and is wider than the fonts that a
browser takes first: what fits here fits there.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

_MEASURED_SIZE = 64.0


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text, in the unit of ``size``."""
    return size * sum(_advance(character, bold) for character in text)


def wrap_text(text: str, size: float, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break text into lines no wider than ``width``; a word too long for a line is cut.

    Returns
    -------
    tuple of str
        At least one line; spaces and line breaks of the input are only places to break.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while len(word) > 1 and text_width(word, size, bold=bold) > width:
            fitting = _fitting_length(word, size, width, bold)
            lines.append(word[:fitting])
            word = word[fitting:]
        line = word
    return (*lines, line) if line or not lines else tuple(lines)


def _fitting_length(word: str, size: float, width: float, bold: bool) -> int:
    length = 1
    while length < len(word) and text_width(word[: length + 1], size, bold=bold) <= width:
        length += 1
    return length


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    """Width of a character in text sizes; a character that the font lacks is taken as a square."""
    font = _font(bold)
    if font.get_char_index(ord(character)) == 0:
        return 1.0
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / _MEASURED_SIZE


@lru_cache(maxsize=2)
def _font(bold: bool) -> FT2Font:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    font = FT2Font(str(Path(mpl.get_data_path(), "fonts", "ttf", name)))
    font.set_size(_MEASURED_SIZE, 72)
    return font
