"""Non-inferiority and equivalence: the interval is held against the margin of the plan."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import compare_ways, compare_with_control
from outcomes.study import check_study
from tests.cases.meaning_study import (
    PEOPLE,
    VISITS,
    add_lines,
    change,
    load_sound,
    scores_of,
    write_study,
)
from tests.cases.pages import make_pages
from tests.samples import sample
from tests.study.keys import write_key

MEASURE = (
    "{kind: continuous, range: [0, 100], higher: HIGHER, unit: points, label: Pain, column: score}"
)
SCORES = scores_of([50, 31, 28, 47, 36, 30, 55, 29, 24, 58, 41, 39, 44, 30, 27, 61, 33])
PAIR = "comparison: [d, p]}\n"


def _write(
    parent: Path, margin: float | None, framework: str = "non-inferiority", *, higher: str = "worse"
) -> Path:
    column = ["yes" if number % 4 else "no" for number in range(len(PEOPLE))]
    scores = SCORES if higher == "worse" else SCORES.assign(score=100 - SCORES["score"])
    folder = write_study(parent, MEASURE.replace("HIGHER", higher), scores, pp=column)
    planned = "" if margin is None else f"  margin: {margin}\n"
    change(folder / "study.yaml", (PAIR, f"{PAIR}{planned}"))
    if framework:
        add_lines(folder, f"framework: {framework}")
    return write_key(folder)


def _improvement(tmp_path: Path) -> tuple[float, float]:
    """Return the ends of the interval, positive where the drug is better."""
    found = compare_with_control(load_sound(_write(tmp_path / "first", 5)))
    row = found[(found["quantity"] == "difference") & (found["visit"] == "week 12")].iloc[0]
    return -row["ci_high"], -row["ci_low"]


def _page(root: Path, parent: Path, folder: Path) -> str:
    return make_pages(folder, root, parent / "project")["treatment-effect"]


@pytest.mark.parametrize("higher", sample(["worse", "better"], ["better"]))
def test_non_inferiority_is_shown_only_where_the_interval_is_better_than_the_margin(
    root: Path, tmp_path: Path, higher: str
) -> None:
    low, high = _improvement(tmp_path)
    assert low < 0 < high
    wide = _write(tmp_path / "wide", round(-low + 0.1, 2), higher=higher)
    page = _page(root, tmp_path / "a", wide)
    assert "drug is shown to be no worse than placebo by that much" in page
    assert "It shows that this is so." in page
    assert "Margin of non-inferiority" in page
    tight = _write(tmp_path / "tight", round(-low - 0.1, 2), higher=higher)
    page = _page(root, tmp_path / "b", tight)
    assert "so non-inferiority is not shown. That does not show the contrary." in page
    assert "the plan names no per-protocol set" in page


def test_equivalence_needs_both_ends_within(root: Path, tmp_path: Path) -> None:
    low, high = _improvement(tmp_path)
    wide = round(max(-low, high) + 0.1, 2)
    page = _page(root, tmp_path / "a", _write(tmp_path / "wide", wide, "equivalence"))
    assert "lies within it, so equivalence is shown." in page
    between = round((max(-low, high) + min(-low, high)) / 2, 2)
    page = _page(root, tmp_path / "b", _write(tmp_path / "tight", between, "equivalence"))
    assert "so equivalence is not shown" in page


def test_the_per_protocol_set_is_analysed_again(root: Path, tmp_path: Path) -> None:
    folder = _write(tmp_path, 40)
    chosen = "  per-protocol: {name: as planned, column: pp, values: yes}\n  margin"
    change(folder / "study.yaml", ("  margin", chosen))
    found = compare_ways(load_sound(folder))
    row = found[found["subgroup"] == "per-protocol"].iloc[0]
    alone = _write(tmp_path / "alone", 40)
    change(alone / "study.yaml", ("  margin", chosen.replace("per-protocol", "analysis-set")))
    expected = compare_with_control(load_sound(alone))
    own = expected[(expected["quantity"] == "difference") & (expected["visit"] == "week 12")]
    assert row["estimate"] == own.iloc[0]["estimate"]
    assert (row["n_arm"], row["n_comparator"]) == (3, 6)
    page = _page(root, tmp_path / "p", folder)
    assert (
        "Per protocol: of the set \u201cas planned\u201d alone: At week 12, mean pain was" in page
    )
    assert "As planned, the per-protocol set" in page


@pytest.mark.parametrize(
    ("margin", "framework", "higher", "message"),
    [
        (None, "non-inferiority", "worse", "the plan names none"),
        (5, "superiority", "worse", "is not declared a trial of non-inferiority"),
        (5, "", "worse", "is not declared a trial of non-inferiority"),
        (100, "equivalence", "worse", "as wide as the scale"),
        (5, "non-inferiority", "neither", "Neither direction"),
        (-5, "non-inferiority", "worse", "`margin` is out of range."),
    ],
)
def test_a_margin_that_cannot_be_used_is_a_fault(
    tmp_path: Path, margin: float | None, framework: str, higher: str, message: str
) -> None:
    (fault,) = check_study(_write(tmp_path, margin, framework, higher=higher))
    assert message in fault.message


def test_a_share_has_a_margin_in_percentage_points(root: Path, tmp_path: Path) -> None:
    scores = pd.DataFrame(
        [
            (person, visit, int(number % 3 > 0))
            for number, person in enumerate(PEOPLE)
            for visit in VISITS
        ],
        columns=["participant", "visit", "score"],
    )
    measure = "{kind: binary, higher: better, label: Healed, column: score}"
    folder = write_study(tmp_path, measure, scores)
    change(folder / "study.yaml", (PAIR, f"{PAIR}  margin: 10\n"))
    add_lines(folder, "framework: non-inferiority")
    page = _page(root, tmp_path / "p", write_key(folder))
    assert "Margin of non-inferiority declared in the plan, 10 percentage points:" in page
