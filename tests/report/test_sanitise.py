"""Only what is allowed reaches a page, and what is ours reaches it whole."""

from __future__ import annotations

import re
from urllib.parse import quote

import nbformat
import pandas as pd
import pytest

from outcomes.displays.links import Linked
from outcomes.displays.table import Column, Table
from outcomes.report import Page, render_report
from outcomes.report.allow_list import FRAME_CLASSES, PRESENTATION, TAGS
from outcomes.report.sanitise import sanitise
from tests.hostile import HOSTILE

from .pages import Outline, check_page

ATTRIBUTES_THAT_ACT = re.compile(r"on[a-z]+|style|srcset|srcdoc|action|formaction|ping|background")


def check_is_harmless(html: str) -> None:
    """Check every tag of a clean fragment against the promises of the page."""
    allowed = {name.lower() for name in TAGS}
    for tag, attributes in Outline(html).tags:
        assert tag in allowed
        assert not set((attributes.get("class") or "").split()) & FRAME_CLASSES
        check_attributes(tag, attributes)


def check_attributes(tag: str, attributes: dict[str, str | None]) -> None:
    """Check that no attribute acts, loads or leads to a script."""
    for name, value in attributes.items():
        assert not ATTRIBUTES_THAT_ACT.fullmatch(name), f"{tag} {name}"
        if name in ("href", "xlink:href"):
            assert not re.match(r"\s*(?:javascript|vbscript|data:text/html|//)", value or "")
        if name == "src":
            assert (value or "").startswith("data:image/")
        if name in PRESENTATION:
            assert "http" not in (value or "")
            assert "\\" not in (value or "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_output_is_harmless_and_closed(text: str) -> None:
    clean = sanitise(text)
    check_is_harmless(clean)
    assert sanitise(clean) == clean, "cleaning twice changes nothing"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_leaves_the_page_whole(text: str) -> None:
    outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": text}),
        nbformat.v4.new_output("display_data", data={"image/svg+xml": text}),
        nbformat.v4.new_output("display_data", data={"text/markdown": text}),
        nbformat.v4.new_output("display_data", data={"text/plain": text}),
        nbformat.v4.new_output("display_data", data={"image/png": text}, metadata={"alt": text}),
        nbformat.v4.new_output("stream", name="stdout", text=text),
        nbformat.v4.new_output("stream", name="stderr", text=text),
    ]
    cells = [
        nbformat.v4.new_markdown_cell(f"## First\n\n{text}"),
        nbformat.v4.new_code_cell(text, outputs=outputs),
        nbformat.v4.new_markdown_cell(
            f"## Afterwards\n\n{text}\n\n| {text} | b |\n|---|---|\n| 1 | 2 |"
        ),
        nbformat.v4.new_markdown_cell("## The end\n\nis here"),
    ]
    page = Page(text, text, "simulated", details=((text, text),), question=text)
    html = render_report(nbformat.v4.new_notebook(cells=cells), page)
    html.encode("utf-8")
    outline = check_page(html)
    assert "the-end" in outline.values("id")
    assert html.rstrip().endswith("</html>")
    assert [tag for tag, _ in outline.tags].count("main") == 1
    assert "\u202e" not in html
    for tag, attributes in outline.tags:
        check_attributes(tag, attributes)


def test_our_tables_pass_unchanged_but_for_entities() -> None:
    table = Table(
        "Change & interval",
        (
            Column("Endpoint"),
            Column("Visit"),
            Column("Mean", "points", "Dextrose", True),
            Column("CI", "", "Dextrose", True),
        ),
        (
            ("Pain", "week 5", "1.0", "0.1 to 2.0"),
            ("Pain", "week 9", Linked("\u20132.0", href="#ref-x"), "\u2013"),
        ),
        row_headers=2,
        notes=("A note.",),
    )
    html = table.write_html()
    clean = sanitise(html)
    for kept in (
        "<caption>",
        'scope="colgroup"',
        'colspan="2"',
        'rowspan="2"',
        "<colgroup",
        "<thead>",
    ):
        assert html.count(kept) == clean.count(kept) > 0, kept
    assert clean.count('class="table-scroll"') == 1
    assert 'role="group"' in clean
    assert 'tabindex="0"' in clean
    assert 'aria-label="Change &amp; interval"' in clean


