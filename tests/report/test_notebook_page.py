"""A report's page, from notebooks with every kind of output."""

from __future__ import annotations

import copy
import dataclasses
import re

import nbformat
import pytest

from outcomes.prose import Passage
from outcomes.report import Page, render_report

from .pages import check_page

PAGE = Page(
    study_title="A knee study (simulated)",
    title="Does it help?",
    provenance="simulated",
    details=(("Data fingerprint", "abc123"), ("Versions", "pandas 3.0")),
    question="Is pain < 40 at week 12?",
)


def code(source, *outputs, tags=()):
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def shown(**data):
    kinds = {name.replace("_", "/"): value for name, value in data.items()}
    return nbformat.v4.new_output("display_data", data=kinds)


def html_output(html):
    return nbformat.v4.new_output("display_data", data={"text/html": html, "text/plain": "plain"})


def text(source):
    return nbformat.v4.new_markdown_cell(source)


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


TITLES = (
    "Nothing",
    "Something",
    "A part with nothing",
    "A part",
    "Text alone",
    "At the end",
)
REPORT = notebook(
    nbformat.v4.new_raw_cell("---\ntitle: From the front matter\n---"),
    code('study: str = "x"', tags=["parameters"]),
    code('study = "knee-small"', tags=["injected-parameters"]),
    code("import outcomes"),
    code("banner", html_output('<div class="passage passage-banner">notebook banner</div>')),
    text("# The answer\n\nSee | below\n"),
    code("table", html_output("<table><tr><td>7.0</td></tr></table>")),
    text("#### A deep heading"),
    code("print(1)", nbformat.v4.new_output("stream", name="stdout", text="1 < 2\n")),
    code("warn()", nbformat.v4.new_output("stream", name="stderr", text="careful\n")),
    code("none", shown(text_plain="None")),
    code("write_results()"),
)


def test_the_page_holds_one_title_and_what_the_notebook_shows():
    html = render_report(REPORT, PAGE)
    outline = check_page(html)
    assert "<h1>Does it help?</h1>" in html
    assert "<p>Is pain &lt; 40 at week 12?</p>" in html
    assert "From the front matter" not in html
    assert "<table><tbody><tr><td>7.0</td></tr></tbody></table></div>" in html
    assert "1 &lt; 2" in html
    assert "careful" in html
    assert '<a href="#answer">' not in html, "one heading needs no list of contents"
    assert "results.json" in outline.values("href")
    assert "abc123" in html


def test_the_order_is_banner_title_question_answer():
    html = render_report(REPORT, PAGE)
    places = [html.index(s) for s in ("banner-title", "<h1>", "Is pain", "The answer", "<footer")]
    assert places == sorted(places)


def test_parameters_banner_and_none_are_not_shown_in_the_body():
    html = render_report(REPORT, PAGE)
    assert "notebook banner" not in html
    assert "knee-small&quot;" not in html
    assert ">None<" not in html


def test_code_behind_a_result_is_folded_with_it():
    html = render_report(REPORT, PAGE)
    first = html.index("<table>")
    assert html.index("import") > first, "code comes after what it shows"
    assert html.count('<details class="code">') == 4
    assert "write_results" in html


def test_contents_list_the_sections():
    many = notebook(*(text(f"## {name}\n\nwords") for name in ("One", "Two", "Two")))
    html = render_report(many, PAGE)
    check_page(html)
    assert '<a href="#one">One</a>' in html
    assert '<a href="#two-2">Two</a>' in html


def test_a_heading_under_which_nothing_is_shown_goes():
    cells = (
        text("## Nothing"),
        code("none", shown(text_plain="None")),
        text("## Something"),
        text("### A part with nothing"),
        text("### A part"),
        code("f()", html_output("<p>words</p>")),
        text("## Text alone\n\nwords"),
        text("## At the end"),
        code("write_results()"),
    )
    html = render_report(notebook(*cells), PAGE)
    check_page(html)
    headings = re.findall(r"<h[23] id=\"[^\"]*\">(.*?)</h", html)
    assert [name for name in headings if name in TITLES] == ["Something", "A part", "Text alone"]
    assert 'href="#nothing"' not in html
    assert "write_results" in html


@pytest.mark.parametrize("provenance", ["open", "simulated", "published"])
def test_the_banner_stands_first_and_on_every_printed_page(provenance):
    page = Page("S", "r", provenance)
    html = render_report(notebook(), page)
    assert f'<aside class="banner banner-{provenance}"' in html
    assert html.index("<aside") < html.index("<h1>")
    assert f'<body class="report print-{provenance}">' in html


