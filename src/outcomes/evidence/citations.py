"""Where the published numbers were printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from outcomes.evidence.packaged import check_filled, read_packaged, refuse

COLUMNS = ("key", "short", "text", "doi", "url", "notes")


@dataclass(frozen=True)
class Citation:
    """One source.

    Parameters
    ----------
    key : str
        What tables call it, as ``rabago2013``.
    short : str
        What readers call it, as ``Rabago 2013``; a name where the authors were not seen.
    text : str
        The citation as readers see it.
    doi, url : str
        Digital object identifier (only where it was seen printed) and the page read; else ``""``.
    notes : str
        How much of it was read, and what was not.
    """

    key: str
    short: str
    text: str
    doi: str
    url: str
    notes: str = ""


@cache
def _load() -> dict[str, Citation]:
    table = read_packaged("citations.csv", COLUMNS, ())
    faults = check_filled(table, ("key", "short", "text"))
    faults += [
        f"row {row + 2}, column key: {table.loc[row, 'key']} stands twice"
        for row in table.index[table["key"].duplicated()]
    ]
    refuse("citations.csv", faults)
    return {row["key"]: Citation(**row) for row in table.to_dict("records")}


def load_citations() -> dict[str, Citation]:
    """Return every citation by its key.

    Returns
    -------
    dict of str to Citation
        In the order of the packaged table.

    Raises
    ------
    EvidenceError
        If the packaged table is wrong.

    Examples
    --------
    >>> load_citations()["yelland2011"].doi
    '10.1136/bjsm.2009.057968'
    """
    return dict(_load())
