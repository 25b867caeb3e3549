"""The key `blinded` of a study file: what a study is before its arms may be named."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from outcomes import analysis, load_study, write_results
from outcomes.errors import AnalysisError, StudyError
from outcomes.study import check_study
from outcomes.study.blinding import BLINDED, HIDDEN, KEPT
from outcomes.study.locked_plan import lock_plan
from outcomes.study.plan import StudyFile
from tests.cases.crossover_study import write_crossover
from tests.cases.meaning_study import add_lines, change, copy_case
from tests.study.blinded_study import WORDS, write_trial
from tests.study.keys import write_key


def find_words(text: str) -> list[str]:
    return [word for word in WORDS if word.lower() in text.lower()]


def zorblex_is(study) -> str:
    """Return the arm of the participants who have no score at week 12: one of zorblex."""
    seen = study.scores.loc[study.scores["visit"] == "week 12", "participant"]
    absent = study.participants[~study.participants["participant"].isin(seen)]
    (arm,) = absent["arm"]
    return arm


def test_nothing_of_a_blinded_study_names_its_arms(tmp_path):
    study = load_study(write_trial(tmp_path))
    assert list(study.arms) == ["arm-a", "arm-b"]
    assert [arm.label for arm in study.arms.values()] == ["Arm A", "Arm B"]
    assert find_words(repr(study) + repr(study.file) + repr(study.labels)) == []
    # the whole object, as another process would be sent it
    assert find_words(pickle.dumps(study, protocol=0).decode("latin-1")) == []
    assert list(study.participants) == ["participant", "arm", "age", "sex", "kept"]
    assert study.comparisons == ()


def test_letters_follow_the_key_and_not_the_file(tmp_path):
    keys = [f"{number:02x}" * 32 for number in range(8)]
    arms = [zorblex_is(load_study(write_trial(tmp_path / key, key=key))) for key in keys]
    assert set(arms) == {"arm-a", "arm-b"}
    folder = tmp_path / keys[0] / "two-arms"
    assert zorblex_is(load_study(folder)) == arms[0]


def test_rows_stand_in_an_order_that_says_nothing_of_the_arms(tmp_path):
    study = load_study(write_trial(tmp_path))
    for table in (study.participants, study.scores, study.events):
        assert table["participant"].is_monotonic_increasing
    arms = study.participants["arm"]
    assert (arms != arms.shift()).sum() > 3


def test_a_key_of_the_study_file_is_hidden_unless_it_is_kept(tmp_path):
    """A key that is added to the study file is in one of the two lists, or this test says so."""
    said = {"title", "summary", "sources", "assumptions", "arms", "plan"}
    blinded = load_study(write_trial(tmp_path)).file
    for name, field in StudyFile.model_fields.items():
        if name not in KEPT | said:
            assert getattr(blinded, name) == field.get_default(call_default_factory=True), name
    assert blinded.summary == BLINDED
    assert blinded.assumptions == (HIDDEN,)


@pytest.mark.parametrize(
    "analyse",
    [
        analysis.compare_with_control,
        analysis.compare_responders,
        analysis.compare_subgroups,
        analysis.compare_ways,
        analysis.summarise_change,
        analysis.accumulate_changes,
        analysis.find_tipping_point,
        analysis.summarise_harms,
        analysis.summarise_harm_rates,
    ],
)
def test_arms_of_a_blinded_study_are_not_analysed(tmp_path, analyse):
    study = load_study(write_trial(tmp_path))
    with pytest.raises(AnalysisError, match="is blinded, so its arms are not analysed"):
        analyse(study)


def test_scores_are_described_for_all_arms_together(tmp_path):
    study = load_study(write_trial(tmp_path))
    scores = analysis.summarise_scores(study)
    assert set(scores["arm"]) == {"all arms"}
    assert scores.loc[scores["quantity"] == "n", "estimate"].tolist() == [22, 22, 21]
    baseline = analysis.summarise_baseline(study)
    assert set(baseline["arm"]) == {"arm-a", "arm-b"}
    assert set(baseline["quantity"]) == {"n", "mean", "sd", "share"}


@pytest.mark.parametrize("quantity", ["difference", "mean"])
def test_results_that_show_how_arms_differ_are_not_written(tmp_path, quantity):
    study = load_study(write_trial(tmp_path))
    estimates = analysis.summarise_scores(study)
    row = (estimates["quantity"] == "mean") & (estimates["visit"] == "week 12")
    estimates.loc[row, ["arm", "quantity"]] = ["arm-a", quantity]
    with pytest.raises(AnalysisError, match=f"{quantity} of pain shows how its arms differ"):
        write_results(tmp_path / "results.json", estimates, study)
    assert not (tmp_path / "results.json").exists()


def test_a_locked_plan_says_that_it_was_changed_and_not_how(tmp_path):
    folder = write_trial(tmp_path)
    lock_plan(folder, date(2026, 11, 27))
    change(folder / "study.yaml", ("label: Zorblex injection", "label: Zorblex by mouth"))
    locked = load_study(folder).locked
    assert [(each.key, each.locked, each.now) for each in locked.changes] == [
        ("arms", HIDDEN, HIDDEN)
    ]
    assert "1 change since" in locked.say()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("covariates: [age]", "covariates: [age, dose]", "two arms have no value in common"),
        ("blinded: true", "blinded: true\ndisclosure: {minimum: 5}", "No report keeps both"),
        ("blinded: true", "blinded: yes, please", "blinded"),
    ],
)
def test_what_cannot_be_blinded_is_a_fault(tmp_path, old, new, said):
    folder = write_trial(tmp_path)
    change(folder / "study.yaml", (old, new))
    assert any(said in str(fault) for fault in check_study(folder))
    with pytest.raises(StudyError):
        load_study(folder)


def test_numbers_that_lie_apart_tell_the_arms_as_words_do(tmp_path):
    folder = write_trial(tmp_path)
    people = (folder / "participants.csv").read_text(encoding="utf-8")
    rows = people.splitlines()
    shifted = [
        ",".join(
            [*row.split(",")[:4], f"{40 + at / 7 if 'ZX7' in row else at / 7:.2f}", "1", "1", ""]
        )
        for at, row in enumerate(rows[1:])
    ]
    (folder / "participants.csv").write_text("\n".join([rows[0], *shifted]), encoding="utf-8")
    change(folder / "study.yaml", ("covariates: [age]", "covariates: [age, dose]"))
    (fault,) = check_study(folder)
    assert fault.column == "dose"


def test_a_study_of_one_arm_cannot_be_blinded(tmp_path, shared):
    folder = copy_case(shared, tmp_path, "single-arm-no-threshold")
    (fault,) = check_study(add_lines(folder, "blinded: true"))
    assert fault.message.startswith("A single-arm study cannot be blinded")


def test_a_study_of_several_treatments_cannot_be_blinded(tmp_path):
    folder = write_key(write_crossover(tmp_path))
    (fault,) = check_study(add_lines(folder, "blinded: true"))
    assert "its periods or sites would tell the treatments apart" in fault.message


@pytest.mark.parametrize(("last", "asked"), [(12, False), (6, True)])
def test_sizes_that_name_the_arms_are_a_query(tmp_path, last, asked):
    folder = write_trial(tmp_path)
    gone = tuple(f"QL9-{number}" for number in range(last, 12))
    for name in ("participants.csv", "scores.csv"):
        rows = (folder / name).read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.split(",")[0] not in gone]
        (folder / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    change(folder / "study.yaml", ("qualine: {received: 12}", f"qualine: {{received: {last}}}"))
    kinds = {query.kind for query in load_study(folder).queries}
    assert ("arm-sizes" in kinds) == asked
