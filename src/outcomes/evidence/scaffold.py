"""Starting a pack of evidence: a folder with its tables, to be filled in."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from outcomes.errors import EvidenceError
from outcomes.evidence.citations import SCHEMA as CITATIONS
from outcomes.evidence.designs import SCHEMA as DESIGNS
from outcomes.evidence.pack import is_shipped
from outcomes.evidence.schema import PUBLISHED
from outcomes.evidence.topic import PACK_FILE

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def new_pack(name: str, project: Path) -> Path:
    """Write the folder of a new pack, to be filled in.

    Parameters
    ----------
    name : str
        Small letters, digits and single hyphens, as ``dextrose-prolotherapy``.
    project : Path
        Folder of the project's own packs; made if it is not there.

    Returns
    -------
    Path
        The pack's folder: ``pack.yaml`` with every key explained, and the tables that every pack
        has, with their headers.

    Raises
    ------
    EvidenceError
        If the name cannot be used, or is taken. Nothing is written then.
    """
    folder = project / name
    if not _NAME.fullmatch(name):
        raise EvidenceError(
            f"{name!r} cannot be the name of a pack; use small letters, digits and single hyphens, "
            "as in dextrose-prolotherapy"
        )
    if is_shipped(name):
        raise EvidenceError(f"{name} comes with this package; call yours otherwise")
    if folder.exists():
        raise EvidenceError(f"there is a pack {name} already; choose another name")
    folder.mkdir(parents=True)
    template = files("outcomes.evidence").joinpath("template.yaml").read_text(encoding="utf-8")
    (folder / PACK_FILE).write_text(template, encoding="utf-8")
    for schema in (CITATIONS, DESIGNS, PUBLISHED):
        header = ",".join(schema.columns) + "\n"
        (folder / schema.file).write_text(header, encoding="utf-8")
    return folder
