"""A draft needs only its plan; what no study can be made of is refused with what it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.drafting import draft_study
from outcomes.errors import StudyError
from outcomes.instruments import INSTRUMENTS
from outcomes.study import check_study, load_study

REPORTS = {
    "parallel": ("data-quality", "treatment-effect", "responders"),
    "single-arm": ("data-quality", "before-after"),
}


def fill_plan(folder: Path, endpoint: str, visit: str, comparison: str = "") -> None:
    """Put a plan where the draft leaves one to be filled in."""
    path = folder / "study.yaml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if '"<' not in line]
    at = kept.index("  primary:") + 1
    plan = [f"    endpoint: {endpoint}", f"    visit: {visit}"]
    plan += [f"    comparison: {comparison}"] if comparison else []
    path.write_text("\n".join([*kept[:at], *plan, *kept[at:]]) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "endpoint", "visit", "comparison", "participants"),
    [
        ("acupuncture_headache", "headache_score", "month 12", "[acupuncture, usual_care]", 401),
        ("antidepressant_dropout", "hamd17", "visit 7", "[drug, placebo]", 172),
        ("arthritis_auranofin", "score", "month 5", "[auranofin, placebo]", 302),
        ("chronic_pain_disability", "disability", "measurement 2", "", 104),
        ("gait_joint_angles", "K1", "day 2", "", 14),
        ("hip_mobility_spondylitis", "flexion_deg", "after", "[stretching, control]", 39),
        ("knee_injury_pain", "pain", "day 10", "[treatment, placebo]", 127),
        ("labor_pain", "pain", "time 180", "[arm-1, arm-0]", 83),
    ],
)
def test_a_real_trial_needs_only_its_plan(
    shared: Path, project: Path, name: str, endpoint: str, visit: str, comparison: str,
    participants: int,
) -> None:  # fmt: skip
    study = name.replace("_", "-")
    folder = draft_study([shared / "data" / name / "data.csv"], study, project, REPORTS)
    faults = check_study(folder)
    assert faults
    assert all(str(fault.column).startswith("plan.primary.") for fault in faults)
    assert {fault.message for fault in faults} == {"This is still to be filled in."}
    fill_plan(folder, endpoint, visit, comparison)
    assert check_study(folder) == ()
    assert len(load_study(folder).participants) == participants


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("back_pain_prognosis", "No column says who a row is of"),
        ("fibromyalgia_meta", "published summaries"),
        ("migraine_diary", "this is a diary"),
        ("oai_knee_missing", "No column says who a row is of"),
        ("osteoarthritis_pain_timecourse", "published summaries"),
        ("patch_trial_safety", "A row is an adverse event"),
        ("spadi_items", "This is a cross-section"),
        ("spondylitis_placebo_response", "published summaries"),
        ("topical_nsaid_meta", "published summaries"),
        ("wound_pain_blocks", "The treatment changes within participants"),
    ],
)
def test_what_is_no_study_is_refused_with_what_it_is(
    shared: Path, project: Path, name: str, says: str
) -> None:
    with pytest.raises(StudyError) as caught:
        draft_study([shared / "data" / name / "data.csv"], "a-study", project, REPORTS)
    (fault,) = caught.value.faults
    assert says in fault.message
    assert list((project / "data" / "raw").iterdir()) == []


def write(folder: Path, name: str, lines: list[str]) -> Path:
    """Write a table."""
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def test_an_instrument_is_known_by_its_items_and_its_form_by_the_answers(project: Path) -> None:
    codes = INSTRUMENTS["womac-likert"].codes
    lines = [",".join(["subject", "group", "week", *(f"w_{code}" for code in codes)])]
    for person in range(6):
        for week in (0, 12):
            answers = [str((person + item + week) % 5) for item in range(len(codes))]
            lines.append(
                ",".join([f"S{person}", ("Dextrose", "Saline")[person % 2], str(week), *answers])
            )
    folder = draft_study([write(project, "w.csv", lines)], "womac-trial", project, REPORTS)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert 'womac: {instrument: womac-likert, items: "w_{item}"}  # GUESSED' in text
    assert "role: placebo" in text
    fill_plan(folder, "womac.pain", "week 12", "[dextrose, saline]")
    assert check_study(folder) == ()


def test_three_files_are_told_apart(project: Path) -> None:
    people = write(
        project, "people.csv", ["id,treatment,age", "1,sham,40", "2,drug,50", "3,drug,60"]
    )
    lines = ["id,visit,side,flexion", *(
        f"{person},{visit},{side},{90 + person + len(visit)}"
        for person in (1, 2, 3) for visit in ("baseline", "month 3") for side in ("L", "R")
    )]  # fmt: skip
    scores = write(project, "rom.csv", lines)
    harms = write(project, "harms.csv", ["id,event,severity", "1,bruise,mild"])
    folder = draft_study([scores, harms, people], "three-files", project, REPORTS)
    study_file = (folder / "study.yaml").read_text(encoding="utf-8")
    for line in ("participants: people.csv", "scores: rom.csv", "events: harms.csv"):
        assert f"  {line}\n" in study_file
    fill_plan(folder, "flexion", "month 3", "[drug, sham]")
    assert check_study(folder) == ()
    study = load_study(folder)
    assert study.arms["sham"].role == "placebo"
    assert set(study.scores["side"]) == {"L", "R"}
    assert study.events is not None


def test_every_guess_is_marked_at_its_place(project: Path) -> None:
    lines = ["id,week,pain", "1,0,7", "1,6,3", "2,0,8", "2,6,2"]
    folder = draft_study([write(project, "x.csv", lines)], "marked", project, REPORTS)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    for key in ("title:", "provenance:", "joint:", "design:", "visits:", "columns:", "  pain:"):
        (line,) = [line for line in text.splitlines() if line.startswith(key)]
        assert "# GUESSED: " in line


def test_an_id_that_is_taken_is_refused_and_nothing_is_changed(project: Path) -> None:
    taken = project / "data" / "raw" / "taken"
    taken.mkdir()
    path = write(project, "x.csv", ["id,week,pain", "1,0,7", "1,6,3"])
    with pytest.raises(StudyError, match="There is a study of this id already"):
        draft_study([path], "taken", project, REPORTS)
    assert list(taken.iterdir()) == []


def test_a_table_without_numbers_that_change_is_refused(project: Path) -> None:
    path = write(project, "x.csv", ["id,week,remark", "1,0,fine", "1,6,better"])
    with pytest.raises(StudyError, match="No column holds numbers or answers that change"):
        draft_study([path], "words", project, REPORTS)


def test_ids_that_are_called_differently_are_refused(project: Path) -> None:
    scores = write(project, "x.csv", ["id,week,pain", "1,0,7", "1,6,3"])
    people = write(project, "p.csv", ["patient,age", "1,50", "2,60"])
    with pytest.raises(StudyError, match="called otherwise elsewhere"):
        draft_study([scores, people], "ids", project, REPORTS)


@pytest.mark.parametrize(
    ("patient", "group", "arms", "visit", "visits", "sex"),
    [
        ("Patient", "Gruppe", ("Dextrose", "Kochsalz"), "Besuch",
         ("Beginn", "6 Wochen", "12 Wochen"), "Geschlecht"),
        ("Patient", "Groupe", ("Dextrose", "Salin"), "Visite",
         ("avant", "6 semaines", "12 semaines"), "Sexe"),
        ("Paciente", "Grupo", ("Dextrosa", "Placebo"), "Momento",
         ("basal", "6 semanas", "12 semanas"), "Sexo"),
        ("Paziente", "Gruppo", ("Destrosio", "Placebo"), "Quando",
         ("inizio", "settimana 6", "settimana 12"), "Sesso"),
        ("Patiënt", "Groep", ("Dextrose", "Placebo"), "Meting",
         ("begin", "6 weken", "12 weken"), "Geslacht"),
    ],
)  # fmt: skip
def test_a_workbook_in_another_language_with_decimal_commas_is_drafted(
    project: Path, tmp_path: Path, patient: str, group: str, arms: tuple[str, str], visit: str,
    visits: tuple[str, ...], sex: str,
) -> None:  # fmt: skip
    rows = [
        [f"P{who:03d}", arms[who % 2], "mf"[who % 3 == 0], when, f"{60 - 4 * time - who % 7},5"]
        for who in range(1, 21)
        for time, when in enumerate(visits)
    ]
    file = tmp_path / "trial.xlsx"
    pd.DataFrame(rows, columns=[patient, group, sex, visit, "VAS"]).to_excel(file, index=False)
    folder = draft_study([file], "trial", project, REPORTS)
    fill_plan(folder, "VAS", f'"{visits[2]}"', f"[{arms[0].lower()}, {arms[1].lower()}]")
    assert [str(fault) for fault in check_study(folder)] == []
    study = load_study(folder)
    assert [each.week for each in study.visits] == [0, 6, 12]
    assert {arm.role for arm in study.arms.values()} == {"active", "placebo"}
    assert study.scores["value"].iloc[0] == 59.5
