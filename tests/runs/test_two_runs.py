"""Two runs in one folder at once: nothing is made twice and nothing is spoilt."""

from __future__ import annotations

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
