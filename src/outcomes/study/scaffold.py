"""Starting a study: a folder with a study file and tables to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from outcomes.errors import Fault, StudyError
from outcomes.study.paths import is_study_id
from outcomes.study.source import STUDY_FILE

_TABLES = {
    "participants.csv": "participant,arm,age,sex\n",
    "scores.csv": "participant,visit,pain\n",
}


def new_study(
    study_id: str,
    root: str | Path,
    reports: Mapping[str, Sequence[str]],
    others: Sequence[str] = (),
) -> Path:
    """Write the folder of a new study, to be filled in.

    Parameters
    ----------
    study_id : str
        Small letters, digits and single hyphens, as ``knee-dextrose-saline``.
    root : str or Path
        The project's root; the folder is made under its ``data/raw``.
    reports : mapping of str to sequence of str
        By design, ``parallel`` first, the reports that suit it; the first is asked for.
    others : sequence of str
        Reports that can be asked for beside these.

    Returns
    -------
    Path
        The study's folder: ``study.yaml`` with every choice explained, and tables with headers.

    Raises
    ------
    StudyError
        If the id cannot be used, or the folder is there already. Nothing is written then.
    """
    folder = claim_folder(study_id, root)
    template = files("outcomes.study").joinpath("template.yaml").read_text(encoding="utf-8")
    text = template.replace("STUDY-ID", study_id).replace("REPORTS", _list_reports(reports, others))
    (folder / STUDY_FILE).write_text(text, encoding="utf-8")
    for name, header in _TABLES.items():
        (folder / name).write_text(header, encoding="utf-8")
    return folder


def claim_folder(study_id: str, root: str | Path) -> Path:
    """Make the folder of a new study under ``data/raw``, and return it.

    Raises
    ------
    StudyError
        If the id cannot be used, or the folder is there already.
    """
    folder = Path(root) / "data" / "raw" / study_id
    if not is_study_id(study_id):
        raise StudyError(study_id, [_refuse_id(study_id)])
    if folder.exists():
        raise StudyError(study_id, [_refuse_folder(study_id)])
    folder.mkdir(parents=True)
    return folder


def _list_reports(reports: Mapping[str, Sequence[str]], others: Sequence[str]) -> str:
    """Return the reports of the first design; in remarks those of the others, and what else is."""
    (_, asked), *designs = reports.items()
    lines = [f"reports: [{', '.join(asked)}]"]
    lines += [f"# {design}: [{', '.join(names)}]" for design, names in designs]
    lines += [f"# if wanted: {', '.join(others)}"] if others else []
    return "\n".join(lines)


def _refuse_id(study_id: str) -> Fault:
    return Fault(
        "This cannot be a study's id.",
        "Use small letters, digits and single hyphens, at most 64, as in knee-dextrose-saline.",
        STUDY_FILE,
        column="id",
        value=study_id,
    )


def _refuse_folder(study_id: str) -> Fault:
    return Fault(
        "There is a study of this id already.",
        "Choose another id, or fill in the one that is there.",
        STUDY_FILE,
        column="id",
        value=study_id,
    )
