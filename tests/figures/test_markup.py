"""Figures and tables keep to the list that pages are cleaned by, and cleaning changes nothing."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

import nh3
import pytest

from outcomes.drawing.markup import MARKUP, SCHEMES
from tests.displays.test_table import make_table
from tests.samples import every

from .examples import HOSTILE, make_labels, make_rows
from .test_every_figure import PLOTS

Tag = tuple[str, tuple[tuple[str, str | None], ...]]


class Reader(HTMLParser):
    """Every tag with its attributes in the order of their names, and every text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Tag | str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def read(html: str) -> list[Tag | str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def clean(html: str) -> str:
    """Clean as a page does."""
    return nh3.clean(
        html,
        tags=set(MARKUP),
        attributes={tag: set(names) for tag, names in MARKUP.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


@cache
def display(name: str) -> str:
    """Return the HTML of a figure, with usual or hostile labels, or of a table."""
    if name == "table":
        return make_table().write_html()
    labels = make_labels(HOSTILE) if name.endswith(", hostile") else make_labels()
    figure = PLOTS[name.removesuffix(", hostile")](make_rows(labels), labels)
    assert figure is not None
    return figure.write_html()


DISPLAYS = ("table", *PLOTS, *(f"{name}, hostile" for name in PLOTS))


@pytest.mark.parametrize("name", every(2, DISPLAYS))
def test_only_listed_elements_and_attributes_stand_in_it(name: str) -> None:
    listed = {
        tag.lower(): {attribute.lower() for attribute in names} for tag, names in MARKUP.items()
    }
    for tag in read(display(name)):
        if isinstance(tag, tuple):
            assert tag[0] in listed, tag
            assert {attribute for attribute, _ in tag[1]} <= listed[tag[0]], tag


@pytest.mark.parametrize("name", DISPLAYS)
def test_cleaning_changes_nothing(name: str) -> None:
    # A table's control characters become what a browser would show for them.
    shown = display(name).replace("\0", "\ufffd")
    assert read(clean(shown)) == read(shown)


def test_cleaning_would_find_what_is_not_listed() -> None:
    assert clean('<p style="color: red" onclick="x()">a<script>b()</script></p>') == "<p>a</p>"


def test_every_listed_element_is_used_somewhere() -> None:
    used = {tag[0] for name in DISPLAYS for tag in read(display(name)) if isinstance(tag, tuple)}
    unused = {tag for tag in MARKUP if tag.lower() not in used}
    # Drawn by the forest plots of trials and the cumulative curves; anchors stand in references.
    assert unused <= {"area", "span"}


def test_nothing_listed_could_carry_a_style_or_a_script() -> None:
    names = {name for attributes in MARKUP.values() for name in attributes}
    assert not names & {"style", "src", "srcdoc", "xlink:href"}
    assert not [name for name in names if name.startswith("on")]
    assert not {"style", "script", "use", "image", "foreignObject", "animate", "set"} & set(MARKUP)
