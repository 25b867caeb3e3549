"""Publish what was made: the report's folder, the study's page and the index."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from outcomes.atomic import replace_folder, write_text
from outcomes.report import (
    ReportCard,
    StudyCard,
    read_title,
    render_index,
    render_study_page,
)
from outcomes.runs.jobs import REPORTS, Job, base_report
from outcomes.runs.ledger import State
from outcomes.runs.locks import hold_records
from outcomes.runs.manifest import Manifest, read_manifest
from outcomes.runs.notebooks import Notebook
from outcomes.runs.stage import plain_title
from outcomes.study.study import Study

SELDOM = 2.0
"""Seconds between two writings of the pages that link the reports, while a run goes on."""


def publish_report(job: Job, root: Path) -> None:
    """Put a staged report where readers find it, whole: page, results and notebook together."""
    replace_folder(root / job.staging, root / job.folder)


class Site:
    """The pages that link the reports: one a study of the run, and the index of all studies.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    studies : iterable of Study
        Those whose pages are written.
    """

    def __init__(self, root: Path, studies: Iterable[Study]) -> None:
        self._root = root
        self._studies = {study.id: study for study in studies}
        self._written = -SELDOM

    def refresh(self, *, at_once: bool = False) -> None:
        """Write the pages from the manifest, unless they were only just written.

        Parameters
        ----------
        at_once : bool
            Write them however short ago they were written.
        """
        if not at_once and time.monotonic() - self._written < SELDOM:
            return
        with hold_records(self._root):
            manifest = read_manifest(self._root)
            publish_site(self._root, manifest, tuple(self._studies.values()))
        self._written = time.monotonic()


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
    study: Study,
    reports: Mapping[str, Any],
    notebooks: Mapping[str, Notebook],
    jobs: Iterable[Job] = (),
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
    jobs : iterable of Job
        What is about to be run; variants among them are listed too.
    """
    titles = {
        name: read_title(notebooks[name].read()) or plain_title(name)
        for name in notebooks
        if name in study.file.reports
    }
    variants = {job.report: job.variant for job in jobs if job.study.id == study.id}
    names = sorted({*titles, *variants, *reports}, key=_by_place(list(titles)))
    listed = {}
    for name in names:
        title = titles.get(base_report(name))
        if title is None:
            continue
        variant = name.partition("--")[2]
        planned = {
            "title": f"{title} ({variant})" if variant else title,
            "state": str(State.PLANNED),
        }
        listed[name] = reports.get(name) or planned
    return {
        "title": study.file.title,
        "summary": study.file.summary,
        "provenance": study.file.provenance,
        "joint": study.file.joint,
        "condition": study.file.condition,
        "design": study.file.design,
        "participants": len(study.participants),
        "data_sha256": study.fingerprint,
        "reports": listed,
    }


def _by_place(order: Sequence[str]) -> Any:
    def place(name: str) -> tuple[int, str]:
        base = base_report(name)
        return (order.index(base) if base in order else len(order), name)

    return place


def _cards(entry: Mapping[str, Any]) -> tuple[ReportCard, ...]:
    return tuple(
        ReportCard(
            report=name,
            title=made["title"],
            state=made["state"],
            headline=made.get("headline", ""),
            failure=made.get("failure", ""),
            has_page=bool(made.get("files")),
            has_results=bool(made.get("results_sha256")),
        )
        for name, made in entry["reports"].items()
    )


def _study_card(name: str, entry: Mapping[str, Any]) -> StudyCard:
    kept = ("title", "summary", "provenance", "joint", "condition", "design", "participants")
    return StudyCard(id=name, reports=_cards(entry), **{key: entry[key] for key in kept})
