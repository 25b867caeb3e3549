"""Publish what was run: the report, the study's page and the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat

from outcomes.estimates import read_results
from outcomes.prose import write_banner
from outcomes.report import (
    Page,
    ReportCard,
    StudyCard,
    read_title,
    render_index,
    render_report,
    render_study_page,
    write_headline,
)
from outcomes.runs.jobs import REPORTS, Job
from outcomes.runs.ledger import Entry, State
from outcomes.runs.manifest import Manifest, find_versions, hash_file, write_text
from outcomes.runs.notebooks import Notebook
from outcomes.runs.tidy import tidy_notebook
from outcomes.study.study import Study


def publish_report(job: Job, entry: Entry, root: Path) -> dict[str, Any]:
    """Render a job's page and move it into place, with its results and its notebook.

    A failed job publishes a page that says so; results of an earlier run are taken away first, so
    that no numbers ever stand beside a page they do not belong to.

    Parameters
    ----------
    job : Job
        Has been run into its staging folder.
    entry : Entry
        How it ended.
    root : Path
        Root folder of the project.

    Returns
    -------
    dict
        What the manifest keeps of this report.
    """
    staging, folder = root / job.staging, root / job.folder
    made = staging / "notebook.ipynb"
    source = made if made.is_file() else job.notebook.path
    notebook = tidy_notebook(nbformat.read(source, as_version=4), root)
    nbformat.write(notebook, made)
    succeeded = entry.state is State.SUCCEEDED
    results = staging / "results.json"
    has_results = succeeded and results.is_file()
    headline = write_headline(read_results(results), job.study) if has_results else ""
    page = _describe(job, entry)
    (staging / "index.html").write_text(render_report(notebook, page), encoding="utf-8")

    folder.mkdir(parents=True, exist_ok=True)
    if has_results:
        results.replace(folder / "results.json")
    else:
        (folder / "results.json").unlink(missing_ok=True)
    made.replace(folder / "notebook.ipynb")
    (staging / "index.html").replace(folder / "index.html")
    return {
        "title": read_title(notebook) or _plain_title(job.report),
        "state": str(entry.state),
        "headline": headline,
        "failure": str(entry.failure or ""),
        "error": _error(entry),
        "notebook": f"notebooks/{job.notebook.path.name}",
        "notebook_sha256": hash_file(job.notebook.path),
        "data_sha256": job.study.fingerprint,
        "results_sha256": hash_file(folder / "results.json") if has_results else "",
        "parameters": _shown_parameters(job),
        "versions": find_versions(),
        "started": entry.started,
        "seconds": round(entry.seconds, 3),
    }


def publish_site(root: Path, manifest: Manifest, studies: Sequence[Study]) -> None:
    """Write the pages of studies, and the index of all studies in the manifest.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    manifest : dict
        Up to date with the run.
    studies : sequence of Study
        Those whose pages are to be written.
    """
    for study in studies:
        cards = _cards(manifest["studies"][study.id])
        write_text(root / REPORTS / study.id / "index.html", render_study_page(study, cards))
    shown = [_study_card(name, entry) for name, entry in sorted(manifest["studies"].items())]
    write_text(root / REPORTS / "index.html", render_index(shown))


def describe_study(
    study: Study, reports: Mapping[str, Any], notebooks: Mapping[str, Notebook]
) -> dict[str, Any]:
    """Return what the manifest keeps of a study; reports no longer wanted are dropped.

    Parameters
    ----------
    study : Study
        Loaded and checked.
    reports : mapping
        What the manifest knows of its reports, by name.
    notebooks : mapping
        By report name, in their order; those wanted but not run yet are listed as planned.
    """
    wanted = [name for name in notebooks if name in study.file.reports]
    planned = {
        name: {
            "title": read_title(notebooks[name].read()) or _plain_title(name),
            "state": str(State.PLANNED),
        }
        for name in wanted
        if name not in reports
    }
    return {
        "title": study.file.title,
        "summary": study.file.summary,
        "provenance": study.file.provenance,
        "joint": study.file.joint,
        "condition": study.file.condition,
        "design": study.file.design,
        "participants": len(study.participants),
        "data_sha256": study.fingerprint,
        "reports": {name: reports.get(name) or planned[name] for name in wanted},
    }


def _cards(entry: Mapping[str, Any]) -> tuple[ReportCard, ...]:
    return tuple(
        ReportCard(
            report=name,
            title=made["title"],
            state=made["state"],
            headline=made.get("headline", ""),
            failure=made.get("failure", ""),
            stale=made.get("data_sha256", entry["data_sha256"]) != entry["data_sha256"],
            has_results=bool(made.get("results_sha256")),
        )
        for name, made in entry["reports"].items()
    )


def _study_card(name: str, entry: Mapping[str, Any]) -> StudyCard:
    kept = ("title", "summary", "provenance", "joint", "condition", "design", "participants")
    return StudyCard(id=name, reports=_cards(entry), **{key: entry[key] for key in kept})


def _describe(job: Job, entry: Entry) -> Page:
    parameters = ", ".join(f"{name} = {value}" for name, value in _shown_parameters(job).items())
    versions = ", ".join(f"{name} {number}" for name, number in find_versions().items())
    details = (
        ("Study", f"{job.study.id} ({job.study.file.provenance})"),
        ("Data fingerprint", job.study.fingerprint),
        ("Notebook", f"notebooks/{job.notebook.path.name}"),
        ("Notebook fingerprint", hash_file(job.notebook.path)),
        ("Parameters", parameters),
        ("Versions", versions),
    )
    return Page(
        study_id=job.study.id,
        study_title=job.study.file.title,
        report=job.report,
        provenance=job.study.file.provenance,
        banner=write_banner(job.study),
        details=details,
        failure=str(entry.failure or ""),
        failing_cell=entry.failure.cell if entry.failure else None,
    )


def _shown_parameters(job: Job) -> dict[str, object]:
    """Where results are staged is no choice of the analysis."""
    return {name: value for name, value in job.parameters.items() if name != "results_file"}


def _error(entry: Entry) -> dict[str, object] | None:
    failure = entry.failure
    if failure is None:
        return None
    return {"cell": failure.cell, "exception": failure.exception, "message": failure.message}


def _plain_title(report: str) -> str:
    return report.replace("-", " ").capitalize()
