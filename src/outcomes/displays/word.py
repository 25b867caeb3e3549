"""Tables, passages and figures as parts of a Word document."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from outcomes.displays.passage import Headed, Passage
from outcomes.displays.plain_markup import list_remarks

if TYPE_CHECKING:
    from docx.document import Document

    from outcomes.displays.figure import Figure
    from outcomes.displays.table import Table

_TABLE_POINTS = 8.5
_LANDSCAPE_COLUMNS = 8
"""From so many columns on a page lies on its side."""


def new_document() -> Document:
    """Return an empty A4 document."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    (section,) = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    return document


def add_table(document: Document, table: Table) -> None:
    """Add a table: its caption above, headings repeated on each page, notes below.

    Parameters
    ----------
    document : docx.document.Document
        What it is added to.
    table : Table
        What is added; wide ones get a section on its side.
    """
    wide = len(table.columns) >= _LANDSCAPE_COLUMNS
    if wide:
        _turn_page(document)
    caption = document.add_paragraph(_clean(table.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    headings = _list_headings(table)
    grid = document.add_table(len(headings) + len(table.rows), len(table.columns))
    grid.style = "Table Grid"
    for number, row in enumerate(headings):
        for start, width, text in row:
            cell = grid.cell(number, start)
            if width > 1:
                cell = cell.merge(grid.cell(number, start + width - 1))
            _write_cell(cell, text, bold=True, right=table.columns[start].numeric and width == 1)
    _repeat_on_each_page(document, len(headings))
    above: tuple[str, ...] = ()
    for number, cells in enumerate(table.rows, start=len(headings)):
        for place, (text, column) in enumerate(zip(cells, table.columns, strict=True)):
            is_heading = place < table.row_headers
            repeats = is_heading and cells[: place + 1] == above[: place + 1]
            if repeats and not place == table.row_headers - 1 > 0:
                continue
            cell = grid.cell(number, place)
            _write_cell(cell, str(text), bold=is_heading, right=column.numeric)
        above = cells
    for remark in list_remarks(table):
        _add_small(document, remark)
    if wide:
        _turn_page(document)


def add_figure(document: Document, figure: Figure) -> None:
    """Add a figure at 300 dots to the inch, 16 cm wide, with its title, caption and alternative."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    picture = BytesIO()
    figure.save_picture(picture, "png", dpi=300)
    document.add_picture(picture, width=Cm(16))
    *_, properties = document.element.body.iter(qn("wp:docPr"))
    properties.set("descr", _clean(f"{figure.title}. {figure.alternative}"))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(_clean(f"{figure.title}. {figure.caption}"), style="Caption")


def add_passage(document: Document, passage: Passage) -> None:
    """Add a passage: its title as a small heading, points as a list."""
    if passage.title:
        document.add_paragraph().add_run(_clean(passage.title)).bold = True
    for part in (*passage.paragraphs, *passage.folded):
        texts, style = ((part,), None) if isinstance(part, str) else (part, "List Bullet")
        for text in texts:
            paragraph = document.add_paragraph(style=style)
            if isinstance(text, Headed):
                paragraph.add_run(_clean(text.head)).bold = True
                paragraph.add_run(f" {_clean(text.body)}")
            else:
                paragraph.add_run(_clean(str(text)))


def _list_headings(table: Table) -> list[list[tuple[int, int, str]]]:
    """Return the rows of headings, each cell as its first column, width and text."""
    titles = [(place, 1, column.title) for place, column in enumerate(table.columns)]
    if not any(column.group for column in table.columns):
        return [titles]
    groups, place = [], 0
    for group, members in groupby(column.group for column in table.columns):
        width = len(list(members))
        groups += [(place, width, group)] if group else []
        place += width
    return [groups, titles]


def _write_cell(cell: Any, text: str, *, bold: bool, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_clean(text))
    run.bold, run.font.size = bold, Pt(_TABLE_POINTS)
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat_on_each_page(document: Document, rows: int) -> None:
    """Mark the first rows of the last table as headings."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    *_, table = document.element.body.iterchildren(qn("w:tbl"))
    for row in list(table.iterchildren(qn("w:tr")))[:rows]:
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:tblHeader"))
        row.insert(0, properties)


def _add_small(document: Document, text: str) -> None:
    from docx.shared import Pt

    document.add_paragraph().add_run(_clean(text)).font.size = Pt(_TABLE_POINTS)


def _turn_page(document: Document) -> None:
    """Begin a section whose pages lie the other way."""
    from docx.enum.section import WD_ORIENT

    before = document.sections[-1]
    height, width = before.page_height, before.page_width
    section = document.add_section()
    section.page_width, section.page_height = height, width
    upright = (height or 0) < (width or 0)
    section.orientation = WD_ORIENT.PORTRAIT if upright else WD_ORIENT.LANDSCAPE


def _clean(text: str) -> str:
    """Return a text without the characters that no Word document may hold."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
