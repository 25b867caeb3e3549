"""Faults planted in generated studies: each at its place, one line a cause; a sample of them.

``python -m validation faulty`` plants them in 300, and looks for false alarms in 300 sound ones.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study
from tests.generated.draw import draw_spec
from tests.generated.faulty import KINDS, Place, compare_faults, make_faulty, write_files

SAMPLE = range(24)


def test_the_sample_plants_every_kind() -> None:
    planted = {kind for seed in SAMPLE for kind in make_faulty(draw_spec(seed), seed)[1].values()}
    assert planted == set(KINDS)


@pytest.mark.parametrize("seed", SAMPLE)
def test_each_fault_is_found_at_its_place_and_nothing_else(seed: int, tmp_path: Path) -> None:
    spec = draw_spec(seed)
    files, expected = make_faulty(spec, seed)
    faults = check_study(write_files(files, tmp_path / spec.id))
    assert compare_faults(faults, expected) == []


def test_a_missed_fault_and_a_false_alarm_are_told() -> None:
    expected = {Place("scores.csv", 3, "pain"): "a unit in a cell"}
    assert compare_faults([], expected) == ["missed: a unit in a cell at scores.csv, row 3, pain"]
