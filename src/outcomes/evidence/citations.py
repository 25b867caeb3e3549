"""Where the published numbers were printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from outcomes.errors import Fault
from outcomes.evidence.read_tables import Schema, check_keys, read_table, split_keys

PAGES = {
    "": "",
    "PubMed": "PubMed",
    "PubMed Central": "PubMed Central",
    "publisher": "publisher's page",
    "registry": "registry record",
    "review": "table of a review",
    "mirror": "copy on another site",
}
"""What the address of a citation may be, and how readers are told; a mirror only for want of all
others."""

SCHEMA = Schema(
    "citations.csv",
    columns=("key", "short", "text", "doi", "url", "page", "cites", "notes"),
    filled=("key", "short", "text"),
    words={"page": PAGES},
    key="key",
)


_KEY = re.compile(r"([^\W\d_]+)(\d{4})?([^\W\d_]*)")


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


def read_citations(folder: Path) -> tuple[dict[str, Citation], list[Fault]]:
    """Return every citation of a pack by its key, in the order of the table, and what is wrong."""
    table, faults = read_table(folder, SCHEMA)
    faults += [
        SCHEMA.fault(
            row,
            "page",
            "An address and what it is stand together.",
            "Give both `url` and `page`, or neither.",
        )
        for row in table.index[(table["url"] == "") != (table["page"] == "")]
    ]
    faults += check_keys(table, SCHEMA, ["cites"], table["key"])
    table["cites"] = table["cites"].map(split_keys)
    rows = (Citation(**row) for row in table.to_dict("records"))
    return {row.key: row for row in rows}, faults


def spell_key(key: str) -> str:
    """Return a key that no table explains as readers write it: ``zhang2008`` is ``Zhang 2008``."""
    found = _KEY.fullmatch(key)
    if found is None:
        return key
    return " ".join(part for part in (found[1].capitalize(), found[2], found[3]) if part)
