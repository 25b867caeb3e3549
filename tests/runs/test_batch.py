"""Batch files: sets of studies, notebooks and parameters, checked before anything runs."""

from __future__ import annotations

import pytest

from outcomes.errors import RunError
from outcomes.estimates import read_results
from outcomes.runs.batch import plan_batch, read_batch
from outcomes.runs.list_reports import list_reports
from tests.runs.program import read_page, read_states, run_here
from tests.small_project import RESULTS, make_project, write_study


@pytest.fixture
def project(tmp_path):
    root = make_project(tmp_path, {"10_one": [RESULTS], "20_two": [RESULTS]})
    write_study(root, "hip-small", ["two"])
    return root


def write(root, text):
    path = root / "batch.yaml"
    path.write_text(text, encoding="utf-8")
    return path


BATCH = """
notebooks: [two]
parameters: {level: 0.9}
seed: 3
sets:
  - name: as-is
  - name: strict
    parameters: {level: 0.99}
    studies: [knee-small]
    notebooks: [one, two]
"""


def test_a_set_inherits_what_it_leaves_out(project):
    jobs = plan_batch(read_batch(write(project, BATCH)), project, {}).jobs
    planned = [(job.owner, job.report, job.parameters["level"], job.seed) for job in jobs]
    assert planned == [
        ("hip-small", "two--as-is", 0.9, 3),
        ("knee-small", "two--as-is", 0.9, 3),
        ("knee-small", "one--strict", 0.99, 3),
        ("knee-small", "two--strict", 0.99, 3),
    ]


def test_the_command_line_wins_over_the_batch(project):
    jobs = plan_batch(read_batch(write(project, BATCH)), project, {"level": "0.8"}).jobs
    assert {job.parameters["level"] for job in jobs} == {0.8}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "sets: Field required"),
        ("sets: []", "sets: List should have at least 1 item"),
        ("sets: [{}]", "sets.1.name: Field required"),
        ("sets: [{name: as-is}, {name: 'Has Blanks'}]", r"sets.2.name.*found 'Has Blanks'"),
        ("sets: [{name: a}, {name: a}]", "two sets are called 'a'"),
        ("sets: [{name: a, colour: blue}]", "sets.1.colour.*found 'blue'"),
        ("sets: [{name: a, studies: knee-small}]", "sets.1.studies.*found 'knee-small'"),
        ("seed: -1\nsets: [{name: a}]", "seed.*found -1"),
        ("seed: '1'\nsets: [{name: a}]", "seed.*found '1'"),
        ("colour: 1\nsets: [{name: a}]", "colour.*found 1"),
        ("sets: [{name: a", "is not YAML"),
        ("- a\n- b", "sets: Field required"),
    ],
)
def test_a_fault_is_told_with_place_and_value(project, text, said):
    with pytest.raises(RunError, match=said) as told:
        read_batch(write(project, text))
    assert "batch.yaml" in str(told.value)


def test_a_batch_file_that_is_not_there_is_told(project):
    with pytest.raises(RunError, match=r"nowhere.yaml.*No such file"):
        read_batch(project / "nowhere.yaml")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("studies: [knee-small]", "studies: [knee-smol]"), "Did you mean knee-small"),
        (("level: 0.99", "level_: 0.99"), "Did you mean level"),
        (("level: 0.99", "level: high"), "cannot be 'high'"),
        (("notebooks: [one, two]", "notebooks: [tow]"), "Did you mean two"),
    ],
)
def test_a_batch_that_does_not_fit_the_project_stops_before_anything_is_written(
    project, change, said
):
    path = write(project, BATCH.replace(*change))
    before = sorted(project.rglob("*"))
    done = run_here(project, "run", "--batch", str(path))
    assert done.returncode == 2
    assert said in done.stderr
    assert sorted(project.rglob("*")) == before


def test_what_a_batch_file_says_is_not_said_again(project):
    path = write(project, BATCH)
    for more in (["knee-small"], ["--only", "one"], ["--seed", "1"]):
        done = run_here(project, "run", "--batch", str(path), *more)
        assert done.returncode == 2
        assert "cannot be combined" in done.stderr


def test_variants_stand_beside_the_reports_and_on_the_study_page(project):
    assert run_here(project, "run", "knee-small").returncode == 0
    done = run_here(project, "run", "--batch", str(write(project, BATCH)))
    assert done.returncode == 0, done.stderr
    names = ["one", "one--strict", "two", "two--as-is", "two--strict"]
    assert list(read_states(project)) == names
    assert set(read_states(project).values()) == {"succeeded"}
    page = read_page(project, "knee-small")
    places = [page.index(f'href="{name}/index.html"') for name in names]
    assert places == sorted(places)
    assert "(strict)" in page
    listed = [line[3] for line in list_reports(project) if line[0] == "knee-small"]
    assert listed == names
    folder = project / "reports/knee-small"
    levels = [
        float(read_results(folder / name / "results.json")["level"].iloc[0]) for name in names
    ]
    assert levels == [0.95, 0.99, 0.95, 0.9, 0.99]
