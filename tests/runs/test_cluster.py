"""Send jobs to a real Dask cluster: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from distributed import Client

from outcomes import cli
from outcomes.errors import InterruptedRunError, RunError
from outcomes.evidence.pack import find_pack
from outcomes.runs import Job, State, cluster, plan_jobs, read_manifest
from outcomes.runs.batch import plan_batch, read_batch
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.run_settings import RunSettings
from outcomes.study import load_study
from tests.runs.collected_knee import (
    added_by_the_study,
    lay_out_collected,
    own_differences,
    relieve_pain,
)
from tests.samples import sample, thorough
from tests.small_project import (
    PARAMETERS,
    RESULTS,
    make_project,
    write_notebook,
    write_study,
)

ENDINGS = {
    "10_good": [RESULTS, "import random\n(level, random.random())"],
    "20_dies": ["import os, signal", "os.kill(os.getpid(), signal.SIGKILL)", RESULTS],
    "30_fails": ["raise ValueError('no such visit')"],
}
LONG = 600
"""Seconds after which something has gone wrong, however slow the machine."""


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Whether a process does anything still; one that waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def find_children(pid: int) -> set[int]:
    """Return the ids of a process's children and of theirs, by what the system lists."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found, last = set(), {pid}
    while last:
        last = {child for child, parent in parents.items() if parent in last}
        found |= last
    return found


class Cluster:
    """A scheduler and its workers on this machine.

    Parameters
    ----------
    folder : Path
        For their files and what they print.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._cleanup = ExitStack()
        self.scheduler = self._start(
            "dask_scheduler", "--no-show", "--host", "127.0.0.1", "--port", "0"
        )
        wait_for(self._is_written, "the scheduler did not start")
        self.address: str = json.loads(self._file.read_text())["address"]

    def add_worker(self, *options: str, source: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a worker of one thread, with this source or another."""
        local = ("--local-directory", str(self._folder), "--nthreads", "1", "--host", "127.0.0.1")
        return self._start("dask_worker", *local, *options, source=source)

    def close(self) -> None:
        """End everything."""
        self._cleanup.close()

    def _is_written(self) -> bool:
        return self._file.is_file() and self._file.read_text().endswith("}")

    def _start(
        self, program: str, *options: str, source: Path | None = None
    ) -> subprocess.Popen[bytes]:
        environment = dict(os.environ)
        if source is not None:
            paths = (str(source), environment.get("PYTHONPATH", ""))
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        log = self._cleanup.enter_context((self._folder / "log").open("ab"))
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"distributed.cli.{program}",
                *("--scheduler-file", str(self._file), "--no-dashboard"),
                *options,
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        self._cleanup.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(LONG)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class FirstEvent:
    """Handles the first event of a run in a thread of its own, so that the run goes on meanwhile.

    Parameters
    ----------
    handle : callable
        Called without arguments.
    """

    def __init__(self, handle: Callable[[], None]) -> None:
        self._thread = threading.Thread(target=handle)

    def __call__(self, *_: object) -> None:
        if self._thread.ident is None:
            self._thread.start()


def wait_for_workers(address: str, number: int) -> None:
    """Wait until a scheduler has as many workers, no more and no fewer."""
    with Client(address, set_as_default=False) as client:
        wait_for(lambda: len(client.nthreads()) == number, f"there are not {number} workers")


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """Return a scheduler with two workers, one of them with a nanny."""
    made = Cluster(tmp_path_factory.mktemp("dask"))
    made.add_worker("--no-nanny")
    made.add_worker()
    yield made
    made.close()


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """Return a project that was run without a cluster."""
    root = make_project(tmp_path_factory.mktemp("local"), ENDINGS)
    run_jobs(plan_jobs(root), root)
    return root


def read_files(root: Path) -> dict[str, bytes]:
    """Return what is published, what holds times aside."""
    reports = root / "reports"
    return {
        str(path.relative_to(reports)): path.read_bytes()
        for path in sorted(reports.rglob("*"))
        if path.is_file() and path.name != "manifest.json" and path.suffix != ".lock"
    }


