"""Published numbers, each as it was printed, with the direction it was printed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.errors import EvidenceError, Fault
from outcomes.evidence.checks import check_published
from outcomes.evidence.read_tables import read_table, same_joint
from outcomes.evidence.schema import DOMAINS, PUBLISHED

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack


def read_published(
    folder: Path, citations: Iterable[str], trials: Iterable[str]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the published numbers of a pack, one row a number, and what is wrong."""
    table, faults = read_table(folder, PUBLISHED)
    return table, [*faults, *check_published(table, citations, trials)]


def find_published(pack: Pack, joint: str, domain: str) -> pd.DataFrame:
    """Return the published numbers that a study of this joint can be set beside.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it; ``foot and ankle`` finds what is printed of either.
    domain : str
        As an endpoint's, ``pain``; or ``harm``.

    Returns
    -------
    pandas.DataFrame
        Rows of the published numbers, possibly none.

    Raises
    ------
    EvidenceError
        For a domain that does not exist.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> pack = load_pack("dextrose-prolotherapy")
    >>> find_published(pack, "knee", "range of motion")["trial"].unique().tolist()
    ['reeves2000', 'eslamian2015', 'reeves2003']
    """
    _check_domain(domain)
    table = pack.published
    near = table["joint"].map(lambda other: same_joint(joint, other)).astype(bool)
    return table[near & (table["endpoint_domain"] == domain)].reset_index(drop=True)


def list_published(
    pack: Pack, joint: str = "any", domain: str | None = None
) -> list[Mapping[str, Any]]:
    """Return the published numbers, or those of `find_published`, one read-only mapping each.

    Much cheaper than a frame where rows are looked at one by one.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As of `find_published`; ``any`` finds all.
    domain : str, optional
        As of `find_published`; without it, every domain.

    Raises
    ------
    EvidenceError
        For a domain that does not exist.
    """
    if domain is not None:
        _check_domain(domain)
    return [
        row
        for row in pack.numbers
        if domain in (None, row["endpoint_domain"]) and same_joint(joint, row["joint"])
    ]


def _check_domain(domain: str) -> None:
    if domain not in DOMAINS:
        raise EvidenceError(f"there is no domain {domain!r}; use one of {', '.join(DOMAINS)}")


def list_harm_citations(pack: Pack, joint: str) -> list[str]:
    """Return the keys of the trials whose harms were counted at a joint, and of who printed it."""
    rows = find_published(pack, joint, "harm")
    return list(dict.fromkeys([*rows["trial"], *rows["citation"]]))
