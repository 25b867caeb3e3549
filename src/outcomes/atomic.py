"""Write files and folders so that nobody ever finds half of one, whenever the machine stops."""

from __future__ import annotations

import glob
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8; see `write_bytes`."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file: readers see the old one or the new one, also after a loss of power.

    The content goes to a temporary file beside it, is forced to the disk, and takes the name.

    Parameters
    ----------
    path : Path
        File to write; its folder is made if need be.
    content : bytes
        All of it.

    Raises
    ------
    OSError
        If it cannot be written, with the name of the file; the old one then stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = str(path)
        raise
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(path.parent)


def replace_folder(made: Path, place: Path) -> None:
    """Put a finished folder where an older one may stand.

    There is never a mixture of both: between the two renames there is no folder at all.

    Parameters
    ----------
    made : Path
        The finished folder, on the same file system; it is moved away.
    place : Path
        Where it belongs.
    """
    for file in made.iterdir():
        with file.open("rb") as content:
            os.fsync(content.fileno())
    place.parent.mkdir(parents=True, exist_ok=True)
    old = made.with_name(f"{made.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.replace(old)
    try:
        made.replace(place)
    except OSError:
        if old.exists():
            old.replace(place)
        raise
    _sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def _remove_abandoned(path: Path) -> None:
    """Remove what writers of the same file have left that were killed while they wrote."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        writer = left.name.split(".")[-2].partition("-")[0]
        if writer.isdigit() and not _is_alive(int(writer)):
            left.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # to ask there is to send Ctrl-C
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return not _waits_to_be_reaped(pid)


def _waits_to_be_reaped(pid: int) -> bool:
    """Whether a process has ended and only its parent has not noticed; it writes nothing more."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] == "Z"


def _sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system lets a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