@thorough
@pytest.mark.parametrize("shared", [False, True])
def test_reports_are_the_same_bytes_as_without_a_cluster(dask, local, tmp_path, shared):
    root = make_project(tmp_path, ENDINGS)
    settings = RunSettings(dask=dask.address, shared=shared)
    entries = cluster.run_on_cluster(plan_jobs(root), root, None, settings)
    states = {entry.report: entry.state for entry in entries}
    assert states == {"good": State.SUCCEEDED, "dies": State.KILLED, "fails": State.FAILED}
    assert all(entry.cpu_seconds > 0 for entry in entries)
    died = entries[1].failure
    assert (died.cell, died.exception) == (3, "SIGKILL")
    ours = read_files(root)
    assert set(ours) == set(read_files(local))
    assert [name for name, content in read_files(local).items() if ours[name] != content] == []
    manifests = [
        read_manifest(place)["studies"]["knee-small"]["reports"] for place in (root, local)
    ]
    assert manifests[0]["good"]["key"] == manifests[1]["good"]["key"]
    assert manifests[0]["dies"]["failure"] == manifests[1]["dies"]["failure"]


SMALL = ("achilles-dextrose-exercise",)
EVERY = (*SMALL, "foot-ankle-dextrose", "knee-dextrose-saline")


def make_bundled(root: Path, source: Path, studies: Sequence[str]) -> Path:
    """Lay out the bundled notebooks and some of the bundled studies."""
    shutil.copytree(source / "notebooks", root / "notebooks")
    for study in studies:
        shutil.copytree(source / "data/raw" / study, root / "data/raw" / study)
    return root


BATCH = """
notebooks: [evidence]
studies: [achilles-dextrose-exercise]
sets:
  - {name: strict, parameters: {level: 0.99}}
"""


def plan_bundled(root: Path) -> tuple[Job, ...]:
    """Plan all that the studies ask for, and a batch whose report needs another."""
    file = root / "batch.yaml"
    file.write_text(BATCH, encoding="utf-8")
    return (*plan_jobs(root), *plan_batch(read_batch(file), root, {}).jobs)


@pytest.fixture(scope="module", params=[SMALL, pytest.param(EVERY, marks=thorough)], ids=len)
def studies(request):
    """Return bundled studies: a sample, and all of them."""
    return request.param


@pytest.fixture(scope="module")
def bundled(root, tmp_path_factory, studies):
    """Return a project with bundled studies that was run without a cluster."""
    place = make_bundled(tmp_path_factory.mktemp("bundled"), root, studies)
    run_jobs(plan_bundled(place), place)
    return place


@pytest.mark.parametrize("shared", sample([False, True], [True]))
def test_every_report_of_bundled_studies_and_of_a_batch_is_the_same(
    dask, bundled, root, tmp_path, studies, shared
):
    """Each study asks for several reports, one of which needs another."""
    place = make_bundled(tmp_path / "project", root, studies)
    jobs = plan_bundled(place)
    asked = [len(load_study(place / "data" / "raw" / study).file.reports) for study in studies]
    assert len(jobs) == sum(asked) + 2 + 1, "the batch's two, and one of their topic"
    settings = RunSettings(dask=dask.address, shared=shared)
    entries = cluster.run_on_cluster(jobs, place, None, settings)
    assert {entry.state for entry in entries} == {State.SUCCEEDED}
    ours, theirs = read_files(place), read_files(bundled)
    assert set(ours) == set(theirs)
    assert [name for name, content in theirs.items() if ours[name] != content] == []
    made = read_manifest(place)["studies"]["achilles-dextrose-exercise"]["reports"]
    assert made["evidence--strict"]["needs"] == {
        "treatment-effect": made["treatment-effect--strict"]["results_sha256"]
    }


