"""One row a participant: the visit stands in the names of the columns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes import load_study
from outcomes.errors import StudyError
from tests.study.small_study import write_small_study

VISITS = {"baseline": "t0", "week 6": "t6", "week 12": "t12"}
CELLS = ["pain", "flexion_deg", "stairs", "better", *(f"visa_q{n}" for n in range(1, 9))]


def _reshaped(tmp_path: Path) -> tuple[Path, pd.DataFrame]:
    """Return the small study with one row a participant, and its table."""
    folder = write_small_study(tmp_path)
    scores = pd.read_csv(folder / "scores.csv", dtype=str, keep_default_na=False)
    wide = scores.set_index(["participant", "visit"])[CELLS].unstack()  # noqa: PD010
    wide.columns = [f"{name}_{VISITS[visit]}" for name, visit in wide.columns]
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("  scores: scores.csv", "  scores: {file: scores.csv, layout: participant}"),
        *((f"{{name: {name}, ", f"{{name: {name}, code: {VISITS[name]}, ") for name in VISITS),
        ("visa_{item}", "visa_{item}_{visit}"),
        ("{instrument: pain-vas}", '{instrument: pain-vas, column: "pain_{visit}"}'),
        ("flexion_deg}", '"flexion_deg_{visit}"}'),
        ("label: Stairs", 'column: "stairs_{visit}", label: Stairs'),
        ("label: Feels", 'column: "better_{visit}", label: Feels'),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    table = wide.drop(columns="better_t0").reset_index()
    table.to_csv(folder / "scores.csv", index=False)
    return folder, table


def test_scores_are_those_of_one_row_a_visit(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    expected = load_study(write_small_study(tmp_path / "other"))
    folder, _ = _reshaped(tmp_path)
    study = load_study(folder)
    pd.testing.assert_frame_equal(study.scores, expected.scores)
    pd.testing.assert_frame_equal(study.participants, expected.participants)


def test_a_visit_without_a_measures_column_is_asked_about(tmp_path: Path) -> None:
    folder, _ = _reshaped(tmp_path)
    (query,) = load_study(folder).queries
    assert (query.kind, query.file, query.column) == (
        "visit-without-column", "scores.csv", "better_t0",
    )  # fmt: skip
    assert "`better` has no column at: baseline" in query.message


def test_the_table_may_carry_everything(tmp_path: Path) -> None:
    folder, table = _reshaped(tmp_path)
    expected = load_study(folder)
    people = pd.read_csv(folder / "participants.csv", dtype=str)
    people.merge(table).to_csv(folder / "scores.csv", index=False)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    text = text.replace("  participants: participants.csv\n", "")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    study = load_study(folder)
    pd.testing.assert_frame_equal(study.scores, expected.scores)
    columns = list(expected.participants.columns)
    assert sorted(study.participants.columns) == sorted(columns)
    pd.testing.assert_frame_equal(study.participants[columns], expected.participants)


def _faults(folder: Path) -> list[str]:
    with pytest.raises(StudyError) as failed:
        load_study(folder)
    return [str(fault) for fault in failed.value.faults]


def test_a_value_out_of_range_is_found_in_its_column(tmp_path: Path) -> None:
    folder, table = _reshaped(tmp_path)
    table.loc[2, "pain_t6"] = "700"
    table.to_csv(folder / "scores.csv", index=False)
    (fault,) = _faults(folder)
    assert fault.startswith("scores.csv, row 4, column pain_t6: The value")
    assert "700" in fault


def test_items_that_are_missing_beside_others_are_faults(tmp_path: Path) -> None:
    folder, table = _reshaped(tmp_path)
    table.drop(columns="visa_q3_t6").to_csv(folder / "scores.csv", index=False)
    (fault,) = _faults(folder)
    assert "no column `visa_q3_t6`" in fault


def test_a_visit_without_any_column_is_one_fault(tmp_path: Path) -> None:
    folder, table = _reshaped(tmp_path)
    names = {name: name.replace("_t6", "_w6") for name in table.columns}
    table.rename(columns=names).to_csv(folder / "scores.csv", index=False)
    (fault,) = _faults(folder)
    assert "No column of scores.csv is of this visit" in fault


def test_a_participant_twice_is_a_fault(tmp_path: Path) -> None:
    folder, table = _reshaped(tmp_path)
    pd.concat([table, table.iloc[[1]]]).to_csv(folder / "scores.csv", index=False)
    faults = _faults(folder)
    assert len(faults) == 1
    assert "row 8" in faults[0]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"pain_{visit}"', "pain_t12", "has to say the visit"),
        (", layout: participant", "", "only where a participant has one row"),
    ],
)
def test_the_visit_stands_in_names_where_it_has_to(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    folder, _ = _reshaped(tmp_path)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "study.yaml").write_text(text.replace(old, new), encoding="utf-8")
    assert any(says in fault for fault in _faults(folder))
