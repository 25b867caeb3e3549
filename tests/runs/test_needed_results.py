"""Reports that need others: made in order, from what stands, and blocked where that failed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from outcomes.errors import ParameterError, RunError
from outcomes.forking.limits import Limits
from outcomes.runs import State, plan_jobs, read_manifest
from outcomes.runs.needed_results import read_needed
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.run_settings import RunSettings
from outcomes.runs.verify_reports import verify_reports
from tests.runs.collected_knee import (
    added_by_the_study,
    lay_out_collected,
    own_differences,
    relieve_pain,
)
from tests.runs.program import find_half_made, read_page, read_results, read_states, run_here
from tests.samples import thorough
from tests.small_project import PARAMETERS, make_project, write_notebook, write_study

MEAN = """
from outcomes import load_study, write_results
from outcomes.estimates import make_estimates

data = load_study(study)
mean = data.scores["value"].mean()
row = {"endpoint": "pain", "quantity": "mean", "estimate": mean, "level": level}
estimates = make_estimates([row])
write_results(results_file, estimates, data)
"""
GIVEN = """
from outcomes import load_study, read_results, write_results

data = load_study(study)
own = read_results(first_results) if first_results else None
print("given:", "nothing" if own is None else own[["estimate", "level"]].iloc[0].round(3).tolist())
write_results(results_file, read_results(first_results) if first_results else empty, data)
"""
EMPTY = "from outcomes.estimates import make_estimates\nempty = make_estimates([])"
NEEDS = "---\ntitle: The {}\nquestion: What is {{primary endpoint}}?\nneeds: [{}]\n---"


def write_needing(root: Path, name: str, need: str) -> None:
    """Write a notebook that shows what it is given of another."""
    write_notebook(
        root / "notebooks",
        name,
        [EMPTY, GIVEN.strip().replace("first_results", f"{need}_results")],
        parameters=f'{PARAMETERS}\n{need}_results: str = ""',
        front_matter=NEEDS.format(name, need),
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project in which the third report needs the second, which needs the first.

    The first has the highest number.
    """
    root = make_project(tmp_path / "project", {"30_first": [MEAN.strip()]})
    write_needing(root, "20_second", "first")
    write_needing(root, "10_third", "second")
    write_study(root, "knee-small", ["first", "third", "second"])
    return root


def run(root: Path, *, workers: int = 2, force: bool = False, **options: object) -> dict[str, str]:
    """Run, and return what became of each report."""
    settings = RunSettings(workers=workers, force=force)
    entries = run_jobs(plan_jobs(root, **options), root, settings=settings)  # type: ignore[arg-type]
    assert find_half_made(root) == []
    return {entry.report: "unchanged" if entry.unchanged else str(entry.state) for entry in entries}


def given(root: Path, report: str) -> str:
    """Return what a report says it was given."""
    return read_page(root, "knee-small", report).partition("given: ")[2].partition("\n")[0]


def change_data(root: Path) -> None:
    scores = root / "data/raw/knee-small/scores.csv"
    scores.write_text(scores.read_text().replace("baseline,60", "baseline,72"))


def break_first(root: Path) -> str:
    """Have the first notebook fail; return its text before that."""
    notebook = root / "notebooks/30_first.ipynb"
    text = notebook.read_text()
    notebook.write_text(text.replace("mean = data", "1 / 0\\nmean = data"))
    assert notebook.read_text() != text
    return text


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_what_is_needed_is_made_first_and_a_change_of_data_reaches_all(project, workers):
    assert list(run(project, workers=workers)) == ["first", "second", "third"]
    assert given(project, "second") == given(project, "third") == "[53.75, 0.95]"
    assert set(run(project, workers=workers).values()) == {"unchanged"}
    change_data(project)
    assert set(run(project, workers=workers).values()) == {"succeeded"}
    assert given(project, "second") == given(project, "third") == "[54.75, 0.95]"
    made = read_manifest(project)["studies"]["knee-small"]["reports"]
    assert made["third"]["needs"] == {"second": made["second"]["results_sha256"]}
    assert [
        path.name for path in (project / "reports/knee-small/third").iterdir() if path.is_dir()
    ] == []


def test_the_page_and_the_key_hold_what_was_given(project):
    run(project)
    made = read_manifest(project)["studies"]["knee-small"]["reports"]
    page = read_page(project, "knee-small", "second")
    assert "Results given, of first" in page
    assert made["first"]["results_sha256"] in page
    assert "first_results" not in json.dumps(made["second"]["parameters"])


