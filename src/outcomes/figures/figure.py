"""What every figure here is: a drawing, its text alternative and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outcomes.figures.numbers import render_figure

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
        The numbers drawn, at full precision; columns are keys of `numbers.HEADERS`.
    digits : tuple of int
        Decimals that each row's numbers are shown with in the page; one where left out.
    """

    svg: str
    caption: str
    alternative: str
    data: pd.DataFrame
    digits: tuple[int, ...] = ()

    def _repr_html_(self) -> str:
        """Return the figure with its caption and, folded away, the table of its numbers."""
        return render_figure(self.svg, self.caption, self.data, self.digits)
