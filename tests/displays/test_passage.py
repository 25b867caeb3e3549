from __future__ import annotations

from outcomes.displays.links import Linked
from outcomes.displays.passage import Headed
from outcomes.prose import Passage
from tests.tables.reading import read_html

HOSTILE = """<img src=x onerror=alert(1)> & "it's" {{ 7 * 7 }}"""


def test_paragraphs_and_points_stand_in_order() -> None:
    passage = Passage("note", "Title", ("First.", ("one", "two"), "Last."))
    page = read_html(passage.write_html())
    assert page.texts == {"div": ["Title"], "p": ["First.", "Last."], "li": ["one", "two"]}
    assert passage.text == "First.\none\ntwo\nLast."
    assert page.tags[0][1]["class"] == "passage passage-note"


def test_folded_paragraphs_stand_behind_their_summary() -> None:
    passage = Passage("banner", "B", ("Open.",), "More", (("hidden",),))
    page = read_html(passage.write_html())
    assert page.texts["summary"] == ["More"]
    assert page.texts["li"] == ["hidden"]
    assert list(passage.sentences) == ["Open.", "hidden"]
    assert "details" not in [
        tag for tag, _ in read_html(Passage("note", "", ("x",)).write_html()).tags
    ]


def test_warnings_are_notes_to_readers_who_listen() -> None:
    for kind, role in (("banner", "note"), ("caution", "note"), ("result", "group")):
        page = read_html(Passage(kind, "T", ("x",)).write_html())  # type: ignore[arg-type]
        assert page.tags[0][1]["role"] == role
        assert page.tags[0][1]["aria-label"] == "T"


def test_everything_is_escaped() -> None:
    passage = Passage("note", HOSTILE, (HOSTILE, (HOSTILE,)), HOSTILE, (HOSTILE,))
    html = passage.write_html()
    page = read_html(html)
    assert "<img" not in html
    assert "49" not in html
    assert page.texts["p"] == [HOSTILE] * 2
    assert page.texts["div"] == [HOSTILE]
    assert page.texts["li"] == [HOSTILE]
    assert page.tags[0][1]["aria-label"] == HOSTILE


def test_a_head_is_bold_escaped_and_part_of_the_text() -> None:
    point = Headed("Missing <b>", Linked("scores & more", href="https://doi.org/10.1/x"))
    assert point == "Missing <b>: scores & more"
    html = Passage("note", "", ((point,), Headed("Why?", "So."))).write_html()
    assert "<strong>Missing &lt;b&gt;:</strong> <a href=" in html
    assert "<p><strong>Why?</strong> So.</p>" in html