def test_needs_that_come_out_as_they_were_change_nothing(project):
    run(project)
    before = read_results(project)
    notebook = project / "notebooks/30_first.ipynb"
    notebook.write_text(notebook.read_text().replace("mean = data", "print(1)\\nmean = data"))
    assert run(project) == {"first": "succeeded", "second": "unchanged", "third": "unchanged"}
    assert run(project) == {"first": "unchanged", "second": "unchanged", "third": "unchanged"}
    assert read_states(project) == dict.fromkeys(("first", "second", "third"), "succeeded")
    changed = {name for name, content in read_results(project).items() if before[name] != content}
    assert {Path(name).parent.name for name in changed} == {"first"}
    assert set(run(project, force=True).values()) == {"succeeded"}


def test_one_report_alone_makes_what_it_needs_or_takes_what_stands(project):
    assert run(project, only=["second"]) == {"first": "succeeded", "second": "succeeded"}
    assert run(project, only=["second"]) == {"first": "unchanged", "second": "unchanged"}
    assert run(project, only=["third"]) == {
        "first": "unchanged", "second": "unchanged", "third": "succeeded",
    }  # fmt: skip
    assert list(run(project, only=["first"])) == ["first"]


def test_a_report_whose_need_has_other_results_now_is_out_of_date(project):
    run(project)
    notebook = project / "notebooks/30_first.ipynb"
    text = notebook.read_text()
    notebook.write_text(text.replace(".mean()", ".mean() + 1"))
    assert run(project, only=["first"]) == {"first": "succeeded"}
    assert read_states(project) == {
        "third": "succeeded", "second": "stale", "first": "succeeded",
    }  # fmt: skip
    listed = run_here(project, "list").stdout
    assert "out of date" in next(line for line in listed.splitlines() if " second " in line)
    assert read_page(project, "knee-small").count("Out of date") == 1
    assert given(project, "second") == "[53.75, 0.95]"
    assert set(run(project).values()) == {"succeeded", "unchanged"}
    assert given(project, "second") == "[54.75, 0.95]"
    assert set(run(project).values()) == {"unchanged"}


def test_a_failed_need_blocks_and_the_report_is_made_once_it_stands(project):
    text = break_first(project)
    done = run_here(project, "run", "--junit", str(project / "junit.xml"))
    assert done.returncode == 1
    assert read_states(project) == {"third": "blocked", "second": "blocked", "first": "failed"}
    assert "second: Blocked: it needs the report first, whose state is failed" in done.stderr
    for report, need in (("second", "first"), ("third", "second")):
        page = read_page(project, "knee-small", report)
        assert "This report is incomplete: a report that it needs was not made" in page
        assert f"Blocked: it needs the report {need}" in page
        assert not (project / "reports/knee-small" / report / "results.json").exists()
    assert (
        "not made: a report that it needs was not made" in read_page(project, "knee-small").lower()
    )
    assert (project / "junit.xml").read_text().count("<skipped") == 2
    assert run_here(project, "run", "--only", "third").returncode == 1
    (project / "notebooks/30_first.ipynb").write_text(text)
    assert set(run(project).values()) == {"succeeded"}
    assert given(project, "third") == "[53.75, 0.95]"


def test_a_need_that_fails_later_blocks_what_stood(project):
    run(project)
    text = break_first(project)
    assert run(project) == {"first": "failed", "second": "blocked", "third": "blocked"}
    (project / "notebooks/30_first.ipynb").write_text(text)
    assert run(project, only=["second"]) == {"first": "succeeded", "second": "succeeded"}


def test_with_fail_fast_what_needs_the_failed_report_is_not_begun(project):
    break_first(project)
    settings = RunSettings(workers=1, fail_fast=True)
    entries = run_jobs(plan_jobs(project), project, settings=settings)
    assert [entry.state for entry in entries] == [State.FAILED, State.PLANNED, State.PLANNED]


def test_a_study_that_does_not_ask_for_a_need_has_it_not(project):
    write_study(project, "knee-small", ["second"])
    assert run(project) == {"second": "succeeded"}
    assert given(project, "second") == "nothing"
    assert read_manifest(project)["studies"]["knee-small"]["reports"]["second"]["needs"] == {}
    write_study(project, "knee-small", ["second", "first"])
    assert run(project) == {"first": "succeeded", "second": "succeeded"}


def test_a_variant_is_given_the_results_of_the_same_variant(project):
    batch = project / "batch.yaml"
    batch.write_text("notebooks: [second]\nsets:\n  - {name: strict, parameters: {level: 0.99}}\n")
    run(project)
    assert run_here(project, "run", "--batch", str(batch)).returncode == 0
    assert {name for name in read_states(project) if "--" in name} == {
        "first--strict", "second--strict",
    }  # fmt: skip
    assert given(project, "second--strict") == "[53.75, 0.99]"
    assert given(project, "second") == "[53.75, 0.95]"
    assert run(project) == dict.fromkeys(("first", "second", "third"), "unchanged")


