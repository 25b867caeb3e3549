"""Forms worked out where the manuals print them, and by hand with answers that differ."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.instruments import get_instrument, score_items

Form = dict[str, float | None]


def score(name: str, answers: Form, others: float | None = None) -> dict[str, float]:
    """Score one form; items that are not named hold `others`."""
    codes = get_instrument(name).codes
    form = {code: answers.get(code, others) for code in codes}
    return score_items(get_instrument(name), pd.DataFrame([form], dtype=float)).loc[0].to_dict()


def number(stem: str, *answers: float | None) -> Form:
    return {f"{stem}{position}": answer for position, answer in enumerate(answers, start=1)}


def test_oswestry_as_its_instructions_print_it() -> None:
    """16 of 50 is 32 %; with one section missed 16 of 45 is 35.5 %."""
    assert score("oswestry", number("section_", 5, 4, 3, 2, 2), 0)["total"] == 32
    missed = number("section_", 5, 4, 3, 2, 2, None)
    assert score("oswestry", missed, 0)["total"] == pytest.approx(35.5, abs=0.06)


def test_faam_sports_as_its_instructions_print_them() -> None:
    """Seven items answered have a highest sum of 28; of six no score is given here."""
    seven = number("sport_", 4, 3, 2, 1, 0, 4, 4, None)
    assert score("faam", seven)["sports"] == pytest.approx(100 * 18 / 28)
    assert pd.isna(score("faam", number("sport_", 4, 3, 2, 1, 0, 4, None, None))["sports"])


def test_koos_runs_from_extreme_to_no_problems() -> None:
    pain = number("p", 0, 1, 2, 3, 4, 0, 1, 1, 0)
    assert score("koos", pain)["pain"] == pytest.approx(100 - 12 / 9 * 100 / 4)
    five = number("p", 0, 1, 2, 3, 4, None, None, None, None)
    assert score("koos", five)["pain"] == 50
    assert pd.isna(score("koos", {**five, "p5": None})["pain"])
    assert set(score("koos", {}, 0).values()) == {100}


def test_dash_with_a_two_everywhere_is_25() -> None:
    assert score("dash", {}, 2)["total"] == 25
    assert score("quickdash", {"item_11": None}, 3)["total"] == 50


def test_the_old_oxford_coding_is_60_less_the_score() -> None:
    old = (1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2)
    new = number("q", *(5 - answer for answer in old))
    assert score("oxford-knee", new)["total"] == 60 - sum(old)
    assert score("oxford-knee", {**new, "q1": None, "q2": None})["total"] == pytest.approx(
        (60 - sum(old) - 4 - 3) * 12 / 10
    )


def test_a_short_form_read_from_its_table() -> None:
    assert score("koos-ps", number("item_", 1, 2, 0, 3, 1, 2, 2))["function"] == 64.7
    assert score("hoos-ps", number("item_", 0, 0, 1, 0, 0))["function"] == 95.4


def test_points_of_examiner_and_patient_add_up() -> None:
    form: Form = {
        "pain": 30, "activity": 7, "distance": 4, "surface": 3, "gait": 4, "sagittal_motion": 8,
        "hindfoot_motion": 3, "stability": 8, "alignment": 5,
    }  # fmt: skip
    assert score("aofas-hindfoot", form)["total"] == 72


def test_the_spadi_total_is_the_mean_of_its_parts() -> None:
    parts = {**number("pain_", 10, 8, 6, 4, 2), **number("disability_", 1, 2, 3, 4, 5, 6, 7, None)}
    scores = score("spadi", parts)
    assert (scores["pain"], scores["disability"]) == (60, 40)
    assert scores["total"] == 50
