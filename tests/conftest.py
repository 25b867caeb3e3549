"""Fixtures that several tests use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data and reference results, beside the project."""
    if not SHARED.is_dir():
        reason = "the folder shared/ with real data and reference results is not beside the project"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; in CI this test may not be skipped")
        pytest.skip(reason)
    return SHARED
