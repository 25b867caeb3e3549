"""Studies that have less than a trial: no baseline, one occasion, no threshold, nobody to compare.

Each goes from files to pages, which say what can be said and name no visit that nobody declared.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from outcomes.errors import StudyError
from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from outcomes.study import check_study, load_study
from tests.cases.meaning_study import change
from tests.cases.pages import read_page

HEAD = "title: Made-up case\nprovenance: collected\njoint: back\ntables: {scores: scores.csv}\n"

LABOUR = """\
design: parallel
allocation: randomised
arms:
  drug: {label: Medication, role: active, code: 1}
  placebo: {label: Placebo, role: placebo, code: 0}
visits: [VISITS]
columns: {participant: subject, arm: treatment, visit: time}
measures:
  pain: {kind: continuous, range: [0, 100], higher: worse, label: Pain, column: pain}
plan: {primary: {endpoint: pain, visit: reading 180, comparison: [drug, placebo]}}
reports: [data-quality, treatment-effect, responders]
"""

BACK = """\
design: DESIGN
arms: {ARMS}
visits: [{VISIT, code: once}]
columns: {participant: patient, visit: occasion, arm: x1}
measures: {progress: MEASURE}
characteristics: [{column: x2, kind: category}]
plan: {primary: {endpoint: progress, visit: at three weeks}}
reports: [REPORTS]
"""
PROGRESS = "{kind: ordinal, range: [0, 5], higher: better, label: Progress, column: progress}"
RELIEF = "{kind: binary, higher: better, label: Complete relief, column: relief}"
LEVELS = ("worse", "same", "slight", "moderate", "marked", "complete")
ONCE = "name: at three weeks, once: true"
GROUPS = (
    "short: {label: Short attack, role: group, code: 1}, "
    "long: {label: Long attack, role: group, code: 2}"
)
EVERYBODY = "all: {label: Everybody, role: group}"
UNDECLARED = re.compile(r"baseline|week 0|weeks? since|\bweek\b|follow-up", re.IGNORECASE)
"""What no page of a study of one occasion may say: nobody declared a time."""


PATCHES = """\
design: parallel
allocation: randomised
arms:
  low: {label: Low dose, role: active, code: Xanomeline Low Dose}
  high: {label: High dose, role: active, code: Xanomeline High Dose}
  patch: {label: Placebo patch, role: placebo, code: Placebo}
visits: [{name: the end, week: 26}]
columns: {participant: subject}
events: {columns: {event: term}, terms: {dizziness: [DIZZINESS], itching: [PRURITUS]}}
measures: {stayed: {kind: binary, higher: better, label: Stayed to the end, column: stayed}}
plan: {primary: {endpoint: stayed, visit: the end, comparison: [high, patch]}}
reports: [treatment-effect]
"""


def write(project: Path, name: str, text: str, scores: pd.DataFrame) -> Path:
    """Write a study, and return its folder."""
    folder = project / "data" / "raw" / name
    folder.mkdir(parents=True)
    (folder / "study.yaml").write_text(f"id: {name}\n{HEAD}{text}", encoding="utf-8")
    scores.to_csv(folder / "scores.csv", index=False)
    return folder


def fill(**parts: str) -> str:
    """Return the study file of the back pain data, its parts filled in."""
    text = BACK
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


def read_back_pain(shared: Path) -> pd.DataFrame:
    """Return the data as a table of scores: progress of 101 people after three weeks."""
    data = pd.read_csv(shared / "data" / "back_pain_prognosis" / "data.csv")
    progress = data["pain"].map(lambda text: LEVELS.index(text.split(".")[0]))
    return data.drop(columns="pain").assign(
        patient=[f"p{number}" for number in range(len(data))],
        occasion="once",
        progress=progress,
        relief=(progress == 5).astype(int),
    )


def write_patches(project: Path, shared: Path) -> None:
    """Write a trial of which little more is known than its adverse events."""
    data = shared / "data" / "patch_trial_safety"
    people, events = (pd.read_csv(data / f"{name}.csv") for name in ("subjects", "data"))
    stayed = (people["disposition"] == "COMPLETED").map({True: "yes", False: "no"})
    scores = people[["subject", "arm"]].assign(visit="the end", stayed=stayed)
    folder = write(project, "patches", PATCHES, scores)
    change(folder / "study.yaml", ("scores: scores.csv", "scores: scores.csv, events: events.csv"))
    told = ["subject", "term", "severity", "serious", "related"]
    events[told].to_csv(folder / "events.csv", index=False)


def read_rows(project: Path, study: str, report: str) -> list[dict[str, Any]]:
    """Return the rows of a report's results."""
    path = project / "reports" / study / report / "results.json"
    return list(json.loads(path.read_text(encoding="utf-8"))["estimates"])


def read_text(page: Path) -> str:
    """Return what a page says, the code that is folded away and how it was made left out."""
    html = page.read_text(encoding="utf-8")
    html = re.sub(r'<details class="code".*?</details>', " ", html, flags=re.DOTALL)
    copy = page.with_suffix(".txt")
    copy.write_text(html, encoding="utf-8")
    text = read_page(copy)
    copy.unlink()
    return text


