"""The list of references that numbers and names on a page lead to."""

from __future__ import annotations

from collections.abc import Iterable

from outcomes.displays.links import Linked, anchor_of, name_keys
from outcomes.displays.table import Column, Table
from outcomes.evidence import Citation, Pack
from outcomes.evidence.citations import PAGES


def table_references(pack: Pack, keys: Iterable[str]) -> Table:
    """Table citations, each with the id that links lead to.

    Parameters
    ----------
    pack : Pack
        The evidence.
    keys : iterable of str
        Keys of its citations; repeated and empty ones are passed over.

    Returns
    -------
    Table
        One row a citation, in the order of names.

    Raises
    ------
    ValueError
        For a key without a citation.
    """
    citations = pack.citations
    wanted = [key for key in dict.fromkeys(keys) if key]
    unknown = [key for key in wanted if key not in citations]
    if unknown:
        raise ValueError(f"no citation {', '.join(unknown)}; add it to citations.csv")
    rows = []
    for key in sorted(wanted, key=lambda key: citations[key].short.lower()):
        citation = citations[key]
        rows.append(
            (
                Linked(citation.short, anchor=anchor_of(key)),
                citation.text,
                _link(citation),
                name_keys(citation.notes, pack),
            )
        )
    return Table(
        caption="References",
        columns=(Column("Named"), Column("Citation"), Column("Address"), Column("How far read")),
        rows=tuple(rows),
        empty="Nothing is cited.",
    )


def _link(citation: Citation) -> Linked:
    """Link a DOI if there is one, else the page, in words that no other link of the table has."""
    if citation.doi:
        return Linked(f"doi:{citation.doi}", href=f"https://doi.org/{citation.doi}")
    if citation.url:
        return Linked(f"{citation.short}, {PAGES[citation.page]}", href=citation.url)
    return Linked("no address")
