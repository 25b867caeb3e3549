"""Figures in a browser: seen in light and dark, and told in words to those who do not see them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .pages import PAGES
from .visit import Visitor

CONTRASTS = """() => {
  const context = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const read = colour => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const ground = one => {
    for (; one; one = one.parentElement) {
      const found = read(getComputedStyle(one).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
  const contrast = (ink, opacity, under) => {
    const mixed = [0, 1, 2].map(k => ink[k] * opacity + under[k] * (1 - opacity));
    const [a, b] = [light(mixed), light(under)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const under = ground(svg);
    for (const text of svg.querySelectorAll('text')) {
      const style = getComputedStyle(text);
      const opacity = style.fillOpacity * style.opacity;
      found.push(['text', contrast(read(style.fill), opacity, under), text.textContent]);
    }
    for (const mark of svg.querySelectorAll('circle, use, path')) {
      const style = getComputedStyle(mark);
      if (!/var\\(--figure-[1-6]/.test(mark.getAttribute('stroke') + mark.getAttribute('fill')))
        continue;
      const faint = style.fillOpacity * style.opacity < 1;
      const paint = style.stroke !== 'none' ? style.stroke : style.fill;
      if (paint !== 'none' && !faint)
        found.push(['mark', contrast(read(paint), 1, under), mark.outerHTML.slice(0, 120)]);
    }
  }
  return found;
}"""
LEAST = {"text": 4.5, "mark": 3.0}
"""WCAG 2.2, success criteria 1.4.3 and 1.4.11."""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_and_marks_stand_out(
    name: str, scheme: str, bundled_site: Path, visitor: Visitor
) -> None:
    page = visitor.open(bundled_site / "reports" / name, scheme=scheme)
    found = page.evaluate(CONTRASTS)
    assert [one for one in found if one[1] < LEAST[one[0]]] == []
    if "treatment-effect" in name or "before-after" in name:
        assert {kind for kind, _, _ in found} == {"text", "mark"}


FIGURES = """() => [...document.querySelectorAll('figure')].map(figure => {
  const svg = figure.querySelector('svg');
  const said = (svg.getAttribute('aria-labelledby') || '').split(/\\s+/)
    .map(id => document.getElementById(id)?.textContent || '').join(' ')
    + (svg.getAttribute('aria-label') || '');
  const table = figure.querySelector('details table');
  const heads = [...table.querySelectorAll('thead tr:last-child th')].map(th => th.textContent);
  const rows = [...table.querySelectorAll('tbody tr')]
    .map(tr => [...tr.children].map(cell => cell.textContent));
  return {said, heads, rows};
})"""
MAIN = ("Difference", "Change from baseline", "Mean", "Adjusted mean", "Share", "Effect", "n")
"""Columns that hold what a figure is drawn for, the first that a table has."""


@pytest.mark.parametrize("name", [page for page in PAGES if page.count("/") == 2])
def test_the_text_alternative_tells_the_main_numbers(
    name: str, bundled_site: Path, visitor: Visitor
) -> None:
    for figure in visitor.open(bundled_site / "reports" / name).evaluate(FIGURES):
        heads, rows, said = figure["heads"], figure["rows"], figure["said"]
        assert rows
        if "Missing" in heads:
            for arm in {row[heads.index("Arm")] for row in rows}:
                assert re.search(rf"{re.escape(arm)} \d+ of \d+ \(\d+%\)", said), arm
            continue
        column = heads.index(next(head for head in MAIN if head in heads))
        told = {number.lstrip("+") for number in re.findall(r"[\u2212+]?[\d.,]*\d%?", said)}
        shown = [row[column].lstrip("+") for row in rows]
        # A profile tells the first and the last visit of each arm, all others every number.
        least = 2 / 6 if heads[column] in ("Mean", "n") else 1
        assert sum(number in told for number in shown) >= least * len(shown), said
