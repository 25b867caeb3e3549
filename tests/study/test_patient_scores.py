"""One score a patient from two sides: a side that is missing must not look like a change."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.study import Study, load_study
from tests.study.keys import hidden

from .small_study import write_small_study

Cell = tuple[str, str, str, int]

PEOPLE = ["A1", "A2", "A3", "B1", "B2", "B3"]
BOTH_AT_BASELINE: list[Cell] = [("A1", "baseline", "L", 10), ("A1", "baseline", "R", 30)]


def _study(tmp_path: Path, cells: list[Cell], side: str = "side") -> Study:
    """Flexion by side as given; the other scores stand on rows of their own."""
    folder = write_small_study(tmp_path)
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("column: flexion_deg", f"column: flexion_deg, side: {side}"), encoding="utf-8"
    )
    scores = pd.read_csv(folder / "scores.csv", dtype=str, keep_default_na=False)
    scores["flexion_deg"] = ""
    scores["side"] = ""
    rows = [
        dict.fromkeys(scores.columns, "")
        | {"participant": person, "visit": visit, "side": which, "flexion_deg": str(value)}
        for person, visit, which, value in cells
    ]
    together = pd.concat([scores, pd.DataFrame(rows)])
    together.to_csv(folder / "scores.csv", index=False)
    return load_study(folder)


def _found(study: Study) -> dict[tuple[str, str], float]:
    scores = study.patient_scores("flexion")
    assert list(scores.columns) == ["participant", "arm", "visit", "week", "value", "side"]
    assert set(scores["side"]) <= {""}
    assert list(scores.index) == list(range(len(scores)))
    known = dict(zip(hidden(*PEOPLE), PEOPLE, strict=True))
    return {
        (known[str(row.participant)], str(row.visit)): float(row.value)  # type: ignore[arg-type]
        for row in scores.itertuples()
    }


def test_a_missing_side_is_no_change(tmp_path: Path) -> None:
    cells = [
        *BOTH_AT_BASELINE,
        ("A1", "week 6", "L", 10),
        ("A1", "week 12", "L", 12),
        ("A1", "week 12", "R", 32),
    ]
    assert _found(_study(tmp_path, cells)) == {("A1", "baseline"): 20, ("A1", "week 12"): 22}


@pytest.mark.parametrize(
    ("at_baseline", "later", "given"),
    [("L", "L", True), ("L", "R", False), ("L", "LR", False), ("LR", "R", False)],
)
def test_sides_are_those_of_baseline(
    tmp_path: Path, at_baseline: str, later: str, given: bool
) -> None:
    cells = [("A1", "baseline", which, 10) for which in at_baseline]
    cells += [("A1", "week 6", which, 20) for which in later]
    expected = {("A1", "baseline"): 10} | ({("A1", "week 6"): 20} if given else {})
    assert _found(_study(tmp_path, cells)) == expected


def test_without_a_baseline_the_most_sides_count(tmp_path: Path) -> None:
    cells = [
        *BOTH_AT_BASELINE,
        ("B1", "week 6", "L", 10),
        ("B1", "week 12", "L", 12),
        ("B1", "week 12", "R", 14),
        ("B2", "week 6", "R", 5),
        ("B2", "week 12", "L", 7),
    ]
    assert _found(_study(tmp_path, cells)) == {
        ("A1", "baseline"): 20, ("B1", "week 12"): 13, ("B2", "week 6"): 5,
    }  # fmt: skip


def test_sides_kept_apart_are_all_there(tmp_path: Path) -> None:
    cells = [*BOTH_AT_BASELINE, ("A1", "week 6", "L", 10)]
    study = _study(tmp_path, cells, "{column: side, combine: separate}")
    assert len(study.patient_scores("flexion")) == 3
