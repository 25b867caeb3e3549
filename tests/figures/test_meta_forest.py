"""Forest plots of trials: drawn where their axis says, in words too, and never simulated."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.meta import describe_funnel
from outcomes.analysis.meta.few_trials import pool_few
from outcomes.analysis.synthesis import DomainPool, pool_domain
from outcomes.figures import Figure, plot_funnel, plot_meta_forest, plot_trajectory
from tests.packs import PACK

from .drawing import (
    find_text_faults,
    place_on,
    read_axis,
    read_corners,
    read_marks,
    read_segments,
    read_texts,
)


@pytest.fixture(scope="module")
def placebo() -> DomainPool:
    return pool_domain(PACK, "knee", "pain", "placebo", "long", measure="MD")


@pytest.fixture(scope="module")
def exercise() -> DomainPool:
    return pool_domain(PACK, "knee", "pain", "control", "long", measure="MD")


def _with(before: DomainPool, yi: float, vi: float, **columns: object) -> DomainPool:
    """Add a row of one's own."""
    half = 1.96 * math.sqrt(vi)
    row = {**before.effects.iloc[0].to_dict(), "trial": "my-study", "citation": ""}
    row |= {"yi": yi, "vi": vi, "ci_low": yi - half, "ci_high": yi + half, **columns}
    effects = pd.concat([before.effects, pd.DataFrame([row])], ignore_index=True)
    return replace(before, effects=effects, pooled=pool_few(effects["yi"], effects["vi"]))


def _many(before: DomainPool, k: int) -> DomainPool:
    effects = pd.concat([before.effects.iloc[[0]]] * k, ignore_index=True)
    effects = effects.assign(yi=np.linspace(-5, 20, k), vi=np.linspace(4, 60, k))
    half = 1.96 * np.sqrt(effects["vi"])
    effects = effects.assign(ci_low=effects["yi"] - half, ci_high=effects["yi"] + half)
    return replace(before, effects=effects, pooled=pool_few(effects["yi"], effects["vi"]))


def _boxes(figure: Figure) -> list[str]:
    return [box.text for box in read_texts(figure.svg)]


def test_effects_and_intervals_lie_where_the_axis_says(placebo: DomainPool) -> None:
    figure = plot_meta_forest([placebo], "Pain")
    axis = read_axis(figure.svg, "middle")
    marks = [mark.x for mark in read_marks(figure.svg)]
    for yi in placebo.effects["yi"]:
        assert min(abs(x - place_on(axis, yi)) for x in marks) < 0.1
    ends = {round(x, 1) for x0, _, x1, _ in read_segments(figure.svg, 0) for x in (x0, x1)}
    for low in placebo.effects["ci_low"]:
        assert min(abs(x - place_on(axis, low)) for x in ends) < 0.2


def test_the_alternative_holds_the_interval_and_every_trial(placebo: DomainPool) -> None:
    text = plot_meta_forest([placebo], "Pain").alternative
    assert "Rabago 2013 at week 52 +6.8" in text
    assert "Pooled: 8.8 (95% CI 2.1 to 15.5, if both trials estimate one effect" in text


def test_subgroups_have_their_own_pools_and_one_trial_none(
    placebo: DomainPool, exercise: DomainPool
) -> None:
    figure = plot_meta_forest([placebo, exercise], "Pain")
    shown = _boxes(figure)
    assert "One trial: nothing is pooled" in shown
    assert [text for text in shown if text == "Pooled"] == ["Pooled"]
    rows = figure.data[figure.data["trial"] == "Pooled"]
    assert set(rows["distribution"]) == {"normal"}
    weights = figure.data["weight"].dropna()
    assert weights.sum() == pytest.approx(100)
    assert "not pooled together" in figure.caption


def test_a_wide_interval_ends_in_an_arrow_and_keeps_its_numbers(placebo: DomainPool) -> None:
    effects = _many(placebo, 3).effects.assign(vi=1.0)
    effects = effects.assign(ci_low=effects["yi"] - 1.96, ci_high=effects["yi"] + 1.96)
    wide = replace(placebo, effects=effects, pooled=pool_few(effects["yi"], effects["vi"]))
    figure = plot_meta_forest([wide], "Pain")
    axis = read_axis(figure.svg, "middle")
    assert wide.pooled is not None
    high = wide.pooled.ci.high
    assert high > axis[-1][0]
    places = [mark.x for mark in read_marks(figure.svg)]
    assert min(abs(x - axis[-1][1]) for x in places) < 0.1
    assert f"{high:.1f}" in " ".join(_boxes(figure))
    assert figure.data["ci_high"].max() >= high


