"""The fingerprint of a study: what its files held when they were read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path


def fingerprint_contents(contents: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over names and bytes of files, in hexadecimal.

    Lengths go in first, so that no two studies share a stream.
    """
    digest = hashlib.sha256()
    for name in sorted(contents):
        for part in (name.encode(), contents[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def fingerprint_folder(folder: Path, names: Iterable[str]) -> str:
    """Return the fingerprint of files as they are now; empty if one cannot be read any more."""
    try:
        return fingerprint_contents({name: (folder / name).read_bytes() for name in names})
    except OSError:
        return ""
