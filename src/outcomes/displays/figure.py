"""What every figure here is: a drawing, its text alternative and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from outcomes.displays.figure_numbers import table_numbers

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Figure:
    """A drawn figure.

    Parameters
    ----------
    title : str
        Its name, as screen readers and downloads call it.
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
    simulated : bool
        Whether the numbers are of simulated data.
    """

    title: str
    svg: str
    caption: str
    alternative: str
    data: pd.DataFrame
    digits: tuple[int, ...] = ()
    simulated: bool = False

    def _repr_html_(self) -> str:
        """Return the figure with its caption and, folded away, the table of its numbers."""
        numbers = table_numbers(self.title, self.data, self.digits, simulated=self.simulated)
        name = escape(self.title)
        return (
            '<figure class="figure">\n'
            f'<div class="figure-drawing" role="group" tabindex="0" aria-label="{name}">'
            f"{self.svg}</div>\n"
            f"<figcaption>{escape(self.caption)}</figcaption>\n"
            '<details class="figure-numbers"><summary>Numbers in this figure</summary>\n'
            f"{numbers._repr_html_()}</details>\n</figure>"
        )
