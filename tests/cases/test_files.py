"""The cases of files that come as programs write them: each right answer, and more of its kind."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes import load_study
from outcomes.errors import StudyError
from outcomes.study.pseudonyms import KEY_FILE
from tests.study.keys import hidden, write_key


@pytest.fixture
def case(root: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A case's folder, copied so that it can be changed."""
    source = root.parent / "shared" / "cases" / str(request.param)
    if not source.is_dir():
        pytest.skip(f"the case {request.param} is not beside the project")
    return write_key(Path(shutil.copytree(source, tmp_path / str(request.param))))


european = pytest.mark.parametrize("case", ["excel-european-locale"], indirect=True)


def _scores(case: Path) -> pd.Series:
    scores = load_study(case).scores
    return scores.set_index(["participant", "visit"])["value"]


@european
def test_semicolons_and_decimal_commas_are_read(case: Path) -> None:
    study = load_study(case)
    assert study.tables_read == {
        "participants.csv": "semicolons, UTF-8",
        "scores.csv": "semicolons, decimal comma, UTF-8",
    }
    lines = [line.split(";") for line in (case / "scores.csv").read_text().splitlines()[1:]]
    written = {(*hidden(who), visit): float(pain.replace(",", ".")) for who, visit, pain in lines}
    assert _scores(case).to_dict() == written


@european
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_spreadsheets_of_europe_are_read_alike(
    case: Path, codec: str, separator: str
) -> None:
    expected = _scores(case)
    for name in ("participants.csv", "scores.csv"):
        text = (case / name).read_text(encoding="utf-8").replace(";", separator)
        (case / name).write_bytes(text.replace("\n", "\r\n").encode(codec))
    pd.testing.assert_series_equal(_scores(case), expected)


@european
def test_letters_of_windows_are_read(case: Path) -> None:
    for name, old, new in (
        ("participants.csv", "placebo", "Scheinpräparat"),
        ("study.yaml", "role: placebo", 'role: placebo, code: "Scheinpräparat"'),
    ):
        text = (case / name).read_text(encoding="utf-8").replace(old, new)
        codec = "utf-8" if name == "study.yaml" else "cp1252"
        (case / name).write_bytes(text.encode(codec))
    assert set(load_study(case).participants["arm"]) == {"drug", "placebo"}


@european
def test_scores_with_three_decimals_alone_are_asked_about_once(case: Path) -> None:
    rng = np.random.default_rng(5)
    table = pd.read_csv(case / "scores.csv", sep=";", decimal=",")
    table["pain"] = [f"{value:.3f}".replace(".", ",") for value in rng.uniform(1, 90, len(table))]
    table.to_csv(case / "scores.csv", sep=";", index=False)
    with pytest.raises(StudyError) as failed:
        load_study(case)
    (fault,) = failed.value.faults
    assert (fault.file, fault.row, fault.column) == ("scores.csv", 2, "pain")
    assert '`decimal: ","`' in fault.fix
    study_file = case / "study.yaml"
    text = study_file.read_text().replace("layout: wide}", 'layout: wide, decimal: ","}')
    study_file.write_text(text)
    assert _scores(case).max() < 90


@european
def test_thousands_with_points_among_decimal_commas_are_faults(case: Path) -> None:
    table = (case / "scores.csv").read_text()
    (case / "scores.csv").write_text(table.replace("P002;week 6;27,5", "P002;week 6;27.500"))
    with pytest.raises(StudyError) as failed:
        load_study(case)
    (fault,) = failed.value.faults
    assert (fault.row, fault.column, fault.value) == (6, "pain", "27.500")


@european
def test_decimal_commas_between_commas_are_one_fault(case: Path) -> None:
    table = (case / "scores.csv").read_text().replace(";", ",")
    (case / "scores.csv").write_text(table)
    with pytest.raises(StudyError) as failed:
        load_study(case)
    of_scores = [fault for fault in failed.value.faults if fault.file == "scores.csv"]
    assert len(of_scores) == 1
    assert "separate columns by semicolons" in of_scores[0].fix


