"""Plans: which jobs there are, and what is refused before anything runs."""

from __future__ import annotations

import pytest

from outcomes.errors import ParameterError, RunError, StudyError
from outcomes.runs import plan_jobs
from outcomes.runs.load_studies import find_studies
from tests.small_project import RESULTS, make_project, write_notebook, write_study


@pytest.fixture
def project(tmp_path):
    root = make_project(tmp_path, {"10_one": [RESULTS], "20_two": [RESULTS]})
    write_study(root, "hip-small", ["two"])
    return root


def keys(jobs):
    return [(job.owner, job.report) for job in jobs]


def test_every_study_gets_what_it_asks_for_in_the_notebooks_order(project):
    assert keys(plan_jobs(project)) == [
        ("hip-small", "two"),
        ("knee-small", "one"),
        ("knee-small", "two"),
    ]


def test_studies_and_notebooks_can_be_chosen(project):
    assert keys(plan_jobs(project, ["knee-small", "knee-small"])) == [
        ("knee-small", "one"),
        ("knee-small", "two"),
    ]
    assert keys(plan_jobs(project, only=["one"])) == [("knee-small", "one")]


def test_a_study_can_be_named_by_its_folder(project):
    assert find_studies(project, [str(project / "data/raw/hip-small")]) == ("hip-small",)
    assert find_studies(project, [f"{project}/data/raw/hip-small/"]) == ("hip-small",)


def test_the_study_sets_the_level_by_its_alpha(project):
    file = project / "data/raw/knee-small/study.yaml"
    file.write_text(file.read_text().replace("alpha: 0.05", "alpha: 0.1"))
    job = plan_jobs(project, ["knee-small"])[0]
    assert job.parameters["level"] == 0.9
    assert job.parameters["study"] == "knee-small"
    assert job.parameters["results_file"] == "reports/.staging/knee-small/one/results.json"
    assert plan_jobs(project, ["knee-small"], parameters={"level": "0.8"})[0].parameters[
        "level"
    ] == (0.8)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"studies": ["knee-smol"]}, RunError, "Did you mean knee-small"),
        ({"studies": ["../raw/knee-small"]}, RunError, "there is no study"),
        ({"studies": [""]}, RunError, "there is no study"),
        ({"only": ["tow"]}, RunError, "Did you mean two"),
        ({"studies": ["hip-small"], "only": ["one"]}, RunError, "nothing to run"),
        ({"parameters": {"level_": "1"}}, ParameterError, "Did you mean level"),
        ({"parameters": {"study": "x"}}, ParameterError, "outcomes run STUDY"),
        ({"parameters": {"results_file": "x"}}, ParameterError, "results.json"),
    ],
)
def test_what_is_not_there_is_refused(project, options, error, said):
    with pytest.raises(error) as caught:
        plan_jobs(project, **options)
    assert said in str(caught.value)


def test_faults_of_all_studies_come_at_once_and_stop_everything(project):
    for name in ("knee-small", "hip-small"):
        write_study(project, name, ["two"], more="colour: blue\nshape: round\n")
    with pytest.raises(StudyError) as caught:
        plan_jobs(project)
    files = [fault.file for fault in caught.value.faults]
    assert files.count("hip-small/study.yaml") == 2
    assert files.count("knee-small/study.yaml") == 2


def test_a_report_that_no_notebook_makes_is_refused_by_name(project):
    write_study(project, "hip-small", ["cost-effectiveness"])
    with pytest.raises((StudyError, RunError), match="cost-effectiveness"):
        plan_jobs(project)


def test_a_notebook_that_cannot_be_told_its_study_is_refused(project):
    write_notebook(project / "notebooks", "20_two", [], parameters="level: float = 0.9")
    with pytest.raises(ParameterError, match="no parameter 'study'"):
        plan_jobs(project)


def test_planning_writes_nothing(project):
    before = sorted(project.rglob("*"))
    plan_jobs(project)
    assert sorted(project.rglob("*")) == before
