"""Figures in a browser: seen in light and dark, and told in words to those who do not see them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outcomes.figures.alternative import MOST
from tests.samples import sample

from .pages import PAGES, SAMPLE, every_page
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
    for (const mark of svg.querySelectorAll('[class^="colour-"] > *')) {
      const style = getComputedStyle(mark);
      const stroked = style.stroke !== 'none';
      const opacity = (stroked ? style.strokeOpacity : style.fillOpacity) * style.opacity;
      const paint = stroked ? style.stroke : style.fill;
      if (opacity == 1)
        found.push(['mark', contrast(read(paint), 1, under), mark.outerHTML.slice(0, 120)]);
    }
  }
  return found;
}"""
LEAST = {"text": 4.5, "mark": 3.0}
"""WCAG 2.2, success criteria 1.4.3 and 1.4.11."""


@every_page
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
  const grid = [];
  const table = figure.querySelector('details table');
  const bands = [...table.querySelectorAll('.band')];
  const named = bands.map(band => band.cells[0].ariaLabel.split(': ')[0]).slice(0, 1);
  const under = bands.map(band => Array(band.parentElement.rows.length - 1)
    .fill(band.cells[0].textContent)).flat();
  bands.forEach(band => band.remove());
  [...table.rows].forEach((row, at) => {
    grid[at] ??= [];
    for (const cell of row.cells) {
      const from = [...grid[at], undefined].findIndex(one => one === undefined);
      for (let y = 0; y < cell.rowSpan; y++)
        for (let x = 0; x < cell.colSpan; x++)
          (grid[at + y] ??= [])[from + x] = cell.textContent;
    }
  });
  const head = table.tHead.rows.length;
  const said = figure.querySelector('svg').getAttribute('aria-label');
  const title = table.caption.textContent.replace('Numbers in the figure: ', '');
  const rows = grid.slice(head).map((row, at) => [...under.slice(at, at + 1), ...row]);
  return {said, title, heads: [...named, ...grid[head - 1]], rows};
})"""
MAIN = ("Difference", "Change from baseline", "Mean", "Adjusted mean", "Share", "Effect", "n")
"""Columns that hold what a figure is drawn for, the first that a table has."""


def read_main_numbers(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Return the numbers that have to be told of a figure with these data; none if it has none."""
    names = [head.partition(" (")[0] for head in heads]
    if names[:1] == ["Shift in the arm"]:
        kept = {shift for row in (rows[0], rows[-1]) for shift in row[:2]} | {"0.0"}
        rows = [row for row in rows if {row[0], row[1]} <= kept]
    if {"Improved by at least", "Share"} <= set(names):
        return [row[names.index("Share")] for row in rows]
    found = [names.index(name) for name in MAIN if name in names]
    if not found:
        return []
    return [row[found[0]].lstrip("+") for row in rows if row[found[0]] != "\u2013"]


@pytest.mark.parametrize("name", sample([page for page in PAGES if page.count("/") == 2], SAMPLE))
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
        if any(head.startswith("Residual") for head in heads):
            for arm in {row[heads.index("Arm")] for row in rows}:
                assert re.search(rf"{re.escape(arm)} \d", said), arm
            continue
        shown = read_main_numbers(heads, rows)
        assert shown or "not estimated" in said
        told = {number.lstrip("+") for number in re.findall(r"[\u2212+]?[\d.,]*\d%?", said)}
        untold = [number for number in shown if number not in told]
        if said.endswith("The table has every number.") or "cumulative" in figure["title"].lower():
            assert len(untold) < len(shown), said
        else:
            assert untold == [], said
        assert len(said) <= len(figure["title"]) + 2 + MOST


LEAST_LETTER = 11 - 1e-6
"""Pixels, but for what floating point leaves of them."""

SHOWN = """() => [...document.querySelectorAll('svg')].map(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const sizes = [...svg.querySelectorAll('text')].map(text =>
    scale * parseFloat(text.getAttribute('font-size')));
  const frame = svg.parentElement;
  return {shown: svg.checkVisibility(), least: Math.min(...sizes), inside:
    svg.getBoundingClientRect().right <= document.documentElement.clientWidth + 0.5
    && frame.scrollWidth <= frame.clientWidth + 1, narrow: svg.classList.contains('figure-narrow')};
})"""


@every_page
def test_one_drawing_of_each_figure_is_shown_whole_with_letters_that_can_be_read(
    name: str, bundled_site: Path, visitor: Visitor
) -> None:
    page = visitor.open(bundled_site / "reports" / name)
    page.locator("details.fold").evaluate_all("all => all.forEach(one => { one.open = true })")
    for width in (320, 390, 480, 689, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        drawings = page.evaluate(SHOWN)
        shown = [drawing for drawing in drawings if drawing["shown"]]
        assert all(drawing["inside"] for drawing in shown), width
        small = [drawing["least"] for drawing in shown if drawing["least"] < LEAST_LETTER]
        assert small == [], width
        narrow = [drawing for drawing in drawings if drawing["narrow"]]
        is_half = "/summary/" in name
        assert all(drawing["shown"] == (width <= 688 or is_half) for drawing in narrow), width


def test_a_number_that_is_not_told_is_found() -> None:
    heads = ["Arm", "Visit", "Mean (points)", "95% CI (points)"]
    rows = [["dextrose", "week 5", "54.2", "50.1 to 58.3"]]
    assert read_main_numbers(heads, rows) == ["54.2"]
    curve = [["a", "\u22123.0", "100%"], ["a", "+1.0", "60%"], ["a", "+9.0", "10%"]]
    heads = ["Arm", "Improved by at least (mm)", "Share"]
    assert read_main_numbers(heads, curve) == ["100%", "60%", "10%"]
