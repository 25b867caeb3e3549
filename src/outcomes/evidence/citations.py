"""Where the published numbers were printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from outcomes.evidence.packaged import check_filled, check_vocabulary, read_packaged, refuse

COLUMNS = ("key", "short", "text", "doi", "url", "page", "cites", "notes")

PAGES = {
    "": "",
    "PubMed": "PubMed",
    "publisher": "publisher's page",
    "registry": "registry record",
    "mirror": "copy on another site",
}
"""What the address of a citation may be, and how readers are told; a mirror only for want of all
others."""


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
    page : str
        What that page is, one of `PAGES`.
    cites : tuple of str
        Keys of the sources that this one names, where they matter here.
    notes : str
        How much of it was read, and what was not.
    """

    key: str
    short: str
    text: str
    doi: str
    url: str
    page: str = ""
    cites: tuple[str, ...] = ()
    notes: str = ""


@cache
def _load() -> dict[str, Citation]:
    table = read_packaged("citations.csv", COLUMNS, ())
    faults = check_filled(table, ("key", "short", "text"))
    faults += check_vocabulary(table, {"page": PAGES})
    faults += [
        f"row {row + 2}, column page: says what the address is, and stands where there is one"
        for row in table.index[(table["url"] == "") != (table["page"] == "")]
    ]
    faults += [
        f"row {row + 2}, column key: {table.loc[row, 'key']} stands twice"
        for row in table.index[table["key"].duplicated()]
    ]
    table["cites"] = table["cites"].map(lambda cell: tuple(filter(None, cell.split("; "))))
    faults += [
        f"row {row + 2}, column cites: no citation {key!r}"
        for row, keys in table["cites"].items()
        for key in keys
        if key not in set(table["key"])
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
