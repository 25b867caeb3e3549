"""Every analysis works on every valid study, and says of each row what was done or why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.balance import summarise_baseline
from outcomes.analysis.chance import summarise_chance
from outcomes.analysis.change import summarise_change
from outcomes.analysis.comparison import compare_with_control
from outcomes.analysis.cumulative import accumulate_changes
from outcomes.analysis.describe import summarise_scores
from outcomes.analysis.flow import count_flow, count_participants
from outcomes.analysis.harm_rates import summarise_harm_rates
from outcomes.analysis.harms import summarise_harms
from outcomes.analysis.stages import count_stages
from outcomes.analysis.tipping_point import find_tipping_point
from outcomes.estimates import combine_estimates, make_estimates
from outcomes.study import load_study
from outcomes.study.study import Study
from outcomes.vocabulary.analyses import describe_analysis
from outcomes.vocabulary.reasons import say_reason
from tests.generated.draw import draw_spec
from tests.generated.make import write_study

SEEDS = (*range(12), 17, 36, 40, 47, 81, 90, 115, 179, 196)
"""The last ones of studies in which something cannot be estimated."""

WITHOUT_REASON = ("standardised difference",)
"""NaN where neither arm varies but they differ; its row is kept as it is."""


@pytest.fixture(params=SEEDS)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    return load_study(write_study(draw_spec(request.param), tmp_path))


def estimate(study: Study) -> pd.DataFrame:
    whole: tuple[Callable[[Study], pd.DataFrame], ...] = (
        summarise_baseline,
        summarise_change,
        accumulate_changes,
        summarise_scores,
        count_flow,
        summarise_harms,
        summarise_harm_rates,
    )
    frames = [analyse(study) for analyse in whole]
    compared = make_estimates([])
    if study.comparisons:
        compared = compare_with_control(study)
        frames += [compared, summarise_chance(compared, study), find_tipping_point(study)]
    return combine_estimates([*frames, count_stages(study, compared)])


@pytest.mark.filterwarnings("error")
def test_every_row_says_what_was_done_or_why_it_was_not(study: Study) -> None:
    rows = estimate(study)
    labels = study.labels
    for row in rows[~rows["quantity"].isin(WITHOUT_REASON)].to_dict("records"):
        if row["estimate"] != row["estimate"]:
            assert row["done"] is None
            assert say_reason(row["reason"], labels)
        elif row["quantity"] != "intervals":
            assert describe_analysis(row["done"], labels)
    for record in dict.fromkeys(done for done in rows["done"] if done is not None):
        if record.because is not None:
            assert record.intended
            assert say_reason(record.because, labels)


def test_participants_in_a_model_and_left_out_are_everybody(study: Study) -> None:
    rows = estimate(study)
    totals = count_participants(study)
    rows = rows[(rows["side"] == "") & rows["quantity"].isin(["difference", "change", "share"])]
    for record in dict.fromkeys(done for done in rows["done"] if done is not None):
        if record.left_out:
            for arm, number in totals.items():
                left_out = sum(part.n for part in record.left_out_of(arm))
                assert record.participants_of(arm) + left_out == number
