"""Figures, tables and results of a study or a topic as files for a manuscript."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from outcomes.displays.downloads import SIMULATED, name_file
from outcomes.displays.figure import Figure
from outcomes.displays.passage import Passage
from outcomes.displays.table import Table
from outcomes.displays.word import add_figure, add_passage, add_table, new_document
from outcomes.displays.workbook import save_frame
from outcomes.errors import RunError
from outcomes.evidence import list_packs
from outcomes.prose import write_protection
from outcomes.prose.method_references import find_references
from outcomes.runs.displayed import Heading, Shown, run_and_collect
from outcomes.runs.jobs import Job
from outcomes.runs.plan_jobs import Request, plan_requests
from outcomes.runs.subjects import EVIDENCE
from outcomes.study import list_studies

if TYPE_CHECKING:
    from docx.document import Document

RESOLUTIONS = (300, 600)
"""Dots to the inch that journals ask for."""

MANUSCRIPT = "manuscript.docx"


def export_study(
    root: Path,
    name: str,
    to: Path,
    only: Sequence[str] = (),
    told: Callable[[str], None] = lambda report: None,
) -> list[Path]:
    """Write what the reports of a study, or of a topic, show to a folder.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    name : str
        The study's id; or the name of a pack of evidence that a study names.
    to : Path
        The folder; it must not be there yet, or be empty.
    only : sequence of str
        Reports; every report there is of it where left out.
    told : callable
        Told of each report before it is run.

    Returns
    -------
    list of Path
        The files: by report, ``figures`` (PDF, SVG, and PNG and TIFF in two resolutions, in one
        and two columns), ``tables`` (Word, xlsx, CSV, LaTeX, Markdown) and ``results.xlsx``; and
        one Word file with all of it. Names of files with simulated data say so.

    Raises
    ------
    RunError
        If the folder holds something, or a report fails. Nothing is left half-written.
    """
    if to.exists() and any(to.iterdir()):
        raise RunError(f"{to} holds files already. Name a folder that is not there yet.")
    to.parent.mkdir(parents=True, exist_ok=True)
    staging = to.parent / f".{to.name}-{uuid4().hex[:8]}"
    try:
        _write(root, name, staging, only, told)
        if to.exists():
            to.rmdir()
        staging.replace(to)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return sorted(path for path in to.rglob("*") if path.is_file())


def _write(
    root: Path, name: str, to: Path, only: Sequence[str], told: Callable[[str], None]
) -> None:
    jobs = _plan(root, name, only)
    of = jobs[0]
    document = new_document()
    document.add_heading(of.subject.title, 0)
    if of.study is not None and (protection := write_protection(of.study)) is not None:
        add_passage(document, protection)
    passages: list[Passage] = []
    for job in jobs:
        told(job.report)
        shown = run_and_collect(job, root)
        _write_report(shown, to / job.report)
        _add_report(document, shown)
        passages += [part for part in shown.parts if isinstance(part, Passage)]
    _add_references(document, passages)
    document.save(str(to / MANUSCRIPT))


def _plan(root: Path, name: str, only: Sequence[str]) -> list[Job]:
    """Return the reports of a study, or of a topic that some study names."""
    plan = plan_requests(root, [Request([] if _is_topic(root, name) else [name], only)])
    jobs = [
        job
        for job in plan.jobs
        if job.owner == name and (not only or {job.report, job.notebook.name} & set(only))
    ]
    if not jobs:
        raise RunError(f"no report of {name} itself is asked for. Name one with --only.")
    return jobs


def _is_topic(root: Path, name: str) -> bool:
    return name in list_packs(root / EVIDENCE) and name not in list_studies(root)


def _write_report(shown: Shown, folder: Path) -> None:
    figures = [part for part in shown.parts if isinstance(part, Figure)]
    tables = [part for part in shown.parts if isinstance(part, Table)]
    (folder / "figures").mkdir(parents=True)
    (folder / "tables").mkdir()
    for number, figure in enumerate(figures, start=1):
        save_figure(figure, folder / "figures" / _name(number, figure.title, figure.simulated))
    for number, table in enumerate(tables, start=1):
        save_table(table, folder / "tables" / _name(number, table.caption, table.simulated))
    if shown.estimates is not None:
        simulated = shown.job.subject.provenance == "simulated"
        remarks = [SIMULATED] if simulated else []
        frame = shown.estimates.drop(columns=["done", "reason"])
        save_frame(folder / "results.xlsx", "results", frame, remarks)


def _name(number: int, title: str, simulated: bool) -> str:
    return f"{number:02d}-{'simulated-' if simulated else ''}{name_file(title)}"


def save_figure(figure: Figure, stem: Path) -> None:
    """Save a figure in every format of a journal, in one column and two, beside ``stem``."""
    widths: tuple[tuple[Literal[1, 2], str], ...] = ((1, "one-column"), (2, "two-columns"))
    for columns, width in widths:
        for kind in ("pdf", "svg"):
            figure.save_picture(f"{stem}-{width}.{kind}", kind, columns=columns)
        for dpi in RESOLUTIONS:
            for kind in ("png", "tiff"):
                path = f"{stem}-{width}-{dpi}dpi.{kind}"
                figure.save_picture(path, kind, dpi=dpi, columns=columns)


def save_table(table: Table, stem: Path) -> None:
    """Save a table in every format, beside ``stem``."""
    table.to_docx(f"{stem}.docx")
    table.to_xlsx(f"{stem}.xlsx")
    for kind, text in (
        ("csv", table.to_csv()),
        ("tex", table.to_latex()),
        ("md", table.to_markdown()),
    ):
        Path(f"{stem}.{kind}").write_text(text, encoding="utf-8", newline="")


def _add_references(document: Document, passages: Sequence[Passage]) -> None:
    """Add in full the papers on methods that the passages name by author and year."""
    texts = [text for each in passages for text in each.paragraphs if isinstance(text, str)]
    papers = find_references(texts)
    if papers:
        document.add_heading("References on methods", 1)
    for paper in papers:
        document.add_paragraph(f"{paper.text} {paper.where}", style="List Bullet")


def _add_report(document: Document, shown: Shown) -> None:
    document.add_heading(shown.job.title, 1)
    for part in shown.parts:
        if isinstance(part, Heading):
            document.add_heading(part.text, min(part.level, 4))
        elif isinstance(part, str):
            document.add_paragraph(part)
        elif isinstance(part, Passage):
            add_passage(document, part)
        elif isinstance(part, Table):
            add_table(document, part)
        elif isinstance(part, Figure):
            add_figure(document, part)
