"""What every stretch of generated text here is: plain sentences, and how they become HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, Self

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from outcomes.displays.links import render_text
from outcomes.style import dress

Kind = Literal["question", "result", "finding", "patients", "note", "caution", "banner"]
Paragraph = str | tuple[str, ...]


class Headed(str):
    """A paragraph or point that opens with a few words set in bold, ``Missing scores: ...``.

    It is the whole text wherever bold means nothing.

    Parameters
    ----------
    head : str
        The words in bold.
    body : str
        What follows; `outcomes.displays.links.Linked` where it names citations.
    """

    head: str
    body: str

    def __new__(cls, head: str, body: str) -> Self:
        """Make the text; a question keeps its own mark, and other heads get a colon."""
        shown = head if head.endswith("?") else f"{head}:"
        made = super().__new__(cls, f"{shown} {body}")
        made.head, made.body = shown, body
        return made


_LINES_SHOWN = 12


@dataclass(frozen=True, repr=False)
class Passage:
    """A few paragraphs of plain text.

    Parameters
    ----------
    kind : str
        ``question``, ``result`` (the answer), ``finding`` (what belongs beside it), ``patients``,
        ``note``, ``caution`` or ``banner``; its style goes by it.
    title : str
        Heading; empty for none.
    paragraphs : tuple of str or tuple of str
        Plain text (`outcomes.displays.links.Linked` where it names citations, `Headed` where it
        opens in bold); a tuple of texts is a list of points. Everything is escaped.
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

    def __repr__(self) -> str:
        """Return the title and the first paragraphs as text, in at most 25 lines."""
        texts = [" ".join(text.split()) for text in self.sentences]
        lines = [f"Passage ({self.kind}): {self.title}".rstrip(": ")]
        lines += [text if len(text) <= 160 else f"{text[:159]}\u2026" for text in texts]
        more = len(lines) - _LINES_SHOWN
        return "\n".join([*lines[:_LINES_SHOWN], *([f"and {more} more"] if more > 0 else [])])

    def write_html(self) -> str:
        """Return the passage as a page takes it, without style."""
        return _template().render(passage=self)

    def _repr_html_(self) -> str:
        return dress(self.write_html(), "passages")


def render_paragraph(text: str) -> Markup:
    """Return a paragraph or point as HTML, everything escaped."""
    if isinstance(text, Headed):
        return Markup("<strong>{}</strong> {}").format(text.head, render_text(text.body))
    return render_text(text)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("outcomes.displays"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["paragraph"] = render_paragraph
    return environment.get_template("passage.html.j2")
