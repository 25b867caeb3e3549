"""Publish what was made: the report's folder, the study's page and the index."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from outcomes.atomic import replace_folder, write_bytes, write_text
from outcomes.errors import RunError
from outcomes.estimates import read_results, read_rows
from outcomes.forking.calls import call_apart
from outcomes.report import (
    WORDS_PAGE,
    Numbers,
    ReportCard,
    ReportPage,
    StudyCard,
    TopicCard,
    pack_study,
    render_checklist,
    render_index,
    render_study_page,
    render_summary,
    render_words,
)
from outcomes.runs.inputs import hash_bytes, hash_file
from outcomes.runs.jobs import REPORTS, Job
from outcomes.runs.locks import hold_records
from outcomes.runs.manifest import (
    OF_STUDY,
    Manifest,
    list_owners,
    read_manifest,
    write_manifest,
)
from outcomes.runs.needed_results import RESULTS
from outcomes.runs.outdated_reports import call_stale, was_given_other_results
from outcomes.runs.stage_report import DRAWING, PAGE
from outcomes.study.study import Study

SUMMARY = "summary/index.html"
"""Beside a study's page: what its reports found, on two sheets."""
CHECKLIST = "checklist/index.html"
"""Beside a study's page: where each item of the reporting guidelines is answered."""
REFRESH_SECONDS = 2.0
"""Seconds between two writings of the manifest and the pages, while a run goes on."""


def publish_report(job: Job, root: Path) -> None:
    """Put a staged report where readers find it, whole: page, results and notebook together.

    Not while the pages of all reports are made, which read what stands in its folder.
    """
    with hold_records(root):
        replace_folder(root / job.staging, root / job.folder)


class Site:
    """What is made of all reports: a page a study of the run, the index of all, the manifest.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    studies : iterable of Study
        Those whose pages are written.
    """

    def __init__(self, root: Path, studies: Iterable[Study]) -> None:
        self._root = root
        self._studies = tuple(studies)
        self._written = -REFRESH_SECONDS

    def finish(self, *, apart: bool) -> None:
        """Write all once more, and summaries and checklists, which read all the reports.

        Reports that were not made, and rest on one whose results have changed, are called stale.

        Parameters
        ----------
        apart : bool
            Whether these are made in a process of their own; for a run of nothing it would take
            longer to have one.
        """
        with hold_records(self._root):
            manifest = read_manifest(self._root)
            for entry in list_owners(manifest).values():
                reports = entry["reports"]
                for name in reports:
                    if was_given_other_results(name, reports):
                        call_stale(reports, name)
            write_manifest(self._root, manifest)
            for study in self._studies:
                entry = manifest["studies"][study.id]
                if apart:
                    call_apart(_publish_beside, self._root, entry, study)
                else:
                    _publish_beside(self._root, entry, study)
        self.publish()

    def publish(self) -> None:
        """Write the manifest and the pages."""
        with hold_records(self._root):
            publish_site(self._root, self._studies)

    def refresh(self) -> None:
        """Write them while a run goes on, unless they were only just written.

        A process of its own does it, so that the run's memory stays as it is however many reports
        the pages list.
        """
        if time.monotonic() - self._written < REFRESH_SECONDS:
            return
        with hold_records(self._root):
            try:
                call_apart(publish_site, self._root, self._studies)
            except ChildProcessError:
                publish_site(self._root, self._studies)
        self._written = time.monotonic()


def publish_site(root: Path, studies: Sequence[Study]) -> None:
    """Write the manifest, the pages of studies, the index of all, and what words mean.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    studies : sequence of Study
        Those whose pages are to be written.
    """
    manifest = read_manifest(root)
    write_manifest(root, manifest)
    for study in studies:
        folder = root / REPORTS / study.id
        if folder.is_dir():
            _remove_hidden(folder, manifest["studies"][study.id]["reports"], study)
        page = render_study_page(
            study,
            _cards(folder, manifest["studies"][study.id]),
            has_summary=(folder / SUMMARY).is_file(),
            has_checklist=(folder / CHECKLIST).is_file(),
            topic=_find_topic(root, manifest, manifest["studies"][study.id]),
        )
        write_text(folder / PAGE, page)
    listed = sorted(manifest["studies"].items())
    shown = [_study_card(root, name, entry) for name, entry in listed]
    found = (_find_topic(root, manifest, entry) for _, entry in listed)
    topics = {topic.id: topic for topic in found if topic is not None}
    write_text(root / REPORTS / PAGE, render_index(shown, tuple(topics.values())))
    write_text(root / REPORTS / WORDS_PAGE, render_words())


def _remove_hidden(folder: Path, reports: Mapping[str, Any], study: Study) -> None:
    """Remove what was made before the study was blinded or had a rule: it shows what they hide."""
    if study.is_blinded:
        kept = {name for name, made in reports.items() if "files" in made}
    elif study.disclosure is not None:
        kept = {*reports, Path(CHECKLIST).parts[0]}
    else:
        return
    for path in folder.iterdir():
        hidden = path.name.startswith((".", "_"))
        if path.is_dir() and not hidden and path.name not in kept:
            shutil.rmtree(path)


