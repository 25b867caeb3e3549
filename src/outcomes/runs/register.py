"""Bring the manifest up to date with the study files before anything is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from outcomes.runs.inputs import is_outdated
from outcomes.runs.jobs import Job, base_report
from outcomes.runs.ledger import Entry, State, settle_broken_off
from outcomes.runs.locks import hold_records, hold_study
from outcomes.runs.manifest import read_manifest, write_manifest
from outcomes.runs.notebooks import Notebook, find_notebooks
from outcomes.runs.publish import describe_study
from outcomes.runs.stage import hash_folder
from outcomes.study import write_scores
from outcomes.study.study import Study

PROCESSED = "data/processed"


def register_jobs(
    jobs: Sequence[Job], root: Path, keys: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Enter studies and jobs into the manifest, and write the scored tables.

    Reports that the run will not make again, and that no longer fit their inputs, are called
    stale; what an earlier run left running is called killed.

    Parameters
    ----------
    jobs : sequence of Job
        The run's jobs.
    root : Path
        Root folder of the project.
    keys : mapping
        Key of each job by its folder; a job without one is run whatever stands there.

    Returns
    -------
    dict
        By folder: what the manifest holds of the reports that stand already and need no run.
    """
    notebooks = find_notebooks(root)
    studies = {job.study.id: job.study for job in jobs}
    for study in studies.values():
        with hold_study(root, study.id):
            write_scores(study, root / PROCESSED)
    standing: dict[str, dict[str, Any]] = {}
    with hold_records(root):
        manifest = read_manifest(root)
        settle_broken_off(root, manifest)
        for study in studies.values():
            known = manifest["studies"].get(study.id, {}).get("reports", {})
            described = describe_study(study, known, notebooks, jobs)
            manifest["studies"][study.id] = described
            _find_outdated(described["reports"], study, notebooks)
        for job in jobs:
            reports = manifest["studies"][job.study.id]["reports"]
            made = reports[job.report]
            if is_current(made, keys.get(job.folder), root / job.folder):
                standing[job.folder] = reports[job.report]
            elif made["state"] != State.RUNNING:
                planned = Entry(job.study.id, job.report).to_record()
                reports[job.report] = {**made, **planned}
        write_manifest(root, manifest)
    return standing


def is_current(made: Mapping[str, Any], key: str | None, folder: Path) -> bool:
    """Whether a report stands whole, made from what it would be made from now.

    Parameters
    ----------
    made : mapping
        What the manifest holds of it.
    key : str or None
        What it would be made from.
    folder : Path
        Where it stands; its files must be those that were published.
    """
    return (
        key is not None
        and made.get("state") == State.SUCCEEDED
        and made.get("key") == key
        and made.get("files") == hash_folder(folder)
    )


def _find_outdated(
    reports: dict[str, Any], study: Study, notebooks: Mapping[str, Notebook]
) -> None:
    for name, made in reports.items():
        notebook = notebooks.get(base_report(name))
        if made["state"] == State.SUCCEEDED and is_outdated(made, study, notebook):
            reports[name] = {**made, "state": str(State.STALE)}
