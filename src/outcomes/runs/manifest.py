"""``reports/manifest.json``: the ledger on disk, and how each report was made.

While a run goes on, each change of a report's state is a small file of its own, so that it costs
the same however many reports there are. Reading puts these lines into what the manifest says;
writing the manifest takes them in. Whoever writes either holds `outcomes.runs.locks.hold_records`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outcomes.atomic import write_text
from outcomes.errors import RunError
from outcomes.runs.jobs import REPORTS

Manifest = dict[str, Any]
LINES = f"{REPORTS}/.ledger"
OF_STUDY = ("title", "summary", "provenance", "joint", "condition", "design", "participants")
"""What a manifest keeps of a study's file."""


def manifest_path(root: Path) -> Path:
    """Return where the manifest is."""
    return root / REPORTS / "manifest.json"


def read_manifest(root: Path) -> Manifest:
    """Return the manifest with the lines written since; empty at first.

    A report whose page is gone counts as not run, unless it failed before it had one.

    Raises
    ------
    RunError
        If the file is not a manifest.
    """
    path = manifest_path(root)
    if not path.is_file():
        return {"schema": 2, "studies": {}, "topics": {}}
    try:
        manifest = _read_with_lines(root, path)
        _check(manifest)
        for owner, entry in list_owners(manifest).items():
            for report, made in entry["reports"].items():
                page = root / REPORTS / owner / report / "index.html"
                if made["state"] != "running" and not page.is_file():
                    entry["reports"][report] = _without_page(made)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(f"{REPORTS}/manifest.json", error) from error
    return manifest


def _check(manifest: Manifest) -> None:
    """Refuse a manifest without what every reader of it takes for granted.

    Raises
    ------
    KeyError, TypeError, AttributeError
        If anything is missing or of another kind.
    """
    for entry in manifest["studies"].values():
        for key in OF_STUDY:
            entry[key]
    for entry in list_owners(manifest).values():
        _ = entry["title"]
        for made in entry["reports"].values():
            made["title"] + made["state"]


def _damaged(file: str, error: Exception) -> RunError:
    missing = f"{error} is missing" if isinstance(error, KeyError) else str(error)
    return RunError(f"{file} is damaged ({missing}). Delete it and run again.")


def list_owners(manifest: Manifest) -> dict[str, dict[str, Any]]:
    """Return what a manifest keeps of every study and topic, by id."""
    return {**manifest["studies"], **manifest.setdefault("topics", {})}


def find_report(manifest: Manifest, owner: str, report: str) -> dict[str, Any]:
    """Return what a manifest keeps of a report; empty if it knows none of that name."""
    known: dict[str, Any] = list_owners(manifest).get(owner, {}).get("reports", {}).get(report, {})
    return known


def _read_with_lines(root: Path, path: Path) -> Manifest:
    """Read both as they belong together: a run may write the manifest meanwhile."""
    while True:
        before = path.stat()
        manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))
        try:
            _take_in_lines(root, manifest)
        except FileNotFoundError:
            continue  # the manifest has them now
        after = path.stat()
        if (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns):
            return manifest


def _take_in_lines(root: Path, manifest: Manifest) -> None:
    for path in (root / LINES).glob("*/*.json"):
        line = _read_line(path)
        reports = list_owners(manifest).get(path.parent.name, {}).get("reports", {})
        if path.stem in reports:
            made = reports[path.stem] if line["made"] is None else line["made"]
            reports[path.stem] = {**made, **line["entry"]}


def _read_line(path: Path) -> dict[str, Any]:
    """Return a line of the ledger.

    Raises
    ------
    RunError
        If the file holds none.
    """
    try:
        line: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        _ = {**(line["made"] or {}), **line["entry"]}
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(f"{LINES}/{path.parent.name}/{path.name}", error) from error
    return line


def _without_page(made: dict[str, Any]) -> dict[str, Any]:
    if not made.get("failure"):
        return {"title": made["title"], "state": "planned"}
    published = ("headline", "results_sha256", "files")
    return {name: value for name, value in made.items() if name not in published}


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Write the manifest, never half; the lines are in it from now on."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    write_text(manifest_path(root), text)
    shutil.rmtree(root / LINES, ignore_errors=True)


def write_line(
    root: Path, study: str, report: str, made: Mapping[str, Any] | None, entry: Mapping[str, Any]
) -> None:
    """Write a report's line of the ledger.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    study, report : str
        Of a report that the manifest lists.
    made : mapping or None
        What the manifest shall keep of the report now standing; None for what it keeps already.
    entry : mapping
        Its state and times.
    """
    path = root / LINES / study / f"{report}.json"
    if made is None and path.is_file():
        made = _read_line(path)["made"]
    line = {"made": None if made is None else dict(made), "entry": dict(entry)}
    write_text(path, json.dumps(line, ensure_ascii=False))
