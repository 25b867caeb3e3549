"""Run real kernels, each way a notebook can end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from outcomes.estimates import read_results
from outcomes.runs import State, find_notebooks, plan_jobs, read_manifest
from outcomes.runs.inputs import hash_notebook
from outcomes.runs.run_jobs import run_jobs
from tests.small_project import RESULTS, make_project, write_notebook, write_study

ENDINGS = {
    "10_good": [RESULTS, "## What was found\n\nSee below.", "print('six participants')", "level"],
    "20_fails": ["value = 1", "## Middle", "raise ValueError('no such visit: week 99')", "value"],
    "30_leaves": ["import sys", "sys.exit(0)", RESULTS],
    "40_dies": ["import os", "os._exit(0)", RESULTS],
    "50_killed": ["import os, signal", "os.kill(os.getpid(), signal.SIGKILL)", RESULTS],
    "60_silent": ["level"],
    "70_also_good": [RESULTS],
    "80_garbled": ["from pathlib import Path", "Path(results_file).write_text('[]')"],
}


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    """Run one study's seven notebooks once; tests look at what is left."""
    root = make_project(tmp_path_factory.mktemp("project"), ENDINGS)
    stale = root / "reports" / "knee-small" / "fails" / "results.json"
    stale.parent.mkdir(parents=True)
    stale.write_text("{}")
    seen = []
    jobs = plan_jobs(root)
    entries = run_jobs(jobs, root, lambda entry, done, cells: seen.append((entry.state, done)))
    return root, {entry.report: entry for entry in entries}, seen


def page(root: Path, report: str) -> str:
    return (root / "reports" / "knee-small" / report / "index.html").read_text(encoding="utf-8")


def test_failing_notebooks_never_stop_the_others(ended):
    _, entries, _ = ended
    states = {name: entry.state for name, entry in entries.items()}
    assert states == {
        "good": State.SUCCEEDED,
        "fails": State.FAILED,
        "leaves": State.FAILED,
        "dies": State.KILLED,
        "killed": State.KILLED,
        "silent": State.FAILED,
        "also-good": State.SUCCEEDED,
        "garbled": State.FAILED,
    }


def test_the_ledger_names_the_cell_that_was_running(ended):
    _, entries, _ = ended
    # The parameters cell is code cell 1; text cells do not count.
    assert (entries["fails"].failure.cell, entries["fails"].failure.exception) == (3, "ValueError")
    assert entries["leaves"].failure.cell == 3
    assert entries["leaves"].failure.exception == "SystemExit"
    assert entries["dies"].failure.cell == 3
    assert entries["killed"].failure.cell == 3
    assert entries["silent"].failure.cell is None
    assert entries["garbled"].failure.cell is None


def test_a_failed_page_names_and_shows_the_failing_cell(ended):
    root, _, _ = ended
    html = page(root, "fails")
    assert "This report is incomplete" in html
    assert "Code cell 3: ValueError: no such visit: week 99" in html
    assert 'id="failing-cell"' in html
    assert "The rest of the notebook was not run" in html
    assert "os" in page(root, "dies")
    assert "The report stops here, in code cell 3" in page(root, "dies")


def test_no_results_stand_beside_a_failed_page(ended):
    root, entries, _ = ended
    for name, entry in entries.items():
        folder = root / "reports" / "knee-small" / name
        assert (folder / "results.json").exists() == (entry.state is State.SUCCEEDED), name
        assert (folder / "notebook.ipynb").is_file()


def test_progress_tells_start_cells_and_end(ended):
    _, entries, seen = ended
    assert seen[0] == (State.RUNNING, 0)
    assert sum(state is not State.RUNNING for state, _ in seen) == len(entries)
    assert max(done for state, done in seen if state is State.RUNNING) >= 4


def test_manifest_holds_what_is_needed_to_make_a_report_again(ended):
    root, _, _ = ended
    study = read_manifest(root)["studies"]["knee-small"]
    made = study["reports"]["good"]
    assert made["notebook_sha256"] == hash_notebook(find_notebooks(root)["good"])
    assert made["title"] == "Does dextrose help?"
    assert made["sections"] == made["needs"] == {}
    assert made["data_sha256"] == study["data_sha256"]
    assert made["parameters"] == {"study": "knee-small", "level": 0.95}
    assert made["versions"]["pandas"] == pd.__version__
    assert made["seconds"] > 0
    assert made["started"].endswith("+00:00")
    failed = study["reports"]["fails"]
    assert failed["error"] == {
        "cell": 3,
        "exception": "ValueError",
        "message": "no such visit: week 99",
    }


