"""Reading a table's HTML back into a grid, as a browser would lay it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from outcomes.displays.table import Table


@dataclass
class Cell:
    """A cell of the HTML, with its attributes and text."""

    tag: str
    attributes: dict[str, str | None]
    section: str
    text: str = ""

    def span(self, name: str) -> int:
        return int(self.attributes.get(name) or 1)


@dataclass
class Page(HTMLParser):
    """Rows of cells, every tag in order, and the texts outside of cells."""

    rows: list[list[Cell]] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            section = next(name for name in reversed(self.open) if name in ("thead", "tbody"))
            self.rows[-1].append(Cell(tag, dict(attrs), section))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1].text += data
        elif self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(data.strip())


def read_html(html: str) -> Page:
    """Parse a fragment; every tag must be closed in order."""
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def lay_out(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Put spanning cells into every place they cover; overlaps and gaps fail."""
    grid: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in grid:
                x += 1
            for dy in range(cell.span("rowspan")):
                for dx in range(cell.span("colspan")):
                    assert (y + dy, x + dx) not in grid
                    grid[y + dy, x + dx] = cell
    height, width = (max(place[axis] for place in grid) + 1 for axis in (0, 1))
    assert height == len(rows)
    return [[grid[y, x] for x in range(width)] for y in range(height)]


def read_grid(table: Table) -> list[list[str]]:
    """Return the body of a table as drawn, one text a place."""
    page = read_html(table.write_html())
    body = [row for row in page.rows if row and row[0].section == "tbody"]
    return [[cell.text for cell in row] for row in lay_out(body)]


def column(table: Table, title: str, group: str = "") -> list[str]:
    """Return the cells under a heading."""
    (index,) = [
        i
        for i, c in enumerate(table.columns)
        if c.title == title and (not group or c.group == group)
    ]
    return [row[index] for row in table.rows]
