"""Loading: the small study in every shape that a study file allows."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from outcomes.study import Study, check_study, load_study
from tests.study.keys import hidden

from .small_study import write_small_study

SCORES = ["participant", "arm", "visit", "week", "endpoint", "value", "side"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_study(tmp_path)


def _edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def _read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write_rows(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _value(study: Study, endpoint: str, participant: str, visit: str) -> float:
    scores = study.scores
    at = (scores["endpoint"] == endpoint) & scores["participant"].isin(hidden(participant))
    (value,) = scores.loc[at & (scores["visit"] == visit), "value"]
    return float(value)


def _sound(folder: Path) -> Study:
    assert [str(fault) for fault in check_study(folder)] == []
    return load_study(folder)


def test_the_long_table_has_its_columns_and_no_empty_value(folder: Path) -> None:
    scores = load_study(folder).scores
    assert list(scores.columns) == SCORES
    assert scores["value"].notna().all()
    assert set(scores["side"]) == {""}
    assert set(scores["arm"]) == {"dextrose", "saline"}
    # 4 measures at 3 visits and one at 2, of 6 people
    assert len(scores) == 6 * (4 * 3 + 2)


def test_items_are_scored_and_answers_become_numbers(folder: Path) -> None:
    study = load_study(folder)
    # six items from 0.5 to 5.5, and 7 and 14
    assert _value(study, "visa", "A1", "baseline") == pytest.approx(18 + 7 + 14)
    assert _value(study, "better", "A1", "week 6") == 0
    assert _value(study, "better", "A1", "week 12") == 1


def test_participants_keep_their_characteristics(folder: Path) -> None:
    people = load_study(folder).participants
    assert list(people.columns) == ["participant", "arm", "age", "sex"]
    assert people["age"].tolist() == [50, 61, 47, 55, 39, 66]
    assert people["sex"].tolist() == ["f", "m", "f", "m", "f", "m"]


def test_codes_with_leading_zeros_are_labels(folder: Path) -> None:
    rows = _read_rows(folder / "participants.csv")
    for number, row in enumerate(rows):
        row["site"] = f"00{number}"
    _write_rows(folder / "participants.csv", rows)
    _edit(folder / "study.yaml", ("characteristics: [sex]", "characteristics: [sex, site]"))
    assert load_study(folder).participants["site"].tolist()[:2] == ["000", "001"]


def test_the_order_of_rows_does_not_matter(folder: Path) -> None:
    before = load_study(folder)
    rows = _read_rows(folder / "scores.csv")
    random.Random(1).shuffle(rows)
    _write_rows(folder / "scores.csv", rows)
    after = load_study(folder)
    assert_frame_equal(before.scores, after.scores)
    assert before.fingerprint != after.fingerprint


def test_the_fingerprint_is_that_of_names_and_bytes(folder: Path) -> None:
    before = load_study(folder).fingerprint
    assert len(before) == 64
    assert load_study(folder).fingerprint == before
    (folder / "notes.txt").write_text("not part of the study", encoding="utf-8")
    assert load_study(folder).fingerprint == before
    _edit(folder / "participants.csv", ("50,f", "50,f "))
    assert load_study(folder).fingerprint != before


def test_one_table_may_carry_everything(folder: Path) -> None:
    apart = load_study(folder)
    people = {row["participant"]: row for row in _read_rows(folder / "participants.csv")}
    rows = [{**people[row["participant"]], **row} for row in _read_rows(folder / "scores.csv")]
    _write_rows(folder / "scores.csv", rows)
    (folder / "participants.csv").unlink()
    _edit(folder / "study.yaml", ("  participants: participants.csv\n", ""))
    together = _sound(folder)
    assert_frame_equal(together.scores, apart.scores)
    assert_frame_equal(together.participants, apart.participants)


@pytest.mark.parametrize(("column", "old", "new"), [("arm", "1", "2"), ("age", "50", "51")])
def test_where_one_table_carries_everything_nobody_changes(
    folder: Path, column: str, old: str, new: str
) -> None:
    people = {row["participant"]: row for row in _read_rows(folder / "participants.csv")}
    rows = [{**people[row["participant"]], **row} for row in _read_rows(folder / "scores.csv")]
    assert rows[2][column] == old
    rows[2][column] = new
    _write_rows(folder / "scores.csv", rows)
    _edit(folder / "study.yaml", ("  participants: participants.csv\n", ""))
    (fault,) = check_study(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == ("scores.csv", 4, column, new)
    assert "`A1` differs between rows" in fault.message


def test_an_arm_that_differs_between_tables_is_a_fault(folder: Path) -> None:
    rows = _read_rows(folder / "scores.csv")
    for row in rows:
        row["arm"] = "1" if row["participant"] in ("A1", "A2", "A3", "B2") else "2"
    _write_rows(folder / "scores.csv", rows)
    faults = check_study(folder)
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [
        (14, "arm", "1"), (15, "arm", "1"), (16, "arm", "1"),
    ]  # fmt: skip
    assert "in the arm `saline`" in faults[0].message


def _make_long(folder: Path) -> None:
    rows = [
        {"participant": row["participant"], "visit": row["visit"], "measure": name, "value": value}
        for row in _read_rows(folder / "scores.csv")
        for name, value in row.items()
        if name not in ("participant", "visit") and value
    ]
    _write_rows(folder / "scores.csv", rows)
    _edit(folder / "study.yaml", ("scores: scores.csv", "scores: {file: scores.csv, layout: long}"))


def test_a_long_table_gives_the_same_scores(folder: Path) -> None:
    wide = load_study(folder).scores
    _make_long(folder)
    assert_frame_equal(_sound(folder).scores, wide)


@pytest.mark.parametrize(
    ("change", "column", "value", "says"),
    [
        ({"measure": "paim"}, "measure", "paim", "no such measure"),
        ({"value": "x"}, "value", "x", "The value of `visa_q1` is not a number"),
        ({"value": "11"}, "value", "11", "The value of `visa_q1` is outside its range"),
        ({"measure": "visa_q2"}, None, "A1, baseline", "repeats `visa_q2` of line 2"),
    ],
)
def test_faults_in_a_long_table(
    folder: Path, change: dict[str, str], column: str | None, value: str, says: str
) -> None:
    _make_long(folder)
    rows = _read_rows(folder / "scores.csv")
    rows[0] |= change
    _write_rows(folder / "scores.csv", rows)
    faults = check_study(folder)
    line = 3 if column is None else 2
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(line, column, value)]
    assert says in faults[0].message


def test_a_long_table_without_its_columns(folder: Path) -> None:
    _make_long(folder)
    _edit(folder / "study.yaml", ("measures:\n", "columns: {value: score}\nmeasures:\n"))
    (fault,) = check_study(folder)
    assert (fault.row, fault.column) == (1, "score")
    assert "`columns.value`" in fault.fix


def _two_sides(folder: Path, side: str = "side") -> None:
    """Flexion on both sides; the other scores stand on the row of the left."""
    rows = []
    for row in _read_rows(folder / "scores.csv"):
        right = dict.fromkeys(row, "") | {
            "participant": row["participant"],
            "visit": row["visit"],
            "flexion_deg": str(int(row["flexion_deg"]) + 4),
        }
        rows += [{"side": "left", **row}, {"side": "right", **right}]
    _write_rows(folder / "scores.csv", rows)
    _edit(folder / "study.yaml", ("column: flexion_deg", f"column: flexion_deg, side: {side}"))


def test_two_sides_of_a_patient_are_one_patient(folder: Path) -> None:
    one = load_study(folder).patient_scores("flexion")
    _two_sides(folder)
    study = _sound(folder)
    both = study.scores[study.scores["endpoint"] == "flexion"]
    assert both["side"].value_counts().to_dict() == {"left": 18, "right": 18}
    mean = study.patient_scores("flexion")
    assert len(mean) == len(one) == 18
    assert (mean["value"].to_numpy() == one["value"].to_numpy() + 2).all()
    assert set(study.scores.loc[study.scores["endpoint"] == "pain", "side"]) == {""}


def test_sides_may_be_kept_apart(folder: Path) -> None:
    _two_sides(folder, "{column: side, combine: separate}")
    assert len(_sound(folder).patient_scores("flexion")) == 36


@pytest.mark.parametrize(
    ("value", "says"), [("", "side is missing"), ("middle", "a third side"), ("left", "repeats")]
)
def test_faults_of_sides(folder: Path, value: str, says: str) -> None:
    _two_sides(folder)
    rows = _read_rows(folder / "scores.csv")
    rows[3]["side"] = value
    _write_rows(folder / "scores.csv", rows)
    (fault,) = check_study(folder)
    assert fault.row == 5
    assert says in fault.message


def test_two_sides_without_a_side_column_are_duplicates(folder: Path) -> None:
    _two_sides(folder)
    _edit(folder / "study.yaml", (", side: side", ""))
    faults = check_study(folder)
    assert len(faults) == 18
    assert all("`side` column" in fault.fix for fault in faults)


def _baseline_in_column(folder: Path) -> None:
    people = _read_rows(folder / "participants.csv")
    for number, row in enumerate(people):
        row["pain_before"] = str(80 - number)
    _write_rows(folder / "participants.csv", people)
    _edit(folder / "study.yaml", ("pain-vas}", "pain-vas, baseline: pain_before}"))


def test_a_baseline_may_be_a_column(folder: Path) -> None:
    _baseline_in_column(folder)
    rows = [row for row in _read_rows(folder / "scores.csv") if row["visit"] != "baseline"]
    _write_rows(folder / "scores.csv", rows)
    _edit(
        folder / "study.yaml",
        ("  - {name: baseline, week: 0}\n", ""),
        ("endpoint: visa,", "endpoint: pain,"),
        ("secondary: [pain, flexion]", "secondary: [flexion]"),
    )
    study = _sound(folder)
    assert [(visit.name, visit.week, visit.time) for visit in study.visits] == [
        ("baseline", 0.0, "week 0"), ("week 6", 6.0, "week 6"), ("week 12", 12.0, "week 12"),
    ]  # fmt: skip
    assert study.baseline is not None
    assert _value(study, "pain", "A2", "baseline") == 79
    at_baseline = study.scores[study.scores["week"] == 0]
    assert set(at_baseline["endpoint"]) == {"pain"}


def test_a_baseline_column_beside_a_baseline_visit_is_two_baselines(folder: Path) -> None:
    _baseline_in_column(folder)
    (fault,) = check_study(folder)
    assert fault.column == "measures.pain.baseline"
    assert "two baselines: this column, and 6 scores" in fault.message


def test_a_baseline_column_may_stand_beside_a_visit_of_other_measures(folder: Path) -> None:
    _baseline_in_column(folder)
    rows = _read_rows(folder / "scores.csv")
    for row in rows:
        row["pain"] = "" if row["visit"] == "baseline" else row["pain"]
    _write_rows(folder / "scores.csv", rows)
    study = _sound(folder)
    assert len(study.visits) == 3
    assert _value(study, "pain", "B3", "baseline") == 75


def test_a_baseline_column_is_checked_like_a_score(folder: Path) -> None:
    _baseline_in_column(folder)
    people = _read_rows(folder / "participants.csv")
    people[2]["pain_before"] = "101"
    people[3]["pain_before"] = "?"
    _write_rows(folder / "participants.csv", people)
    places = [(fault.file, fault.row, fault.column, fault.value) for fault in check_study(folder)]
    assert ("participants.csv", 4, "pain_before", "101") in places
    assert ("participants.csv", 5, "pain_before", "?") in places


def test_ancova_without_a_baseline_is_a_fault(folder: Path) -> None:
    rows = [row for row in _read_rows(folder / "scores.csv") if row["visit"] != "baseline"]
    _write_rows(folder / "scores.csv", rows)
    _edit(folder / "study.yaml", ("  - {name: baseline, week: 0}\n", ""))
    (fault,) = check_study(folder)
    assert fault.column == "plan.primary.method"
    assert "no baseline" in fault.message


def _make_single_arm(folder: Path) -> None:
    people = [
        {name: value for name, value in row.items() if name != "arm"}
        for row in _read_rows(folder / "participants.csv")
    ]
    _write_rows(folder / "participants.csv", people)
    _edit(
        folder / "study.yaml",
        ("  saline: {label: Saline, role: placebo, code: 2}\n", ""),
        ("design: parallel", "design: single-arm"),
        (", comparison: [dextrose, saline], method: ancova", ""),
        ("treatment-effect", "before-after"),
    )


def test_a_single_arm_study_needs_no_arm_column(folder: Path) -> None:
    _make_single_arm(folder)
    assert load_study(folder).file.plan.population == "all treated"


def test_a_population_is_randomised_only_where_the_allocation_is(folder: Path) -> None:
    assert load_study(folder).file.plan.population == "all participants"
    _edit(folder / "study.yaml", ("design: parallel", "design: parallel\nallocation: randomised"))
    assert load_study(folder).file.plan.population == "randomised"


@pytest.mark.parametrize("words", ["randomised", "all Randomized patients"])
def test_a_single_arm_study_randomises_nobody(folder: Path, words: str) -> None:
    _make_single_arm(folder)
    _edit(folder / "study.yaml", ("  covariates:", f"  population: {words}\n  covariates:"))
    (fault,) = check_study(folder)
    assert (fault.column, fault.value) == ("plan.population", words)
    assert "all treated" in fault.fix


def test_a_single_arm_study_may_say_that_it_is_not_randomised(folder: Path) -> None:
    _make_single_arm(folder)
    words = "all treated, not randomised"
    _edit(folder / "study.yaml", ("  covariates:", f"  population: {words}\n  covariates:"))
    assert load_study(folder).file.plan.population == words


def test_the_total_of_a_questionnaire_may_be_a_column(folder: Path) -> None:
    rows = _read_rows(folder / "scores.csv")
    for row in rows:
        row["visa_total"] = "61"
    rows[4]["visa_total"] = "101"
    _write_rows(folder / "scores.csv", rows)
    _edit(folder / "study.yaml", ('items: "visa_{item}"', "column: visa_total"))
    (fault,) = check_study(folder)
    assert (fault.row, fault.column, fault.value) == (6, "visa_total", "101")
    rows[4]["visa_total"] = "60.5"
    _write_rows(folder / "scores.csv", rows)
    study = _sound(folder)
    assert _value(study, "visa", "A2", "week 6") == 60.5
    assert _value(study, "visa", "A1", "baseline") == 61


def test_a_column_cannot_be_read_twice(folder: Path) -> None:
    _edit(folder / "study.yaml", ("label: Stairs", "label: Stairs, column: pain"))
    (fault,) = check_study(folder)
    assert fault.value == "pain"
    assert "by the measure `pain` already" in fault.message


def test_missing_scores_are_empty_cells_or_absent_rows(folder: Path) -> None:
    full = load_study(folder).scores
    rows = _read_rows(folder / "scores.csv")
    rows[1]["pain"] = ""
    del rows[2]
    _write_rows(folder / "scores.csv", rows)
    scores = load_study(folder).scores
    assert len(full) - len(scores) == 1 + 5
    gone = pd.concat([full, scores]).drop_duplicates(keep=False)
    assert set(gone["participant"]) == set(hidden("A1"))


def test_an_item_left_empty_leaves_what_the_instrument_allows(folder: Path) -> None:
    rows = _read_rows(folder / "scores.csv")
    rows[0]["visa_q1"] = ""
    _write_rows(folder / "scores.csv", rows)
    scores = load_study(folder).scores
    visa = scores[(scores["endpoint"] == "visa") & scores["participant"].isin(hidden("A1"))]
    assert list(visa["visit"]) == ["week 6", "week 12"]


def test_an_invalid_key_hides_no_fault_of_the_tables(folder: Path) -> None:
    _edit(folder / "study.yaml", ("label: Stairs", "label: Stairs, domain: pian"))
    _edit(folder / "scores.csv", ("A1,baseline,0.5", "A1,baseline,50"))
    rows = _read_rows(folder / "scores.csv")
    rows[0]["stairs"] = "9"
    _write_rows(folder / "scores.csv", rows)
    assert [fault.column for fault in check_study(folder)] == [
        "measures.stairs.domain", "visa_q1", "stairs",
    ]  # fmt: skip


def test_many_faults_of_one_kind_are_counted(folder: Path) -> None:
    rows = _read_rows(folder / "scores.csv")
    many = [{**row, "participant": f"X{n}"} for n in range(10) for row in rows[:3]]
    _write_rows(folder / "scores.csv", rows + many)
    faults = check_study(folder)
    assert len(faults) == 21
    assert faults[-1].message.startswith("and 10 more rows have")


def test_events_of_unknown_participants_are_a_fault(folder: Path) -> None:
    _edit(folder / "study.yaml", ("measures:\n", "  events: events.csv\nmeasures:\n"))
    (folder / "events.csv").write_text("participant,event\nA1,bruise\nZ9,bruise\n", "utf-8")
    (fault,) = check_study(folder)
    assert (fault.file, fault.row, fault.value) == ("events.csv", 3, "Z9")


def test_a_header_alone_says_that_nobody_had_an_event(folder: Path) -> None:
    _edit(folder / "study.yaml", ("measures:\n", "  events: events.csv\nmeasures:\n"))
    (folder / "events.csv").write_text("participant,week,event\n", "utf-8")
    events = _sound(folder).events
    assert events is not None
    assert list(events.columns) == ["participant", "week"]
    assert events.empty


def test_a_column_with_few_numbers_is_text(folder: Path) -> None:
    rows = _read_rows(folder / "participants.csv")
    for row, site in zip(rows, ["1", "2", "3a", "3b", "NA", "x"], strict=True):
        row["site"] = site
    _write_rows(folder / "participants.csv", rows)
    _edit(folder / "study.yaml", ("characteristics: [sex]", "characteristics: [sex, site]"))
    assert _sound(folder).participants["site"].tolist() == ["1", "2", "3a", "3b", "NA", "x"]


REAL = {
    "acupuncture_headache": (401, 401 + 326 + 301),
    "knee_injury_pain": (127, 127 * 4),
    "hip_mobility_spondylitis": (39, 39 * 2 * 2 * 2),
    "antidepressant_dropout": (172, 172 + 608),
}


@pytest.mark.parametrize("name", REAL)
def test_real_trials_load_in_full(real_study: Callable[[str], Path], name: str) -> None:
    people, scores = REAL[name]
    study = _sound(real_study(name))
    assert len(study.participants) == people
    assert len(study.scores) == scores


def test_means_of_the_headache_trial_are_those_published(
    real_study: Callable[[str], Path],
) -> None:
    """Vickers 2004, BMJ 328:744: month 12, 16.2 (SD 13.7), n 161; 22.3 (SD 17.0), n 140."""
    study = load_study(real_study("acupuncture_headache"))
    last = study.patient_scores("headache").query("visit == 'month 12'").groupby("arm")["value"]
    found = last.agg(["mean", "std", "size"])
    assert found.loc["acupuncture"].tolist() == pytest.approx([16.247, 13.718, 161], abs=5e-4)
    assert found.loc["usual-care"].tolist() == pytest.approx([22.343, 17.011, 140], abs=5e-4)


def test_days_of_the_knee_trial_become_weeks(real_study: Callable[[str], Path]) -> None:
    study = load_study(real_study("knee_injury_pain"))
    assert [visit.week for visit in study.visits] == pytest.approx([0, 3 / 7, 1, 10 / 7])
    assert [visit.time for visit in study.visits] == ["day 0", "day 3", "day 7", "day 10"]


def test_hips_are_averaged_within_the_patient(real_study: Callable[[str], Path]) -> None:
    """The README of the data: patient-level change in rotation 0.9583 against 6.5926."""
    study = load_study(real_study("hip_mobility_spondylitis"))
    rotation = study.patient_scores("rotation").pivot_table(
        index=["arm", "participant"], columns="visit", values="value"
    )
    change = (rotation["after"] - rotation["before"]).groupby("arm").agg(["mean", "size"])
    assert change.loc["control"].tolist() == pytest.approx([0.9583, 12], abs=5e-5)
    assert change.loc["stretching"].tolist() == pytest.approx([6.5926, 27], abs=5e-5)
    assert [t.value for t in study.endpoints["rotation"].thresholds] == [4.7]


def test_baseline_of_the_antidepressant_trial_is_a_column(
    real_study: Callable[[str], Path],
) -> None:
    study = load_study(real_study("antidepressant_dropout"))
    assert study.visits[0].name == "baseline"
    assert study.visits[0].time == "day 0"
    sizes = study.scores.groupby(["arm", "visit"]).size()
    assert sizes["drug"].to_dict() == {
        "baseline": 84, "visit 4": 84, "visit 5": 77, "visit 6": 73, "visit 7": 64,
    }  # fmt: skip
    assert sizes["placebo"]["visit 7"] == 65
