"""The pages of a crossover, from its files: what they say, and what is not made."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pytest

from outcomes.errors import StudyError
from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.cases.crossover_study import SENN, write_crossover
from tests.cases.meaning_study import change
from tests.cases.sites_study import write_sites
from tests.study.keys import write_key

ROOT = Path(__file__).resolve().parents[2]


def publish(folder: Path, project: Path, names: Sequence[str]) -> list[str]:
    """Make pages of a study, and return the words of each and of the study's page."""
    write_key(folder)
    (project / "data" / "raw").mkdir(parents=True)
    shutil.copytree(folder, project / "data" / "raw" / folder.name)
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    entries = run_jobs(plan_jobs(project, [folder.name], names, {}), project)
    assert [entry.failure for entry in entries if entry.state.is_bad] == []
    pages = [f"{name}/index.html" for name in names] + ["index.html"]
    return [read(project / "reports" / folder.name / page) for page in pages]


def read(path: Path) -> str:
    page = re.sub(r"(?s)<(style|script)\b.*?</\1>", "", path.read_text("utf-8"))
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    parent = tmp_path_factory.mktemp("crossover")
    values = {name: dict(own) for name, own in SENN.items()}
    values["SF"]["2"] = (370, None)
    tables = ("  scores: scores.csv\n", "  scores: scores.csv\n  events: events.csv\n")
    folder = write_crossover(parent, values, ("week 1", "week 3"), tables)
    events = "participant,event,week\n1,rash,0.5\n3,cough,2.5\n"
    (folder / "events.csv").write_text(events, encoding="utf-8")
    return publish(folder, parent / "project", ["data-quality", "treatment-periods"])


def test_the_answer_is_of_both_periods_and_on_the_page_of_the_study(pages: list[str]) -> None:
    _, report, study = pages
    answer = re.search(
        r"Over all periods, at week 1 and week 3, mean peak flow was \d+\.\d l/min higher with",
        report,
    )
    assert answer
    assert answer[0] in study
    assert "In the 12 participants with a score under both, mean peak flow was" in report
    assert "Formoterol against Salbutamol" in study
    assert "Difference between treatments in Peak flow by visit" in report
    assert "Week 1 and week 3" in report


def test_the_report_says_what_carry_over_is_worth(pages: list[str]) -> None:
    assert "This is a weak test" in pages[1]
    assert "Period 2 against period 1: whatever the treatment" in pages[1]


def test_who_has_one_period_only_is_said(pages: list[str]) -> None:
    assert "of 13, one participant has a score in some periods only" in pages[1]


def test_harms_stand_by_treatment(pages: list[str]) -> None:
    assert "An adverse event counts under the treatment of the period in which it began" in pages[1]
    assert "no interval of a difference is given" in pages[1]


def test_participants_are_counted_by_sequence(pages: list[str]) -> None:
    assert "FS (Formoterol, then Salbutamol)" in pages[0]
    assert "7 participants with FS (Formoterol, then Salbutamol)" in pages[0]


@pytest.mark.parametrize("report", ["treatment-effect", "responders", "before-after"])
def test_reports_of_other_designs_are_refused(tmp_path: Path, report: str) -> None:
    folder = write_crossover(tmp_path)
    change(
        folder / "study.yaml",
        ("reports: [data-quality, treatment-periods]", f"reports: [{report}]"),
    )
    with pytest.raises(StudyError) as error:
        publish(folder, tmp_path / "project", [report])
    (fault,) = error.value.faults
    assert "this study is crossover" in fault.message
    assert "`treatment-periods`" in fault.fix


def test_the_page_of_sites(shared: Path, tmp_path: Path) -> None:
    folder = write_sites(shared, tmp_path)
    names = ["data-quality", "treatment-sites"]
    quality, report, study = publish(folder, tmp_path / "project", names)
    answer = "On day 1, mean pain was 8.4 points lower with zinc gel than with placebo gel"
    assert answer in report
    assert answer in study
    assert "In the 10 participants with a score under both" in report
    assert "30 participants with several treatments were enrolled" in quality
