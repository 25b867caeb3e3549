"""Fixtures that several tests use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from outcomes.study import list_studies

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

settings.register_profile("quick", max_examples=20, deadline=None, derandomize=True, database=None)
settings.register_profile("thorough", max_examples=200, deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--thorough``."""
    parser.addoption(
        "--thorough",
        action="store_true",
        help="run long sets whole and draw more examples, as make validate does",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Draw few examples, the same each time; with ``--thorough``, many new ones."""
    settings.load_profile("thorough" if config.getoption("thorough") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only ``--thorough`` runs."""
    if config.getoption("thorough"):
        return
    left = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if not item.get_closest_marker("thorough")]


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


@pytest.fixture
def real_study(shared: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that puts a real trial's study file beside its data, in a new folder.

    ``real_study("knee_injury_pain")`` (or ``knee-injury-pain``) joins
    ``tests/studies/knee-injury-pain/study.yaml`` and ``shared/data/knee_injury_pain/data.csv``.
    """

    def put_together(name: str) -> Path:
        study = name.replace("_", "-")
        folder = tmp_path / study
        folder.mkdir()
        sources = (
            ROOT / "tests" / "studies" / study / "study.yaml",
            shared / "data" / name.replace("-", "_") / "data.csv",
        )
        for source in sources:
            shutil.copyfile(source, folder / source.name)
        return folder

    return put_together


@pytest.fixture(scope="session")
def bundled_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project's root in whose ``reports/`` every bundled study's reports stand.

    They are made once, whichever worker needs them first; treat them as read-only.
    """
    shared_by_workers = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared_by_workers = shared_by_workers.parent
    site = shared_by_workers / "bundled-site"
    with FileLock(shared_by_workers / "bundled-site.lock"):
        if not (site / "complete").exists():
            shutil.copytree(ROOT / "data" / "raw", site / "data" / "raw")
            shutil.copytree(ROOT / "notebooks", site / "notebooks")
            entries = run_jobs(plan_jobs(site, list_studies(ROOT), [], {}), site)
            bad = [f"{e.study} {e.report}: {e.failure}" for e in entries if e.state.is_bad]
            (site / "complete").write_text("\n".join(bad), encoding="utf-8")
    failures = (site / "complete").read_text(encoding="utf-8")
    assert not failures, failures
    return site
