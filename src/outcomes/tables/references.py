"""The list of references that numbers and names on a page lead to."""

from __future__ import annotations

from collections.abc import Iterable

from outcomes.displays.links import Linked, anchor_of, name_citation
from outcomes.displays.table import Column, Table
from outcomes.evidence import load_citations


def table_references(keys: Iterable[str]) -> Table:
    """Table citations, each with the id that links lead to.

    Parameters
    ----------
    keys : iterable of str
        Keys of `outcomes.evidence.load_citations`; repeated and empty ones are passed over.

    Returns
    -------
    Table
        One row a citation, in the order of names.

    Raises
    ------
    ValueError
        For a key without a citation.
    """
    citations = load_citations()
    wanted = [key for key in dict.fromkeys(keys) if key]
    unknown = [key for key in wanted if key not in citations]
    if unknown:
        raise ValueError(f"no citation {', '.join(unknown)}; add it to citations.csv")
    rows = []
    for key in sorted(wanted, key=lambda key: name_citation(key).lower()):
        citation = citations[key]
        if citation.doi:
            place = Linked(f"doi:{citation.doi}", href=f"https://doi.org/{citation.doi}")
        elif citation.url:
            place = Linked("page read", href=citation.url)
        else:
            place = Linked("no address")
        rows.append(
            (
                Linked(name_citation(key), anchor=anchor_of(key)),
                citation.text,
                place,
                citation.notes,
            )
        )
    return Table(
        caption="References",
        columns=(Column("Named"), Column("Citation"), Column("Address"), Column("How far read")),
        rows=tuple(rows),
        empty="Nothing is cited.",
    )
