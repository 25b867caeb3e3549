"""Checking which reports a study asks for: whether they are there, and suit its design."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from outcomes.errors import Fault, RunError, StudyError
from outcomes.runs.check_notebooks import is_of_topic
from outcomes.runs.front_matter import Design
from outcomes.runs.notebooks import Notebook, suggest
from outcomes.study import load_study
from outcomes.study.read_study_file import Draft, read_study_file
from outcomes.study.source import STUDY_FILE, KeyPath
from outcomes.study.study import Study


@dataclass(frozen=True)
class _Asked:
    """What decides which reports suit a study; of an unsettled study file, what may come."""

    reports: Sequence[str]
    design: str
    has_rule: bool
    has_evidence: bool


Found = tuple[KeyPath, str, str, str | None]
"""Where in the study file something is wrong, what, what to do, and what was found there."""


def load_checked(folder: Path, notebooks: Mapping[str, Notebook]) -> Study:
    """Load a study whose files are free of faults and whose reports can be made.

    Parameters
    ----------
    folder : Path
        The study's folder.
    notebooks : mapping of str to Notebook
        By report name.

    Raises
    ------
    StudyError
        With every fault of the files, and of what they ask for.
    """
    try:
        study = load_study(folder)
    except StudyError as error:
        raise StudyError(error.study, _merge(error.faults, check_reports(folder, notebooks))) from (
            error
        )
    file = study.file
    # What a blinded study names is hidden, and no report on evidence is made of it.
    has_evidence = file.evidence is not None or file.blinded
    asked = _Asked(file.reports, file.design, file.disclosure is not None, has_evidence)
    found = _check(asked, notebooks)
    if next(found, None) is not None:
        raise StudyError(study.id, check_reports(folder, notebooks))
    return study


def check_reports(folder: Path, notebooks: Mapping[str, Notebook]) -> tuple[Fault, ...]:
    """Return what is wrong with the reports that a study file asks for, each with its line.

    Parameters
    ----------
    folder : Path
        The study's folder.
    notebooks : mapping of str to Notebook
        By report name.
    """
    try:
        draft, _ = read_study_file((folder / STUDY_FILE).read_bytes())
    except OSError:
        return ()
    if draft is None:
        return ()
    if not draft.is_valid("reports") and not draft.file.reports:
        return ()
    asked = _Asked(
        draft.file.reports,
        _settled_design(draft),
        draft.file.disclosure is not None or not draft.is_valid("disclosure"),
        draft.file.evidence is not None or not draft.is_valid("evidence"),
    )
    found = _check(asked, notebooks)
    return tuple(
        draft.source.fault(path, message, fix, value) for path, message, fix, value in found
    )


def _settled_design(draft: Draft) -> str:
    """Return a study's design; empty where the study file has to settle it first."""
    design = draft.file.design
    settled = draft.is_valid("design") and design in get_args(Design)
    return design if settled and (design != "single-arm" or len(draft.file.arms) == 1) else ""


def _check(asked: _Asked, notebooks: Mapping[str, Notebook]) -> Iterator[Found]:
    reports, design = asked.reports, asked.design
    if not reports:
        path: KeyPath = ("reports",)
        yield path, "No report is asked for.", "Name at least one under `reports`.", None
    for number, report in enumerate(reports):
        if report not in notebooks:
            message, fix = "There is no such report (yet).", suggest(report, notebooks)
        elif is_of_topic(notebooks[report]):
            message = "This report is of published evidence, not of one study."
            fix = "Remove it: it is made once for all studies that name `evidence`."
        elif report in reports[:number]:
            message, fix = "This report is named twice.", "Keep one."
        elif not _suits(notebooks[report], design):
            wanted = " or ".join(notebooks[report].front_matter.designs)
            message = f"This report is of {wanted} studies, and this study is {design}."
            fix = _name_other(design, reports, notebooks)
        elif not asked.has_evidence and _is_of_evidence(notebooks[report]):
            message = "This report is of published evidence, and this study names none."
            fix = "Name a pack under `evidence` (`outcomes evidence list`), or remove the report."
        elif asked.has_rule and not _is_protected(notebooks[report]):
            message = "This report shows numbers that `disclosure` hides."
            fix = _name_protected(reports, notebooks)
        else:
            continue
        yield ("reports", number), message, fix, report


def list_suiting(notebooks: Mapping[str, Notebook]) -> dict[str, tuple[str, ...]]:
    """Return by design, ``parallel`` first, the reports of a study that has no rule of disclosure.

    Those that are only made where somebody wants them are not among them.
    """
    optional = list_optional(notebooks)
    return {
        design: tuple(
            name
            for name, each in notebooks.items()
            if name not in optional
            and not is_of_topic(each)
            and _suits(each, design)
            and not _is_protected(each)
        )
        for design in get_args(Design)
    }


def list_optional(notebooks: Mapping[str, Notebook]) -> tuple[str, ...]:
    """Return the reports that are only made where somebody wants them."""
    return tuple(name for name, each in notebooks.items() if _is_optional(each))


def _suits(notebook: Notebook, design: str) -> bool:
    """Whether a notebook suits a design; one that does not say rightly what it is, is not asked."""
    try:
        return not design or notebook.front_matter.suits(design)
    except RunError:
        return True


def _name_other(design: str, reports: Sequence[str], notebooks: Mapping[str, Notebook]) -> str:
    """Say which report is made for a design."""
    suited = [name for name, each in notebooks.items() if _is_made_for(each, design)]
    named = [name for name in suited if name in reports]
    if named:
        return f"Remove it; `{named[0]}` is the one for this design."
    if suited:
        return f"Name {' or '.join(f'`{name}`' for name in suited)} instead, or correct `design`."
    return "Remove it, or correct `design`."


def _is_protected(notebook: Notebook) -> bool:
    """Whether a notebook keeps a rule of disclosure; one that does not rightly say so, does not."""
    try:
        return notebook.front_matter.protected
    except RunError:
        return False


def _is_of_evidence(notebook: Notebook) -> bool:
    try:
        return notebook.front_matter.evidence
    except RunError:
        return False


def _is_optional(notebook: Notebook) -> bool:
    try:
        return notebook.front_matter.optional
    except RunError:
        return False


def _name_protected(reports: Sequence[str], notebooks: Mapping[str, Notebook]) -> str:
    """Say which reports can be made of a study with a rule of disclosure."""
    kept = [f"`{name}`" for name, each in notebooks.items() if _is_protected(each)]
    if not kept or any(name.strip("`") in reports for name in kept):
        return "Remove it, or remove `disclosure`."
    return f"Name {' or '.join(kept)} instead, or remove `disclosure`."


def _is_made_for(notebook: Notebook, design: str) -> bool:
    try:
        return design in notebook.front_matter.designs
    except RunError:
        return False


def _merge(faults: Sequence[Fault], more: Sequence[Fault]) -> tuple[Fault, ...]:
    """Put faults of the study file among the others that it has, by line."""
    of_file = [fault for fault in (*faults, *more) if fault.file == STUDY_FILE]
    others = [fault for fault in faults if fault.file != STUDY_FILE]
    return (*sorted(of_file, key=lambda fault: fault.row or 0), *others)
