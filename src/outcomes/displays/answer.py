"""What opens every report: its answer in a sentence or two, drawn, with what belongs beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from outcomes.displays.passage import Headed, render_paragraph
from outcomes.style import dress


@dataclass(frozen=True, repr=False)
class Answer:
    """An answer as the first screen of a page holds it.

    Parameters
    ----------
    words : str
        The answer, plain text (`outcomes.displays.links.Linked` where it names citations).
    drawing : str
        The same as one ``<svg>`` element with its text alternative; empty if nothing is drawn.
    points : tuple of Headed
        What belongs beside it, each under a few words: how sure it is, what limits it, harms.
    """

    words: str
    drawing: str = ""
    points: tuple[Headed, ...] = ()

    @property
    def text(self) -> str:
        """Answer and points as plain text, one a line."""
        return "\n".join((self.words, *self.points))

    def __repr__(self) -> str:
        """Return the words and points as text."""
        return f"Answer: {self.text}"

    def write_html(self) -> str:
        """Return the answer as a page takes it, without style."""
        return _template().render(answer=self)

    def _repr_html_(self) -> str:
        return dress(self.write_html(), "passages", "figures", "answer")


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
    return environment.get_template("answer.html.j2")
