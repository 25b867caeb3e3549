"""Exports of REDCap: raw and labelled, events, repeating instruments, the data dictionary."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes import load_study
from outcomes.errors import StudyError
from tests.study.keys import hidden, write_key

STUDY = """\
id: export
title: Drug against placebo
provenance: collected
design: parallel
joint: knee
arms:
  drug: {label: Drug, role: active, code: 1}
  placebo: {label: Placebo, role: placebo, code: 2}
visits:
  - {name: baseline, week: 0, code: baseline_arm_1}
  - {name: week 12, week: 12, code: week_12_arm_1}
tables:
  scores: export.csv
  events: {file: export.csv, repeat_instrument: adverse_events}
  dictionary: dictionary.csv
columns: {participant: record_id, visit: redcap_event_name}
measures:
  pain: {instrument: pain-nrs}
  stairs: {kind: ordinal, range: [0, 2], higher: worse, label: Stairs}
plan:
  primary: {endpoint: pain, visit: week 12, comparison: [drug, placebo], method: ancova}
  covariates: [sex, bmi]
reports: [data-quality]
"""

FIELDS = [
    ("record_id", "text", "Record ID", "", ""),
    ("arm", "radio", "<b>Group</b>", "1, Drug | 2, Placebo", ""),
    ("sex", "dropdown", "Sex", "1, Female | 2, Male, or other", ""),
    ("bmi", "text", "BMI", "", "number_comma_decimal"),
    ("pain", "text", "Pain now", "", "integer"),
    ("stairs", "radio", "Stairs", "0, No trouble | 1, Some | 2, Much", ""),
    ("event", "text", "What happened", "", ""),
    ("knee", "checkbox", "Knees", "1, Left | 2, Right", ""),
]
DESIGNER = [
    "Variable / Field Name",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Text Validation Type OR Show Slider Number",
]
PROGRAM = [
    "field_name",
    "field_type",
    "field_label",
    "select_choices_or_calculations",
    "text_validation_type_or_show_slider_number",
]
SEX = {"1": "Female", "2": "Male, or other"}
STAIRS = {"0": "No trouble", "1": "Some", "2": "Much"}


def _row(number: int, at: str, **cells: object) -> dict[str, str]:
    row = {"record_id": number, "redcap_event_name": at, **cells}
    return {name: str(cell) for name, cell in row.items()}


def _harm(number: int, instance: int) -> dict[str, str]:
    repeat = {"redcap_repeat_instrument": "adverse_events", "redcap_repeat_instance": instance}
    return _row(number, "week_12_arm_1", **repeat, event="bruise")


def _raw() -> pd.DataFrame:
    rows = []
    for number in range(1, 7):
        sex = 1 if number % 3 == 0 else 2
        rows += [
            # the event of enrolment is no visit, and holds what is known of the participant
            _row(number, "enrolment_arm_1", arm=1 + number % 2, sex=sex, bmi=f"2{number},5"),
            _row(number, "baseline_arm_1", pain=8, stairs=2, knee___1=1),
            _row(number, "week_12_arm_1", pain=number, stairs=number % 3),
        ]
        if number % 2:
            rows += [_harm(number, instance) for instance in range(1, number + 1)]
    return pd.DataFrame(rows).fillna("")


def _write(
    parent: Path, export: pd.DataFrame, header: list[str] = DESIGNER, study: str = STUDY
) -> Path:
    folder = parent / "export"
    folder.mkdir(exist_ok=True)
    (folder / "study.yaml").write_text(study, encoding="utf-8")
    export.to_csv(folder / "export.csv", index=False)
    pd.DataFrame(FIELDS, columns=header).to_csv(folder / "dictionary.csv", index=False)
    return write_key(folder)


EVENTS = {"enrolment_arm_1": "Enrolment", "baseline_arm_1": "Baseline", "week_12_arm_1": "Week 12"}
LABELS = {
    "arm": {"1": "Drug", "2": "Placebo"},
    "sex": SEX,
    "stairs": STAIRS,
    "redcap_event_name": EVENTS,
    "redcap_repeat_instrument": {"adverse_events": "Adverse events"},
}
HEADER = {
    "record_id": "Record ID",
    "redcap_event_name": "Event Name",
    "redcap_repeat_instrument": "Repeat Instrument",
    "redcap_repeat_instance": "Repeat Instance",
    "arm": "Group",
    "sex": "Sex",
    "bmi": "BMI",
    "pain": "Pain now",
    "stairs": "Stairs",
    "event": "What happened",
    "knee___1": "Knees (choice=Left)",
}


def _labelled() -> pd.DataFrame:
    return _raw().replace(LABELS).rename(columns=HEADER)


def test_an_export_is_read_as_it_comes(tmp_path: Path) -> None:
    study = load_study(_write(tmp_path, _raw()))
    people = study.participants
    assert list(people["arm"]) == ["placebo", "drug"] * 3
    assert list(people["bmi"]) == [21.5, 22.5, 23.5, 24.5, 25.5, 26.5]
    assert set(people["sex"]) == set(SEX.values())
    scores = study.scores
    assert len(scores) == 24
    late = scores[(scores["endpoint"] == "stairs") & (scores["week"] == 12)]
    assert list(late["value"]) == [1, 2, 0, 1, 2, 0]
    assert study.events is not None
    assert list(study.events["participant"]) == hidden("1", *"333", *"55555")
    assert study.tables_read["export.csv"] == "commas, UTF-8, without 9 rows of adverse_events"
    assert "dictionary.csv" in study.files


def test_both_forms_of_the_dictionary_and_a_labelled_export_give_the_same(tmp_path: Path) -> None:
    expected = load_study(_write(tmp_path, _raw()))
    (tmp_path / "again").mkdir()
    again = load_study(_write(tmp_path / "again", _raw(), PROGRAM))
    (tmp_path / "labelled").mkdir()
    text = STUDY
    for code, label in (
        ("baseline_arm_1", "Baseline"),
        ("week_12_arm_1", "Week 12"),
        ("adverse_events", "Adverse Events"),
    ):
        text = text.replace(code, label)
    labelled = load_study(_write(tmp_path / "labelled", _labelled(), study=text))
    for study in (again, labelled):
        pd.testing.assert_frame_equal(study.scores, expected.scores)
        columns = ["participant", "arm", "sex", "bmi"]
        pd.testing.assert_frame_equal(study.participants[columns], expected.participants[columns])
        assert study.events is not None
        assert len(study.events) == 9
    assert "labelled" in labelled.tables_read["export.csv"]


def _faults(folder: Path) -> list[str]:
    with pytest.raises(StudyError) as failed:
        load_study(folder)
    return [str(fault) for fault in failed.value.faults]


def test_an_arm_that_stands_nowhere_is_one_fault_a_participant(tmp_path: Path) -> None:
    export = _raw()
    export.loc[export["record_id"] == "3", "arm"] = ""
    (fault,) = _faults(_write(tmp_path, export))
    assert fault.startswith("export.csv, row ")
    assert "The arm is missing" in fault


def test_two_arms_in_the_rows_of_one_participant_are_a_fault(tmp_path: Path) -> None:
    export = _raw()
    export.loc[2, "arm"] = "1"
    assert "differs between rows" in "".join(_faults(_write(tmp_path, export)))


def test_a_score_at_an_event_that_is_no_visit_is_a_fault(tmp_path: Path) -> None:
    export = _raw()
    export.loc[0, "pain"] = "5"
    (fault,) = _faults(_write(tmp_path, export))
    assert "no such visit" in fault
    assert "enrolment_arm_1" in fault


def test_a_repeating_instrument_that_is_not_there_is_named(tmp_path: Path) -> None:
    study = STUDY.replace("adverse_events", "harms")
    (fault,) = _faults(_write(tmp_path, _raw(), study=study))
    assert "There are: `adverse_events`" in fault
    export = _raw().drop(columns="redcap_repeat_instrument")
    export = export[export["event"] == ""]
    (fault,) = _faults(_write(tmp_path, export, study=study))
    assert "nothing in it is repeated" in fault


def test_scores_of_a_repeating_instrument_are_read_by_its_instance(tmp_path: Path) -> None:
    rows = []
    for number in range(1, 5):
        rows.append(_row(number, "", arm=1 + number % 2, sex=1, bmi="2,5"))
        for day in (1, 2):
            repeat = {"redcap_repeat_instrument": "diary", "redcap_repeat_instance": day}
            rows.append(_row(number, "", **repeat, pain=day + number, stairs=1))
    study = STUDY
    for old, new in (
        ("visit: redcap_event_name", "visit: redcap_repeat_instance"),
        ("baseline_arm_1", "1"),
        ("week_12_arm_1", "2"),
        ("scores: export.csv", "scores: {file: export.csv, repeat_instrument: diary}"),
    ):
        study = study.replace(old, new)
    study = "".join(line for line in study.splitlines(keepends=True) if "events:" not in line)
    loaded = load_study(_write(tmp_path, pd.DataFrame(rows).fillna(""), study=study))
    pain = loaded.scores[loaded.scores["endpoint"] == "pain"]
    assert list(pain["value"]) == [2, 3, 3, 4, 4, 5, 5, 6]


def test_a_file_that_is_no_dictionary_is_one_fault(tmp_path: Path) -> None:
    folder = _write(tmp_path, _raw(), ["a", "b", "c", "d", "e"])
    assert any("not a data dictionary of REDCap" in fault for fault in _faults(folder))
