"""The notebooks of a project: laid from the package, and brought up to date beside one's edits."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import outcomes
from outcomes.atomic import write_bytes, write_text
from outcomes.errors import RunError
from outcomes.runs.notebooks import FOLDER, PACKAGED

RECORD = ".laid.json"
"""In a project's ``notebooks/``: the hash of each notebook as it was laid."""

State = Literal["new", "updated", "unchanged", "edited"]


@dataclass(frozen=True)
class Brought:
    """What became of one notebook.

    Parameters
    ----------
    name : str
        Its file name.
    state : str
        ``new`` or ``updated``: it is now as the package has it; ``unchanged``: it was already;
        ``edited``: it was edited here and the package has another one, laid beside it.
    beside : Path or None
        Where that one is.
    difference : tuple of str
        Lines of source that differ between the two, as ``diff -u`` writes them.
    """

    name: str
    state: State
    beside: Path | None = None
    difference: tuple[str, ...] = ()


def find_packaged() -> Path:
    """Return the folder of the notebooks that come with the package, installed or checked out."""
    if PACKAGED.is_dir():
        return PACKAGED
    return Path(outcomes.__file__).resolve().parents[2] / FOLDER


def copy_notebooks(root: Path) -> None:
    """Copy the package's notebooks into a new project, with a record of what was laid."""
    (root / FOLDER).mkdir(parents=True)
    for source in _list_packaged():
        write_bytes(root / FOLDER / source.name, source.read_bytes())
    _write_record(root, {source.name: _hash(source) for source in _list_packaged()})


def update_notebooks(root: Path) -> tuple[Brought, ...]:
    """Bring a project's notebooks up to those of the installed package.

    A notebook that was edited since it was laid is kept, and the package's is laid beside it.

    Parameters
    ----------
    root : Path
        Root folder of the project.

    Raises
    ------
    RunError
        If the project's notebooks are the package's own, or it has none.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        raise RunError(
            f"{root} has no folder {FOLDER}: it uses the notebooks of the installed package, which "
            "are up to date. Nothing is to be done."
        )
    if folder.resolve() == find_packaged().resolve():
        raise RunError(f"{folder} holds the package's own notebooks. Update them with git.")
    laid = _read_record(folder)
    brought = tuple(_bring(source, folder, laid) for source in _list_packaged())
    current = {
        source.name: _hash(source)
        for source, one in zip(_list_packaged(), brought, strict=True)
        if one.state != "edited"
    }
    _write_record(root, {**laid, **current})
    return brought


def _bring(source: Path, folder: Path, laid: Mapping[str, str]) -> Brought:
    place = folder / source.name
    if not place.exists():
        write_bytes(place, source.read_bytes())
        return Brought(source.name, "new")
    here, theirs = _hash(place), _hash(source)
    if here == theirs:
        return Brought(source.name, "unchanged")
    if here == laid.get(source.name):
        write_bytes(place, source.read_bytes())
        return Brought(source.name, "updated")
    beside = place.with_suffix(".new.ipynb")
    write_bytes(beside, source.read_bytes())
    lines = difflib.unified_diff(
        _read_source(place), _read_source(source), str(place.name), beside.name, lineterm="", n=1
    )
    return Brought(source.name, "edited", beside, tuple(lines))


def _list_packaged() -> list[Path]:
    return sorted(find_packaged().glob("*.ipynb"))


def _hash(path: Path) -> str:
    """Return a hash over what a notebook says and does; outputs and ids do not count."""
    return hashlib.sha256("\0".join(_read_source(path)).encode()).hexdigest()


def _read_source(path: Path) -> list[str]:
    return list(_list_lines(json.loads(path.read_text(encoding="utf-8"))))


def _list_lines(notebook: Mapping[str, Any]) -> Iterator[str]:
    for cell in notebook["cells"]:
        tags = ", ".join(cell.get("metadata", {}).get("tags", []))
        yield f"# --- {cell['cell_type']} {tags}".rstrip()
        yield from "".join(cell["source"]).splitlines()


def _read_record(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()}


def _write_record(root: Path, record: Mapping[str, str]) -> None:
    text = json.dumps(dict(sorted(record.items())), indent=1)
    write_text(root / FOLDER / RECORD, f"{text}\n")
