"""A run makes what has changed, and nothing else."""

from __future__ import annotations

import json
import shutil

import pytest

from outcomes.runs import plan_jobs
from outcomes.runs.run import run_jobs
from outcomes.runs.settings import RunSettings
from tests.runs.program import find_half_made, read_results, read_timeless_ledger
from tests.small_project import RESULTS, make_project, write_study

COUNTS = "with open('made.txt', 'a') as file:\n    print(study, {!r}, file=file)"
"""Leaves a line a run of its notebook."""
EVERYTHING = {("hip-small", "two"), ("knee-small", "one"), ("knee-small", "two")}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a project that has been run once; tests take a copy."""
    root = make_project(
        tmp_path_factory.mktemp("made"),
        {"10_one": [RESULTS, COUNTS.format("one")], "20_two": [RESULTS, COUNTS.format("two")]},
    )
    write_study(root, "hip-small", ["two"])
    run_jobs(plan_jobs(root), root)
    return root


@pytest.fixture
def project(made, tmp_path):
    return shutil.copytree(made, tmp_path / "copy")


def run_again(root, *, force=False, **options):
    """Run; return which notebooks were run, and check the ledger against what they say."""
    counted = root / "made.txt"
    counted.unlink(missing_ok=True)
    entries = run_jobs(plan_jobs(root, **options), root, settings=RunSettings(force=force))
    lines = counted.read_text().splitlines() if counted.exists() else []
    run = [tuple(line.split()) for line in lines]
    assert len(run) == len(set(run))
    told = {(entry.study, entry.report) for entry in entries if not entry.unchanged}
    assert told == set(run)
    assert find_half_made(root) == []
    return set(run)


def test_a_second_run_runs_nothing_and_changes_nothing(project):
    before, ledger = read_results(project), (project / "reports/manifest.json").read_bytes()
    assert run_again(project) == set()
    assert read_results(project) == before
    assert (project / "reports/manifest.json").read_bytes() == ledger


def test_force_runs_all_to_the_same_bytes(project):
    before, ledger = read_results(project), read_timeless_ledger(project)
    assert run_again(project, force=True) == EVERYTHING
    assert read_results(project) == before
    assert read_timeless_ledger(project) == ledger


def test_a_parameter_or_a_seed_runs_what_has_it(project):
    assert run_again(project, only=["one"], parameters={"level": "0.9"}) == {("knee-small", "one")}
    assert run_again(project, only=["one"], parameters={"level": "0.9"}) == set()
    assert run_again(project) == {("knee-small", "one")}
    assert run_again(project, studies=["hip-small"], seed=1) == {("hip-small", "two")}


def test_a_study_s_change_runs_its_reports(project):
    with (project / "data/raw/hip-small/scores.csv").open("a") as table:
        table.write("7,saline,baseline,61\n")
    assert run_again(project) == {("hip-small", "two")}


def test_a_notebook_s_change_runs_it_for_every_study(project):
    notebook = project / "notebooks/20_two.ipynb"
    notebook.write_text(notebook.read_text().replace("Does dextrose help?", "Is dextrose of help?"))
    assert run_again(project) == {("hip-small", "two"), ("knee-small", "two")}


def test_a_lock_file_s_change_runs_all(project):
    (project / "requirements.lock").write_text("numpy==1\n")
    assert run_again(project) == EVERYTHING


@pytest.mark.parametrize("name", ["index.html", "results.json", "notebook.ipynb"])
def test_a_published_file_that_is_damaged_or_gone_is_made_again(project, name):
    before = read_results(project)
    file = project / "reports/knee-small/one" / name
    file.write_bytes(file.read_bytes()[:-2])
    assert run_again(project) == {("knee-small", "one")}
    file.unlink()
    assert run_again(project) == {("knee-small", "one")}
    assert read_results(project) == before


def test_what_failed_is_run_again(project):
    manifest = project / "reports/manifest.json"
    ledger = json.loads(manifest.read_text())
    ledger["studies"]["knee-small"]["reports"]["one"]["state"] = "failed"
    manifest.write_text(json.dumps(ledger))
    assert run_again(project) == {("knee-small", "one")}