def test_collected_data_have_no_banner():
    html = render_report(notebook(), Page("S", "r", "collected"))
    check_page(html)
    assert "<aside" not in html
    assert "print-" not in html.partition("</style>")[2]


def test_the_banner_says_what_the_passage_says_escaped():
    passage = Passage("banner", "t", ("Made by <b>program</b>.",), "Why?", (("one", "two"),))
    page = Page("S", "r", "simulated", banner=passage)
    html = render_report(notebook(), page)
    check_page(html)
    assert "Made by &lt;b&gt;program&lt;/b&gt;." in html
    assert "<summary>Why?</summary>" in html
    assert "<li>two</li>" in html


def test_headings_never_take_an_id_of_the_frame_or_of_another():
    names = ["Content", "Contents title", "Failing cell", "One"]
    cells = [text("## One\n\n## Content"), *(text(f"## {name}") for name in names)]
    check_page(render_report(notebook(*cells), PAGE))


def test_declared_sections_get_their_ids_and_nothing_else_does():
    page = dataclasses.replace(
        PAGE, sections={"harms": "Harms *and* side effects", "answer": "The answer"}
    )
    cells = (
        code("f()", html_output('<p id="harms">not a section</p>')),
        text("## The answer\n\n## Answer"),
        text("## Harms *and* `side effects`\n\nwords"),
        text("## The answer\n\nwords"),
    )
    html = render_report(notebook(*cells), page)
    outline = check_page(html)
    assert '<h2 id="answer">The answer</h2>' in html
    assert '<h2 id="harms">Harms <em>and</em> <code>side effects</code></h2>' in html
    assert {"answer-2", "the-answer"} <= set(outline.values("id"))
    assert "<p>not a section</p>" in html


def failing():
    error = nbformat.v4.new_output(
        "error", ename="ValueError", evalue="<no> visit", traceback=["\x1b[31mline 1\x1b[0m"]
    )
    return notebook(
        code("level = 1", tags=["parameters"]),
        code("level = 2", tags=["injected-parameters"]),
        text("## Before"),
        code("fit()", error),
        text("## After"),
        code("later()"),
    )


def test_a_failed_page_ends_at_the_failing_cell():
    page = Page("S", "r", "simulated", failure="code cell 2: ValueError", failing_cell=2)
    html = render_report(failing(), page)
    outline = check_page(html)
    assert "This report is incomplete" in html
    assert "Code cell 2: ValueError" in html
    assert "&lt;no&gt; visit" in html
    assert "line 1" in html
    assert "[31m" not in html
    assert "After" not in html
    assert "later" not in html
    assert "failing-cell" in outline.values("id")
    assert "results.json" not in outline.values("href")


def test_a_killed_cell_is_marked_although_it_left_no_error():
    dead = failing()
    dead.cells[3].outputs = []
    page = Page("S", "r", "simulated", failure="killed", failing_cell=2)
    html = render_report(dead, page)
    check_page(html)
    assert "The report stops here, in code cell 2" in html


def test_the_parameters_cell_itself_can_fail():
    page = Page("S", "r", "simulated", failure="x", failing_cell=1)
    html = render_report(failing(), page)
    check_page(html)
    assert "in code cell 1" in html


def test_markup_in_words_is_shown_as_text():
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> <h1>two</h1>"
    html = render_report(notebook(text(hostile)), PAGE)
    check_page(html)
    assert "&lt;script&gt;" in html


def test_titles_and_details_are_escaped():
    details = (("<i>", "</dd>"),)
    page = Page("A & <b>", "One & <two>", "simulated", details=details, failure="<u>")
    html = render_report(notebook(), page)
    check_page(html)
    assert "<h1>One &amp; &lt;two&gt;</h1>" in html


def test_pictures_are_inlined_with_their_alternative():
    picture = nbformat.v4.new_output(
        "display_data",
        data={"image/png": "iVBORw0KGgo=\n", "text/plain": "<Figure>"},
        metadata={"alt": 'a "profile"'},
    )
    html = render_report(notebook(code("plot()", picture)), PAGE)
    check_page(html)
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in html
    assert 'alt="a &#34;profile&#34;"' in html or "a &quot;profile&quot;" in html


def test_rendering_leaves_the_notebook_alone_and_repeats_itself():
    before = copy.deepcopy(REPORT)
    assert render_report(REPORT, PAGE) == render_report(REPORT, PAGE)
    assert before == REPORT