@european
def test_both_tables_in_sheets_of_one_workbook_are_read_alike(case: Path) -> None:
    expected = _scores(case)
    with pd.ExcelWriter(case / "trial.xlsx") as book:
        for name in ("participants", "scores"):
            table = pd.read_csv(case / f"{name}.csv", sep=";", decimal=",")
            table.to_excel(book, sheet_name=name, index=False, startrow=2)
    study_file = case / "study.yaml"
    text = study_file.read_text()
    for name in ("participants", "scores"):
        (case / f"{name}.csv").unlink()
        sheet = f"file: trial.xlsx, sheet: {name}, header_row: 3"
        text = text.replace(f"file: {name}.csv", sheet).replace(f"{name}.csv", f"{{{sheet}}}")
    study_file.write_text(text)
    study = load_study(case)
    assert study.tables_read == {
        "trial.xlsx, sheet participants": "Excel, sheet participants, header in row 3",
        "trial.xlsx, sheet scores": "Excel, sheet scores, header in row 3",
    }
    assert study.files == (KEY_FILE, "study.yaml", "trial.xlsx")
    pd.testing.assert_series_equal(_scores(case), expected)


redcap = pytest.mark.parametrize("case", ["redcap-longitudinal-one-table"], indirect=True)


def _export(case: Path) -> pd.DataFrame:
    return pd.read_csv(case / "scores.csv", dtype=str, keep_default_na=False)


@redcap
def test_the_arm_stands_in_one_event_only(case: Path) -> None:
    study = load_study(case)
    export = _export(case)
    first = export[export["redcap_event_name"] == "baseline_arm_1"]
    assert list(study.participants["arm"]) == list(first["arm"])
    assert list(_scores(case)) == [float(pain) for pain in export["pain"]]


@redcap
@pytest.mark.parametrize("event", ["week_6_arm_1", "week_12_arm_1"])
def test_the_arm_may_stand_in_any_event(case: Path, event: str) -> None:
    expected = load_study(case)
    export = _export(case)
    for column in ("arm", "age"):
        known = export[export[column] != ""].set_index("participant")[column]
        here = export["redcap_event_name"] == event
        export[column] = export["participant"].map(known).where(here, "")
    export.to_csv(case / "scores.csv", index=False)
    study = load_study(case)
    pd.testing.assert_frame_equal(study.participants, expected.participants)
    pd.testing.assert_frame_equal(study.scores, expected.scores)


@redcap
def test_rows_in_any_order_give_the_same(case: Path) -> None:
    expected = load_study(case)
    _export(case).sample(frac=1, random_state=3).to_csv(case / "scores.csv", index=False)
    study = load_study(case)
    pd.testing.assert_series_equal(
        study.scores.set_index(["participant", "visit"])["value"].sort_index(),
        expected.scores.set_index(["participant", "visit"])["value"].sort_index(),
    )
    arms = study.participants.set_index("participant")["arm"].sort_index()
    pd.testing.assert_series_equal(
        arms, expected.participants.set_index("participant")["arm"].sort_index()
    )


@redcap
def test_participants_may_be_named_in_the_same_export(case: Path) -> None:
    expected = load_study(case)
    study_file = case / "study.yaml"
    text = study_file.read_text()
    assert "tables:\n" in text
    text = text.replace("tables:\n", "tables:\n  participants: scores.csv\n")
    study_file.write_text(text)
    study = load_study(case)
    pd.testing.assert_frame_equal(study.participants, expected.participants)
    pd.testing.assert_frame_equal(study.scores, expected.scores)


@redcap
def test_two_arms_in_two_events_are_a_fault(case: Path) -> None:
    export = _export(case)
    export.loc[1, "arm"] = "placebo"
    export.to_csv(case / "scores.csv", index=False)
    with pytest.raises(StudyError) as failed:
        load_study(case)
    (fault,) = failed.value.faults
    assert (fault.row, fault.column) == (3, "arm")