def test_a_drawing_keeps_its_names_and_its_colours() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" '
        'aria-labelledby="t" preserveAspectRatio="none"><title id="t">T</title>'
        '<defs><clipPath id="c"><path d="M 0 0"/></clipPath></defs>'
        '<g clip-path="url(#c)"><use href="#c" x="1" style="fill: var(--figure-1, #1a7abf)"/>'
        '<path d="M 1 1" style="stroke-dasharray: 4,3; stroke: currentColor; position: fixed"/>'
        '<text text-anchor="middle" font-size="12">words</text></g></svg>'
    )
    clean = sanitise(drawing)
    for kept in (
        'viewBox="0 0 9 9"',
        'preserveAspectRatio="none"',
        '<clipPath id="c">',
        'clip-path="url(#c)"',
        'href="#c"',
        'fill="var(--figure-1, #1a7abf)"',
        'stroke="currentColor"',
        'stroke-dasharray="4 , 3"',
        'text-anchor="middle"',
    ):
        assert kept in clean
    assert "style" not in clean
    assert "position" not in clean


def test_a_plain_data_frame_becomes_a_table_that_can_be_read() -> None:
    clean = sanitise(pd.DataFrame({"mean": [1.5]}, index=["dextrose"])._repr_html_())
    assert '<th scope="col">mean</th>' in clean
    assert '<th scope="row">dextrose</th>' in clean
    assert "border" not in clean
    assert "<style" not in clean
    assert clean.count("table-scroll") == 1


def test_tables_of_numbers_can_be_saved_and_other_data_not() -> None:
    clean = sanitise('<a download="x.csv" href="data:text/csv;charset=utf-8,a%2C1">CSV</a>')
    assert clean == '<a download="x.csv" href="data:text/csv;charset=utf-8,a%2C1">CSV</a>'
    assert 'download=""' in sanitise('<a href="data:application/json,[]">x</a>')
    assert "href" not in sanitise('<a download href="data:text/html,x">x</a>')
    assert "href" not in sanitise('<a download href="data:image/svg+xml,x">x</a>')


def test_a_drawing_can_be_saved_if_it_holds_nothing_but_drawing() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1H5"></path></svg>'
    )
    address = "data:image/svg+xml;charset=utf-8,"
    link = f'<a download="x.svg" href="{address}{quote(drawing)}">SVG</a>'
    assert sanitise(link) == link
    for other in (
        drawing.replace("<path", "<script>f()</script><path"),
        drawing.replace("<path", '<path onload="f()"'),
        drawing.replace("<path", '<image href="https://example.org/x.png"></image><path'),
        f"{drawing}<p>x</p><script>f()</script>",
        "<html><script>f()</script></html>",
    ):
        assert "href" not in sanitise(f'<a download="x.svg" href="{address}{quote(other)}">x</a>')


def test_links_to_places_and_publications_stay() -> None:
    for href in ("#ref-rabago2013", "https://doi.org/10.1/x", "../index.html", "results.json"):
        assert f'href="{href}"' in sanitise(f'<a href="{href}">x</a>')
    assert 'rel="noreferrer"' in sanitise('<a href="https://example.org">x</a>')


def test_ids_are_used_once_and_never_those_of_the_frame() -> None:
    output = nbformat.v4.new_output(
        "display_data", data={"text/html": '<p id="a">1</p><p id="content">2</p><h2>A</h2>'}
    )
    cells = [nbformat.v4.new_code_cell("f()", outputs=[output, output])]
    html = render_report(nbformat.v4.new_notebook(cells=cells), Page("S", "r", "collected"))
    ids = check_page(html).values("id")
    assert ids.count("a") == 1
    assert {"a-2", "a-3"} <= set(ids), "headings give way to ids that are there"


def test_a_table_without_a_caption_takes_the_label_of_its_frame() -> None:
    inner = "<thead><tr><th>n</th></tr></thead>"
    framed = f'<div class="table-scroll" aria-label="A &lt; B"><table>{inner}</table></div>'
    assert "<table><caption>A &lt; B</caption><thead>" in sanitise(framed)
    named = framed.replace("<table>", "<table><caption>Mine</caption>")
    assert sanitise(named).count("<caption>") == 1
