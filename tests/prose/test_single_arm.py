from __future__ import annotations

import math
from typing import Any

from outcomes.prose import write_no_control
from outcomes.study.study import Study
from tests.prose.rows import missing
from tests.tables.examples import change, frame, make_study

NAN = math.nan


def study(**changes: Any) -> Study:
    return make_study(
        design="single-arm",
        arms={"dextrose": {"label": "Dextrose", "role": "active"}},
        plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}},
        **changes,
    )


def enrolled(number: float) -> dict[str, Any]:
    return {"quantity": "n", "arm": "dextrose", "estimate": number}


def share(**more: Any) -> dict[str, Any]:
    row = change("dextrose", 50 / 62, 0.1, endpoint="effective")
    return {**row, "quantity": "share", "n_arm": 62, "threshold": 1, **more}


def bounds(*rows: dict[str, Any]) -> tuple[str, ...]:
    paragraphs = write_no_control(study(), frame(*rows)).paragraphs
    return next((p for p in paragraphs[2:] if isinstance(p, tuple)), ())


def test_every_rival_explanation_is_named() -> None:
    passage = write_no_control(study(), frame())
    assert passage.kind == "caution"
    for rival in ("Natural course", "Regression to the mean", "Response to being treated",
                  "Selective follow-up"):  # fmt: skip
        assert f"{rival}:" in passage.text
    assert "the numbers on this page show how these people did" in passage.text


def test_the_missing_are_put_in_at_their_worst_and_best() -> None:
    # 50 of 62 followed of 86: 50/62 = 81 %, 50/86 = 58 %, (50 + 24)/86 = 86 %.
    (found,) = bounds(enrolled(86), share())
    assert found == (
        "Judged it effective at week 52: 62 of 86 followed. Of those followed, 81% had a yes for "
        '"Judged it effective"; if none of the other 24 had, the share would be 58%, and if all of '
        "them had, 86%."
    )


def test_a_change_is_diluted_by_those_not_followed() -> None:
    # -40.7 over 62, and 0 over 24: -40.7 x 62 / 86 = -29.3.
    (found,) = bounds(enrolled(86), change("dextrose", -40.7, 5, n_arm=62))
    assert found == (
        "WOMAC pain at week 52: 62 of 86 followed. Their mean fall was 40.7 points; if the other "
        "24 had not changed at all, it would be 29.3 points."
    )


def test_a_complete_follow_up_has_nothing_to_bound() -> None:
    found = bounds(enrolled(62), share(), change("dextrose", -40.7, 5, n_arm=62))
    assert [text.rsplit(". ", 1)[1] for text in found] == ["All were followed."] * 2


def test_the_last_visit_counts_and_what_was_not_estimated_does_not() -> None:
    early = change("dextrose", -10, 5, visit="week 12", week=12, n_arm=80)
    found = bounds(enrolled(86), early, change("dextrose", -40.7, 5, n_arm=62))
    assert len(found) == 1
    assert "week 52" in found[0]
    assert bounds(enrolled(86), change("dextrose", NAN, NAN, n_arm=0)) == ()


def test_without_counts_the_participants_table_says_who_was_enrolled() -> None:
    (found,) = bounds(change("dextrose", -10, 5, n_arm=20))
    assert "20 of 30 followed" in found


def test_one_person_is_one_and_no_change_is_none() -> None:
    (one,) = bounds(enrolled(6), change("dextrose", -10, 5, n_arm=5))
    assert "if the other one had not changed at all" in one
    (none,) = bounds(enrolled(6), change("dextrose", 0.0, 0.0, n_arm=5))
    assert none.endswith("On average, their scores did not change.")
    (share_of_one,) = bounds(enrolled(63), share())
    assert "if the other one had not, the share would be 79%, and if that one had, 81%" in (
        share_of_one
    )


def test_a_side_is_followed_of_those_who_have_one() -> None:
    due = missing("dextrose", 2, 14, side="left")
    (found,) = bounds(enrolled(30), due, change("dextrose", -10, 5, n_arm=12, side="left"))
    assert found.startswith("WOMAC pain, left side at week 52: 12 of 14 followed.")


def test_being_treated_is_said_to_improve_scores_whatever_their_direction() -> None:
    text = write_no_control(study(), frame()).text
    assert "improve the scores that people report" in text
    assert "lower the scores" not in text
