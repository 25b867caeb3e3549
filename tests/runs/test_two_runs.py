"""Two runs in one folder at once: nothing is made twice and nothing is spoilt."""

from __future__ import annotations

from threading import Thread

from outcomes.runs import plan_jobs
from outcomes.runs.locks import hold_records
from outcomes.runs.publish_site import publish_report
from tests.runs.program import (
    Program,
    find_half_made,
    read_results,
    read_states,
    read_timeless_ledger,
    run_here,
)
from tests.small_project import RESULTS, make_project

COUNTS = "with open('made.txt', 'a') as file:\n    print({!r}, file=file)"


def lay_out(root):
    return make_project(
        root, {f"{n}0_part_{n}": [RESULTS, COUNTS.format(f"part-{n}")] for n in range(1, 7)}
    )


def test_two_runs_at_once_share_the_work(tmp_path):
    root = lay_out(tmp_path / "shared")
    programs = [Program(root, ("run", "--jobs", "2")) for _ in range(2)]
    for program in programs:
        done = program.finish()
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    names = [f"part-{n}" for n in range(1, 7)]
    assert sorted((root / "made.txt").read_text().splitlines()) == names
    assert read_states(root) == dict.fromkeys(names, "succeeded")
    assert find_half_made(root) == []
    alone = lay_out(tmp_path / "alone")
    assert run_here(alone, "run").returncode == 0
    assert read_results(root) == read_results(alone)
    assert read_timeless_ledger(root) == read_timeless_ledger(alone)


def test_no_report_is_exchanged_while_the_pages_of_all_are_made(tmp_path):
    root = make_project(tmp_path, {"10_good": [RESULTS]})
    (job,) = plan_jobs(root, [], [], {})
    (root / job.staging).mkdir(parents=True)
    (root / job.staging / "index.html").write_text("new")
    publishing = Thread(target=publish_report, args=(job, root))
    with hold_records(root):
        publishing.start()
        publishing.join(0.3)
        assert publishing.is_alive()
        assert not (root / job.folder).exists()
    publishing.join(30)
    assert (root / job.folder / "index.html").read_text() == "new"
