"""Whatever befalls a notebook, its process, the runner or the disk: everything tells the same."""

from __future__ import annotations

import html
import json
import os
import re
import resource
import signal
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.runs.program import (
    Program,
    find_half_made,
    read_ledger,
    read_page,
    read_results,
    read_states,
    run_here,
    wait_until,
)
from tests.samples import sample
from tests.small_project import RESULTS, make_project

SLEEPS = """
import subprocess, time
from pathlib import Path

if Path("asleep").exists():
    subprocess.Popen(["sleep", "1000"])
    Path("asleep").write_text(str(__import__("os").getpid()))
    time.sleep(1000)
"""
"""Sleeps if there is a file ``asleep``, with a sleeping child; writes its process id there."""
WORDS = {
    "failed": "Failed",
    "killed": "Failed: the run was killed",
    "out-of-memory": "Failed: out of memory",
    "timed-out": "Failed: took too long",
    "stale": "Out of date",
}


def check_failure(root: Path, report: str, state: str, said: str, cell: int | None) -> None:
    """Ledger, report, study page and index tell of the failure, and no results are beside it."""
    made = read_ledger(root)[report]
    assert (made["state"], made["error"]["cell"]) == (state, cell), made
    assert said in made["failure"]
    page = html.unescape(read_page(root, "knee-small", report))
    unusable = "This report is out of date" if state == "stale" else "This report is incomplete"
    assert unusable in page
    assert said in page
    if cell is not None:
        assert f"The report stops here, in code cell {cell}" in page
    assert not (root / "reports/knee-small" / report / "results.json").exists()
    card = next(c for c in cards(root) if f'"{report}/index.html"' in c)
    assert WORDS[state] in card
    assert "Numbers" not in card
    index = read_page(root)
    assert re.search(rf'/{report}/index.html"[^>]*>.*?{WORDS[state]}', index, re.DOTALL)


def cards(root: Path) -> list[str]:
    return read_page(root, "knee-small").split('<li class="card')[1:]


def fall_asleep(root: Path) -> None:
    (root / "asleep").touch()


def wait_for_sleep(root: Path) -> int:
    """Wait until the notebook sleeps, and return its process id."""
    return int(wait_until((root / "asleep").read_text))


def test_every_way_that_a_notebook_can_end(tmp_path):
    fails_with_child = (
        'import subprocess\nsubprocess.Popen(["sleep", "1000"])\nraise KeyError("no such arm")'
    )
    root = make_project(
        tmp_path,
        {
            "10_shot": [SLEEPS, RESULTS],
            "20_greedy": ["import numpy", "kept = numpy.ones(10**9)", RESULTS],
            "30_spins": ["import itertools", "sum(itertools.repeat(0))", RESULTS],
            "40_exits": ["import sys\nsys.exit(0)", RESULTS],
            "50_gone": ["import os\nos._exit(0)", RESULTS],
            "60_parent": ["level", fails_with_child, RESULTS],
            "70_good": [RESULTS],
        },
    )
    fall_asleep(root)
    program = Program(root, ("run", "--cpu", "3s", "--memory", "1GB", "--jobs", "2"))
    os.kill(wait_for_sleep(root), signal.SIGKILL)
    done = program.finish()
    assert done.returncode == 1, done.stderr
    check_failure(root, "shot", "killed", "SIGKILL", 2)
    check_failure(root, "greedy", "out-of-memory", "MemoryError", 3)
    check_failure(root, "spins", "timed-out", "more than 3 seconds of CPU", 3)
    check_failure(root, "exits", "failed", "SystemExit", 2)
    check_failure(root, "gone", "killed", "ended with exit code 0 before the notebook did", 2)
    check_failure(root, "parent", "failed", "KeyError: 'no such arm'", 3)
    assert read_states(root)["good"] == "succeeded"
    assert "6 reports are incomplete" in read_page(root)
    for report in ("shot", "greedy", "spins", "exits", "gone", "parent"):
        assert re.search(rf"knee-small: {report}: .+", done.stderr), report
    assert find_half_made(root) == []


def test_a_loop_in_c_code_ends_when_its_time_is_up(tmp_path):
    root = make_project(
        tmp_path,
        {"10_spins": ["import itertools, sys", "sum(itertools.repeat(0))", RESULTS]},
    )
    done = run_here(root, "run", "--wall", "2s")
    assert done.returncode == 1
    check_failure(root, "spins", "timed-out", "ran for more than 2 seconds", 3)


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_report_too_large_for_the_disk_fails_and_the_others_are_made(tmp_path):
    large = "print('x' * 400_000)"
    root = make_project(tmp_path, {"10_large": [large, RESULTS], "20_good": [RESULTS]})
    program = Program(root, ("run", "--jobs", "1"), before=limit_file_size)
    done = program.finish()
    assert done.returncode == 1, done.stderr
    assert read_states(root) == {"large": "failed", "good": "succeeded"}
    assert "Traceback" not in done.stderr
    check_failure(root, "large", "failed", "File too large", None)
    assert "1 report is incomplete" in read_page(root)
    assert find_half_made(root) == []


