"""Reports made again: those that come out the same, and those that cannot."""

from __future__ import annotations

from outcomes.forking.limits import Limits
from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.verify_reports import verify_reports
from tests.runs.program import find_half_made, read_results, run_here
from tests.small_project import RESULTS, make_project

DRAWN = "import random, numpy as np\nprint(random.random(), np.random.random())"
OF_CHANCE = "import numpy as np\nprint(np.random.default_rng().random())"
OF_THE_CLOCK = "import time\nprint(time.time_ns())"


def test_only_what_depends_on_chance_or_the_clock_differs(tmp_path):
    root = make_project(
        tmp_path,
        {
            "10_seeded": [RESULTS, DRAWN],
            "20_chance": [OF_CHANCE, RESULTS],
            "30_clock": [OF_THE_CLOCK, RESULTS],
        },
    )
    done = run_here(root, "run", "--verify", "9")
    before = read_results(root)
    assert done.returncode == 1
    said = dict(line.split(": ", 2)[1:] for line in done.stderr.splitlines())
    assert said == {
        "seeded": "the same bytes",
        "chance": "differs in index.html, notebook.ipynb",
        "clock": "differs in index.html, notebook.ipynb",
    }
    only = run_here(root, "run", "--only", "seeded", "--verify", "1")
    assert only.returncode == 0, only.stderr
    assert read_results(root) == before
    assert find_half_made(root) == []


def test_the_sample_is_as_large_as_asked(tmp_path):
    root = make_project(tmp_path, {f"{n}0_part_{n}": [RESULTS] for n in (1, 2, 3)})
    jobs = plan_jobs(root)
    assert verify_reports(jobs, root, 2, Limits()) == ()
    run_jobs(jobs, root)
    verified = verify_reports(jobs, root, 2, Limits())
    assert len({each.report for each in verified}) == 2
    assert [each.differing for each in verified] == [(), ()]


def test_a_published_file_that_was_changed_is_no_report_to_verify_but_one_to_make_again(tmp_path):
    root = make_project(tmp_path, {"10_good": [RESULTS]})
    jobs = plan_jobs(root)
    run_jobs(jobs, root)
    results = root / "reports/knee-small/good/results.json"
    whole = results.read_bytes()
    results.write_bytes(whole.replace(b"-8.25", b"-18.25"))
    assert verify_reports(jobs, root, 1, Limits()) == ()
    done = run_here(root, "run", "--verify", "1")
    assert done.returncode == 0
    assert "succeeded" in done.stdout
    assert "the same bytes" in done.stderr
    assert results.read_bytes() == whole
