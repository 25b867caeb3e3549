"""A report's page as a reader meets it: sections, passages, tables and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "link", "input", "col", "wbr"}
UNREAD = {"style", "script", "pre", "footer", "nav", "head"}
"""Elements that hold code, provenance or a list of contents, and no statement."""
BLOCKS = {"p", "li", "td", "th", "dd", "dt", "caption", "figcaption", "h1", "h2", "h3", "h4"}
BLOCKS |= {"text", "summary"}


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join("".join(parts).split())

    def walk(self) -> Iterator[Node]:
        """Yield this element and every one below it that holds something to read."""
        if self.tag in UNREAD or "code" in self.classes:
            return
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def find(self, tag: str, style: str = "") -> Iterator[Node]:
        for node in self.walk():
            if node.tag == tag and (not style or style in node.classes):
                yield node


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("page")
        self._open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


@dataclass(frozen=True)
class Grid:
    """A table: its caption, its column headings and its rows, spans filled in."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def records(self) -> list[dict[str, str]]:
        return [dict(zip(self.headings, row, strict=False)) for row in self.rows]


@dataclass(frozen=True)
class Drawing:
    """A figure: its text for those who cannot see it, its caption, the table of its numbers."""

    alternative: str
    caption: str
    numbers: Grid | None


@dataclass(frozen=True)
class Section:
    """What stands under one heading of the second level."""

    name: str
    heading: str
    nodes: tuple[Node, ...]

    @property
    def words(self) -> list[str]:
        return [text for node in self.nodes for text in list_words(node)]


class ReportPage:
    """The page of one report."""

    def __init__(self, html: str) -> None:
        self.root = _Reader(re.sub(r'href="data:[^"]*"', 'href=""', html)).root
        self.main = next(self.root.find("main"))

    @property
    def words(self) -> list[str]:
        """Every text that a reader meets: paragraphs, points, cells, captions, alternatives."""
        return list(list_words(self.main))

    @property
    def passages(self) -> list[tuple[str, list[str]]]:
        """Title (or kind) and paragraphs of each generated passage, the first screen's first."""
        return [*self._first_screen(), *self._passages()]

    def _first_screen(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the answer with how sure it is, and what else stands beside it."""
        for node in self.main.find("div", "answer"):
            words = [part.text for part in node.find("p", "answer-words")]
            points = [part.text for part in node.find("li")]
            sure = [text for text in points if text.startswith("How sure?")]
            yield "Primary result", [*words, *(text.removeprefix("How sure? ") for text in sure)]
            yield "What stands beside it", [text for text in points if text not in sure] or ["none"]

    def _passages(self) -> list[tuple[str, list[str]]]:
        return [
            (
                node.attributes.get("aria-label", "") or node.attributes.get("class", ""),
                [part.text for part in node.walk() if part.tag in ("p", "li")],
            )
            for node in self.main.find("div", "passage")
        ]

    def passage(self, kind: str) -> list[str]:
        """Return the paragraphs of the passages of one kind, as ``result``."""
        return [
            part.text
            for node in self.main.find("div", f"passage-{kind}")
            for part in node.walk()
            if part.tag in ("p", "li")
        ]

    @property
    def tables(self) -> list[Grid]:
        """Every table, those of the numbers in a figure among them."""
        return [read_grid(node) for node in self.main.find("table")]

    @property
    def drawings(self) -> list[Drawing]:
        drawings = []
        for node in self.main.find("figure"):
            svg = next(node.find("svg"), None)
            caption = next(node.find("figcaption"), None)
            table = next(node.find("table"), None)
            drawings.append(
                Drawing(
                    "" if svg is None else svg.attributes.get("aria-label", ""),
                    "" if caption is None else caption.text,
                    None if table is None else read_grid(table),
                )
            )
        return drawings

    @property
    def sections(self) -> list[Section]:
        """What stands under each heading of the second level, in order."""
        found: list[tuple[Node, list[Node]]] = []
        for node in self._leaves(self.main):
            if node.tag == "h2":
                found.append((node, []))
            elif found:
                found[-1][1].append(node)
        return [
            Section(heading.attributes.get("id", ""), heading.text, tuple(nodes))
            for heading, nodes in found
        ]

    def _leaves(self, node: Node) -> Iterator[Node]:
        """Yield headings, and what lies between them, in order."""
        if node.tag in UNREAD or "code" in node.classes:
            return
        if node.tag == "summary" and any(node.find("h2")):
            for child in node.children:
                if isinstance(child, Node):
                    yield from self._leaves(child)
            return
        whole = node.tag in (*BLOCKS, "figure", "table", "ul", "ol", "dl") or (
            "passage" in node.classes
        )
        if whole:
            yield node
            return
        for child in node.children:
            if isinstance(child, Node):
                yield from self._leaves(child)


def list_words(node: Node) -> Iterator[str]:
    """Yield the texts below an element, one a block."""
    for part in node.walk():
        if part.tag in BLOCKS or "passage-title" in part.classes:
            nested = any(n.tag in BLOCKS for n in part.walk() if n is not part)
            if not nested and part.text:
                yield part.text
        for name in ("aria-label", "alt", "title"):
            if part.attributes.get(name):
                yield " ".join(part.attributes[name].split())


def read_grid(node: Node) -> Grid:
    """Return a table with its spans filled in; a column's heading is its lowest."""
    caption = next(node.find("caption"), None)
    heads: list[list[str]] = []
    rows: list[tuple[str, ...]] = []
    hanging: dict[int, tuple[int, str]] = {}
    in_head = {id(row) for head in node.find("thead") for row in head.find("tr")}
    band: list[str] = []
    for row in node.find("tr"):
        if "band" in row.classes:
            (head,) = row.find("th")
            name, _, _ = head.attributes["aria-label"].partition(": ")
            heads[-1] = [name, *heads[-1]] if not band else heads[-1]
            band = [head.text]
            continue
        cells: list[str] = []

        def fill(cells: list[str] = cells) -> None:
            while (span := hanging.get(len(cells))) is not None:
                left, text = span
                place = len(cells)
                cells.append(text)
                if left > 1:
                    hanging[place] = (left - 1, text)
                else:
                    del hanging[place]

        fill()
        for cell in row.walk():
            if cell.tag not in ("td", "th"):
                continue
            down = int(cell.attributes.get("rowspan") or 1)
            for _ in range(int(cell.attributes.get("colspan") or 1)):
                if down > 1:
                    hanging[len(cells)] = (down - 1, cell.text)
                cells.append(cell.text)
            fill()
        if id(row) in in_head:
            heads.append(cells)
        else:
            rows.append((*band, *cells))
    headings = tuple(heads[-1]) if heads else ()
    return Grid("" if caption is None else caption.text, headings, tuple(rows))
