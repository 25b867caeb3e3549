"""What every table here is: text in cells, and how it becomes HTML that can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from outcomes.displays.decimal_alignment import split_at_points
from outcomes.displays.downloads import SIMULATED, list_downloads, write_csv
from outcomes.displays.frames import describe_table, make_frame
from outcomes.displays.links import Linked, render_text
from outcomes.displays.plain_markup import write_latex, write_markdown
from outcomes.displays.word import add_table, new_document
from outcomes.displays.workbook import save_tables
from outcomes.rounding import ABSENT, MINUS
from outcomes.style import dress

if TYPE_CHECKING:
    import pandas as pd

Cells = tuple[str, ...]
_ESTIMATE = re.compile(rf"[+{MINUS}]?[\d.,]+ \([^()]{{1,24}}\)")
SHORT = 14
"""Letters up to which a row header is kept on one line, and needs no row of its own."""


@dataclass(frozen=True)
class Column:
    """A column's heading.

    Parameters
    ----------
    heading : str
        What stands over the column.
    unit : str
        Unit of its numbers, set after the heading; empty if there is none.
    group : str
        Heading over this and its neighbours with the same group; empty if there is none.
    numeric : bool
        Whether the cells are numbers, which line up at the right.
    """

    heading: str
    unit: str = ""
    group: str = ""
    numeric: bool = False

    @property
    def title(self) -> str:
        """Heading with its unit, ``Difference (points)``."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


@dataclass(frozen=True)
class HeadingCell:
    """A heading cell as HTML needs it: what it says and what it spans."""

    text: str
    scope: str
    rows: int = 1
    columns: int = 1
    numeric: bool = False

    @property
    def style(self) -> str:
        """Class of the cell: numbers line up, and a few letters are kept on one line."""
        if self.numeric:
            return "number"
        return "short" if self.scope == "row" and len(self.text) <= SHORT else ""


@dataclass(frozen=True)
class DataCell:
    """A data cell as HTML needs it; ``split`` as in `outcomes.displays.decimal_alignment`.

    ``head`` is its column's heading, which stands in the cell where the table is stacked.
    """

    text: str
    numeric: bool
    split: tuple[str, str, int] | None
    head: str = ""

    @property
    def style(self) -> str:
        """Class of the cell: numbers line up, and an estimate stays beside its interval."""
        if self.numeric:
            return "number"
        return "short" if _ESTIMATE.fullmatch(self.text) else ""


