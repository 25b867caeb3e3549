"""The runner is killed at any moment; the next run ends where an undisturbed one would have.

`python -m validation kill-points` does the same a hundred times.
"""

from __future__ import annotations

import random

import pytest

from tests.runs.kill_points import (
    compare,
    kill_and_resume,
    make_killable,
    make_outdated,
    measure,
)
from tests.samples import sample

SEED = 5


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Return an undisturbed run's folder, and the seconds that it took."""
    root = make_killable(tmp_path_factory.mktemp("undisturbed"))
    return root, measure(root)


@pytest.mark.parametrize("number", sample(range(6), range(1)))
def test_a_run_killed_at_any_moment_is_resumed_to_the_same_bytes(number, undisturbed, tmp_path):
    whole, seconds = undisturbed
    lay_out = make_outdated if number % 2 else make_killable
    root = lay_out(tmp_path / "killed")
    at = random.Random(SEED + number).uniform(0, seconds)
    kill_and_resume(root, at)
    assert compare(whole, root) == [], f"killed after {at:.2f} of {seconds:.2f} seconds"
