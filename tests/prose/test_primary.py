from __future__ import annotations

import math
from typing import Any

import pytest

from outcomes.prose import write_primary_result
from tests.tables.examples import change, difference, frame, make_study

NAN = math.nan
STUDY = make_study()


def write(*rows: dict[str, Any], **options: Any) -> list[str]:
    study = options.pop("study", STUDY)
    return list(write_primary_result(frame(*rows), study, **options).sentences)


def test_the_answer_is_the_difference_whether_it_matters_and_that_data_are_simulated() -> None:
    assert write(difference()) == [
        "At week 52, mean WOMAC pain was 7.7 points lower with dextrose than with saline injection "
        "(95% CI 0.2 to 15.3 lower; t distribution, 50 df; p = 0.045), which favours dextrose.",
        "How sure? Minimal important difference of 10 points: the confidence interval includes a "
        "benefit of dextrose of that size, but also smaller differences, so clinical importance is "
        "uncertain.",
        "These data are simulated: this result is not evidence about any treatment.",
    ]


def test_collected_data_are_not_called_simulated() -> None:
    study = make_study(provenance="collected", calibrated_to=[])
    assert "simulated" not in " ".join(write(difference(), study=study))


def test_the_comparison_of_the_plan_is_the_primary_one() -> None:
    sentences = write(difference(-1, -9, 7, comparator="exercise"), difference())
    assert "than with saline injection" in sentences[0]
    assert "home exercise" not in " ".join(sentences[:3])


def test_without_a_comparison_in_the_plan_all_are_stated() -> None:
    study = make_study(plan={"primary": {"endpoint": "womac.pain", "visit": "week 52"}})
    text = " ".join(write(difference(comparator="exercise"), difference(), study=study))
    assert "than with saline injection" in text
    assert "than with home exercise" in text


def test_another_endpoint_or_visit_is_not_the_primary_result() -> None:
    sentences = write(difference(visit="week 12"), difference(endpoint="flexion"))
    assert sentences[0] == (
        "At week 52, the difference in WOMAC pain could not be estimated (Dextrose against Saline "
        "injection), so there is no primary result."
    )


def test_a_level_that_is_not_the_plans_is_told() -> None:
    text = " ".join(write(difference(level=0.9)))
    assert (
        "a two-sided alpha of 0.05, to which a 95% interval belongs, not the 90% interval" in text
    )
    assert "alpha" not in " ".join(write(difference()))


SINGLE = {
    "design": "single-arm",
    "arms": {"dextrose": {"label": "Dextrose", "role": "active"}},
}


def single(endpoint: str = "womac.pain") -> Any:
    return make_study(plan={"primary": {"endpoint": endpoint, "visit": "week 52"}}, **SINGLE)


def test_a_single_arm_tells_its_change_and_that_it_is_no_effect() -> None:
    sentences = write(change("dextrose", -15.3, 6), study=single())
    assert sentences[0] == (
        "From baseline to week 52, mean WOMAC pain fell by 15.3 points with dextrose (95% CI 9.3 "
        "to 21.3 lower; t distribution, 24 df; n = 25). The confidence interval excludes no "
        "change: an improvement, from whatever cause. There is no arm to compare with, so this is "
        "not the effect of a treatment."
    )


@pytest.mark.parametrize(
    ("estimate", "half", "expected"),
    [
        (-2, 5, "The estimate is an improvement, but the confidence interval includes no change."),
        (-1, 5, "n = 25). The confidence interval includes no change."),
        (5, 2, "The confidence interval excludes no change: a worsening, from whatever cause."),
        (0, 2, "n = 25). The confidence interval includes no change."),
        (0, NAN, "did not change in anybody with dextrose (n = 25). There is no arm to compare"),
        (-2, NAN, "No confidence interval could be calculated, so the uncertainty is not known."),
    ],
)
def test_a_change_is_read_as_far_as_its_interval(
    estimate: float, half: float, expected: str
) -> None:
    assert expected in write(change("dextrose", estimate, half), study=single())[0]


def test_a_single_arm_may_have_a_share_as_its_result() -> None:
    row = change("dextrose", 0.806, 0.1, endpoint="effective")
    row |= {"quantity": "share", "ci_low": 0.691, "ci_high": 0.886, "distribution": "wilson",
            "df": NAN, "n_arm": 62, "threshold": 1}  # fmt: skip
    assert write(row, study=single("effective"))[0].startswith(
        'At week 52, a yes for "Judged it effective": 81% of 62 participants (95% CI 69% to 89%; '
        "Wilson)."
    )


def test_a_single_arm_without_a_change_says_so() -> None:
    assert write(study=single())[0].startswith(
        "The change in WOMAC pain to week 52 with dextrose could not be calculated."
    )


def test_a_hostile_name_is_text() -> None:
    arms = {"dextrose": {"label": "<script>x</script>", "role": "active"},
            "saline": {"label": "Saline & water", "role": "placebo"}}  # fmt: skip
    html = write_primary_result(frame(difference()), make_study(arms=arms)).write_html()
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "saline &amp; water" in html


def test_a_mean_of_levels_says_what_it_takes_for_granted() -> None:
    study = make_study(plan={"primary": {"endpoint": "grade", "visit": "week 52"}})
    text = " ".join(write(difference(-0.5, -0.8, -0.2, endpoint="grade"), study=study))
    assert "A mean assumes that the levels are equally far apart; counts by level do not." in text
    assert "equally far" not in " ".join(write(difference()))