@pytest.mark.parametrize("shared", sample([False, True], [True]))
def test_a_change_of_data_reaches_what_needs_it_and_a_failed_need_blocks(dask, tmp_path, shared):
    first = [RESULTS.replace("-8.25", "float(data.scores['value'].mean())")]
    root = make_project(tmp_path, {"20_first": first})
    needs = "---\ntitle: Second\nquestion: What?\nneeds: [first]\n---"
    given = "from outcomes import read_results\nread_results(first_results)['estimate'].iloc[0]"
    write_notebook(
        root / "notebooks",
        "10_second",
        [given, RESULTS],
        parameters=f'{PARAMETERS}\nfirst_results: str = ""',
        front_matter=needs,
    )
    file = write_study(root, "knee-small", ["second", "first"]) / "study.yaml"
    shutil.copytree(find_pack("dextrose-prolotherapy"), root / "data" / "evidence" / "own")
    file.write_text(file.read_text().replace("evidence: dextrose-prolotherapy", "evidence: own"))
    settings = RunSettings(dask=dask.address, shared=shared)

    def run() -> dict[str, str]:
        entries = cluster.run_on_cluster(plan_jobs(root), root, None, settings)
        return {
            entry.report: "unchanged" if entry.unchanged else str(entry.state) for entry in entries
        }

    page = root / "reports/knee-small/second/index.html"
    assert run() == {"first": "succeeded", "second": "succeeded"}
    assert "53.75" in page.read_text(encoding="utf-8")
    assert run() == {"first": "unchanged", "second": "unchanged"}
    scores = root / "data/raw/knee-small/scores.csv"
    scores.write_text(scores.read_text().replace("baseline,60", "baseline,72"))
    assert run() == {"first": "succeeded", "second": "succeeded"}
    assert "54.75" in page.read_text(encoding="utf-8")
    notebook = root / "notebooks/20_first.ipynb"
    notebook.write_text(
        notebook.read_text().replace("estimates = make", "1 / 0\\nestimates = make")
    )
    assert run() == {"first": "failed", "second": "blocked"}


@pytest.fixture(scope="module")
def relieved(root, tmp_path_factory):
    """Return what is published of the study once its data have changed, made by one job."""
    here = lay_out_collected(tmp_path_factory.mktemp("here"), root)
    relieve_pain(here)
    run_jobs(plan_jobs(here), here, settings=RunSettings(workers=1))
    return read_files(here)


@thorough
@pytest.mark.parametrize("shared", [False, True])
def test_the_evidence_rests_on_what_the_study_shows_now(dask, root, tmp_path, relieved, shared):
    """Sent or shared, the page has the new number, and is the one made here by one job."""
    project = lay_out_collected(tmp_path / "cluster", root)
    settings = RunSettings(dask=dask.address, shared=shared)
    before = run_to_the_end(project, settings)
    relieve_pain(project)
    after = run_to_the_end(project, settings)
    assert "6.2" in before
    assert before.isdisjoint(after)
    assert after <= own_differences(project)
    assert read_files(project) == relieved


def run_to_the_end(project: Path, settings: RunSettings) -> set[str]:
    """Run on the cluster, and return the points that the study is said to add."""
    entries = cluster.run_on_cluster(plan_jobs(project), project, None, settings)
    assert [entry.state for entry in entries] == [State.SUCCEEDED] * 2
    assert not any(entry.unchanged for entry in entries)
    return added_by_the_study(project)


def write_slow(root: Path, number: int) -> None:
    """Lay out jobs that tell their process and wait until the file ``go`` is there."""
    wait = (
        "import os, time\nfrom pathlib import Path\n"
        f"place = Path({str(root)!r})\n"
        "(place / f'started-{os.getpid()}').touch()\n"
        "while not (place / 'go').exists():\n    time.sleep(0.02)"
    )
    make_project(root, {f"{place}0_job_{place}": [wait, RESULTS] for place in range(1, number + 1)})


def find_started(root: Path) -> set[int]:
    """Return the ids of the notebooks' processes that came to their first cell."""
    return {int(path.name.partition("-")[2]) for path in root.glob("started-*")}


def test_the_jobs_of_a_worker_that_is_killed_are_made_by_another(dask, tmp_path):
    write_slow(tmp_path, 4)
    doomed = dask.add_worker("--no-nanny")
    killed: set[int] = set()

    def kill():
        """Kill the worker once it runs a notebook; then let all of them go on."""
        wait_for(lambda: find_started(tmp_path) & find_children(doomed.pid), "it got no job")
        killed.update(find_children(doomed.pid))
        doomed.kill()
        doomed.wait()
        wait_for(lambda: not any(map(is_running, killed)), "what it had started outlived it")
        (tmp_path / "go").touch()

    wait_for_workers(dask.address, 3)
    entries = cluster.run_on_cluster(
        plan_jobs(tmp_path),
        tmp_path,
        FirstEvent(kill),
        RunSettings(workers=4, dask=dask.address),
    )
    assert killed
    assert [entry.state for entry in entries] == [State.SUCCEEDED] * 4
    made = read_manifest(tmp_path)["studies"]["knee-small"]["reports"]
    assert {report["state"] for report in made.values()} == {"succeeded"}
    assert len(find_started(tmp_path)) == 5
    assert not (tmp_path / "reports/.staging").exists()


