"""The keys that say how a study was set up and run: each is read, and contradictions are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.errors import Fault
from outcomes.study import check_study, load_study
from outcomes.study.check_reporting import says_randomised

from .small_study import write_small_study

RANDOMISED = "allocation: randomised\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_study(tmp_path)


def faults_with(folder: Path, lines: str) -> list[Fault]:
    file = folder / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8") + lines, encoding="utf-8")
    return list(check_study(folder))


@pytest.mark.parametrize(
    "lines",
    [
        "allocation: not-randomised\n",
        "allocation: observational\n",
        RANDOMISED + "sequence: {ratio: 1:1}\nconcealment: envelopes\nenrolment: {access: no}\n",
        "blinding: {}\nchanges: []\n",
        "blinding: {participants: no one knew which syringe was which}\n",
        "dates: {recruitment_start: 2012, recruitment_end: 2012-03, follow_up_end: 2012-03-28}\n",
        "framework: exploratory\nother_care: {saline: none}\n",
    ],
)
def test_what_is_sound_has_no_fault(folder: Path, lines: str) -> None:
    assert [str(fault) for fault in faults_with(folder, lines)] == []


@pytest.mark.parametrize(
    ("lines", "column", "says"),
    [
        ("allocation: random\n", "allocation", "cannot be this"),
        ("sequence: {method: computer}\n", "sequence", "does not say that participants were"),
        ("concealment: envelopes\n", "concealment", "does not say that participants were"),
        (
            "allocation: observational\nenrolment: {access: none}\n",
            "enrolment",
            "does not say that participants were",
        ),
        (RANDOMISED + "sequence: {ratio: 1:1:1}\n", "sequence.ratio", "each of the 2 arms"),
        (RANDOMISED + "sequence: {ratio: even}\n", "sequence.ratio", "not written as it must be"),
        ("framework: equivalence\n", "framework", "the plan names none"),
        ("blinding: {participants: open label}\n", "blinding.participants", "were not blinded"),
        ("blinding: {assessors: none}\n", "blinding.assessors", "were not blinded"),
        ("blinding: {patients: masked}\n", "blinding.patients", "no key `patients`"),
        (
            "dates: {recruitment_start: 2012, follow_up_end: 2011-12}\n",
            "dates.follow_up_end",
            "before `recruitment_start`",
        ),
        ("dates: {recruitment_end: soon}\n", "dates.recruitment_end", "not written as it must be"),
        ("other_care: {salin: none}\n", "other_care.salin", "no such arm"),
        ("changes: [{why: staff}]\n", "changes.1.what", "missing"),
        ("registraton: {number: x}\n", "registraton", "no key"),
    ],
)
def test_a_contradiction_is_found_where_it_stands(
    folder: Path, lines: str, column: str, says: str
) -> None:
    (fault,) = faults_with(folder, lines)
    assert fault.column == column
    assert says in fault.message
    assert fault.fix


def test_a_treatment_is_read(folder: Path) -> None:
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "role: active, code: 1}",
        "role: active, code: 1, treatment: {substance: dextrose, sessions: 3, "
        "price: {amount: 60, currency: EUR}}}",
    )
    file.write_text(text, encoding="utf-8")
    treatment = load_study(folder).arms["dextrose"].treatment
    assert treatment is not None
    assert (treatment.substance, treatment.sessions) == ("dextrose", 3)
    assert treatment.price is not None
    assert treatment.price.per == "session"


def test_a_single_arm_study_is_not_randomised(folder: Path) -> None:
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "design: parallel", "design: single-arm\nallocation: randomised"
    )
    file.write_text(text, encoding="utf-8")
    faults = [fault for fault in check_study(folder) if fault.column == "allocation"]
    assert [fault.message for fault in faults] == ["Nobody is randomised in a single-arm study."]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("randomised, with a score", True),
        ("not seen, randomised", True),
        ("not randomised", False),
        ("non-randomised", False),
        ("nobody was randomised", False),
        ("unrandomised", False),
        ("all treated", False),
    ],
)
def test_denying_it_is_not_saying_it(text: str, says: bool) -> None:
    assert says_randomised(text) == says
