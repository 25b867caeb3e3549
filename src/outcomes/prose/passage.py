"""What every stretch of generated text here is: plain sentences, and how they become HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from outcomes.tables.linked import render_text

Kind = Literal["question", "result", "note", "caution", "banner"]
Paragraph = str | tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A few paragraphs of plain text.

    Parameters
    ----------
    kind : str
        ``question``, ``result``, ``note``, ``caution`` or ``banner``; its style goes by it.
    title : str
        Heading; empty for none.
    paragraphs : tuple of str or tuple of str
        Plain text (`outcomes.tables.linked.Linked` where it names citations); a tuple of texts is
        a list of points. Everything is escaped.
    fold : str
        What is written over the paragraphs that readers open themselves; empty if there are none.
    folded : tuple of str or tuple of str
        Those paragraphs.
    """

    kind: Kind
    title: str
    paragraphs: tuple[Paragraph, ...]
    fold: str = ""
    folded: tuple[Paragraph, ...] = ()

    @property
    def role(self) -> str:
        """ARIA role: warnings are notes, the rest groups."""
        return "note" if self.kind in ("banner", "caution") else "group"

    @property
    def sentences(self) -> Iterator[str]:
        """Every text in order, points of lists and folded paragraphs among them."""
        for part in (*self.paragraphs, *self.folded):
            if isinstance(part, str):
                yield part
            else:
                yield from part

    @property
    def text(self) -> str:
        """The whole passage as plain text, one paragraph or point a line."""
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return _template().render(passage=self)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("outcomes.prose"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["linked"] = render_text
    return environment.get_template("passage.html.j2")
