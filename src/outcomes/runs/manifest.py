"""``reports/manifest.json``: the ledger on disk, and how each report was made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from outcomes.atomic import write_text
from outcomes.errors import RunError
from outcomes.runs.jobs import REPORTS

Manifest = dict[str, Any]


def manifest_path(root: Path) -> Path:
    """Return where the manifest is."""
    return root / REPORTS / "manifest.json"


def read_manifest(root: Path) -> Manifest:
    """Return the manifest; empty at first.

    A report whose page is gone counts as not run, unless it failed before it had one.

    Raises
    ------
    RunError
        If the file is not a manifest.
    """
    path = manifest_path(root)
    if not path.is_file():
        return {"schema": 2, "studies": {}}
    try:
        manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))
        for study, entry in manifest["studies"].items():
            for report, made in entry["reports"].items():
                page = root / REPORTS / study / report / "index.html"
                if made["state"] != "running" and not page.is_file():
                    entry["reports"][report] = _without_page(made)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(
            f"{REPORTS}/manifest.json is damaged ({error}). Delete it and run again."
        ) from error
    return manifest


def _without_page(made: dict[str, Any]) -> dict[str, Any]:
    if not made.get("failure"):
        return {"title": made["title"], "state": "planned"}
    published = ("headline", "results_sha256", "files")
    return {name: value for name, value in made.items() if name not in published}


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Write the manifest, never half."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    write_text(manifest_path(root), text)