@pytest.fixture
def small_disk(tmp_path):
    """Return an empty folder of 500 kB on a disk of its own, where one may be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=500k", "none", str(folder)])
    if made.returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_leaves_no_half_file_and_a_later_run_completes(tmp_path, small_disk):
    root = make_project(tmp_path / "project", {f"{n}0_part_{n}": [RESULTS] for n in range(1, 4)})
    told = ("--json", "--junit", str(tmp_path / "run.xml"))
    if small_disk is None:
        program = Program(root, ("run", *told), before=limit_all_files)
    else:
        filler = small_disk / "filler"
        (root / "reports").symlink_to(small_disk)
        filler.write_bytes(bytes(500_000 - 60_000))
        program = Program(root, ("run", "--jobs", "1", *told))
    done = program.finish()
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    run = json.loads(done.stdout)
    said = run.get("error") or " ".join(job["failure"] for job in run["jobs"])
    assert re.search(r"reports/.*(No space left|File too large)", said), said
    if small_disk is not None:
        assert ElementTree.parse(tmp_path / "run.xml").getroot().get("tests") != "0"
    for path in (root / "reports").rglob("*"):
        if path.suffix == ".html":
            assert path.read_text(encoding="utf-8").rstrip().endswith("</html>"), path
    if small_disk is not None:
        filler.unlink()
    again = run_here(root, "run")
    assert again.returncode == 0, again.stderr
    assert set(read_states(root).values()) == {"succeeded"}
    assert find_half_made(root) == []


def limit_all_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (17_000, 17_000))


@pytest.fixture
def made(tmp_path):
    """Return a project whose reports are made; ``middle`` sleeps if told to."""
    root = make_project(
        tmp_path,
        {"10_first": [RESULTS], "20_middle": [SLEEPS, RESULTS], "30_last": [RESULTS]},
    )
    run_jobs(plan_jobs(root), root)
    assert set(read_states(root).values()) == {"succeeded"}
    return root


@pytest.mark.parametrize("number", sample([signal.SIGINT, signal.SIGTERM], [signal.SIGINT]))
def test_an_interrupted_run_says_so_and_keeps_what_stood(made, number):
    before = read_results(made)
    fall_asleep(made)
    program = Program(made, ("run", "--force", "--jobs", "1"))
    wait_for_sleep(made)
    program.process.send_signal(number)
    done = program.finish()
    assert done.returncode == 128 + number
    assert f"the run was interrupted by {number.name}" in done.stderr
    assert "Traceback" not in done.stderr
    assert read_states(made) == {"first": "succeeded", "middle": "killed", "last": "planned"}
    assert number.name in read_ledger(made)["middle"]["failure"]
    after = read_results(made)
    assert after.keys() == before.keys()
    study = "reports/knee-small"
    pages = {"reports/index.html"}
    pages |= {f"{study}/{each}index.html" for each in ("", "checklist/", "summary/")}
    assert {name for name in before if before[name] != after[name]} == pages
    assert "Failed: the run was killed" in read_page(made, "knee-small")
    assert find_half_made(made) == []


def test_a_killed_runner_leaves_nothing_running_and_the_next_run_completes(made):
    before = read_results(made)
    fall_asleep(made)
    program = Program(made, ("run", "--force", "--jobs", "1"))
    wait_for_sleep(made)
    program.process.kill()
    assert program.finish().returncode == -signal.SIGKILL
    listed = run_here(made, "list").stdout
    assert re.search(r"middle +killed", listed)
    assert re.search(r"last +planned", listed)
    (made / "asleep").unlink()
    done = run_here(made, "run")
    assert done.returncode == 0, done.stderr
    assert re.search(r"first +unchanged", done.stdout)
    assert read_results(made) == before
    assert find_half_made(made) == []


def test_a_killed_template_takes_its_notebooks_along_and_the_others_are_made(made):
    fall_asleep(made)
    program = Program(made, ("run", "--force", "--jobs", "1"))
    wait_for_sleep(made)
    os.kill(program.find_template(), signal.SIGKILL)
    done = program.finish()
    assert done.returncode == 1
    assert read_states(made) == {"first": "succeeded", "middle": "killed", "last": "succeeded"}
    check_failure(made, "middle", "killed", "SIGKILL", 2)


@pytest.mark.parametrize("text", ['{"cells": [', '{"rows": []}', "participant,arm\n1,saline\n"])
def test_what_is_no_notebook_stops_the_run_before_anything_is_written(tmp_path, text):
    root = make_project(tmp_path, {"10_good": [RESULTS], "20_broken": [RESULTS]})
    (root / "notebooks/20_broken.ipynb").write_text(text)
    before = sorted(root.rglob("*"))
    done = run_here(root, "run")
    assert done.returncode == 2
    assert "20_broken.ipynb" in done.stderr
    assert sorted(root.rglob("*")) == before


@pytest.fixture
def read_only(tmp_path):
    """Return a folder in which nothing can be written, also not by root."""
    folder = tmp_path / "closed"
    folder.mkdir()
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)
        return
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", str(folder)])
    yield Path("/proc") if mounted.returncode else folder
    if not mounted.returncode:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_folder_that_is_read_only_is_told(tmp_path, read_only):
    root = make_project(tmp_path / "project", {"10_good": [RESULTS]})
    (root / "reports").symlink_to(read_only)
    done = run_here(root, "run")
    assert done.returncode == 1
    assert re.search("cannot read or write .*reports", done.stderr)
    assert "Traceback" not in done.stderr


EDITS = """
from pathlib import Path

if not Path("edited").exists():
    Path("edited").touch()
    with Path("data/raw/knee-small/scores.csv").open("a") as table:
        table.write("7,saline,baseline,61\\n")
"""


def test_a_study_edited_during_the_run_makes_its_report_stale(tmp_path):
    root = make_project(tmp_path, {"10_edits": [RESULTS, EDITS], "20_after": [RESULTS]})
    done = run_here(root, "run", "--jobs", "1")
    assert done.returncode == 1
    check_failure(
        root, "edits", "stale", "files were changed while the report was being made", None
    )
    assert read_states(root)["after"] == "stale"
    again = run_here(root, "run")
    assert again.returncode == 0, again.stderr
    assert read_states(root) == {"edits": "succeeded", "after": "succeeded"}
    page = read_page(root, "knee-small", "edits")
    assert "This report is incomplete" not in page
    assert "Out of date" not in read_page(root, "knee-small")
