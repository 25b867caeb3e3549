"""Who was seen when, counted by hand."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from outcomes.analysis.flow import count_flow

WEEKS = {"baseline": 0, "week 6": 6, "week 12": 12}
PEOPLE = pd.DataFrame(
    {"participant": ["1", "2", "3", "4"], "arm": ["active", "active", "saline", "saline"]}
)
SCORES = [
    ("1", "active", "baseline", 5),
    ("1", "active", "week 6", 5),
    ("1", "active", "week 12", 5),
    ("2", "active", "baseline", 5),
    ("2", "active", "week 12", 5),
    ("3", "saline", "baseline", 5),
]


def counted(estimates: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    keys = zip(estimates["visit"], estimates["arm"], estimates["quantity"], strict=True)
    return dict(zip(keys, estimates["estimate"], strict=True))


def test_flow(make_study):
    found = counted(count_flow(make_study(SCORES, weeks=WEEKS, participants=PEOPLE)))
    assert found["", "active", "n"] == 2
    assert found["", "saline", "n"] == 2
    assert found["week 6", "active", "n"] == 1
    assert found["week 6", "active", "missing"] == 1
    assert found["week 12", "saline", "n"] == 0
    assert found["week 12", "saline", "missing"] == 2


def test_two_sides_are_one_participant(make_study):
    rows = [("1", "active", "week 12", 5), ("1", "active", "week 12", 7)]
    study = make_study(rows, sides=["left", "right"], measure={"side": "side"})
    assert counted(count_flow(study))["week 12", "active", "n"] == 1


def test_a_separate_side_is_due_only_from_those_who_have_it(make_study):
    rows = [
        ("1", "active", "baseline", 5),
        ("1", "active", "week 12", 5),
        ("2", "active", "baseline", 5),
        ("1", "active", "baseline", 5),
    ]
    study = make_study(
        rows,
        sides=["left", "left", "left", "right"],
        measure={"side": {"combine": "separate"}},
    )
    estimates = count_flow(study)
    left = counted(estimates[estimates["side"] == "left"])
    right = counted(estimates[estimates["side"] == "right"])
    assert left["week 12", "active", "missing"] == 1
    assert right["week 12", "active", "n"] == 0
    assert right["week 12", "active", "missing"] == 1


@given(
    seen=st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(list(WEEKS))), min_size=1, unique=True
    )
)
def test_seen_and_missing_add_up_to_those_who_came_in(make_study, seen):
    arm_of = {str(i): "active" if i % 2 else "saline" for i in range(10)}
    people = pd.DataFrame({"participant": list(arm_of), "arm": list(arm_of.values())})
    rows = [(str(i), arm_of[str(i)], visit, 5.0) for i, visit in seen]
    study = make_study(rows, weeks=WEEKS, participants=people)
    flow = count_flow(study)
    sums = flow[flow["visit"] != ""].groupby(["visit", "arm"])["estimate"].sum()
    assert (sums == 5).all()
