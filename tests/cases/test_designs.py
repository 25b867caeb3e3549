"""Studies of other designs and sizes: each has its whole report, or is refused with its reason."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from outcomes.study import check_study
from tests.cases.meaning_study import change, copy_case
from tests.cases.pages import read_page

ANSWERS: Mapping[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("an-arm-lost-at-follow-up", "treatment-effect"): (
        (
            "could not be estimated: nobody with saline has a score at week 6",
            "Harms were not recorded",
            "Not seen at week 6: 4",
        ),
        ("Nothing on this page may be read",),
    ),
    ("before-after-separate-sides", "before-after"): (
        (
            "On the left side: since the start, the score fell by 2.1 points",
            "On the right side: since the start, the score fell by 2.3 points",
        ),
        ("gives no answer", "swelling"),
    ),
    ("dextrose-is-the-comparator", "evidence"): (
        ("This study is not added: dextrose is what its treatment is compared with",),
        ("compares no arm",),
    ),
    ("equal-means-direction-denied", "treatment-effect"): (
        ("mean pain was the same with dextrose as with saline",),
        ("neither direction", "less than 0.1 points lower", "Not judged"),
    ),
    ("four-participants", "treatment-effect"): (
        ("could not be estimated: too few participants",),
        ("do not suffice", "the model's"),
    ),
    ("measure-only-at-baseline", "treatment-effect"): (
        ("mean pain was 14.0 points lower with drug than with placebo",),
        ("Nothing on this page may be read",),
    ),
    ("no-baseline-placebo-sentence", "treatment-effect"): (
        ("How much pain changed with saline is not known, because there is no baseline score.",),
        ("is not among the estimates", "Bands: no confidence intervals"),
    ),
    ("one-person-in-an-arm", "treatment-effect"): (
        ("0 of 1 person with saline",),
        ("1 people", "1 persons"),
    ),
    ("percent-of-a-baseline-of-zero", "before-after"): (
        ("the score rose by 9.0 points", "6 of 6 people got better by at least 20%"),
        ("swelling", "0 of 6 people"),
    ),
    ("plain-words-do-not-name-the-side", "treatment-effect"): (
        ("On the left side: ", "On the right side: "),
        (),
    ),
    ("primary-visit-with-one-arm", "treatment-effect"): (
        ("nobody with placebo has a score at week 12",),
        ("singular", "arm[T.", "Leave out the arm"),
    ),
    ("same-baseline-for-all", "treatment-effect"): (
        (
            "mean pain was 3.0 points lower with dextrose than with saline",
            "not adjusted for baseline score, the same for everybody",
        ),
        ("could not be estimated",),
    ),
    ("single-arm-ankle-dorsiflexion", "before-after"): (
        ("From baseline to week 12, mean ankle dorsiflexion",),
        ("got better by at least",),
    ),
    ("single-arm-knee-flexion", "before-after"): (
        ("mean knee flexion rose by 8.8 degrees",),
        ("got better by at least", "Nothing on this page may be read"),
    ),
    ("single-arm-no-threshold", "before-after"): (
        ("From baseline to",),
        ("got better by at least", "Nothing on this page may be read"),
    ),
    ("single-arm-nobody-changed", "before-after"): (
        ("the score did not change in anybody", "1 of 6 with dextrose has no score at week 6"),
        ("a fall of 0.0", "1 of 6 have", "the other 1 "),
    ),
    ("single-arm-satisfaction-no-baseline", "before-after"): (
        ("There is no baseline score, so no change can be calculated.",),
        ("Nothing on this page may be read",),
    ),
    ("third-arm-never-seen-again", "treatment-effect"): (
        ("mean pain was 3.4 points lower with dextrose than with saline",),
        ("not one of its levels", "'ex'"),
    ),
}
"""By case and report: what its page says, and what it must not."""

REFUSED: Mapping[str, tuple[int, str, str]] = {
    "binary-no-baseline": (1, "plan.primary.method", "leave `method` out"),
    "sides-mean-binary": (1, "measures.pain.side", "combine: separate"),
    "two-arms-one-label": (2, "arms.saline", "a `label` of its own"),
    "visit-nobody-reached": (1, "visits.3", "or remove it"),
    "thousands-separator": (120, "pain", "If the comma marks thousands, write"),
}
"""By case: how many faults, the column of the first, and what its advice holds."""


def test_whole_reports_are_made_and_say_what_is_so(
    shared: Path, root: Path, tmp_path: Path
) -> None:
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    studies = list(dict.fromkeys(case for case, _ in ANSWERS))
    for case in studies:
        shutil.copytree(shared / "cases" / case, tmp_path / "data" / "raw" / case)
    file = tmp_path / "data" / "raw" / "dextrose-is-the-comparator" / "study.yaml"
    change(file, ("\narms:", "\nevidence: {pack: dextrose-prolotherapy, arms: [dextrose]}\narms:"))
    wanted = {*ANSWERS, ("dextrose-is-the-comparator", "treatment-effect")}
    jobs = [job for job in plan_jobs(tmp_path, studies) if (job.owner, job.report) in wanted]
    entries = run_jobs(jobs, tmp_path)
    assert [(one.study, one.report) for one in entries if one.state.is_bad] == []
    wrong = []
    for (case, report), (said, unsaid) in ANSWERS.items():
        page = read_page(tmp_path / "reports" / case / report / "index.html")
        wrong += [(case, "not said", words) for words in said if words not in page]
        wrong += [(case, "said", words) for words in unsaid if words in page]
    assert wrong == []


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_analysed_is_refused_with_the_way_out(
    shared: Path, tmp_path: Path, case: str
) -> None:
    faults = check_study(copy_case(shared, tmp_path, case))
    number, column, advice = REFUSED[case]
    first = min(faults, key=lambda fault: fault.row or 0)
    assert len(faults) >= 1
    assert column in {fault.column for fault in faults}
    assert advice in first.fix
    assert sum(1 for _ in faults) <= number


@pytest.mark.parametrize("label", ["dextrose", " Dextrose ", "DEXTROSE"])
def test_labels_of_arms_that_readers_cannot_tell_apart_are_one(
    shared: Path, tmp_path: Path, label: str
) -> None:
    folder = copy_case(shared, tmp_path, "an-arm-lost-at-follow-up")
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert "label: Saline" in text
    change(folder / "study.yaml", ("label: Saline", f'label: "{label}"'))
    (fault,) = check_study(folder)
    assert fault.column == "arms.saline"
