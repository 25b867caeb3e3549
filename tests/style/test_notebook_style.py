"""The style of an output: the pages' rules, held to the output, and none where a page has them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from outcomes.displays.figure import Figure
from outcomes.displays.passage import Passage
from outcomes.displays.table import Column, Table
from outcomes.forking.environment import make_environment
from outcomes.report import render_index
from outcomes.style import FOR_PAGES, SHEETS, dress, read_sheet
from tests.figures.examples import make_labels, make_rows

TABLE = Table("T", (Column("A"), Column("B", numeric=True)), (("x", "1"),))
PASSAGE = Passage("banner", "Simulated data", ("Nobody was treated.",))


def draw() -> Figure:
    from outcomes.figures import plot_profile

    labels = make_labels()
    return plot_profile(make_rows(labels), labels, "pain")


def read_style(html: str) -> str:
    return html.partition("<style>")[2].partition("</style>")[0]


@pytest.mark.parametrize("make", [lambda: TABLE, lambda: PASSAGE, draw])
def test_an_output_brings_its_style_along(make) -> None:
    shown = make()
    html = shown._repr_html_()
    assert html.startswith('<div class="outcomes"><style>')
    assert html.endswith(f"</style>\n{shown.write_html()}\n</div>")
    assert len(read_style(html)) < 9_000


@pytest.mark.parametrize("make", [lambda: TABLE, lambda: PASSAGE, draw])
def test_an_output_for_a_page_has_no_style(make, monkeypatch) -> None:
    for name, value in FOR_PAGES.items():
        monkeypatch.setenv(name, value)
    shown = make()
    assert shown._repr_html_() == shown.write_html()
    assert "<style" not in shown.write_html()


def test_a_batch_runs_notebooks_for_pages() -> None:
    assert FOR_PAGES.items() <= make_environment().items()


def test_each_rule_is_nested_in_the_class_of_outputs() -> None:
    style = read_style(draw()._repr_html_())
    depth, outer = 0, ""
    for character in style:
        depth += (character == "{") - (character == "}")
        outer += character if depth == 0 else ""
    assert depth == 0
    heads = [head.strip() for head in outer.split("}") if head.strip()]
    assert len(heads) == 3
    assert all(".outcomes" in head or head.startswith("@media") for head in heads)
    assert ":root" not in style
    assert "/*" not in style


def test_every_colour_that_rules_use_is_given_in_light_and_in_dark() -> None:
    style = read_style(draw()._repr_html_())
    used = set(re.findall(r"var\((--[\w-]+)\)", style))
    light, _, dark = style.partition("[data-jp-theme-light=")
    light_given, dark_given = (set(re.findall(r"(--[\w-]+):", part)) for part in (light, dark))
    assert used <= light_given
    assert used - {"--measure", "--gap"} <= dark_given


def test_pages_have_every_sheet_once() -> None:
    page = render_index([])
    for name in SHEETS:
        assert page.count(read_sheet(name)) == 1


def test_importing_the_style_loads_nothing_heavy() -> None:
    program = "import outcomes.style, sys; print('pandas' in sys.modules, 'jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]


def test_html_stays_as_it_is_within_its_dress() -> None:
    assert dress("<p>&lt;</p>").endswith("\n<p>&lt;</p>\n</div>")
