"""WOMAC: worked examples by hand, and the composite that Rabago 2013 printed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.instruments import Instrument, get_instrument, score_items
from outcomes.instruments.shipped.womac import ITEMS

from .answers import fill, frame, questionnaires

FORMS = [get_instrument(f"womac-{form}") for form in ("likert", "vas", "nrs")]
LIKERT, VAS, NRS = FORMS

# Pain 10 of 20, stiffness 3 of 8, function 20 of 68.
EXAMPLE = {
    **{f"pain_{number}": value for number, value in enumerate((1, 2, 3, 4, 0), start=1)},
    **{"stiffness_1": 1, "stiffness_2": 2},
    **{f"function_{number}": 2 if number <= 3 else 1 for number in range(1, 18)},
}


def test_a_complete_likert_form_scored_by_hand() -> None:
    scores = score_items(LIKERT, frame(LIKERT, EXAMPLE)).loc[0]
    assert scores["pain"] == 50
    assert scores["stiffness"] == 37.5
    assert scores["function"] == pytest.approx(100 * 20 / 68, abs=1e-12)
    assert scores["total"] == pytest.approx(100 * 33 / 96, abs=1e-12)
    assert scores["composite"] == pytest.approx((50 + 37.5 + 29.411764705882353) / 3, abs=1e-12)


@pytest.mark.parametrize("instrument", FORMS, ids=lambda form: form.name)
def test_best_and_worst_answers_give_0_and_100(instrument: Instrument) -> None:
    high = int(instrument.items[0].high)
    answers = frame(instrument, fill(instrument, 0), fill(instrument, high))
    scores = score_items(instrument, answers)
    assert (scores.loc[0] == 0).all()
    assert (scores.loc[1] == 100).all()


@pytest.mark.parametrize(
    ("empty", "pain", "stiffness", "function", "all_three"),
    [
        (["pain_5"], 100 * 10 / 16, 37.5, 100 * 20 / 68, True),
        (["pain_4", "pain_5"], None, 37.5, 100 * 20 / 68, False),
        (["stiffness_1"], 50, 50, 100 * 20 / 68, True),
        (["stiffness_1", "stiffness_2"], 50, None, 100 * 20 / 68, False),
        (["function_1", "function_2", "function_17"], 50, 37.5, 100 * 15 / 56, True),
        (["function_1", "function_2", "function_16", "function_17"], 50, 37.5, None, False),
    ],
)
def test_empty_items(
    empty: list[str],
    pain: float | None,
    stiffness: float | None,
    function: float | None,
    all_three: bool,
) -> None:
    scores = score_items(LIKERT, frame(LIKERT, {**EXAMPLE, **dict.fromkeys(empty)})).loc[0]
    for name, expected in (("pain", pain), ("stiffness", stiffness), ("function", function)):
        if expected is None:
            assert pd.isna(scores[name])
        else:
            assert scores[name] == pytest.approx(expected, abs=1e-12)
    assert scores[["total", "composite"]].notna().all() == all_three
    assert scores[["total", "composite"]].isna().all() != all_three


def test_an_empty_item_in_the_total_counts_as_the_mean_of_its_own_subscale() -> None:
    # Pain 10 of 16 stands for 12.5 of 20, so the total is (12.5 + 3 + 20) of 96.
    scores = score_items(LIKERT, frame(LIKERT, {**EXAMPLE, "pain_5": None})).loc[0]
    assert scores["total"] == pytest.approx(100 * 35.5 / 96, abs=1e-12)


@given(questionnaires(LIKERT))
def test_the_forms_agree_when_answers_are_proportional(answers: dict[str, int | None]) -> None:
    # 4 steps become 100 mm exactly; into 0-10 only even answers go exactly.
    doubled = {code: None if value is None else value // 2 * 2 for code, value in answers.items()}
    scores = [
        score_items(form, frame(LIKERT, doubled) * (form.items[0].high / 4)) for form in FORMS
    ]
    pd.testing.assert_frame_equal(scores[0], scores[1], rtol=1e-12)
    pd.testing.assert_frame_equal(scores[0], scores[2], rtol=1e-12)


@given(questionnaires(VAS, empty=False))
def test_the_total_of_a_complete_form_is_the_mean_of_all_items(answers: dict[str, int]) -> None:
    scores = score_items(VAS, frame(VAS, answers)).loc[0]
    assert scores["total"] == pytest.approx(sum(answers.values()) / 24, rel=1e-12, abs=1e-12)
    subscales = scores[["pain", "stiffness", "function"]]
    assert scores["composite"] == pytest.approx(subscales.mean(), rel=1e-12, abs=1e-12)


@given(st.integers(0, 100))
def test_equal_answers_make_every_score_equal(value: int) -> None:
    scores = score_items(VAS, frame(VAS, fill(VAS, value))).loc[0]
    assert scores.tolist() == pytest.approx([value] * 5, abs=1e-12)


def test_the_composite_is_what_rabago_2013_printed(shared: Path) -> None:
    """Table 4, changes of 3 arms at 5 visits; printed to 0.01, read from shared/evidence."""
    trials = pd.read_csv(shared / "evidence" / "trials.csv")
    rows = trials[(trials["trial_id"] == "rabago2013") & (trials["statistic_type"] == "change")]
    cells = rows[rows["outcome"].str.startswith("womac_")].pivot_table(
        index=["arm", "week"], columns="outcome", values="mean"
    )
    assert rows["outcome"].str.startswith("womac_").sum() == 60
    assert len(cells) == 15
    by_name = {s.endpoint.name: dict(s.components) for s in VAS.subscales if s.components}

    def gap(name: str) -> float:
        weights = by_name[name]
        mean = sum(cells[f"womac_{part}"] * weight for part, weight in weights.items())
        return float((cells["womac_total"] - mean / sum(weights.values())).abs().max())

    assert gap("composite") < 0.05
    assert gap("total") > 1


def test_the_form_has_24_items() -> None:
    assert ITEMS == {"pain": 5, "stiffness": 2, "function": 17}
    for form in FORMS:
        assert len(form.items) == 24


def test_a_column_of_ready_totals_is_not_taken() -> None:
    assert all(form.ready_score is None for form in FORMS)


def test_thresholds_found_with_the_visual_analogue_form_are_assumed_for_the_others() -> None:
    for name, value in (("pain", 9.7), ("stiffness", 10.0), ("function", 9.3)):
        levels = {}
        for form in FORMS:
            endpoint = next(e for e in form.endpoints if e.name == name)
            assert endpoint.important_change is not None
            assert endpoint.important_change.value == value
            levels[form.name] = endpoint.important_change.evidence_level
        assert levels == {
            "womac-likert": "assumed",
            "womac-vas": "primary",
            "womac-nrs": "assumed",
        }
