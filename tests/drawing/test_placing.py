"""Labels and ticks keep apart, and text is measured and broken."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from outcomes.drawing.lettering import text_width, wrap_text
from outcomes.drawing.placing import choose_ticks, spread_labels, thin_labels, tick_digits

PLACES = st.lists(st.floats(0, 300), min_size=1, max_size=8)


@given(PLACES, st.floats(5, 30))
def test_spread_labels_never_overlap_and_stay_inside_if_they_fit(
    wanted: list[float], height: float
) -> None:
    middles = spread_labels(wanted, [height] * len(wanted), 0.0, 300.0)
    ordered = sorted(middles)
    assert all(after - before >= height - 1e-6 for before, after in pairwise(ordered))
    if height * len(wanted) <= 300:
        assert ordered[0] - height / 2 >= -1e-6
        assert ordered[-1] + height / 2 <= 300 + 1e-6


@given(PLACES, st.floats(5, 30))
def test_spread_labels_keep_their_order(wanted: list[float], height: float) -> None:
    middles = spread_labels(wanted, [height] * len(wanted), 0.0, 300.0)
    pairs = sorted(zip(wanted, range(len(wanted)), middles, strict=True))
    assert [middle for *_, middle in pairs] == sorted(middles)


def test_labels_that_are_apart_stay_where_they_are() -> None:
    assert spread_labels([10, 60, 200], [20, 20, 20], 0, 300) == [10, 60, 200]
    assert spread_labels([100, 100], [20, 20], 0, 300) == [90, 110]


@given(st.lists(st.floats(0, 500), min_size=1, max_size=30), st.floats(5, 60))
def test_thinned_labels_do_not_collide(positions: list[float], width: float) -> None:
    positions = sorted(positions)
    kept = thin_labels(positions, [width] * len(positions))
    assert kept[0] == 0
    assert kept == sorted(set(kept))
    gaps = [positions[after] - positions[before] for before, after in pairwise(kept)]
    assert all(gap >= width for gap in gaps)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
@example(0.0, 1e-6)
@example(-1e-05, 600001.0)
def test_ticks_span_the_range(low: float, width: float) -> None:
    ticks = choose_ticks(low, low + width)
    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= low + width - 1e-6
    assert 2 <= len(ticks) <= 9
    texts = [f"{tick:.{tick_digits(ticks)}f}" for tick in ticks]
    assert len(set(texts)) == len(texts) or width < 1e-6


@given(st.text(max_size=200), st.floats(30, 400))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    lines = wrap_text(text, 13, width)
    assert lines
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 13) <= width for line in lines if len(line) > 1)


def test_bold_is_wider() -> None:
    assert text_width("Dextrose", 13, bold=True) > text_width("Dextrose", 13) > 50
