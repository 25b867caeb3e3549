"""The files that this package is made of, and their hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import outcomes

SourceFiles = tuple[tuple[str, int, int], ...]
"""Name, size in bytes and time of change in nanoseconds of each file."""
NOTEBOOKS = "notebooks"
"""Folder of the notebooks that an installed package brings; each is hashed by itself."""
EXAMPLES = "examples"
"""Folder of the study that an installed package brings for new projects; no source either."""


def list_source() -> SourceFiles:
    """Return the files of this package's source, as they stand now."""
    return tuple(sorted(_list_files(_folder())))


def hash_source() -> str:
    """Return the SHA-256 over names and contents of this package's source, in hexadecimal."""
    return _hash_files(_folder(), list_source())


def _folder() -> Path:
    return Path(outcomes.__file__).parent


def _list_files(folder: Path, inside: str = "") -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{inside}{entry.name}"
            if not entry.is_dir():
                about = entry.stat()
                yield name, about.st_size, about.st_mtime_ns
            elif entry.name not in ("__pycache__", EXAMPLES, NOTEBOOKS):
                yield from _list_files(folder / entry.name, f"{name}/")


@lru_cache(maxsize=1)
def _hash_files(folder: Path, files: SourceFiles) -> str:
    """Hash files; the answer is kept for as long as none of them changes."""
    digest = hashlib.sha256()
    for name, _, _ in files:
        digest.update(name.encode() + b"\0")
        digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()
