"""Reading the packs of this package beforehand, for processes that are forked to use them."""

from __future__ import annotations

from outcomes.evidence.pack import list_packs, load_pack


def preload_packs() -> None:
    """Read and check every pack of this package now, so that no forked process has to.

    What is kept is read-only or copied out, so a process cannot change what another reads.

    Raises
    ------
    EvidenceError
        If a table is wrong.
    """
    for name in list_packs():
        load_pack(name).index()
