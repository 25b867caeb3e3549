"""A template that does not start, or goes: what is said, and what is run all the same."""

from __future__ import annotations

import json
import os
import signal
from contextlib import ExitStack

import pytest

from outcomes.errors import ForkError
from outcomes.forking import template
from outcomes.forking.template import Template, get_template, start_template
from tests.runs.program import LONG, run_here, wait_until
from tests.samples import sample
from tests.small_project import RESULTS, make_project

CANNOT_IMPORT = """
import sys

if "outcomes.forking.server" in sys.orig_argv:
    sys.modules["formulaic"] = None
"""


HANGS = """
import sys, time

if "outcomes.forking.server" in sys.orig_argv:
    time.sleep(600)
"""


def _start_with(source, tmp_path, monkeypatch):
    """Start a template whose interpreter runs some code first."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(source)
    paths = [str(folder), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        return Template()


@pytest.fixture
def start_broken(tmp_path, monkeypatch):
    """Return what has this process use a template whose interpreter runs some code first."""
    with ExitStack() as stack:

        def start(source):
            started = _start_with(source, tmp_path, monkeypatch)
            stack.callback(started.close)
            monkeypatch.setitem(template._shared, os.getpid(), started)
            return started

        yield start


def test_an_optional_module_that_is_not_there_keeps_nothing_from_being_forked():
    started = Template(["pandas.core.no_such_module", "no_such_package"])
    try:
        process = started.fork("call")
        process.kill()
        assert process.wait(LONG) == -signal.SIGKILL
    finally:
        started.close()


def test_a_template_that_did_not_start_says_why_and_is_not_started_again(start_broken, capfd):
    broken = start_broken(CANNOT_IMPORT)
    for _ in range(2):
        with pytest.raises(ForkError, match=r"did not start: .*formulaic.*\.py, line"):
            get_template().fork("cells")
    assert get_template() is broken
    assert "Traceback" not in capfd.readouterr().err


def test_a_template_that_hangs_at_its_start_is_waited_for_once(tmp_path, monkeypatch):
    monkeypatch.setattr(template, "START_TIMEOUT", 1)
    hanging = _start_with(HANGS, tmp_path, monkeypatch)
    for _ in range(2):
        with pytest.raises(ForkError, match="did not start: it was not ready within 1 seconds"):
            hanging.fork("call")
        monkeypatch.setattr(template, "START_TIMEOUT", 600)
    assert not hanging.can_be_replaced
    hanging.close()


def test_a_template_that_was_killed_says_so_and_the_next_one_serves():
    first = Template()
    first.fork("call").kill()
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: not first.is_alive)
    with pytest.raises(ForkError, match="has gone: it was killed by SIGKILL"):
        first.fork("call")
    assert first.can_be_replaced
    first.close()


@pytest.mark.parametrize(
    ("source", "why"),
    sample(
        [(CANNOT_IMPORT, "ModuleNotFoundError"), (HANGS, "it was not ready within 1 seconds")],
        [(CANNOT_IMPORT, "ModuleNotFoundError")],
    ),
)
def test_a_run_says_once_for_each_reason_that_notebooks_were_spawned(
    tmp_path, monkeypatch, start_broken, source, why
):
    if source is HANGS:
        monkeypatch.setattr(template, "START_TIMEOUT", 1)
    start_broken(source)
    root = make_project(tmp_path / "project", {"10_one": [RESULTS], "20_two": [RESULTS]})
    done = run_here(root, "run", "--json", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    jobs = json.loads(done.stdout)["jobs"]
    (reason,) = {job["spawned"] for job in jobs}
    assert why in reason
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{len(jobs)} notebooks were run in a spawned kernel")
    assert line.endswith(reason)
    again = run_here(root, "run", "--json")
    assert {job["spawned"] for job in json.loads(again.stdout)["jobs"]} == {""}
    assert again.stderr == ""


def test_a_verification_says_that_its_notebooks_were_spawned(tmp_path, start_broken):
    root = make_project(tmp_path / "project", {"10_one": [RESULTS]})
    assert run_here(root, "run").returncode == 0
    start_broken(CANNOT_IMPORT)
    done = run_here(root, "run", "--verify", "1")
    assert done.returncode == 0, done.stderr
    spawned, verified = done.stderr.splitlines()
    assert spawned.startswith("1 notebook was run in a spawned kernel")
    assert verified.endswith("the same bytes")


def test_a_template_of_other_source_gives_way_and_lasts_as_long_as_its_processes(monkeypatch):
    stands = [("a.py", 1, 1)]
    monkeypatch.setattr(template, "list_source", lambda: tuple(stands))
    monkeypatch.setattr(template, "_shared", {})
    monkeypatch.setattr(template, "_retired", [])
    start_template()
    first = get_template()
    process = first.fork("call")
    start_template()
    assert get_template() is first
    stands[0] = ("a.py", 1, 2)
    assert get_template() is first, "a run goes on with the source that it was begun with"
    start_template()
    second = get_template()
    assert second is not first
    assert first.is_alive
    process.kill()
    process.wait(LONG)
    wait_until(lambda: first.is_idle)
    start_template()
    assert not first.is_alive
    assert get_template() is second
    second.close()


def test_a_process_can_be_ended_before_it_leads_its_group():
    for _ in range(5):
        process = get_template().fork("call")
        process.kill()
        assert process.wait(LONG) == -signal.SIGKILL


def test_a_run_says_nothing_of_notebooks_that_were_forked(tmp_path):
    root = make_project(tmp_path / "project", {"10_one": [RESULTS]})
    done = run_here(root, "run", "--json")
    assert {job["spawned"] for job in json.loads(done.stdout)["jobs"]} == {""}
    assert done.stderr == ""
