"""One file to send: a study's pages and results in a zip that opens anywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from outcomes.errors import RunError

_SENT = (".html", ".json", ".ipynb", ".csv")
"""Kinds of files that are packed; half-written ones have another ending."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: the same files make the same bytes whenever they are packed."""


def pack_study(folder: Path, index: str, beside: Sequence[Path] = ()) -> bytes:
    """Pack the published pages and results of one study, with a page to open first.

    Parameters
    ----------
    folder : Path
        ``reports/<study>``, as published.
    index : str
        The page to open first, from `outcomes.report.render_index` of this study alone and
        without a manifest; links of the pages to all studies lead to it.
    beside : sequence of Path
        Published folders of the topics that the study's pages lead to.

    Returns
    -------
    bytes
        A zip with one folder ``<study>-reports``, in which ``index.html`` is to be opened. Same
        files, same bytes.

    Raises
    ------
    RunError
        If the study has no page yet.
    """
    if not (folder / "index.html").is_file():
        raise RunError(
            f"study {folder.name}: there is no report to pack. Run `outcomes run {folder.name}` "
            "first."
        )
    top = f"{folder.name}-reports"
    files = {f"{top}/index.html": index.encode("utf-8")}
    for each in (folder, *beside):
        for path in each.rglob("*"):
            inside = path.relative_to(each)
            hidden = any(part.startswith((".", "_")) for part in inside.parts)
            if path.is_file() and path.suffix in _SENT and not hidden:
                files[f"{top}/{each.name}/{inside.as_posix()}"] = path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return packed.getvalue()
