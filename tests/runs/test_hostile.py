"""Whatever a notebook takes, shows or leaves: it is ended, told of, and harms no other report."""

from __future__ import annotations

import pytest

from tests.runs.hostile import (
    HOSTILE,
    NEVER_MIND,
    check_bystanders,
    find_wrong,
    run_hostile,
)
from tests.samples import thorough

SAMPLE = (
    "prints_without_end",
    "displays_one_giant",
    "floods_from_a_child",
    "raises_a_giant",
    "raises_half_a_character",
    "leaves_a_session",
    "allocates_in_children",
    "spins_in_children",
    "links_its_notebook",
    "makes_a_folder",
    "moves_its_folder",
    "nests_without_end",
    "reads_the_environment",
    "behaves",
)


@pytest.mark.parametrize(
    ("chosen", "jobs"),
    [
        pytest.param([each for each in HOSTILE if each.name in SAMPLE], 2, id="sample"),
        pytest.param(HOSTILE, 2, id="all", marks=thorough),
        pytest.param((NEVER_MIND, HOSTILE[-1]), 1, id="template", marks=thorough),
    ],
)
def test_hostile_notebooks_end_as_they_must_and_harm_nothing_else(tmp_path, chosen, jobs):
    survived = run_hostile(tmp_path, chosen, jobs)
    wrong = {each.name: find_wrong(survived, each) for each in chosen}
    assert not any(wrong.values()), wrong
    assert check_bystanders(survived) == []
    assert survived.done.returncode == 1
