"""What every figure here is: a drawing in two widths, its text alternative and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import matplotlib as mpl
import numpy as np

from outcomes.displays.downloads import data_address, name_file
from outcomes.displays.figure_numbers import table_numbers
from outcomes.drawing.layout import NARROW, WIDE, Drawing
from outcomes.drawing.palette import write_rules
from outcomes.drawing.svg import render_svg
from outcomes.style import dress, is_for_page

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas


SAVED: Any = {"pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": "outcomes"}
"""Text stays text that can be searched, and the same figure is the same bytes."""

SMALL = 12_000
"""Characters of a drawing that a page also holds as a link."""

_UNDATED: dict[str, dict[str, None]] = {
    "pdf": {"CreationDate": None, "ModDate": None},
    "svg": {"Date": None},
}


@dataclass(frozen=True, eq=False)
class Figure:
    """A drawn figure.

    Once its Matplotlib figure was asked for (``figure``, ``axes``) or axes were given, it is shown
    as it was changed, at every width.

    Parameters
    ----------
    title : str
        Its name, as screen readers and downloads call it.
    drawing : Drawing
        What it consists of.
    caption : str
        What is shown, for whom and with which interval.
    alternative : str
        The message and the main numbers in words, for readers who do not see the drawing.
    data : pandas.DataFrame
        The numbers drawn, at full precision; columns are keys of `figure_numbers.HEADERS`.
    digits : tuple of int
        Decimals that each row's numbers are shown with in the page; one where left out.
    ax : Axes or sequence of Axes, optional
        What to draw on, one axes a panel; a figure of its own where left out.

    Raises
    ------
    ValueError
        If there are not as many axes as panels.
    """

    title: str
    drawing: Drawing = field(repr=False)
    caption: str
    alternative: str = field(repr=False)
    data: pd.DataFrame = field(repr=False)
    digits: tuple[int, ...] = field(default=(), repr=False)
    ax: InitVar[Axes | Sequence[Axes] | None] = None

    def __post_init__(self, ax: Axes | Sequence[Axes] | None) -> None:
        if ax is not None:
            given = list(np.ravel(np.asarray(ax, dtype=object)))
            self.drawing.draw_on(given)
            self.__dict__["figure"] = given[0].get_figure(root=True)

    @property
    def simulated(self) -> bool:
        """Whether the numbers are of simulated data."""
        return self.drawing.is_simulated

    @cached_property
    def figure(self) -> Canvas:
        """The Matplotlib figure, to be changed."""
        return self.drawing.draw(WIDE)

    @property
    def axes(self) -> tuple[Axes, ...]:
        """The axes of the Matplotlib figure, to be changed."""
        return tuple(self.figure.axes)

    @property
    def svg(self) -> str:
        """The wide drawing as one ``<svg>`` element, the same bytes for the same numbers."""
        return self._render(self.__dict__.get("figure") or self.drawing.draw(WIDE), "figure-svg")

    def savefig(self, file: str | PathLike[str], **settings: Any) -> None:
        """Save the drawing as Matplotlib does, 180 mm wide unless it was changed.

        Parameters
        ----------
        file : path
            Its ending says the format, as ``.pdf``, ``.svg``, ``.png`` or ``.tiff``.
        **settings
            As for `matplotlib.figure.Figure.savefig`.
        """
        self.figure.savefig(file, **settings)

    def save_picture(
        self,
        file: str | PathLike[str] | BinaryIO,
        kind: str,
        *,
        dpi: int = 300,
        columns: Literal[1, 2] = 2,
    ) -> None:
        """Save the figure for a journal, in one column or two.

        Parameters
        ----------
        file : path or binary file
            Where to.
        kind : str
            ``pdf``, ``svg``, ``png`` or ``tiff``.
        dpi : int
            Dots to the inch of ``png`` and ``tiff``.
        columns : int
            Two columns are 180 mm wide, one is 85 mm; a figure that was changed has its own width.
        """
        canvas = self.__dict__.get("figure")
        canvas = canvas or self.drawing.draw(WIDE if columns == 2 else NARROW)
        settings: dict[str, Any] = {"metadata": _UNDATED[kind]} if kind in _UNDATED else {}
        if kind == "tiff":
            settings = {"pil_kwargs": {"compression": "tiff_lzw"}}
        with mpl.rc_context(SAVED):
            canvas.savefig(file, format=kind, dpi=dpi, **settings)

    def _render(self, canvas: Canvas, name: str, *, hidden: bool = False) -> str:
        return render_svg(canvas, f"{self.title}. {self.alternative}", name=name, hidden=hidden)

    def write_html(self) -> str:
        """Return figure, caption and, folded away, the table of its numbers, without style."""
        numbers = table_numbers(self.title, self.data, self.digits, simulated=self.simulated)
        return (
            f'<figure class="figure">\n{self._show()}\n'
            f"<figcaption>{escape(self.caption)}</figcaption>\n"
            '<details class="figure-numbers"><summary>Numbers in this figure</summary>\n'
            f"{numbers.write_html()}{self._link()}</details>\n</figure>"
        )

    def _link(self) -> str:
        """Return a link that holds the wide drawing, if it is small enough to stand there twice."""
        svg = self.svg
        if len(svg) > SMALL:
            return ""
        name = name_file(f"simulated {self.title}" if self.simulated else self.title)
        address = data_address("image/svg+xml", svg)
        label = escape(f"SVG: {self.title}")
        return (
            f'<p class="table-downloads">Drawing: <a download="{name}.svg" href="{address}" '
            f'aria-label="{label}">SVG</a></p>'
        )

    def _repr_html_(self) -> str:
        return dress(self.write_html(), "tables", "figures", colours=write_rules())

    def _show(self) -> str:
        """Return both drawings, of which a page shows one; the one that was changed alone."""
        if "figure" in self.__dict__:
            name = escape(self.title)
            frame = f'<div class="figure-drawing" role="group" tabindex="0" aria-label="{name}">'
            return f"{frame}{self.svg}</div>"
        wide = self._render(self.drawing.draw(WIDE), "figure-svg figure-wide")
        narrow = self._render(self.drawing.draw(NARROW), "figure-svg figure-narrow", hidden=True)
        return f'<div class="figure-drawing">{wide}{narrow}</div>'

    def _repr_svg_(self) -> str | None:
        return None if is_for_page() else self.svg

    def _repr_png_(self) -> bytes | None:
        if is_for_page():
            return None
        file = BytesIO()
        self.save_picture(file, "png", dpi=192)
        return file.getvalue()