def test_parameters_make_a_variant_beside_what_was_planned_with_needs_of_its_own(project):
    second = project / "notebooks/20_second.ipynb"
    second.write_text(second.read_text().replace("level: float", "extra: int = 1\\nlevel: float"))
    run(project)
    before = read_results(project)
    done = run(project, only=["second"], parameters={"extra": "2", "level": "0.9"})
    variant = "extra-2-level-0.9"
    assert done == {f"first--{variant}": "succeeded", f"second--{variant}": "succeeded"}
    assert given(project, f"second--{variant}") == "[53.75, 0.9]"
    assert given(project, "second") == "[53.75, 0.95]"
    after = read_results(project)
    pages = ("reports/index.html", "reports/knee-small/index.html")
    of_study = "reports/knee-small/"
    for name in before:
        beside = name.startswith((f"{of_study}checklist/", f"{of_study}summary/"))
        assert name in pages or beside or after[name] == before[name], name
    assert set(run(project).values()) == {"unchanged"}
    assert "extra-2-level-0.9" in run_here(project, "list").stdout
    with pytest.raises(ParameterError, match="no parameter 'extra'"):
        plan_jobs(project, parameters={"extra": "2"})
    with pytest.raises(ParameterError, match="is given the results of the report first"):
        plan_jobs(project, only=["second"], parameters={"first_results": "x"})


def test_a_variant_whose_page_is_removed_is_forgotten(project):
    run(project, only=["first"])
    run(project, only=["first"], parameters={"level": "0.9"})
    shutil.rmtree(project / "reports/knee-small/first--level-0.9")
    assert "first--" not in run_here(project, "list").stdout
    run(project, only=["first"])
    assert "first--level-0.9" not in read_states(project)


def test_the_seed_of_a_report_is_not_that_of_another_that_it_needs(project):
    assert [job.seed for job in plan_jobs(project, only=["second"], seed=7)] == [0, 7]
    assert [job.seed for job in plan_jobs(project, seed=7)] == [7, 7, 7]


def test_a_need_published_with_another_seed_is_replaced_only_with_a_word(project):
    run(project, only=["first"], seed=7)
    done = run_here(project, "run", "--only", "second")
    assert done.stderr.splitlines() == ["made again with seed = 0 instead of 7: knee-small: first"]
    assert given(project, "second") == "[53.75, 0.95]"
    assert run_here(project, "run", "--only", "second").stderr == ""
    assert run_here(project, "run", "--only", "first", "-p", "level=0.8").stderr == ""


def test_reports_that_were_given_results_are_verified_with_them(project):
    run(project)
    verified = verify_reports(plan_jobs(project), project, 3, Limits())
    assert [(each.report, each.differing) for each in sorted(verified, key=lambda v: v.report)] == [
        ("first", ()), ("second", ()), ("third", ()),
    ]  # fmt: skip
    assert find_half_made(project) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (None, "cannot be read"),
        ("{", "damaged"),
        ("[]", "damaged"),
        ({"study": "hip-small"}, "of study hip-small"),
        ({"provenance": "collected"}, "collected"),
        ({"schema": 1}, "version 1"),
    ],
)
def test_results_that_are_not_what_they_should_be_are_not_handed_over(project, change, said):
    run(project)
    job = next(job for job in plan_jobs(project) if job.report == "second")
    file = project / "reports/knee-small/first/results.json"
    if change is None:
        file.unlink()
    elif isinstance(change, str):
        file.write_text(change)
    else:
        file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    with pytest.raises(RunError, match=said) as refused:
        read_needed(job, project)
    assert "report first" in str(refused.value)
    assert set(run(project).values()) == {"succeeded", "unchanged"}, (
        "what was damaged is made again"
    )


def test_published_results_may_be_needed_too(project):
    first = project / "notebooks/30_first.ipynb"
    first.write_text(first.read_text().replace('data)"', "data, provenance='published')\""))
    assert "published" in first.read_text()
    assert set(run(project).values()) == {"succeeded"}


@pytest.fixture
def collected(tmp_path: Path, root: Path) -> Path:
    """Return a project with a copy of the bundled knee study whose data are called collected."""
    return lay_out_collected(tmp_path / "collected", root)


@thorough
def test_the_evidence_rests_on_what_the_study_shows_now(collected):
    """The study's estimate, 6.2 points, enters; once the data have changed, the new one does."""
    shown = []
    for workers in (2, 1):
        assert set(run(collected, workers=workers).values()) == {"succeeded"}
        shown.append(added_by_the_study(collected))
        if workers == 2:
            relieve_pain(collected)
    assert "6.2" in shown[0]
    assert shown[0].isdisjoint(shown[1])
    assert shown[1] <= own_differences(collected)
    assert max(map(float, shown[1])) > 20
    assert set(run(collected, workers=2).values()) == {"unchanged"}
