"""What holds for every figure, whatever its size: legible, deterministic, safe, accessible."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from outcomes.drawing.layout import NARROW, WIDE
from outcomes.drawing.palette import INK, OPACITIES, PALETTE
from outcomes.drawing.svg import render_svg
from outcomes.figures import (
    Figure,
    plot_change,
    plot_cumulative,
    plot_cumulative_difference,
    plot_difference,
    plot_flow,
    plot_harms,
    plot_missing,
    plot_profile,
    plot_residuals,
    plot_responders,
    plot_shares,
    plot_stages,
    plot_subgroups,
    plot_tipping,
    plot_ways,
)
from outcomes.figures.alternative import MOST
from outcomes.study.study import Labels
from tests.samples import sample

from .drawing import SVG, find_text_faults, read_size, read_svg, read_texts
from .examples import HOSTILE, THREE_ARMS, WEEKS, make_labels, make_rows

Plot = Callable[[pd.DataFrame, Labels], Figure | None]

PLOTS: dict[str, Plot] = {
    "profile": lambda rows, labels: plot_profile(rows, labels, "pain"),
    "difference": lambda rows, labels: plot_difference(rows, labels, "pain"),
    "change": plot_change,
    "shares": lambda rows, labels: plot_shares(rows, labels, ("Published share", 0.81)),
    "flow": plot_flow,
    "missing": plot_missing,
    "cumulative": plot_cumulative,
    "cumulative difference": plot_cumulative_difference,
    "stages": plot_stages,
    "tipping": plot_tipping,
    "harms": plot_harms,
    "residuals": plot_residuals,
    "responders": plot_responders,
    "ways": plot_ways,
    "subgroups": plot_subgroups,
}
SAYS_EVERY_NUMBER = (
    *("profile", "difference", "change", "shares", "flow", "stages"),
    "cumulative difference",
)
"""The others say their main numbers; their own tests hold which."""

COMPARES = (
    *("difference", "tipping", "cumulative difference", "harms", "ways", "subgroups"),
    "responders",
)
TWENTY_VISITS = tuple(float(week) for week in range(0, 60, 3))
SIZES: dict[str, tuple[tuple[str, ...], tuple[float, ...], tuple[str, ...]]] = {
    "three arms": (THREE_ARMS, WEEKS, ("",)),
    "two arms, two visits": (THREE_ARMS[:2], (0.0, 12.0), ("",)),
    "six arms, twenty visits": (HOSTILE, TWENTY_VISITS, ("",)),
    "hostile labels": (HOSTILE, WEEKS, ("",)),
    "days": (THREE_ARMS[:2], tuple(day / 7 for day in range(8)), ("",)),
    "crowded, then years": (THREE_ARMS, (0.0, 1.0, 2.0, 3.0, 520.0), ("",)),
    "both sides": (THREE_ARMS[:2], WEEKS, ("left", "right")),
}


@pytest.fixture(params=PLOTS, scope="module")
def plot(request: pytest.FixtureRequest) -> Plot:
    return PLOTS[request.param]


@pytest.fixture(scope="module")
def figure(plot: Plot) -> Figure:
    labels = make_labels()
    return plot(make_rows(labels), labels)


def both_widths(figure: Figure) -> list[str]:
    return [render_svg(figure.drawing.draw(layout), "x") for layout in (WIDE, NARROW)]


@pytest.mark.parametrize("size", sample(SIZES, ("three arms", "hostile labels", "both sides")))
def test_no_text_is_clipped_or_overlaps_another(plot: Plot, size: str) -> None:
    arms, weeks, sides = SIZES[size]
    labels = make_labels(arms, weeks)
    drawn = plot(make_rows(labels, sides), labels)
    for svg in both_widths(drawn):
        assert find_text_faults(svg) == []
    assert len(drawn.alternative) <= MOST


def test_letters_of_the_narrow_drawing_can_be_read_on_the_smallest_phone(figure: Figure) -> None:
    wide, narrow = both_widths(figure)
    assert (read_size(wide)[0], read_size(narrow)[0]) == (680, 320)
    phone, page = 288 / 320, 624 / 680  # what remains beside the gaps of a page
    for svg, scale in ((narrow, phone), (wide, page)):
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]
        assert min(sizes) * scale >= 11


def test_the_check_for_overlaps_finds_one() -> None:
    labels = make_labels()
    svg = PLOTS["profile"](make_rows(labels), labels).svg
    first, second = (box for box in read_texts(svg) if box.text in THREE_ARMS[:2])
    moved = svg.replace(f">{second.text}<", f">{first.text} longer<").replace(
        f'x="{first.left:g}"', 'x="600"'
    )
    assert find_text_faults(moved)


@pytest.mark.parametrize("name", [name for name in PLOTS if name not in COMPARES])
def test_one_arm_and_one_visit_can_be_drawn(name: str) -> None:
    labels = make_labels(("Dextrose",), (0.0, 130.0))
    rows = make_rows(labels)
    drawn = PLOTS[name](rows[rows["visit"].isin(["", "week 130"])], labels)
    assert find_text_faults(drawn.svg) == []
    assert "Dextrose" in drawn.alternative
    assert "week 130" in drawn.alternative


def test_numbers_that_are_not_there_are_said(plot: Plot) -> None:
    labels = make_labels()
    rows = make_rows(labels)
    absent = rows["visit"].isin(["week 12", "week 52"]) | (rows["quantity"] == "risk difference")
    absent &= rows["arm"] == "arm1"
    rows.loc[absent, ["estimate", "ci_low", "ci_high", "df", "level"]] = np.nan
    drawn = plot(rows, labels)
    words = ("not estimated", "not recorded", "\u2013")
    if plot in [PLOTS[name] for name in COMPARES[1:]]:
        assert drawn is None, "the only comparisons it shows are not there"
        return
    said = f"{drawn.alternative} {drawn.caption}".lower()
    assert any(word in said for word in words) or plot in (PLOTS["missing"], PLOTS["residuals"])
    assert "nan" not in (drawn.svg + drawn.caption + drawn.alternative + drawn.write_html()).lower()
    assert find_text_faults(drawn.svg) == []


def test_where_nothing_was_estimated_there_is_no_figure(plot: Plot) -> None:
    labels = make_labels()
    rows = make_rows(labels)
    assert plot(rows[rows["quantity"] == "adjusted mean"], labels) is None
    rows[["estimate", "ci_low", "ci_high", "df", "level"]] = np.nan
    assert plot(rows, labels) is None


def test_row_order_does_not_matter(plot: Plot, figure: Figure) -> None:
    labels = make_labels()
    shuffled = make_rows(labels).sample(frac=1, random_state=1)
    again = plot(shuffled, labels)
    assert again.svg == figure.svg
    assert again.write_html() == figure.write_html()


def test_user_settings_change_nothing_and_are_left_alone(plot: Plot, figure: Figure) -> None:
    labels = make_labels()
    with mpl.rc_context({"lines.linewidth": 9, "svg.hashsalt": "other", "figure.dpi": 33}):
        again = plot(make_rows(labels), labels)
        assert mpl.rcParams["lines.linewidth"] == 9
        assert mpl.rcParams["figure.dpi"] == 33
    assert again.svg == figure.svg


def test_estimates_are_not_changed(plot: Plot) -> None:
    labels = make_labels()
    rows = make_rows(labels)
    before = rows.copy(deep=True)
    plot(rows, labels)
    pd.testing.assert_frame_equal(rows, before)


def test_svg_is_self_contained_and_named(figure: Figure) -> None:
    root = read_svg(figure.svg)
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == f"{figure.title}. {figure.alternative}"
    assert figure.title
    assert "url(" not in figure.svg
    assert "href" not in figure.svg


@pytest.mark.parametrize("name", SAYS_EVERY_NUMBER)
def test_the_alternative_holds_the_numbers_of_the_table(name: str) -> None:
    labels = make_labels(("Dextrose", "Saline injection"), (0.0, 12.0))
    drawn = PLOTS[name](make_rows(labels), labels)
    cells = re.findall(r'<td class="number">(.*?)</td>', drawn.write_html())
    shown = [re.sub("<[^>]*>", "", cell) for cell in cells]
    numbers = {number for cell in shown for number in re.findall(r"\d+\.\d+|\d+%", cell)}
    counts = {cell for cell in shown if cell.isdigit()} if name in ("flow", "stages") else set()
    assert numbers | counts
    if drawn.alternative.endswith("The table has every number."):
        told = set(re.findall(r"\d+\.\d+|\d+%|(?<=: )\d+(?=[;.])", drawn.alternative))
        assert told
        assert told <= numbers | counts | {"95%", "81%"}
    else:
        assert {one for one in numbers | counts if one not in drawn.alternative} == set()


def test_colours_follow_the_page(figure: Figure) -> None:
    root = read_svg(figure.svg)
    for element in root.iter():
        assert {element.get("fill"), element.get("stroke")} <= {None, "none", "currentColor"}
        assert INK not in element.attrib.values()
        if "color" in element.attrib:
            assert element.attrib["class"] == f"colour-{PALETTE.index(element.attrib['color']) + 1}"
    assert root.attrib["fill"] == "currentColor"


def test_every_opacity_is_one_of_the_house_style(figure: Figure) -> None:
    used = set(re.findall(r'(?:fill|stroke)-opacity="([^"]*)"', figure.svg))
    assert {float(opacity) for opacity in used} <= set(OPACITIES)


def test_a_figure_has_no_id_so_it_can_stand_on_a_page_twice(figure: Figure) -> None:
    assert " id=" not in figure.write_html()


def test_html_has_caption_and_table_with_scoped_headers(figure: Figure) -> None:
    page = ET.fromstring(figure.write_html())
    assert page.tag == "figure"
    assert page.attrib == {"class": "figure"}
    caption = page.find("figcaption")
    assert caption is not None
    assert caption.text == figure.caption
    table = page.find("./details/div/div/table")
    assert table is not None
    assert table.findtext("caption") == f"Numbers in the figure: {figure.title}"
    rows = [row for row in table.findall("./tbody/tr") if row.get("class") != "band"]
    assert len(rows) == len(figure.data)
    heads = table.findall("./thead/tr/th")
    assert {head.get("scope") for head in heads} == {"col"}
    for row in rows:
        assert row[0].get("scope") in ("row", "rowgroup")


def test_hostile_labels_stay_text(plot: Plot) -> None:
    labels = make_labels(HOSTILE)
    drawn = plot(make_rows(labels), labels)
    html = drawn.write_html()
    assert "<script" not in html.lower()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    words = "".join(box.text for box in read_texts(drawn.svg)).replace(" ", "")
    assert "$x^2$" in words
    assert "\\frac{1}{2}" in words
    assert HOSTILE[2] in words or plot is PLOTS["tipping"], "it compares two arms only"


def test_width_is_the_same_and_text_is_not_small(figure: Figure) -> None:
    width, height = read_size(figure.svg)
    assert width == 680
    assert 100 < height < 3000
    sizes = {float(text.attrib["font-size"]) for text in read_svg(figure.svg).iter(f"{SVG}text")}
    assert min(sizes) >= 12


_PROGRAM = """
import hashlib, locale, sys
locale.setlocale(locale.LC_ALL, "")
sys.path.insert(0, sys.argv[1])
from figures.examples import make_labels, make_rows
from figures.test_every_figure import PLOTS
labels = make_labels()
html = "".join(plot(make_rows(labels), labels).write_html() for plot in PLOTS.values())
print(hashlib.sha256(html.encode()).hexdigest())
"""


@pytest.mark.parametrize(
    ("seed", "language"),
    sample([("1", "C.UTF-8"), ("4242", "de_DE.UTF-8")], [("4242", "de_DE.UTF-8")]),
)
def test_the_same_bytes_in_another_process(root: Path, seed: str, language: str) -> None:
    labels = make_labels()
    html = "".join(plot(make_rows(labels), labels).write_html() for plot in PLOTS.values())
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    language = language if language.split(".")[0] in known else "C.UTF-8"
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(root / "tests")],
        env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": language},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(html.encode()).hexdigest()