def test_numbers_line_up_whether_a_row_has_a_weight_or_not(
    placebo: DomainPool, exercise: DomainPool
) -> None:
    figure = plot_meta_forest([placebo, exercise], "Pain")
    numbers = [box for box in read_texts(figure.svg) if re.search(r"\(.* to .*\)$", box.text)]
    assert len(numbers) == 4
    assert len({round(box.right) for box in numbers}) == 1


def test_larger_weights_have_larger_squares(placebo: DomainPool) -> None:
    figure = plot_meta_forest([_many(placebo, 6)], "Pain")
    assert len(read_marks(figure.svg)) >= 6
    weights = figure.data["weight"].dropna().tolist()
    assert weights == sorted(weights, reverse=True)


def test_this_study_stands_with_the_pools_before_and_after(placebo: DomainPool) -> None:
    after = _with(placebo, 4.0, 9.0)
    figure = plot_meta_forest([placebo], "Pain", after=after, provenance="collected")
    shown = _boxes(figure)
    assert "This study" in shown
    assert "Pooled with this" in " ".join(shown)
    assert "Pooled with this study: " in figure.alternative
    # Two trials predict nothing; nor do three that agree as closely as these.
    assert shown.count("Prediction interval") == 0
    assert len(figure.data[figure.data["trial"].str.startswith("Pooled")]) == 2
    assert "Tinted" in figure.caption


def test_a_prediction_interval_needs_three_trials(placebo: DomainPool) -> None:
    two = plot_meta_forest([placebo], "Pain")
    assert "Prediction interval" not in [*_boxes(two), *two.data["trial"]]
    assert "prediction interval none" in two.alternative
    assert "No prediction interval is given where too little is known" in two.caption
    assert "Bar:" not in two.caption
    three = plot_meta_forest([_many(placebo, 3)], "Pain")
    assert "Prediction interval" in _boxes(three)
    assert three.data["trial"].tolist()[-1] == "Prediction interval"
    assert "where the true effect of a similar new trial would lie" in three.caption
    assert "No prediction interval" not in three.caption


@pytest.mark.parametrize("provenance", ["simulated", "published", ""])
def test_a_study_that_was_not_collected_is_refused(placebo: DomainPool, provenance: str) -> None:
    after = _with(placebo, 4.0, 9.0)
    with pytest.raises(ValueError, match="never enters a pool or a forest plot"):
        plot_meta_forest([placebo], "Pain", after=after, provenance=provenance)


def test_simulated_rows_are_refused_wherever_they_hide(placebo: DomainPool) -> None:
    marked = replace(placebo, effects=placebo.effects.assign(provenance=["published", "simulated"]))
    unknown = _with(placebo, 4.0, 9.0)
    for one in (marked, unknown):
        with pytest.raises(ValueError, match="simulated"):
            plot_meta_forest([one], "Pain")
        with pytest.raises(ValueError, match="simulated"):
            plot_funnel(one, "Pain")
    series = marked.effects.assign(series="a line")
    with pytest.raises(ValueError, match="simulated"):
        plot_trajectory(series, "Pain")


def test_risk_of_bias_is_not_assessed_unless_somebody_did(placebo: DomainPool) -> None:
    assert set(plot_meta_forest([placebo], "Pain").data["risk"][:2]) == {"not assessed"}
    judged = placebo.effects.assign(risk_of_bias=["high", ""])
    figure = plot_meta_forest([replace(placebo, effects=judged)], "Pain")
    assert figure.data["risk"].tolist()[:2] == ["high", "not assessed"]
    assert 'class="colour-2"' in figure.svg


def test_where_there_is_nothing_to_draw_there_is_no_figure(placebo: DomainPool) -> None:
    empty = replace(placebo, effects=placebo.effects.iloc[:0], pooled=None)
    for one in ([], [empty]):
        assert plot_meta_forest(one, "Pain") is None
    assert plot_funnel(empty, "Pain") is None
    alone = replace(placebo, effects=placebo.effects.iloc[:1], pooled=None)
    assert plot_funnel(alone, "Pain") is None


def test_effects_on_different_measures_are_refused(placebo: DomainPool) -> None:
    other = pool_domain(PACK, "knee", "pain", "control", "long", measure="SMD")
    with pytest.raises(ValueError, match="different measures"):
        plot_meta_forest([placebo, other], "Pain")


@pytest.mark.parametrize("k", [2, 12, 30])
def test_funnels_are_legible_and_say_when_they_say_nothing(placebo: DomainPool, k: int) -> None:
    one = placebo if k == 2 else _many(placebo, k)
    figure = plot_funnel(one, "Pain")
    assert find_text_faults(figure.svg) == []
    assert ("says nothing" in figure.caption) == (k < 10)
    assert len(figure.data) == one.k


