"""What `make` says on a machine that lacks something, and what it would install."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def make(
    root: Path, tmp_path: Path, python: str, *targets: str
) -> subprocess.CompletedProcess[str]:
    """Run make with a Python that is a script, for a virtual environment that is not there yet."""
    fake = tmp_path / "python"
    fake.write_text(f'#!/bin/sh\n{python}\nexec {sys.executable} "$@"\n')
    fake.chmod(0o755)
    return subprocess.run(
        ["make", f"PYTHON={fake}", f"VENV={tmp_path / 'venv'}", *targets],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "MAKEFLAGS": ""},
    )


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ('case "$2" in *venv*) exit 1;; esac', "apt-get install python3-venv"),
        ('case "$2" in *version_info*) echo "Python 3.11 or newer is needed" >&2; exit 1;; esac',
         "Python 3.11 or newer is needed"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_begun(root, tmp_path, python, said):
    done = make(root, tmp_path, python, "reports")
    assert done.returncode != 0
    assert said in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize(
    ("target", "locks"),
    [
        ("reports", ["requirements.lock"]),
        ("test", ["requirements.lock", "requirements-dev.lock"]),
        ("docs", ["requirements.lock", "requirements-dev.lock"]),
    ],
)
def test_each_target_installs_what_it_needs(root, tmp_path, target, locks):
    done = make(root, tmp_path, "", "--dry-run", target)
    assert done.returncode == 0, done.stderr
    asked = [
        line.split("-r ")[1] for line in done.stdout.splitlines() if "--require-hashes" in line
    ]
    assert asked == locks
