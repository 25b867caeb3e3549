"""The key `disclosure` of a study file: what it refuses, and what pages say of it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from outcomes.errors import StudyError
from outcomes.report import WORDS_PAGE
from outcomes.runs import plan_jobs
from outcomes.runs.publish_site import publish_bundle
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.take_along import export_study
from outcomes.study import load_study
from outcomes.study.disclosure import NO_RULE, say_rule
from tests.small_project import FRONT_MATTER, RESULTS, write_notebook, write_study

PROTECTED = FRONT_MATTER.replace("\n---", "\nprotected: true\n---")


@pytest.mark.parametrize("minimum", ["3", "101", "5.5", "true", "five"])
def test_a_minimum_that_hides_nothing_or_is_no_count_is_a_fault(tmp_path, minimum):
    folder = write_study(tmp_path, "a", ["x"], more=f"disclosure: {{minimum: {minimum}}}\n")
    with pytest.raises(StudyError, match="disclosure"):
        load_study(folder)


def test_other_reports_are_refused_under_a_rule(tmp_path):
    write_notebook(tmp_path / "notebooks", "10_open", [RESULTS])
    write_notebook(tmp_path / "notebooks", "20_safe", [RESULTS], front_matter=PROTECTED)
    write_study(tmp_path, "a", ["open", "safe"], more="disclosure: {minimum: 5}\n")
    with pytest.raises(StudyError, match="This report shows numbers that `disclosure` hides"):
        plan_jobs(tmp_path)


@pytest.mark.parametrize(
    ("provenance", "said"), [("collected", NO_RULE), ("simulated", ""), ("open", "")]
)
def test_a_study_without_a_rule_says_so_if_its_data_were_collected(tmp_path, provenance, said):
    study = load_study(write_study(tmp_path, "a", ["x"], provenance=provenance))
    assert say_rule(study.file) == said
    assert study.disclosure is None


@pytest.mark.parametrize(
    ("provenance", "more", "said"),
    [
        ("collected", "", NO_RULE),
        ("collected", "disclosure: {minimum: 5}\n", "Counts below 5 are hidden"),
        ("open", "", ""),
    ],
)
def test_every_page_file_and_card_says_which_rule_was_applied(tmp_path, provenance, more, said):
    write_notebook(tmp_path / "notebooks", "20_safe", [RESULTS], front_matter=PROTECTED)
    write_notebook(tmp_path / "notebooks", "30_fails", ["1 / 0"], front_matter=PROTECTED)
    write_study(tmp_path, "a", ["safe", "fails"], provenance=provenance, more=more)
    run_jobs(plan_jobs(tmp_path), tmp_path)
    publish_bundle(tmp_path, "a", tmp_path / "a.zip")
    pages = {path: path.read_text() for path in (tmp_path / "reports").rglob("*.html")}
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        names = [name for name in packed.namelist() if name.endswith(".html")]
        pages |= {name: packed.read(name).decode() for name in names}
    export_study(tmp_path, "a", tmp_path / "sent", ["safe"])
    with zipfile.ZipFile(tmp_path / "sent/manuscript.docx") as manuscript:
        pages["manuscript"] = manuscript.read("word/document.xml").decode()
    pages = {name: page for name, page in pages.items() if Path(name).name != WORDS_PAGE}
    # index, study, summary, checklist and two reports, twice, and the manuscript
    assert len(pages) == (11 if "disclosure" in more else 13)
    for page in pages.values():
        assert said in page
        assert bool(said) == bool(re.search("No rule against|are hidden", page))


def test_the_offset_is_drawn_from_the_data(tmp_path):
    more = "disclosure: {minimum: 100}\n"
    folder = write_study(tmp_path, "a", ["x"], more=more)
    rule = load_study(folder).disclosure
    assert rule == load_study(folder).disclosure
    assert "offset" not in repr(rule)
    scores = folder / "scores.csv"
    scores.write_text(scores.read_text().replace("dextrose,baseline,60", "dextrose,baseline,61"))
    assert load_study(folder).disclosure != rule


def test_results_reports_before_the_rule_and_messages_of_failures_are_not_published(tmp_path):
    write_notebook(tmp_path / "notebooks", "10_open", [RESULTS])
    fails = 'raise ValueError(" ".join(["participant 17", "scored", "3"]))'
    write_notebook(tmp_path / "notebooks", "20_safe", [RESULTS], front_matter=PROTECTED)
    write_notebook(tmp_path / "notebooks", "30_fails", [fails], front_matter=PROTECTED)
    write_study(tmp_path, "a", ["open"])
    run_jobs(plan_jobs(tmp_path), tmp_path)
    reports = tmp_path / "reports"
    assert (reports / "a/open/index.html").is_file()
    write_study(tmp_path, "a", ["safe", "fails"], more="disclosure: {minimum: 5}\n")
    run_jobs(plan_jobs(tmp_path), tmp_path)
    assert not (reports / "a/open").exists()
    assert "-8.25" not in (reports / "a/safe/results.json").read_text()
    assert not [path for path in _texts(reports) if "scored 3" in path.read_text()]


def _texts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in (".html", ".json")]