def test_funnel_points_lie_on_both_axes(placebo: DomainPool) -> None:
    figure = plot_funnel(placebo, "Pain")
    across, down = read_axis(figure.svg, "middle"), read_axis(figure.svg, "end")
    marks = read_marks(figure.svg)
    for mark, (yi, vi) in zip(marks, placebo.effects[["yi", "vi"]].to_numpy(), strict=True):
        assert mark.x == pytest.approx(place_on(across, yi), abs=0.1)
        assert mark.y == pytest.approx(place_on(down, math.sqrt(vi)), abs=0.6)


def test_tints_end_where_the_contours_of_the_analysis_do(placebo: DomainPool) -> None:
    one = _many(placebo, 12)
    figure = plot_funnel(one, "Pain")
    across, down = read_axis(figure.svg, "middle"), read_axis(figure.svg, "end")
    lowest = max(tick for tick, _ in down)
    corners = {x for points in read_corners(figure.svg, "area") for x, _ in points[1:]}
    contours = describe_funnel(one.effects["yi"], one.effects["vi"]).contours
    for record in contours[contours["se"] > 0].to_dict("records"):
        for side in ("low", "high"):
            at = place_on(across, record[side] / record["se"] * lowest)
            assert min(abs(x - at) for x in corners) < 0.2


@pytest.mark.parametrize("k", [2, 5, 20])
def test_forests_are_legible(placebo: DomainPool, exercise: DomainPool, k: int) -> None:
    first = placebo if k == 2 else _many(placebo, k)
    after = _with(placebo, 3.0, 9.0) if k == 2 else None
    figure = plot_meta_forest([first, exercise], "Pain " * 20, after=after, provenance="collected")
    assert find_text_faults(figure.svg) == []
    again = plot_meta_forest([first, exercise], "Pain " * 20, after=after, provenance="collected")
    assert figure.svg == again.svg


def test_a_trajectory_keeps_a_line_whole_where_another_trial_has_a_visit() -> None:
    rows = [("A", 5, 1.0), ("A", 52, 3.0), ("B", 12, 2.0), ("B", 26, 2.5)]
    effects = pd.DataFrame(rows, columns=["series", "week", "yi"]).assign(
        ci_low=lambda d: d["yi"] - 1, ci_high=lambda d: d["yi"] + 1, measure="SMD"
    )
    figure = plot_trajectory(effects.assign(provenance="published"), "Pain")
    assert find_text_faults(figure.svg) == []
    slanted = [s for s in read_segments(figure.svg, 1) if s[0] != s[2] and s[1] != s[3]]
    assert len(slanted) == 1
    assert "A: week 5 +1.00" in figure.alternative
    with pytest.raises(ValueError, match="two effects at week 5"):
        plot_trajectory(
            pd.concat([effects, effects.iloc[:1]]).assign(provenance="published"), "Pain"
        )
    unknown = effects.assign(provenance="published", week=math.nan)
    assert plot_trajectory(unknown, "Pain") is None


def test_trials_in_the_table_of_numbers_lead_to_their_citations(placebo: DomainPool) -> None:
    html = plot_meta_forest([placebo], "Pain").write_html()
    assert '<a href="#ref-sit2020">Sit 2020</a>' in html


def test_pools_of_many_trials_over_time_load_and_draw(shared: Path) -> None:
    """Osteoarthritis pain, arms of 30 trials: pooled mean scores by treatment and week."""
    arms = pd.read_csv(shared / "data" / "osteoarthritis_pain_timecourse" / "data.csv")
    every = arms.assign(
        series=arms["studyID"] + arms["arm"].astype(str), week=arms["time"], yi=arms["y"]
    )
    scores = every.assign(ci_low=0.0, ci_high=1.0, measure="mean", provenance="published")
    with pytest.raises(ValueError, match="cannot be told apart"):
        plot_trajectory(scores, "Pain")
    rows = []
    for (name, week), group in arms.groupby(["treatname", "time"]):
        if name in ("Placebo_0", "Celebrex_200") and len(group) > 2:
            pooled = pool_few(group["y"], group["se"] ** 2)
            low, high = pooled.ci
            row = {"series": name, "week": week, "yi": pooled.estimate, "ci_low": low}
            rows.append({**row, "ci_high": high, "measure": "mean", "provenance": "published"})
    scale = "score 0 to 10, lower is better"
    figure = plot_trajectory(pd.DataFrame(rows), "Pain", scale=scale, reference=None)
    assert find_text_faults(figure.svg) == []
    assert len(figure.data) == len(rows) > 4
    first, last = (figure.data[figure.data["trial"] == "Celebrex_200"].iloc[n] for n in (0, -1))
    assert last["effect"] < first["effect"]
