"""One title, no skipped heading level, anchors that are unique."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from outcomes.report.outline import set_outline


def test_the_first_heading_of_a_text_gets_the_id_it_is_given():
    body, headings = set_outline(
        '<h2>Harms</h2><h3>Harms</h3><p id="risk"></p>', {"Harms": "risk", "Other": "x"}
    )
    assert body == '<h2 id="risk">Harms</h2><h3 id="harms">Harms</h3><p></p>'
    assert [heading.anchor for heading in headings] == ["risk", "harms"]


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
