"""``reports/manifest.json``: how each report was made, and what the index needs to be drawn."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from outcomes.errors import RunError
from outcomes.runs.jobs import REPORTS

Manifest = dict[str, Any]

_PACKAGES = (
    "outcomes-notebooks",
    "formulaic",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "scipy",
    "statsmodels",
)
"""What the numbers and pages depend on."""


def manifest_path(root: Path) -> Path:
    """Return where the manifest is."""
    return root / REPORTS / "manifest.json"


def read_manifest(root: Path) -> Manifest:
    """Return the manifest; a report whose page is gone counts as not run. Empty at first.

    Raises
    ------
    RunError
        If the file is not a manifest.
    """
    path = manifest_path(root)
    if not path.is_file():
        return {"schema": 1, "studies": {}}
    try:
        manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))
        for study, entry in manifest["studies"].items():
            for report, made in entry["reports"].items():
                if not (root / REPORTS / study / report / "index.html").is_file():
                    entry["reports"][report] = {"title": made["title"], "state": "planned"}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(
            f"{REPORTS}/manifest.json is damaged ({error}). Delete it and run again."
        ) from error
    return manifest


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Write the manifest, never half."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    write_text(manifest_path(root), text)


def write_text(path: Path, text: str) -> None:
    """Write a file so that readers see the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def find_versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that numbers and pages depend on."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
