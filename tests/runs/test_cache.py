"""A run makes what has changed, and nothing else."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from outcomes.runs import plan_jobs
from outcomes.runs.jobs import base_report
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.run_settings import RunSettings
from outcomes.source_files import hash_source
from tests.runs.program import (
    find_half_made,
    read_results,
    read_timeless_ledger,
    run_here,
)
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
    told = {(entry.study, base_report(entry.report)) for entry in entries if not entry.unchanged}
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
    assert run_again(project) == set()
    assert run_again(project, studies=["hip-small"], seed=1) == {("hip-small", "two")}


def test_a_study_s_change_runs_its_reports(project):
    with (project / "data/raw/hip-small/scores.csv").open("a") as table:
        table.write("7,saline,baseline,61\n")
    assert run_again(project) == {("hip-small", "two")}


def test_a_notebook_s_change_runs_it_for_every_study(project):
    notebook = project / "notebooks/20_two.ipynb"
    notebook.write_text(notebook.read_text().replace("Does dextrose help?", "Is dextrose of help?"))
    assert run_again(project) == {("hip-small", "two"), ("knee-small", "two")}


def edit(project, change):
    """Have a function change the stored notebook of the second report."""
    path = project / "notebooks/20_two.ipynb"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def open_in_an_editor(content):
    """Do what JupyterLab does to a notebook that is opened, run and saved."""
    content["metadata"]["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    content["metadata"]["language_info"] = {"name": "python", "version": "3.99"}
    content["metadata"]["toc"] = {"collapsed": True}
    for number, cell in enumerate(content["cells"]):
        cell["id"] = f"other-{number}"
        cell["metadata"]["editable"] = True
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x"]}]


def test_a_notebook_that_was_opened_and_run_in_an_editor_is_the_same(project):
    before = read_results(project)
    edit(project, open_in_an_editor)
    listed = run_here(project, "list").stdout
    assert "out of date" not in listed
    assert run_again(project) == set()
    assert run_again(project, force=True) == EVERYTHING
    assert read_results(project) == before


def add_tag(content):
    content["cells"][2]["metadata"]["tags"] = ["raises-exception"]


def change_front_matter(content):
    content["cells"][0]["source"] = "".join(content["cells"][0]["source"]).replace("help", "work")


def change_source(content):
    content["cells"][2]["source"] = ["x = 1\n", *content["cells"][2]["source"]]


@pytest.mark.parametrize("change", [add_tag, change_front_matter, change_source])
def test_what_a_notebook_says_or_does_is_part_of_the_key(project, change):
    edit(project, change)
    assert run_here(project, "list").stdout.count("out of date") == 2
    assert run_again(project) == {("hip-small", "two"), ("knee-small", "two")}


def test_the_package_s_hash_is_that_of_the_files_as_they_stand(tmp_path, monkeypatch):
    package = tmp_path / "outcomes"
    (package / "part").mkdir(parents=True)
    for name in ("__init__.py", "part/one.py"):
        (package / name).write_text("x = 1\n")
    monkeypatch.setattr("outcomes.__file__", str(package / "__init__.py"))
    first = hash_source()
    assert hash_source() == first
    (package / "part/one.py").write_text("x = 2\n")
    os.utime(package / "part/one.py", ns=(1, 1))
    second = hash_source()
    assert second != first
    (package / "part/two.py").write_text("")
    assert hash_source() not in (first, second)
    (package / "part/two.py").unlink()
    for ignored in ("__pycache__/one.pyc", "notebooks/10_a.ipynb"):
        (package / ignored).parent.mkdir()
        (package / ignored).write_text("")
    assert hash_source() == second


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