@dataclass(frozen=True, repr=False)
class Table:
    """A finished table: every number is text already, and nothing is computed here.

    Parameters
    ----------
    caption : str
        What is shown, and for whom.
    columns : tuple of Column
        From left to right.
    rows : tuple of tuple of str
        Cells as text (`outcomes.displays.links.Linked` where one leads to a citation), one a
        column. A row header that repeats the one above it is drawn once,
        save the last of several.
    row_headers : int
        How many of the leading columns head their row.
    notes : tuple of str
        Set under the table, in order.
    empty : str
        What stands in place of rows where there are none.
    simulated : bool
        Whether its numbers are of simulated data: the files to take away say so.

    Raises
    ------
    ValueError
        If a row has not as many cells as there are columns, or no column heads the rows.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Cells, ...]
    row_headers: int = 1
    notes: tuple[str, ...] = ()
    empty: str = "There is nothing to show."
    simulated: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.row_headers <= len(self.columns):
            raise ValueError(f"row_headers is {self.row_headers} of {len(self.columns)} columns")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {number} has {len(row)} cells and the table {len(self.columns)} columns"
                )

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The notes, and what the dash means where one stands; none under an empty table."""
        if not self.rows:
            return ()
        dashed = any(ABSENT in row or "" in row[: self.row_headers] for row in self.rows)
        return (*self.notes, f"{ABSENT} not available") if dashed else self.notes

    @property
    def column_groups(self) -> tuple[int, ...]:
        """How many columns stand under each heading of the top row; empty if none are grouped."""
        if len(self.heading_rows) == 1:
            return ()
        return tuple(cell.columns for cell in self.heading_rows[0])

    @property
    def is_stacked(self) -> bool:
        """Whether a narrow screen shows it as one card a row: a table of words, not of numbers."""
        words = sum(not column.numeric for column in self.columns)
        grouped = any(column.group for column in self.columns)
        return not grouped and self.row_headers < 3 and words >= 4 and 2 * words > len(self.columns)

    @property
    def is_banded(self) -> bool:
        """Whether the first header of rows stands above them, across the table: a long one."""
        if self.row_headers < 2 or self.is_stacked:
            return False
        heads = [head for head, _ in groupby(row[0] for row in self.rows)]
        return 2 * len(heads) <= len(self.rows) and any(len(head) > SHORT for head in heads)

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """The columns that are drawn as such."""
        return self.columns[1:] if self.is_banded else self.columns

    @property
    def heading_rows(self) -> tuple[tuple[HeadingCell, ...], ...]:
        """One row of headings, or two where columns are grouped."""
        columns = self.shown_columns
        if not any(column.group for column in columns):
            return (tuple(HeadingCell(c.title, "col", numeric=c.numeric) for c in columns),)
        top: list[HeadingCell] = []
        for group, members in groupby(columns, key=lambda column: column.group):
            if group:
                top.append(HeadingCell(group, "colgroup", columns=len(list(members))))
            else:
                top.extend(HeadingCell(c.title, "col", rows=2, numeric=c.numeric) for c in members)
        under = (HeadingCell(c.title, "col", numeric=c.numeric) for c in columns if c.group)
        return tuple(top), tuple(under)

    @property
    def downloads(self) -> tuple[tuple[str, str, str], ...]:
        """The table as links to take away, see `outcomes.displays.downloads.list_downloads`."""
        return list_downloads(self)

    @property
    def blocks(self) -> Iterator[tuple[str, list[tuple[list[HeadingCell], list[DataCell]]]]]:
        """Rows under the same first header: that header, and of each its heads and data cells."""
        rows = zip(self.rows, self._data_cells(), strict=True)
        first = int(self.is_banded)
        for head, members in groupby(rows, key=lambda pair: pair[0][0]):
            pairs = list(members)
            block = [row for row, _ in pairs]
            yield (
                head or ABSENT,
                [
                    (self._row_heading(block, index, first), cells)
                    for index, (_, cells) in enumerate(pairs)
                ],
            )

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a data frame, see `outcomes.displays.frames.make_frame`."""
        return make_frame(self)

    def to_csv(self) -> str:
        """Return the table as CSV, see `outcomes.displays.downloads.write_csv`."""
        return write_csv(self)

    def to_html(self) -> str:
        """Return the table as HTML that needs nothing else: caption, headings, notes."""
        mark = f"<p>{SIMULATED}</p>" if self.simulated else ""
        return f"{self.write_html()}{mark}"

    def write_html(self) -> str:
        """Return the table as a page takes it, without style."""
        return _template().render(table=self)

    def to_markdown(self) -> str:
        """Return the table as Markdown, see `outcomes.displays.plain_markup.write_markdown`."""
        return write_markdown(self)

    def to_latex(self) -> str:
        """Return the table as LaTeX, see `outcomes.displays.plain_markup.write_latex`."""
        return write_latex(self)

    def to_docx(self, file: str | Path) -> None:
        """Write the table to a Word file of its own, see `outcomes.displays.word.add_table`."""
        document = new_document()
        add_table(document, self)
        document.save(str(file))

    def to_xlsx(self, file: str | Path) -> None:
        """Write the table to a workbook, see `outcomes.displays.workbook.save_tables`."""
        save_tables(file, [self])

    def __repr__(self) -> str:
        """Return the caption and the first rows, in at most 25 lines."""
        return describe_table(self)

    def _data_cells(self) -> list[list[DataCell]]:
        columns = []
        for place, column in enumerate(self.columns[self.row_headers :], start=self.row_headers):
            texts = [row[place] for row in self.rows]
            splits = split_at_points(texts) if column.numeric else [None] * len(texts)
            columns.append(
                [
                    DataCell(
                        text,
                        column.numeric,
                        None if isinstance(text, Linked) else split,
                        column.title,
                    )
                    for text, split in zip(texts, splits, strict=True)
                ]
            )
        return [[cells[index] for cells in columns] for index in range(len(self.rows))]

    def _row_heading(self, block: list[Cells], index: int, first: int) -> list[HeadingCell]:
        """Heading cells that begin at a row; one that began above spans down to it."""
        cells = []
        for depth in range(first, self.row_headers):
            prefix = block[index][: depth + 1]
            last = depth == self.row_headers - 1 > 0
            if not last and index and block[index - 1][: depth + 1] == prefix:
                continue
            span = 1
            if not last:
                following = (row[: depth + 1] == prefix for row in block[index + 1 :])
                for same in following:
                    if not same:
                        break
                    span += 1
            scope = "rowgroup" if depth == 0 and span == len(block) > 1 else "row"
            cells.append(HeadingCell(prefix[-1] or ABSENT, scope, rows=span))
        return cells

    def _repr_html_(self) -> str:
        return dress(self.write_html(), "tables")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("outcomes.displays"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["linked"] = render_text
    return environment.get_template("table.html.j2")
