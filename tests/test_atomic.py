"""Whole files or none: what a killed writer leaves goes with the next write of the same file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from outcomes.atomic import write_text


def test_what_a_living_writer_has_begun_is_left_alone(tmp_path: Path) -> None:
    begun = tmp_path / f".index.html.{os.getppid()}-1.part"
    begun.touch()
    write_text(tmp_path / "index.html", "whole")
    assert begun.exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to read states from")
def test_a_writer_that_has_ended_and_was_not_reaped_counts_as_gone(tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, writer.pid, os.WEXITED | os.WNOWAIT)
    begun = tmp_path / f".index.html.{writer.pid}-1.part"
    begun.touch()
    write_text(tmp_path / "index.html", "whole")
    assert not begun.exists()
    writer.wait()
