"""Which arms are compared: active ones with the others, and those that the plan names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import compare_with_control
from outcomes.study import check_study
from tests.cases.meaning_study import PEOPLE, change, load_sound, scores_of, write_study
from tests.cases.pages import make_pages
from tests.study.keys import write_key

MEASURE = "{kind: continuous, range: [0, 100], higher: worse, label: Pain, column: score}"
ARMS = "  d: {label: Drug, role: active}\n  p: {label: Placebo, role: placebo}\n"
DOSES = (
    "  h: {label: High dose, role: active}\n"
    "  l: {label: Low dose, role: active}\n"
    "  p: {label: Placebo, role: placebo}\n"
)
SCORES = scores_of([50, 31, 28, 47, 36, 30, 55, 29, 24, 58, 41, 39, 44, 30, 27])


def _write(parent: Path, primary: str = "[h, p]", comparisons: str = "[[h, l]]") -> Path:
    folder = write_study(parent, MEASURE, SCORES, extra=f"  comparisons: {comparisons}\n")
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    added = lines.pop()
    lines.insert(next(n for n, line in enumerate(lines) if line.startswith("reports")), added)
    (folder / "study.yaml").write_text("".join(lines), encoding="utf-8")
    change(folder / "study.yaml", (ARMS, DOSES), ("[d, p]", primary))
    people = pd.read_csv(folder / "participants.csv")
    people["arm"] = ["hlp"[number % 3] for number in range(len(PEOPLE))]
    people.to_csv(folder / "participants.csv", index=False)
    return write_key(folder)


def _pairs(folder: Path) -> set[tuple[str, str]]:
    found = compare_with_control(load_sound(folder))
    rows = found[(found["quantity"] == "difference") & found["estimate"].notna()]
    return set(zip(rows["arm"], rows["comparator"], strict=True))


def test_active_arms_are_compared_where_the_plan_says_so(tmp_path: Path) -> None:
    assert _pairs(_write(tmp_path / "plain", comparisons="[]")) == {("h", "p"), ("l", "p")}
    assert _pairs(_write(tmp_path / "more")) == {("h", "p"), ("l", "p"), ("h", "l")}
    assert _pairs(_write(tmp_path / "primary", "[l, h]", "[]")) == {
        ("h", "p"), ("l", "p"), ("l", "h")
    }  # fmt: skip


def test_a_difference_of_two_active_arms_is_that_of_their_differences(tmp_path: Path) -> None:
    found = compare_with_control(load_sound(_write(tmp_path)))
    rows = found[(found["quantity"] == "difference") & (found["visit"] == "week 12")]
    by_pair = rows.set_index(["arm", "comparator"])["estimate"]
    assert by_pair["h", "l"] == pytest.approx(by_pair["h", "p"] - by_pair["l", "p"], abs=1e-9)


def test_two_active_arms_alone_may_be_compared(root: Path, tmp_path: Path) -> None:
    folder = _write(tmp_path, "[h, l]", "[]")
    change(folder / "study.yaml", ("role: placebo", "role: active"))
    page = make_pages(folder, root, tmp_path / "project")["treatment-effect"]
    assert (
        "low dose is under study too, so the difference shows how the two compare, not whether "
        "either is better than none." in page
    )
    assert "high dose than with low dose" in page


@pytest.mark.parametrize(
    ("comparisons", "message"),
    [
        ("[[h, x]]", "There is no such arm."),
        ("[[h, h]]", "An arm is compared with itself."),
        ("[[p, h]]", "The comparison is not of an active arm with another one."),
        ("[[h, l], [l, h]]", "These arms are compared already."),
    ],
)
def test_pairs_that_cannot_be_are_faults(tmp_path: Path, comparisons: str, message: str) -> None:
    faults = check_study(_write(tmp_path, comparisons=comparisons))
    assert message in [fault.message for fault in faults]
    assert {fault.column for fault in faults} <= {"plan.comparisons.1", "plan.comparisons.2"}
