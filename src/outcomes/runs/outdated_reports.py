"""Which reports stand as they would be made now, and which from something that has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from outcomes.runs.inputs import hash_folder, hash_notebook
from outcomes.runs.jobs import Job, base_report, name_report, variant_of
from outcomes.runs.ledger import State
from outcomes.runs.manifest import find_report, read_manifest
from outcomes.runs.notebooks import Notebook

Reports = Mapping[str, Mapping[str, Any]]
"""What the manifest knows of the reports of a study or topic, by name."""

STANDING = (State.SUCCEEDED, State.WITHHELD)
"""States of what stands as long as what it was made from does not change."""


def is_outdated(
    report: str, reports: Reports, fingerprint: str, notebooks: Mapping[str, Notebook], source: str
) -> bool:
    """Whether a report was made from anything that has changed since.

    Parameters
    ----------
    report : str
        Its name.
    reports : mapping
        Of its study or topic; a report of which no inputs are known is not outdated.
    fingerprint : str
        Of the files of that study or topic now.
    notebooks : mapping of str to Notebook
        As they are now, by report name.
    source : str
        Hash of this package's source now.
    """
    made = reports[report]
    notebook = notebooks.get(base_report(report))
    now = {
        "data_sha256": fingerprint,
        "notebook_sha256": hash_notebook(notebook) if notebook else "",
        "source_sha256": source,
    }
    changed = any(made.get(name, value) != value for name, value in now.items())
    return changed or was_given_other_results(report, reports)


def is_current(made: Mapping[str, Any], key: str, folder: Path) -> bool:
    """Whether a report stands whole, made from what it would be made from now.

    Parameters
    ----------
    made : mapping
        What the manifest holds of it.
    key : str
        What it would be made from.
    folder : Path
        Where it stands; its files must be those that were published.
    """
    return (
        made.get("state") in STANDING
        and made.get("key") == key
        and made.get("files") == hash_folder(folder)
    )


def was_given_other_results(report: str, reports: Reports) -> bool:
    """Whether a report was given other results, of a report that it needs, than stand now."""
    variant = variant_of(report)
    return any(
        reports.get(name_report(need, variant), {}).get("results_sha256") != given
        for need, given in reports[report].get("needs", {}).items()
    )


def find_replaced(jobs: Iterable[Job], root: Path) -> dict[str, list[str]]:
    """Find the published reports that a run would replace by ones with other parameters.

    Parameters
    ----------
    jobs : iterable of Job
        What is about to be run.
    root : Path
        Root folder of the project.

    Returns
    -------
    dict
        By what differs, as ``level = 0.9 instead of 0.95``, the reports: ``study: report``.
    """
    manifest = read_manifest(root)
    replaced: dict[str, list[str]] = {}
    for job in jobs:
        made = find_report(manifest, job.owner, job.report)
        if made.get("results_sha256"):
            before = {**made["parameters"], "seed": made["seed"]}
            now = {**job.shown_parameters, "seed": job.seed}
            changes = [
                f"{name} = {value} instead of {before[name]}"
                for name, value in now.items()
                if name in before and before[name] != value
            ]
            if changes:
                replaced.setdefault(", ".join(changes), []).append(f"{job.owner}: {job.report}")
    return replaced


def call_stale(reports: dict[str, Any], report: str) -> None:
    """Call a report stale that is said to stand."""
    if reports[report]["state"] in STANDING:
        reports[report] = {**reports[report], "state": str(State.STALE)}
