"""A plan is locked once, and every later change is listed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from outcomes.errors import StudyError
from outcomes.study import check_study, load_study
from outcomes.study.locked_plan import LOCK_FILE, PlanChange, lock_plan
from tests.cases.meaning_study import change, load_sound, scores_of, write_study
from tests.cases.pages import make_pages
from tests.study.keys import write_key

MEASURE = "{kind: continuous, range: [0, 100], higher: worse, label: Pain, column: score}"
DAY = date(2026, 3, 1)
PRIMARY = "visit: week 12, comparison: [d, p]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_key(write_study(tmp_path, MEASURE, scores_of([50, 31, 28, 47, 36, 30, 55])))


def test_a_plan_that_was_kept_is_said_to_be(folder: Path) -> None:
    lock_plan(folder, DAY)
    study = load_sound(folder)
    assert study.locked is not None
    assert study.locked.changes == ()
    assert study.locked.say().startswith("locked on 2026-03-01 (SHA-256 ")
    assert study.locked.say().endswith("unchanged since")
    assert LOCK_FILE in study.files


def test_comments_order_and_spelling_of_yaml_are_no_change(folder: Path) -> None:
    lock_plan(folder, DAY)
    change(
        folder / "study.yaml",
        ("{name: week 6, week: 6}", "{week: 6.0, name: week 6}  # as registered"),
        ("title: Made-up two-arm study for a test", "title: Another title"),
    )
    assert load_study(folder).locked.changes == ()


def test_each_change_is_listed_with_what_it_was(folder: Path) -> None:
    lock_plan(folder, DAY)
    change(
        folder / "study.yaml",
        (PRIMARY, "visit: week 6, comparison: [d, p]}\n  alpha: 0.1\n"),
        ("range: [0, 100]", "range: [0, 90]"),
    )
    assert load_study(folder).locked.changes == (
        PlanChange("measures.score.range", "[0, 100]", "[0, 90]"),
        PlanChange("plan.primary.visit", "week 12", "week 6"),
        PlanChange("plan.alpha", "(not there)", "0.1"),
    )


def test_reports_say_what_was_changed(root: Path, folder: Path, tmp_path: Path) -> None:
    lock_plan(folder, DAY)
    change(folder / "study.yaml", (PRIMARY, "visit: week 6, comparison: [d, p]}\n"))
    page = make_pages(folder, root, tmp_path / "project")["treatment-effect"]
    assert (
        "the plan was locked on 2026-03-01; what was changed since: `plan.primary.visit`." in page
    )
    assert "week 12 \u2192 week 6" in page
    own = (tmp_path / "project" / "reports" / "made-up" / "index.html").read_text(encoding="utf-8")
    assert "1 change since" in own


def test_a_plan_is_locked_once_and_a_lock_that_was_changed_is_a_fault(folder: Path) -> None:
    path = lock_plan(folder, DAY)
    with pytest.raises(StudyError, match="was locked before"):
        lock_plan(folder, DAY)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["plan"]["plan"]["primary"]["visit"] = "week 6"
    path.write_text(json.dumps(content), encoding="utf-8")
    (fault,) = check_study(folder)
    assert fault.message.startswith("This is not the plan that was locked")
    path.write_text("{", encoding="utf-8")
    assert len(check_study(folder)) == 1


def test_a_study_file_with_faults_is_not_locked_but_tables_may_be_missing(folder: Path) -> None:
    (folder / "scores.csv").unlink()
    change(folder / "study.yaml", ("visit: week 12", "visits: week 12"))
    with pytest.raises(StudyError, match="visits"):
        lock_plan(folder, DAY)
    assert not (folder / LOCK_FILE).exists()
    change(folder / "study.yaml", ("visits: week 12", "visit: week 12"))
    assert lock_plan(folder, DAY).exists()
