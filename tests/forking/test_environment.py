"""What a notebook is given of the environment of whoever runs it."""

from __future__ import annotations

import pytest

from outcomes.forking.environment import pass_on


@pytest.mark.parametrize(
    "name",
    [
        "PATH",
        "HOME",
        "PYTHONPATH",
        "JUPYTER_DATA_DIR",
        "MPLCONFIGDIR",
        "OUTCOMES_TOKEN",
        "SystemRoot",
    ],
)
def test_what_programs_need_and_what_is_meant_for_notebooks_is_passed_on(name):
    assert pass_on({name: "x"}) == {name: "x"}


@pytest.mark.parametrize(
    "name",
    [
        "AWS_SECRET_ACCESS_KEY", "CI_JOB_TOKEN", "CONDA_TOKEN", "DATABASE_URL", "GITHUB_TOKEN",
        "JUPYTER_TOKEN", "LANG", "PYTHONSTARTUP", "PYTHON_KEYRING_PASSWORD", "SSH_AUTH_SOCK",
    ],
)  # fmt: skip
def test_what_opens_doors_or_changes_what_is_printed_stays_with_the_shell(name):
    assert pass_on({name: "x"}) == {}
