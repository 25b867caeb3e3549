"""Answers of another form of an instrument than the one named."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.errors import Fault
from outcomes.instruments import INSTRUMENTS
from outcomes.study import check_study

from .small_study import STUDY, write_small_study

PEOPLE, VISITS = ["A1", "A2", "A3", "B1", "B2", "B3"], ["baseline", "week 6", "week 12"]


def _faults(tmp_path: Path, form: str, answers: list[int]) -> tuple[Fault, ...]:
    """Check a study with the WOMAC alone, its cells filled with the answers in turn."""
    folder = write_small_study(tmp_path)
    before, rest = STUDY.split("measures:\n")
    plan = rest[rest.index("plan:\n") :].replace("endpoint: visa", "endpoint: womac.total")
    plan = plan.replace("secondary: [pain, flexion]", "secondary: []")
    measures = f'measures:\n  womac: {{instrument: {form}, items: "womac_{{item}}"}}\n'
    (folder / "study.yaml").write_text(before + measures + plan, encoding="utf-8")
    codes = INSTRUMENTS["womac-vas"].codes
    rows = [["participant", "visit", *(f"womac_{code}" for code in codes)]]
    for number, (person, visit) in enumerate((p, v) for p in PEOPLE for v in VISITS):
        items = [str(answers[(number + item) % len(answers)]) for item in range(len(codes))]
        rows.append([person, visit, *items])
    (folder / "scores.csv").write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    return check_study(folder)


@pytest.mark.parametrize(
    ("form", "answers", "high", "meant"),
    [
        ("womac-vas", [0, 1, 2, 3, 4], 4, "womac-likert"),
        ("womac-nrs", [0, 1, 2, 3, 4], 4, "womac-likert"),
        ("womac-vas", [0, 5, 10], 10, "womac-nrs"),
    ],
)
def test_answers_of_another_form_are_a_fault(
    tmp_path: Path, form: str, answers: list[int], high: int, meant: str
) -> None:
    (fault,) = _faults(tmp_path, form, answers)
    assert (fault.file, fault.column, fault.value) == (
        "study.yaml",
        "measures.womac.instrument",
        form,
    )
    assert f"whole number of at most {high}: these look like answers of" in fault.message
    assert f"`{meant}`" in fault.fix


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        ("womac-likert", [0, 1, 2, 3, 4]),
        ("womac-nrs", [0, 1, 2, 3, 5]),
        ("womac-vas", [0, 4, 11]),
        ("womac-vas", [0]),
    ],
)
def test_answers_of_the_form_named_are_sound(tmp_path: Path, form: str, answers: list[int]) -> None:
    assert _faults(tmp_path, form, answers) == ()


def test_a_few_answers_prove_nothing(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path)
    text = (folder / "scores.csv").read_text(encoding="utf-8")
    lines = [line.split(",") for line in text.splitlines()]
    for number, cells in enumerate(lines[1:]):
        cells[10] = str(number % 5)
    (folder / "scores.csv").write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")
    assert lines[0][10] == "pain"
    assert check_study(folder) == ()


def test_an_instrument_without_its_form_names_all_forms(tmp_path: Path) -> None:
    faults = _faults(tmp_path, "WOMAC", [0, 50])
    (fault,) = [fault for fault in faults if fault.value == "WOMAC"]
    assert "Did you mean `womac-likert` or `womac-vas` or `womac-nrs`?" in fault.fix
