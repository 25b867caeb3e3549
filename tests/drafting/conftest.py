"""What tests of drafts share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the root of a project without studies."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return tmp_path
