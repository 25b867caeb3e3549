"""Sections that readers open themselves."""

from __future__ import annotations

import nbformat

from outcomes.report import Page, render_report


def render(*cells: object, folded: tuple[str, ...] = ("methods",), **more: object) -> str:
    sections = {"answer": "The answer", "methods": "Methods"}
    page = Page("S", "R", "collected", sections=sections, folded=folded, **more)
    return render_report(nbformat.v4.new_notebook(cells=list(cells)), page)


def text(source: str) -> object:
    return nbformat.v4.new_markdown_cell(source)


def code(html: str) -> object:
    output = nbformat.v4.new_output("display_data", data={"text/html": html})
    return nbformat.v4.new_code_cell("x", outputs=[output])


CELLS = (
    text("## The answer"),
    code("<p>Four.</p>"),
    text("## Methods\n\nBy hand."),
    code("<p>Two and two.</p>"),
    text("## Sources"),
    code("<p>None.</p>"),
)


def test_a_folded_section_stands_under_its_heading_and_ends_where_the_next_begins() -> None:
    html = render(*CELLS)
    fold = html[html.index('<details class="fold"><summary><h2 id="methods">') :]
    inside = fold[: fold.index('<h2 id="sources">')]
    assert "By hand." in inside
    assert "Two and two." in inside
    assert inside.count("<details") == inside.count("</details>")
    assert html.index("Four.") < html.index('<details class="fold">')


def test_what_is_folded_is_named_for_those_who_print() -> None:
    assert "printed only if opened: Methods." in render(*CELLS)
    assert "printed only if opened" not in render(*CELLS, folded=())


def test_a_section_with_the_failing_cell_is_open() -> None:
    failing = nbformat.v4.new_code_cell("1 / 0")
    html = render(*CELLS[:3], failing, failing_cell=2, failure="ZeroDivisionError")
    assert '<h2 id="methods">Methods</h2>' in html
    assert '<summary><h2 id="methods">' not in html