def test_an_interrupted_run_ends_its_notebooks_on_the_workers(dask, tmp_path):
    write_slow(tmp_path, 2)

    def interrupt():
        wait_for(lambda: len(find_started(tmp_path)) == 2, "the jobs did not start")
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(InterruptedRunError) as ended:
        cluster.run_on_cluster(
            plan_jobs(tmp_path),
            tmp_path,
            FirstEvent(interrupt),
            RunSettings(dask=dask.address, shared=True),
        )
    assert {entry.state for entry in ended.value.entries} == {State.KILLED}
    assert {entry.failure.exception for entry in ended.value.entries} == {"SIGINT"}
    made = read_manifest(tmp_path)["studies"]["knee-small"]["reports"]
    assert {report["state"] for report in made.values()} == {"killed"}
    wait_for(lambda: not any(map(is_running, find_started(tmp_path))), "a notebook went on")


@thorough
def test_a_scheduler_that_dies_is_told_and_the_run_can_be_resumed(tmp_path):
    root, folder = tmp_path / "project", tmp_path / "cluster"
    folder.mkdir()
    write_slow(root, 2)
    dying = Cluster(folder)
    for _ in range(2):
        dying.add_worker("--no-nanny")
    wait_for_workers(dying.address, 2)

    def kill():
        wait_for(lambda: len(find_started(root)) == 2, "the jobs did not start")
        dying.scheduler.kill()

    try:
        entries = cluster.run_on_cluster(
            plan_jobs(root), root, FirstEvent(kill), RunSettings(dask=dying.address, shared=True)
        )
    finally:
        dying.close()
    assert {entry.state for entry in entries} == {State.FAILED}
    assert all("the cluster has not made the report" in entry.failure.message for entry in entries)
    wait_for(lambda: not any(map(is_running, find_started(root))), "a notebook went on")
    (root / "go").touch()
    again = run_jobs(plan_jobs(root), root)
    assert {entry.state for entry in again} == {State.SUCCEEDED}


def copy_with_a_change(source: Path, copy: Path) -> None:
    """Copy this package, one line longer."""
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
    with (copy / "rounding.py").open("a", encoding="utf-8") as module:
        module.write("\n")


def make_empty(source: Path, copy: Path) -> None:
    """Lay out a package of the same name that has nothing in it."""
    copy.mkdir(parents=True)
    (copy / "__init__.py").touch()


@pytest.mark.parametrize(
    ("lay_out", "told"),
    [
        (copy_with_a_change, "has another source of this package than this machine"),
        (make_empty, "cannot use this package .*No module named 'outcomes"),
    ],
)
def test_a_worker_with_other_code_is_refused(dask, tmp_path, root, lay_out, told):
    lay_out(root / "src/outcomes", tmp_path / "src/outcomes")
    project = make_project(tmp_path / "project", {"10_good": [RESULTS]})
    other = dask.add_worker("--no-nanny", source=tmp_path / "src")
    try:
        wait_for_workers(dask.address, 3)
        with pytest.raises(RunError, match=told):
            cluster.run_on_cluster(
                plan_jobs(project), project, None, RunSettings(dask=dask.address)
            )
    finally:
        _end(other)
        wait_for_workers(dask.address, 2)
    assert not (project / "reports").exists()


def test_a_scheduler_without_workers_and_none_at_all_are_refused(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    project = make_project(tmp_path / "project", {"10_good": [RESULTS]})
    lonely = Cluster(tmp_path)
    try:
        assert run_command(monkeypatch, project, lonely.address) == 2
        assert "the Dask scheduler has no worker" in capfd.readouterr().err
    finally:
        lonely.close()
    assert run_command(monkeypatch, project, lonely.address) == 2
    assert f"no Dask scheduler answers at {lonely.address}" in capfd.readouterr().err
    assert run_command(monkeypatch, project, "nowhere://there") == 2
    assert "no Dask scheduler answers at nowhere://there" in capfd.readouterr().err
    assert not (project / "reports").exists()


def run_command(monkeypatch, project: Path, address: str) -> int:
    """Run the program as a user does, and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["outcomes", "run", "--root", str(project), "--dask", address])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code
