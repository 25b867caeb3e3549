"""Reading all packaged tables beforehand, for processes that are forked to use them."""

from __future__ import annotations

from outcomes.evidence.claims import load_claims
from outcomes.evidence.designs import index_designs
from outcomes.evidence.directions import load_directions
from outcomes.evidence.published import list_published


def preload_tables() -> None:
    """Read and check every packaged table now, so that no forked process has to.

    What is kept is read-only or copied out, so a process cannot change what another reads.

    Raises
    ------
    EvidenceError
        If a packaged table is wrong.
    """
    load_claims()  # the citations with them
    index_designs()
    load_directions()
    list_published()