def test_scores_are_written_as_parquet(ended):
    root, _, _ = ended
    scores = pd.read_parquet(root / "data" / "processed" / "knee-small.parquet")
    assert len(scores) == 12


def test_nothing_half_made_is_left(ended):
    root, _, _ = ended
    assert not (root / "reports" / ".staging").exists()
    assert not list(root.rglob("*.part"))


def test_every_page_is_linked_and_every_link_leads_somewhere(ended):
    root, _, _ = ended
    reports = root / "reports"
    linked = set()
    for path in reports.rglob("*.html"):
        for link in links_of(path.read_text(encoding="utf-8")):
            target = (path.parent / link).resolve()
            assert target.is_file(), f"{path.relative_to(reports)} links {link}"
            linked.add(target)
    assert set(reports.rglob("*.html")) <= {*linked}


def links_of(html: str) -> list[str]:
    links = re.findall(r'href="([^"#]+)', html)
    return [link for link in links if not link.startswith(("#", "https:", "data:"))]


def test_pages_hold_no_path_and_no_clock(ended):
    root, _, _ = ended
    year = json.loads((root / "reports" / "manifest.json").read_text())["studies"]["knee-small"][
        "reports"
    ]["good"]["started"][:10]
    for path in [*root.rglob("reports/**/*.html"), *root.rglob("reports/**/results.json")]:
        text = path.read_text(encoding="utf-8")
        assert str(root) not in text
        assert sys.prefix not in text
        assert year not in text


def test_same_inputs_give_the_same_bytes(tmp_path):
    made = []
    for folder in ("one", "two"):
        root = make_project(tmp_path / folder, {"10_good": ENDINGS["10_good"]})
        run_jobs(plan_jobs(root), root)
        reports = root / "reports"
        made.append(
            {
                str(path.relative_to(reports)): path.read_bytes()
                for path in sorted(reports.rglob("*"))
                if path.is_file() and path.name != "manifest.json" and ".locks" not in path.parts
            }
        )
    assert made[0].keys() == made[1].keys()
    assert len(made[0]) == 9
    assert made[0] == made[1]


def test_a_second_run_of_one_report_keeps_the_others_and_says_what_is_out_of_date(tmp_path):
    root = make_project(tmp_path, {"10_good": [RESULTS], "20_more": [RESULTS]})
    run_jobs(plan_jobs(root), root)
    with (root / "data/raw/knee-small/scores.csv").open("a") as table:
        table.write("7,saline,baseline,61\n")
    run_jobs(plan_jobs(root, only=["more"]), root)
    html = (root / "reports/knee-small/index.html").read_text(encoding="utf-8")
    assert html.count("Out of date") == 1
    run_jobs(plan_jobs(root, only=["more"], parameters={"level": "0.9"}), root)
    for report, level in (("more", 0.95), ("more--level-0.9", 0.9)):
        estimates = read_results(root / "reports/knee-small" / report / "results.json")
        assert set(estimates["level"]) == {level}


def test_a_report_no_longer_asked_for_leaves_the_index(tmp_path):
    root = make_project(tmp_path, {"10_good": [RESULTS], "20_more": [RESULTS]})
    run_jobs(plan_jobs(root), root)
    write_study(root, "knee-small", ["good"])
    run_jobs(plan_jobs(root), root)
    assert "knee-small/more" not in (root / "reports/index.html").read_text(encoding="utf-8")


def test_runs_without_the_environment_on_the_path_and_ignores_other_kernels(tmp_path):
    """The kernel is this interpreter's, whatever kernels the user has registered."""
    root = make_project(
        tmp_path / "project",
        {"10_where": [RESULTS, "import sys\nassert sys.prefix != sys.base_prefix, sys.prefix"]},
    )
    spec = tmp_path / "home" / ".local/share/jupyter/kernels/python3"
    spec.mkdir(parents=True)
    wrong = {"argv": ["/nowhere/python"], "display_name": "Wrong", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(wrong))
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("outcomes")), "run"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_plain_papermill_runs_a_notebook_too(tmp_path):
    folder = tmp_path / "project" / "notebooks"
    notebook = write_notebook(folder, "20_my_report", [RESULTS])
    write_study(tmp_path / "project", "knee-other", ["my-report"])
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("papermill")),
            str(notebook),
            str(tmp_path / "out.ipynb"),
            "-p",
            "study",
            "knee-other",
            "-p",
            "results_file",
            str(tmp_path / "results.json"),
        ],
        cwd=tmp_path / "project",
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "results.json").read_text())["study"] == "knee-other"
