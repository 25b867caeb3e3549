"""What the article that started this project claims, and what its sources say."""

from __future__ import annotations

from functools import cache

import pandas as pd

from outcomes.evidence.citations import load_citations
from outcomes.evidence.packaged import (
    check_filled,
    check_vocabulary,
    read_packaged,
    refuse,
    same_joint,
)
from outcomes.evidence.published import DOMAINS

COLUMNS = (
    "claim_id",
    "joint",
    "domain",
    "claim",
    "value",
    "unit",
    "cited",
    "citations",
    "sources_say",
    "speaks_past",
    "verdict",
    "locator",
    "notes",
)
VERDICTS = ("exact", "approximate", "overstated", "not verifiable here")


@cache
def _load() -> pd.DataFrame:
    table = read_packaged("claims.csv", COLUMNS, ("value",))
    faults = check_vocabulary(table, {"domain": (*DOMAINS, "any"), "verdict": VERDICTS})
    faults += check_filled(table, ("claim_id", "joint", "claim", "sources_say", "speaks_past"))
    known = load_citations()
    for row in table.index:
        for column in ("cited", "citations"):
            for key in filter(None, str(table.loc[row, column]).split("; ")):
                if key not in known:
                    faults.append(f"row {row + 2}, column {column}: no citation {key!r}")
    faults += [
        f"row {row + 2}, column claim_id: {table.loc[row, 'claim_id']} stands twice"
        for row in table.index[table["claim_id"].duplicated()]
    ]
    refuse("claims.csv", faults)
    return table


def load_claims() -> pd.DataFrame:
    """Return the article's claims that studies here are set beside.

    Returns
    -------
    pandas.DataFrame
        One row a claim: ``claim_id``; ``joint`` and ``domain`` (``any`` if the claim is general);
        ``claim`` in our words; ``value`` and ``unit`` if it carries a number (a share is 0 to 1);
        ``cited`` (keys of what the article names) and ``citations`` (keys of what was read), both
        separated by ``"; "``; ``sources_say``; ``speaks_past`` (where the claim and a study's
        number do not speak to each other); ``verdict``; ``locator``; ``notes``.

    Raises
    ------
    EvidenceError
        If the packaged table is wrong.
    """
    return _load().copy()


def find_claims(joint: str, domain: str | None = None) -> pd.DataFrame:
    """Return the claims about a joint and, if given, a domain; general claims always.

    Parameters
    ----------
    joint : str
        As a study file gives it; ``foot and ankle`` finds what is said of either.
    domain : str, optional
        As an endpoint's, ``pain``; without it, every domain.

    Returns
    -------
    pandas.DataFrame
        Rows of `load_claims`, possibly none.
    """
    table = load_claims()
    kept = table["joint"].map(lambda other: same_joint(joint, other)).astype(bool)
    if domain is not None:
        kept &= table["domain"].isin([domain, "any"])
    return table[kept].reset_index(drop=True)
