"""Bring the manifest up to date with the study files before anything is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from outcomes.report import list_outcomes
from outcomes.runs.check_notebooks import list_topic_reports
from outcomes.runs.inputs import Inputs
from outcomes.runs.jobs import Job, base_report, title_report, variant_of
from outcomes.runs.ledger import LedgerEntry, State, settle_broken_off
from outcomes.runs.locks import hold_records, hold_study
from outcomes.runs.manifest import list_owners, read_manifest, write_manifest
from outcomes.runs.notebooks import Notebook, find_notebooks
from outcomes.runs.outdated_reports import call_stale, is_current, is_outdated
from outcomes.runs.subjects import OfStudy, OfTopic
from outcomes.source_files import hash_source
from outcomes.study import write_scores
from outcomes.study.disclosure import name_rule
from outcomes.study.study import Study

PROCESSED = "data/processed"


def update_manifest(
    jobs: Sequence[Job], root: Path, inputs: Mapping[str, Inputs], *, force: bool
) -> dict[str, dict[str, Any]]:
    """Enter studies, topics and jobs into the manifest, and write the scored tables.

    Reports that the run will not make again, and that no longer fit their inputs, are called
    stale; what an earlier run left running is called killed.

    Parameters
    ----------
    jobs : sequence of Job
        The run's jobs, each after those that it needs.
    root : Path
        Root folder of the project.
    inputs : mapping of str to Inputs
        By folder, what each job's report would be made from, the results that it needs aside.
    force : bool
        Whether every job is run, whatever stands.

    Returns
    -------
    dict
        By folder: what the manifest holds of the reports that stand already and need no run.
    """
    notebooks = find_notebooks(root)
    source = hash_source()
    subjects = {job.owner: job.subject for job in jobs}
    studies = {job.owner: job.study for job in jobs if job.study is not None}
    for study in studies.values():
        with hold_study(root, study.id):
            write_scores(study, root / PROCESSED)
    standing: dict[str, dict[str, Any]] = {}
    with hold_records(root):
        manifest = read_manifest(root)
        settle_broken_off(root, manifest)
        for owner, subject in subjects.items():
            known = list_owners(manifest).get(owner, {}).get("reports", {})
            if isinstance(subject, OfStudy):
                described = _describe_study(subject.study, known, notebooks, jobs)
                manifest["studies"][owner] = described
            else:
                described = _describe_topic(subject, known, notebooks, jobs)
                manifest["topics"][owner] = described
            reports = described["reports"]
            for name in reports:
                if is_outdated(name, reports, subject.fingerprint, notebooks, source):
                    call_stale(reports, name)
        for job in jobs:
            reports = list_owners(manifest)[job.owner]["reports"]
            made = reports[job.report]
            if not force and _would_stand(job, made, inputs[job.folder], standing, root):
                # what was not made yet of its needs may come out as it was
                if all(folder in standing for folder in job.needed_folders.values()):
                    standing[job.folder] = made
            elif made["state"] != State.RUNNING:
                planned = LedgerEntry(job.owner, job.report).to_record()
                reports[job.report] = {**made, **planned}
        write_manifest(root, manifest)
    return standing


def _would_stand(
    job: Job,
    made: Mapping[str, Any],
    inputs: Inputs,
    standing: Mapping[str, Mapping[str, Any]],
    root: Path,
) -> bool:
    """Whether a report stands, if what it needs and is still to be made comes out as it was."""
    given = made.get("needs", {})
    if set(given) != set(job.needs):
        return False
    known = {
        need: standing[folder]["results_sha256"]
        for need, folder in job.needed_folders.items()
        if folder in standing
    }
    return is_current(made, replace(inputs, needs={**given, **known}).key, root / job.folder)


def _describe_study(
    study: Study,
    reports: Mapping[str, Any],
    notebooks: Mapping[str, Notebook],
    jobs: Iterable[Job],
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
        name: notebook.front_matter.title
        for name, notebook in notebooks.items()
        if name in study.file.reports
    }
    if study.is_blinded:  # what was made before may name the arms
        reports = {
            name: made
            for name, made in reports.items()
            if made.get("data_sha256") == study.fingerprint
        }
    return {
        "title": study.file.title,
        "summary": study.file.summary,
        "provenance": study.file.provenance,
        "joint": study.file.joint,
        "condition": study.file.condition,
        "design": study.file.design,
        "participants": study.published_size,
        "protection": name_rule(study.file),
        "outcomes": list(list_outcomes(study)),
        "data_sha256": study.fingerprint,
        "evidence": "" if study.evidence is None else study.evidence.name,
        "reports": _list_reports(study.id, titles, reports, jobs),
    }


def _describe_topic(
    topic: OfTopic,
    reports: Mapping[str, Any],
    notebooks: Mapping[str, Notebook],
    jobs: Iterable[Job],
) -> dict[str, Any]:
    """Return what the manifest keeps of a topic; see `_describe_study`."""
    made = list_topic_reports(notebooks, topic.pack)
    titles = {name: notebooks[name].front_matter.title for name in made}
    return {
        "title": topic.title,
        "data_sha256": topic.fingerprint,
        "reports": _list_reports(topic.id, titles, reports, jobs),
    }


def _list_reports(
    owner: str, titles: Mapping[str, str], reports: Mapping[str, Any], jobs: Iterable[Job]
) -> dict[str, Any]:
    """Return what is known of the reports that are wanted, variants beside what they are of.

    A variant whose page has gone, and that is not made now, is forgotten.
    """
    places = {name: number for number, name in enumerate(titles)}
    made = {name for name in reports if reports[name]["state"] != State.PLANNED}
    names = {*titles, *made, *(job.report for job in jobs if job.owner == owner)}
    wanted = [name for name in names if base_report(name) in titles]
    listed = {}
    for name in sorted(wanted, key=lambda name: (places[base_report(name)], name)):
        title = title_report(titles[base_report(name)], variant_of(name))
        listed[name] = reports.get(name) or {"title": title, "state": str(State.PLANNED)}
    return listed
