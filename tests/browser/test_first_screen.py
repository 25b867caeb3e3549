"""The first screen of every report: the answer, how sure it is, what limits it, and for whom."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outcomes.estimates import read_results
from outcomes.study import load_study
from outcomes.vocabulary.contrast import read_contrasts
from tests.samples import sample

from .pages import REPORTS, ROOT, SAMPLE
from .visit import Visitor

SCREENS = ((1280, 900), (390, 800))
LINE = 18
"""Pixels of the first line of a text."""

PLACES = """() => {
  const place = one => one ? one.getBoundingClientRect() : null;
  const points = [...document.querySelectorAll('.answer-points li')];
  const limits = points.find(li => li.textContent.startsWith('What limits it most?'));
  return {
    words: place(document.querySelector('.answer-words')),
    drawing: place(document.querySelector('.answer-drawing svg')),
    limits: place(limits),
    width: document.documentElement.clientWidth,
  };
}"""

VISIBLE = """height => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const inside = walker.currentNode.parentElement;
    if (inside.closest('title, desc, style, .skip') || !inside.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.width && box.top >= 0 && box.bottom <= height) texts.push(walker.currentNode.data);
  }
  return texts.join(' ');
}"""


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("name", sample(REPORTS, SAMPLE))
def test_the_answer_its_drawing_and_its_limits_are_on_the_first_screen(
    name: str, width: int, height: int, bundled_site: Path, visitor: Visitor
) -> None:
    page = visitor.open(bundled_site / "reports" / name, width=width)
    page.set_viewport_size({"width": width, "height": height})
    places = page.evaluate(PLACES)
    assert places["words"]["bottom"] <= height
    if places["drawing"] is not None:
        assert places["drawing"]["bottom"] <= height
        assert places["drawing"]["right"] <= places["width"], "the drawing is cut off"
    if places["limits"] is not None:
        assert places["limits"]["top"] + 2 * LINE <= height


@pytest.mark.parametrize(
    "study",
    sample(["knee-dextrose-saline", "achilles-dextrose-exercise"], {"knee-dextrose-saline"}),
)
def test_a_reader_of_the_first_screen_knows_what_was_compared_found_and_doubted(
    study: str, bundled_site: Path, visitor: Visitor
) -> None:
    folder = bundled_site / "reports" / study / "treatment-effect"
    page = visitor.open(folder / "index.html", width=1280)
    words = re.sub(r"\s+", " ", page.evaluate(VISIBLE, 900))
    loaded = load_study(ROOT / "data" / "raw" / study)
    primary = loaded.file.plan.primary
    (found,) = [
        each
        for each in read_contrasts(
            read_results(folder / "results.json"),
            loaded.labels,
            endpoint=primary.endpoint,
            visit=primary.visit,
        )
        if (each.arm, each.comparator) == tuple(primary.comparison or ())
    ]
    for arm in (found.arm, found.comparator):
        assert loaded.arms[arm].label.lower() in words.lower()
    for number in (found.estimate, found.ci_low, found.ci_high):
        assert f"{abs(number):.1f}" in words
    assert "Simulated data: not evidence" in words
    assert "Few participants" in words
    assert "What about harms?" in words
