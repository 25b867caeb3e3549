"""One title, no skipped heading level, anchors that are unique."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import nbformat
from hypothesis import given
from hypothesis import strategies as st

from outcomes.report.outline import read_title, set_outline, split_title


def notebook(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(s) for s in sources])


def test_the_title_is_the_heading_that_the_first_cell_opens_with():
    assert split_title(notebook("# Pain at rest #\n\nWhy?")) == ("Pain at rest", "\nWhy?")
    assert read_title(notebook("Why?\n\n# Pain")) is None
    assert read_title(notebook("## Pain")) is None
    assert read_title(nbformat.v4.new_notebook()) is None
    assert read_title(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("# a")])) is None


def test_source_may_be_stored_as_a_list_of_lines():
    stored = {"cells": [{"cell_type": "markdown", "source": ["# Pain\n", "Why?"]}]}
    assert split_title(stored) == ("Pain", "Why?")


def test_attributes_and_markup_do_not_hide_a_heading():
    body, headings = set_outline('<h2 class="x" id="y">Pain <em>&amp; more</em></h2>')
    assert body == '<h2 id="pain-more">Pain <em>&amp; more</em></h2>'
    assert headings[0].text == "Pain & more"


@given(st.lists(st.tuples(st.integers(1, 6), st.text("ab <&>\u00e9", max_size=6)), max_size=12))
def test_no_level_is_skipped_and_no_anchor_used_twice(given):
    source = "".join(f"<h{level}>{html.escape(text)}</h{level}>" for level, text in given)
    body, headings = set_outline(source)
    levels = [1, *(heading.level for heading in headings)]
    assert len(headings) == len(given)
    assert min(levels[1:], default=2) >= 2
    assert all(below - above <= 1 for above, below in pairwise(levels))
    anchors = re.findall(r'id="([^"]+)"', body)
    assert len(set(anchors)) == len(anchors) == len(given)


def test_a_heading_has_the_id_that_it_is_given():
    source = '<h2>Answer</h2><p id="answer">a</p><h2>What  was <em>found</em></h2><h3>Harms</h3>'
    body, headings = set_outline(source, {"What was found": "answer", "Harms": "made"})
    assert [heading.anchor for heading in headings] == ["answer-2", "answer", "harms"]
    assert body.count('id="answer"') == 1
    assert "<p>a</p>" in body, "no other element has a heading's id"


def test_an_id_is_given_once_and_only_to_a_heading_that_is_there():
    body, headings = set_outline("<h2>Harms</h2><h2>Harms</h2><h2>B</h2>", {"Harms": "x", "C": "b"})
    assert [heading.anchor for heading in headings] == ["x", "harms", "b"]
    assert len(set(re.findall(r'id="([^"]+)"', body))) == 3
