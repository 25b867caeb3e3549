"""One file to send: a study's pages and results in a zip that opens anywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from outcomes.errors import RunError

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: the same files make the same bytes whenever they are packed."""


def pack_study(
    study: str, pages: Mapping[str, str], published: Mapping[Path, Sequence[str]]
) -> bytes:
    """Pack the published pages and results of one study, with a page to open first.

    Parameters
    ----------
    study : str
        Its id.
    pages : mapping of str to str
        Pages beside the study's folder, by name: the ``index.html`` to open first, from
        `outcomes.report.render_index` of this study alone and without a manifest, to which links
        of the pages to all studies lead; and the page of words and methods.
    published : mapping of Path to sequence of str
        Folder of the study, and of the topics that its pages lead to, and the files of each that
        are packed, by their places in it.

    Returns
    -------
    bytes
        A zip with one folder ``<study>-reports``, in which ``index.html`` is to be opened. Same
        files, same bytes.

    Raises
    ------
    RunError
        If the study has no page yet, or a file is none of the folder: a link leads out of it.
    """
    top = f"{study}-reports"
    files = {f"{top}/{name}": page.encode("utf-8") for name, page in pages.items()}
    for folder, names in published.items():
        for name in names:
            files[f"{top}/{folder.name}/{name}"] = _read(folder, name, study)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return packed.getvalue()


def _read(folder: Path, name: str, study: str) -> bytes:
    path = folder / name
    if path.resolve() != folder.resolve() / name:
        raise RunError(
            f"reports/{folder.name}/{name} is a link, or lies behind one, and is not packed. "
            f"Remove it and run `outcomes run {study}`."
        )
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise RunError(
            f"study {study}: there is no {folder.name}/{name} to pack. Run `outcomes run {study}` "
            "first."
        ) from error
