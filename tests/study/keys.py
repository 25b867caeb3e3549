"""A key that studies of tests share, so that their participants have the same new ids."""

from __future__ import annotations

from pathlib import Path

from outcomes.study.pseudonyms import KEY_FILE, StudyKey

_SECRET = bytes(range(32))


def write_key(folder: Path) -> Path:
    """Put the key into a study's folder, and return the folder."""
    (folder / KEY_FILE).write_text(_SECRET.hex(), encoding="ascii")
    return folder


def hidden(*ids: str) -> list[str]:
    """Return the new ids under the key."""
    return StudyKey(_SECRET).hide(ids)
