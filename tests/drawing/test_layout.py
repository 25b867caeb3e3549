"""Panels in two widths, beside and under one another, and on axes of the reader's own."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from outcomes.drawing.layout import NARROW, WIDE
from outcomes.figures import plot_difference, plot_profile, plot_profiles
from tests.figures.examples import make_labels, make_rows

LABELS = make_labels()
ROWS = make_rows(LABELS)


def test_a_wide_drawing_is_two_columns_of_a_journal_and_a_narrow_one_a_phone() -> None:
    figure = plot_profile(ROWS, LABELS, "pain")
    wide, narrow = (figure.drawing.draw(layout) for layout in (WIDE, NARROW))
    assert wide.get_figwidth() * 25.4 == pytest.approx(180, abs=0.1)
    assert narrow.get_figwidth() * 96 == pytest.approx(320)


def test_panels_beside_one_another_do_not_overlap_and_stand_in_reading_order() -> None:
    (figure,) = plot_profiles(ROWS, LABELS)
    first, second = figure.drawing.draw(WIDE).axes
    assert first.get_position().x1 < second.get_position().x0
    assert first.get_position().y0 == pytest.approx(second.get_position().y0)
    upper, lower = figure.drawing.draw(NARROW).axes
    assert upper.get_position().y0 > lower.get_position().y1


def test_values_are_data_of_the_axes() -> None:
    figure = plot_profile(ROWS, LABELS, "pain")
    (ax,) = figure.axes
    labelled = {line.get_label(): line for line in ax.lines if line.get_label()[0] != "_"}
    for arm, rows in figure.data.groupby("arm"):
        assert list(labelled[arm].get_xdata()) == rows["week"].tolist()
        assert list(labelled[arm].get_ydata()) == rows["mean"].tolist()


def test_a_figure_is_shown_as_it_was_changed_at_every_width() -> None:
    figure = plot_profile(ROWS, LABELS, "pain")
    assert figure.write_html().count("<svg") == 2
    figure.axes[0].text(26, 50, "half a year", color="#18222d")
    html = figure.write_html()
    assert html.count("<svg") == 1
    assert "half a year" in html
    assert "figure-wide" not in html


def test_a_figure_can_be_drawn_on_axes_of_the_readers_own() -> None:
    canvas, (left, right) = plt.subplots(1, 2, figsize=(12, 4))
    profile = plot_profile(ROWS, LABELS, "pain", ax=left)
    assert profile.figure is canvas
    assert left.lines
    assert not right.lines
    with pytest.raises(ValueError, match="has 2 panels: pass as many axes, not 1"):
        plot_difference(ROWS, LABELS, "pain", ax=right)
    plt.close(canvas)


def test_simulated_data_are_marked_in_the_drawing_itself() -> None:
    simulated = make_labels()
    simulated = type(simulated)(**{**vars(simulated), "is_simulated": True})
    texts = [text.get_text() for text in plot_profile(ROWS, simulated, "pain").axes[0].texts]
    assert texts[-1] == "Simulated data"
    assert "Simulated data" not in [
        text.get_text() for text in plot_profile(ROWS, LABELS, "pain").axes[0].texts
    ]


def test_the_readers_settings_are_left_alone() -> None:
    before = dict(mpl.rcParams)
    plot_profile(ROWS, LABELS, "pain").svg  # noqa: B018
    assert dict(mpl.rcParams) == before
