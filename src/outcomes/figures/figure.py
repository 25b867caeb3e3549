"""What every figure here is: a drawing, its text alternative and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Figure:
    """A drawn figure.

    Parameters
    ----------
    svg : str
        The drawing, one ``<svg>`` element, the same bytes for the same numbers.
    caption : str
        What is shown, for whom and with which interval.
    alternative : str
        The main numbers in words, for readers who do not see the drawing.
    data : pandas.DataFrame
        The numbers drawn, at full precision.
    """

    svg: str
    caption: str
    alternative: str
    data: pd.DataFrame