@pytest.fixture(scope="module")
def project(shared: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in which all of the studies were reported."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(root / "notebooks", project / "notebooks")
    readings = ", ".join(
        f"{{name: reading {minute}, minute: {minute}, code: {minute}}}"
        for minute in range(30, 181, 30)
    )
    labour = pd.read_csv(shared / "data" / "labor_pain" / "data.csv")
    write(project, "labour", LABOUR.replace("VISITS", readings), labour)
    back = read_back_pain(shared)
    asked: Mapping[str, tuple[str, str]] = {
        "survey": (EVERYBODY, PROGRESS),
        "survey-groups": (GROUPS, PROGRESS),
        "survey-yes": (GROUPS, RELIEF),
    }
    for name, (arms, measure) in asked.items():
        own = back.drop(columns="x1") if arms == EVERYBODY else back
        text = fill(
            DESIGN="cross-sectional", ARMS=arms, VISIT=ONCE, MEASURE=measure, REPORTS="description"
        )
        write(project, name, text, own)
    after = fill(
        DESIGN="single-arm",
        ARMS="usual: {label: Usual care, role: active}",
        VISIT="name: at three weeks, week: 3",
        MEASURE=PROGRESS,
        REPORTS="data-quality, before-after",
    )
    write(project, "after-only", after, back.drop(columns="x1"))
    write_patches(project, shared)
    entries = run_jobs(plan_jobs(project), project)
    assert [entry.report for entry in entries if entry.state.is_bad] == []
    return project


def test_without_any_baseline_endpoint_means_are_compared(project: Path) -> None:
    """The differences are those of the data's README, from R's nlme."""
    found = {
        row["visit"]: row
        for row in read_rows(project, "labour", "treatment-effect")
        if row["quantity"] == "difference"
    }
    first, last = found["reading 30"], found["reading 180"]
    assert first["estimate"] == pytest.approx(-11.068023, abs=2e-5)
    assert first["se"] == pytest.approx(6.228522, abs=2e-5)
    assert last["estimate"] == pytest.approx(-50.559, abs=5e-4)  # as printed there
    page = read_text(project / "reports/labour/treatment-effect/index.html")
    assert "mean pain was 50.6 points lower with medication than with placebo" in page
    assert "How much pain changed with placebo is not known" in page
    for report in ("data-quality", "treatment-effect"):
        rows = read_rows(project, "labour", report)
        assert not any(row["week"] == 0 or row["visit"] == "baseline" for row in rows)
        text = read_text(project / "reports" / "labour" / report / "index.html")
        assert "since baseline" not in text
        assert "Participants at baseline" not in text


def test_before_and_after_without_before_says_how_people_were(project: Path) -> None:
    page = read_text(project / "reports/after-only/before-after/index.html")
    for said in (
        "mean progress with usual care was 2.99 points",
        "There is no baseline score, so no change can be calculated.",
        "This study has neither scores from before the treatment nor an arm to compare with",
        "mean score within the arm; no comparison",
    ):
        assert said in page
    for unsaid in ("A change from baseline includes", "since baseline", "mean change from"):
        assert unsaid not in page


def test_a_trial_that_is_known_by_its_harms_counts_who_had_them(project: Path) -> None:
    """The counts are those of the data's README."""
    counted = {
        (row["subgroup"] or row["endpoint"], row["arm"]): round(row["estimate"] * row["n_arm"])
        for row in read_rows(project, "patches", "treatment-effect")
        if row["quantity"] == "risk"
    }
    arms = ("patch", "low", "high")
    assert [counted["any event", arm] for arm in arms] == [69, 77, 79]
    assert [counted["serious event", arm] for arm in arms] == [0, 1, 2]
    assert [counted["dizziness", arm] for arm in arms] == [2, 8, 12]
    assert [counted["itching", arm] for arm in arms] == [8, 23, 26]
    page = read_text(project / "reports/patches/treatment-effect/index.html")
    assert "a yes for" in page
    assert "since baseline" not in page


def test_progress_of_101_people_is_counted_as_it_was(project: Path) -> None:
    """The counts are those of the data's README."""
    for study, report in (("survey", "description"), ("after-only", "before-after")):
        rows = read_rows(project, study, report)
        counts = [row["estimate"] for row in rows if row["quantity"] == "count"]
        assert counts == [5, 14, 18, 20, 28, 16]


def test_groups_are_described_and_not_compared(project: Path, shared: Path) -> None:
    back = read_back_pain(shared)
    rows = read_rows(project, "survey-groups", "description")
    means = {row["arm"]: row["estimate"] for row in rows if row["quantity"] == "mean"}
    expected = back.groupby("x1")["progress"].mean()
    assert means == {"short": pytest.approx(expected[1]), "long": pytest.approx(expected[2])}
    rows = read_rows(project, "survey-yes", "description")
    shares = {
        row["arm"]: row["estimate"]
        for row in rows
        if row["quantity"] == "share" and row["endpoint"] == "progress"
    }
    expected = back.groupby("x1")["relief"].mean()
    assert shares == {"short": pytest.approx(expected[1]), "long": pytest.approx(expected[2])}
    assert {row["comparator"] for row in rows} == {""}
    assert all(row["p_value"] is None for row in rows)
    page = read_text(project / "reports/survey-groups/description/index.html")
    assert "Groups that differ may do so for any reason" in page
    alone = read_text(project / "reports/survey/description/index.html")
    assert "Everybody was asked once, so nothing is known of change." in alone
    assert "Groups that differ" not in alone


@pytest.mark.parametrize("study", ["survey", "survey-groups", "survey-yes"])
def test_nothing_of_one_occasion_names_a_time_that_nobody_declared(
    project: Path, study: str
) -> None:
    pages = [
        project / "reports" / study / name for name in ("index.html", "description/index.html")
    ]
    for page in pages:
        assert UNDECLARED.findall(read_text(page).replace("at three weeks", "")) == []
    rows = read_rows(project, study, "description")
    assert {row["visit"] for row in rows} == {"", "at three weeks"}
    assert {row["week"] for row in rows} == {None}
    assert not any("baseline" in row["analysis"] for row in rows)
    scores = pd.read_parquet(project / "data" / "processed" / f"{study}.parquet")
    assert set(scores["visit"]) == {"at three weeks"}
    assert scores["week"].isna().all()


def test_one_occasion_needs_no_column_of_visits(shared: Path, tmp_path: Path) -> None:
    text = fill(
        DESIGN="cross-sectional", ARMS=GROUPS, VISIT=ONCE, MEASURE=PROGRESS, REPORTS="description"
    )
    back = read_back_pain(shared)
    key = bytes(32).hex()
    tables = []
    for name, scores in (("with", back), ("without", back.drop(columns="occasion"))):
        folder = write(tmp_path / name, "survey", text, scores)
        (folder / "participants.key").write_text(key, encoding="utf-8")
        tables.append(load_study(folder).scores)
    pd.testing.assert_frame_equal(*tables)


def test_two_sides_on_one_occasion_are_one_person(tmp_path: Path) -> None:
    measure = (
        "{kind: continuous, range: [0, 100], higher: better, column: bend, side: {column: side}}"
    )
    text = fill(
        DESIGN="cross-sectional", ARMS=GROUPS, VISIT=ONCE, MEASURE=measure, REPORTS="description"
    ).replace("characteristics: [{column: x2, kind: category}]\n", "")
    scores = pd.DataFrame(
        [
            (f"p{number}", 1 + number % 2, side, 50 + number + 10 * (side == "left"))
            for number in range(8)
            for side in ("left", "right")
        ],
        columns=["patient", "x1", "side", "bend"],
    )
    study = load_study(write(tmp_path, "survey", text, scores))
    assert sorted(study.patient_scores("progress")["value"]) == [55.0 + n for n in range(8)]


def test_a_comparison_refuses_people_who_are_not_compared(
    project: Path, shared: Path, root: Path, tmp_path: Path
) -> None:
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    for study in ("survey", "after-only"):
        folder = tmp_path / "data" / "raw" / study
        shutil.copytree(project / "data" / "raw" / study, folder)
        text = (folder / "study.yaml").read_text(encoding="utf-8")
        named = re.search(r"reports: .*", text)[0]
        change(folder / "study.yaml", (named, "reports: [treatment-effect]"))
        with pytest.raises(StudyError, match="This report is of parallel studies"):
            plan_jobs(tmp_path, [study])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (ONCE, "name: at three weeks, week: 3", "no baseline to count time from"),
        ("role: group", "role: active", "has groups of people"),
        ("design: cross-sectional", "design: parallel", "is part of a study of one occasion"),
        ("design: cross-sectional", "design: parallel", "has visits at times since baseline"),
        (
            "visit: at three weeks}",
            "visit: at three weeks, comparison: [short, long]}",
            "compares no arms",
        ),
        ("visit: at three weeks}", "visit: at three weeks, method: mmrm}", "compares none"),
        ("column: progress}", "column: progress, baseline: x1}", "has no baseline"),
        ("plan:", "allocation: randomised\nplan:", "Nobody is randomised"),
        ("plan:", "blinded: true\nplan:", "cannot be blinded"),
        ("}]\ncolumns", "}, {name: later, once: true}]\ncolumns", "has one occasion, and here"),
    ],
)
def test_what_one_occasion_cannot_have_is_a_fault(
    shared: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = fill(
        DESIGN="cross-sectional", ARMS=GROUPS, VISIT=ONCE, MEASURE=PROGRESS, REPORTS="description"
    )
    assert old in text
    folder = write(tmp_path, "survey", text.replace(old, new), read_back_pain(shared))
    assert any(said in str(fault) for fault in check_study(folder))
    with pytest.raises(StudyError):
        load_study(folder)