def publish_bundle(root: Path, study: str, path: Path) -> None:
    """Pack a study's pages and results into one zip, see `outcomes.report.pack_study`.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    study : str
        Id of the study.
    path : Path
        The zip to write.

    Raises
    ------
    RunError
        If the study has no report, or one is not as it was published.
    """
    manifest = read_manifest(root)
    entry = manifest["studies"].get(study)
    if entry is None:
        raise RunError(f"study {study} has no report yet. Run `outcomes run {study}` first.")
    topic = _find_topic(root, manifest, entry)
    topics = () if topic is None else (topic,)
    index = render_index([_study_card(root, study, entry)], topics, has_manifest=False)
    published = {root / REPORTS / study: _list_published(root / REPORTS / study, entry)}
    for each in topics:
        folder = root / REPORTS / each.id
        published[folder] = _list_published(folder, manifest["topics"][each.id])
    write_bytes(path, pack_study(study, {PAGE: index, WORDS_PAGE: render_words()}, published))


def _list_published(folder: Path, entry: Mapping[str, Any]) -> list[str]:
    """Return what is published of a study or topic: its pages, and files the manifest lists.

    Raises
    ------
    RunError
        If a file of a report has changed since.
    """
    pages = (PAGE, SUMMARY, CHECKLIST)
    listed = [name for name in pages if (folder / name).is_file()]
    for report, made in entry["reports"].items():
        for name, digest in made.get("files", {}).items():
            path = folder / report / name
            if not path.is_symlink() and path.is_file() and hash_file(path) != digest:
                raise RunError(
                    f"reports/{folder.name}/{report}/{name} is not the file that was published. "
                    f"Run `outcomes run` for it again."
                )
            listed.append(f"{report}/{name}")
    return listed


def _publish_beside(root: Path, entry: Mapping[str, Any], study: Study) -> None:
    """Write the summary and the checklist of a study, which read its reports."""
    folder = root / REPORTS / study.id
    cards = _cards(folder, entry)
    _publish_summary(folder, entry, study, cards)
    _publish_checklist(folder, study, cards)


def _publish_summary(
    folder: Path, entry: Mapping[str, Any], study: Study, cards: Sequence[ReportCard]
) -> None:
    """Write the summary anew where a report has changed; remove it where there is nothing in it."""
    relied_on = [
        card
        for card in cards
        if card.state == "succeeded" and card.has_results and card.provenance != "published"
    ]
    made = [entry["reports"][card.report] for card in relied_on]
    key = hash_bytes(repr([(each["key"], each["results_sha256"]) for each in made]).encode())
    page = folder / SUMMARY
    if page.is_file() and f'content="{key}"' in page.read_text(encoding="utf-8"):
        return
    results = {card.report: read_results(folder / card.report / RESULTS) for card in relied_on}
    text = render_summary(study, cards, results, key)
    if text:
        write_text(page, text)
    else:
        page.unlink(missing_ok=True)


def _publish_checklist(folder: Path, study: Study, cards: Sequence[ReportCard]) -> None:
    if study.is_blinded:  # it would miss what is hidden
        return
    pages = {
        card.report: _read_report(folder / card.report, card) for card in cards if card.has_page
    }
    write_text(folder / CHECKLIST, render_checklist(study, cards, pages))


def _read_report(folder: Path, card: ReportCard) -> ReportPage:
    results = folder / RESULTS
    numbers = Numbers.of(read_rows(results) if card.has_results else [])
    return ReportPage(card.report, card.title, frozenset(card.sections), numbers)


def _cards(folder: Path, entry: Mapping[str, Any]) -> tuple[ReportCard, ...]:
    return tuple(
        ReportCard(
            report=name,
            title=made["title"],
            state=made["state"],
            headline=made.get("headline", ""),
            failure=made.get("failure", ""),
            has_page=bool(made.get("files")),
            has_results=bool(made.get("results_sha256")),
            drawing=_read_drawing(folder / name / DRAWING),
            provenance=made.get("provenance", ""),
            sections=made.get("sections", {}),
        )
        for name, made in entry["reports"].items()
    )


def _read_drawing(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _find_topic(root: Path, manifest: Manifest, study: Mapping[str, Any]) -> TopicCard | None:
    """Return the topic that a study names, if there are reports of it."""
    name = study.get("evidence", "")
    entry = manifest["topics"].get(name)
    if entry is None or not entry["reports"]:
        return None
    return TopicCard(name, entry["title"], _cards(root / REPORTS / name, entry))


def _list_beside(folder: Path) -> tuple[str, ...]:
    return tuple(Path(page).parts[0] for page in (SUMMARY, CHECKLIST) if (folder / page).is_file())


def _study_card(root: Path, name: str, entry: Mapping[str, Any]) -> StudyCard:
    return StudyCard(
        id=name,
        reports=_cards(root / REPORTS / name, entry),
        outcomes=tuple(entry.get("outcomes", ())),
        protection=entry.get("protection", ""),
        topic=entry.get("evidence", ""),
        beside=_list_beside(root / REPORTS / name),
        **{key: entry[key] for key in OF_STUDY},
    )
