"""Each strategy for an intercurrent event gives the answer that was worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import compare_with_control, count_flow, summarise_change, summarise_scores
from outcomes.analysis.covariates import list_baseline_covariates
from outcomes.study import check_study
from tests.cases.meaning_study import PEOPLE, add_lines, change, load_sound, write_study
from tests.cases.pages import make_pages
from tests.study.keys import write_key

MEASURE = "{kind: continuous, range: [0, 100], higher: worse, label: Pain, column: score}"
PRIMARY = "  primary: {endpoint: score, visit: week 12, comparison: [d, p]}\n"

WEEK_6 = {"d": [38, 39, 40, 41, 42, 46], "p": [47, 49, 51, 53, 60, 64]}
WEEK_12 = {
    "d": [30.0, 27.5, 32.0, 28.5, 32.0, 10],
    "p": [44.5, 43.5, 44.5, 47.5, 20, 22],
}
"""Those without rescue have 30 + (x - 40) / 2 + e and 45 + (x - 50) / 2 + e, with e of mean 0 and
unrelated to the score x at week 6 within either arm."""

RESCUED = {"d6": 9, "p5": 8, "p6": 7}

ANSWERS = {
    # as recorded: 160 / 6 against 222 / 6
    "treatment-policy": -10.333333333333334,
    # without rescue: 30 + (41 - 40) / 2 against 45 + (54 - 50) / 2, as Anderson (1957, J Am Stat
    # Assoc 52:200-203) has it where the later of two scores is missing
    "hypothetical": -16.5,
    # (150 + 100) / 6 against (180 + 200) / 6
    "composite": -21.666666666666668,
    # (150 + 46) / 6 against (180 + 60 + 64) / 6
    "while-on-treatment": -18.0,
}


def _scores(missing: bool = False) -> pd.DataFrame:
    rows = []
    for person in PEOPLE:
        arm, place = person[0], int(person[1:]) - 1
        rows += [(person, "baseline", 50.0), (person, "week 6", WEEK_6[arm][place])]
        if not (missing and person in RESCUED):
            rows.append((person, "week 12", WEEK_12[arm][place]))
    return pd.DataFrame(rows, columns=["participant", "visit", "score"])


def _write(parent: Path, strategy: str, *, missing: bool = False) -> Path:
    weeks = [str(RESCUED.get(person, "")) for person in PEOPLE]
    folder = write_study(parent, MEASURE, _scores(missing), rescue_week=weeks)
    declared = f"  intercurrent: {{rescue drug: {{strategy: {strategy}, week: rescue_week}}}}\n"
    change(folder / "study.yaml", (PRIMARY, PRIMARY + declared))
    return write_key(folder)


def _difference(folder: Path) -> float:
    found = compare_with_control(load_sound(folder))
    rows = found[(found["quantity"] == "difference") & (found["visit"] == "week 12")]
    return float(rows["estimate"].item())


@pytest.mark.parametrize("strategy", ANSWERS)
def test_the_answer_is_the_one_worked_out_by_hand(tmp_path: Path, strategy: str) -> None:
    # the mixed model is fitted until its slope is below 1e-8 of a score's
    assert _difference(_write(tmp_path, strategy)) == pytest.approx(ANSWERS[strategy], abs=1e-6)


@pytest.mark.parametrize("strategy", ["hypothetical", "composite", "while-on-treatment"])
def test_what_was_recorded_after_the_event_does_not_matter(tmp_path: Path, strategy: str) -> None:
    recorded = _difference(_write(tmp_path / "recorded", strategy))
    assert _difference(_write(tmp_path / "not", strategy, missing=True)) == recorded


def test_flow_and_observed_scores_are_as_recorded(tmp_path: Path) -> None:
    handled = load_sound(_write(tmp_path / "one", "composite"))
    plain = load_sound(_write(tmp_path / "other", "treatment-policy"))
    for describe in (count_flow, summarise_scores):
        one, other = (describe(study).drop(columns=["done"]) for study in (handled, plain))
        pd.testing.assert_frame_equal(one, other)
    changes = summarise_change(handled)
    kept = changes[(changes["quantity"] == "change") & (changes["visit"] == "week 12")]
    assert kept.set_index("arm")["estimate"]["p"] == pytest.approx(380 / 6 - 50)


@pytest.mark.parametrize(
    ("strategy", "words", "plainly"),
    [
        ("treatment-policy", "3 scores after it were used as recorded (treatment policy).", ""),
        (
            "hypothetical",
            "3 scores after it were set aside, and the model estimates what would have "
            "been without it (hypothetical).",
            "3 people had this during the study: rescue drug. Their scores after that were not "
            "used.",
        ),
        (
            "composite",
            "After it the worst score counts, 3 in all (composite).",
            "From then on each of them counts with the worst score.",
        ),
        (
            "while-on-treatment",
            "After it the last score until then counts, 3 in all (while on treatment).",
            "For them the last score before that counts.",
        ),
    ],
)
def test_the_page_says_who_had_it_and_what_was_done(
    root: Path, tmp_path: Path, strategy: str, words: str, plainly: str
) -> None:
    page = make_pages(_write(tmp_path, strategy), root, tmp_path / "project")["treatment-effect"]
    assert f"Rescue drug: 1 with drug and 2 with placebo had it. {words}" in page
    assert plainly in page
    assert f"Intercurrent events: Rescue drug ({strategy.replace('-', ' ')})." in page
    assert "not carried out" not in page


def test_missing_scores_that_the_worst_stands_for_are_told(root: Path, tmp_path: Path) -> None:
    case = _write(tmp_path, "composite", missing=True)
    page = make_pages(case, root, tmp_path / "project")["treatment-effect"]
    assert (
        "5 with drug and 4 with placebo have a score at week 12; with what stands for scores after "
        "an intercurrent event, 6 with drug and 6 with placebo are analysed" in page
    )


def test_events_of_the_table_of_events_count_by_their_term(tmp_path: Path) -> None:
    folder = _write(tmp_path, "composite")
    rows = [(person, week, "took the rescue tablet") for person, week in RESCUED.items()]
    rows.append(("d1", 1, "bruise"))
    events = pd.DataFrame(rows, columns=["participant", "week", "event"])
    events.to_csv(folder / "events.csv", index=False)
    change(
        folder / "study.yaml",
        ("week: rescue_week", "event: rescue"),
        ("  scores: scores.csv\n", "  scores: scores.csv\n  events: events.csv\n"),
    )
    add_lines(folder, "events: {terms: {rescue: [took the rescue tablet], bruise: []}}")
    assert _difference(folder) == pytest.approx(ANSWERS["composite"], abs=1e-6)
    undated = events.assign(week=["", "8", "7", "1"])
    undated.to_csv(folder / "events.csv", index=False)
    (fault,) = check_study(folder)
    assert fault.message.startswith("It is not said when this happened")
    assert fault.row == 2
    events.drop(columns="week").to_csv(folder / "events.csv", index=False)
    (fault,) = check_study(folder)
    assert fault.message.startswith("The table does not tell when an event was")


def test_a_yes_or_no_endpoint_fails_by_composite(tmp_path: Path) -> None:
    values = _scores().assign(score=lambda rows: (rows["score"] < 40).astype(int))
    folder = write_study(
        tmp_path,
        "{kind: binary, higher: better, label: Good, column: score}",
        values,
        rescue_week=[str(RESCUED.get(person, "")) for person in PEOPLE],
    )
    declared = "  intercurrent: {rescue: {strategy: composite, week: rescue_week}}\n"
    change(folder / "study.yaml", (PRIMARY, PRIMARY + declared))
    # 5 of 6 with drug stay good, and none of 6 with placebo: p5 and p6 were good after rescue only
    assert _difference(folder) == pytest.approx(5 / 6)


@pytest.mark.parametrize(
    ("declared", "also", "message"),
    [
        ("{strategy: principal-stratum, week: rescue_week}", (), "`strategy` cannot be this."),
        ("principal stratum", (), "`strategy` cannot be this."),
        ("{strategy: composite}", (), "Nothing tells who had this and when"),
        ("hypothetical", (), "Nothing tells who had this and when"),
        ("{strategy: composite, event: fall}", (), "There is no table of events to find this in."),
        (
            "{strategy: composite, week: rescue_week, event: fall}",
            (),
            "It is said twice what tells when this happened.",
        ),
        ("{strategy: composite, week: rescue_weak}", (), "The table has no column `rescue_weak`."),
        ("{strategy: composite, week: rescue_week, day: rescue_week}", (), "Give the column of"),
        (
            "{strategy: composite, week: rescue_week}",
            ("range: [0, 100], higher: worse", "range: [0, 100], higher: neither"),
            "There is no worst score of `score`",
        ),
        (
            "{strategy: hypothetical, week: rescue_week}",
            ("comparison: [d, p]}", "comparison: [d, p], method: ancova}"),
            "Scores after this event would be set aside and estimated by the mixed model",
        ),
    ],
)
def test_what_cannot_be_carried_out_is_refused(
    tmp_path: Path, declared: str, also: tuple[str, str], message: str
) -> None:
    folder = _write(tmp_path, "composite")
    change(
        folder / "study.yaml",
        ("rescue drug: {strategy: composite, week: rescue_week}", f"rescue drug: {declared}"),
        *([also] if also else []),
    )
    faults = [fault.message for fault in check_study(folder)]
    assert any(message in fault for fault in faults), faults
    assert len(faults) <= 2


@pytest.mark.parametrize(
    ("cell", "message"),
    [("-2", "This event was before baseline"), ("yes", "This is not a number")],
)
def test_times_that_are_none_are_faults(tmp_path: Path, cell: str, message: str) -> None:
    folder = _write(tmp_path, "composite")
    people = pd.read_csv(folder / "participants.csv", dtype=str, keep_default_na=False)
    people.loc[people["participant"] == "d6", "rescue_week"] = cell
    people.to_csv(folder / "participants.csv", index=False)
    (fault,) = check_study(folder)
    assert message in fault.message
    assert fault.column == "rescue_week"


def test_nobody_with_the_event_is_said(root: Path, tmp_path: Path) -> None:
    folder = _write(tmp_path, "hypothetical")
    people = pd.read_csv(folder / "participants.csv").assign(rescue_week="")
    people.to_csv(folder / "participants.csv", index=False)
    page = make_pages(folder, root, tmp_path / "project")["treatment-effect"]
    assert "Rescue drug: nobody had it." in page


def test_who_has_no_score_before_the_event_is_left_out_and_counted(
    root: Path, tmp_path: Path
) -> None:
    folder = _write(tmp_path, "hypothetical")
    people = pd.read_csv(folder / "participants.csv")
    people.loc[people["participant"] == "d6", "rescue_week"] = 2
    people.to_csv(folder / "participants.csv", index=False)
    page = make_pages(folder, root, tmp_path / "project")["treatment-effect"]
    assert "Not in the analysis: 1 with drug (no score before rescue drug)." in page


def test_when_an_event_was_describes_nobody_at_baseline(tmp_path: Path) -> None:
    study = load_sound(_write(tmp_path, "hypothetical"))
    assert "rescue_week" in study.participants
    assert list_baseline_covariates(study) == ()
