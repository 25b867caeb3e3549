"""Which columns hold one score at several visits."""

from __future__ import annotations

import pytest

from outcomes.drafting.row_per_participant import find_repeated


@pytest.mark.parametrize(
    ("names", "patterns"),
    [
        ("id, pain_t0, pain_t1, age", "pain_{visit}"),
        ("Flexion Baseline (°), Flexion 6 Wochen (°)", "Flexion {visit} (°)"),
        ("pain_t0_rest, pain_t1_rest", "pain_{visit}_rest"),
        ("pain baseline, pain after 6 weeks, pain after 12 weeks", "pain {visit}"),
        ("koos_d1_pre, koos_d2_pre, koos_d1_post, koos_d2_post",
         "koos_d1_{visit}, koos_d2_{visit}"),
        ("EVA J0, EVA S6, EVA M3", "EVA {visit}"),
        ("age, sex, site", ""),
    ],
)  # fmt: skip
def test_the_visit_may_stand_anywhere_in_the_name(names: str, patterns: str) -> None:
    assert ", ".join(one.pattern for one in find_repeated(names.split(", "))) == patterns


def test_weeks_of_one_letter_count_beside_days_and_months() -> None:
    (one,) = find_repeated(["EVA J0", "EVA S6", "EVA M3", "EVA", "s1", "s2"])
    assert set(one.visits) == {"J0", "M3", "S6"}
