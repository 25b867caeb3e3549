"""What the article that started this project claims, and what its sources say.

Verdicts follow one rule.

1. *Cannot be checked*: nothing that was read bears on the claim. A claim that compares (with
   another injection, with another solution) needs a comparison; a claim with a number needs that
   number, in the source that is cited for it or in another.
2. A claim that the injections change an outcome is held against comparisons with placebo, by the
   report's own interval or mark. It *holds* if all that were read are clear of zero; it *holds in
   part* if some are, or if only gains from baseline could be read; it is *overstated* if none is.
3. Any other claim *holds* if everything it says is borne out by what was read, *holds in part* if
   some of it is, and is *overstated* if what was read says less or otherwise on its main point.

A source of low grade (a consumer page) bears a claim out in part at most. What the rule made of a
claim stands beside it under ``reason``.
"""

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
from outcomes.evidence.schema import DOMAINS

COLUMNS = (
    "claim_id",
    "joint",
    "domain",
    "beside",
    "claim",
    "value",
    "unit",
    "cited",
    "citations",
    "sources_say",
    "scope_mismatch",
    "verdict",
    "reason",
    "locator",
    "notes",
)
FILLED = ("claim_id", "joint", "claim", "cited", "sources_say", "scope_mismatch", "reason")
VERDICTS = {
    "holds": "holds",
    "holds in part": "holds in part",
    "overstated": "is overstated",
    "cannot be checked": "cannot be checked",
}
"""What the ``verdict`` column may hold, and how it stands in a sentence."""

BESIDE = {
    "study": "a study's own figures are set beside it in that study's reports",
    "sources": "held against its sources only",
}
"""What the ``beside`` column may hold."""


@cache
def _load() -> pd.DataFrame:
    table = read_packaged("claims.csv", COLUMNS, ("value",))
    faults = check_vocabulary(
        table,
        {
            "domain": (*DOMAINS, "any"),
            "beside": tuple(BESIDE),
            "verdict": tuple(VERDICTS),
        },
    )
    faults += check_filled(table, FILLED)
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
    """Return the article's claims, each with a verdict by the rule above.

    Returns
    -------
    pandas.DataFrame
        One row a claim: ``claim_id``; ``joint`` and ``domain`` (``any`` if the claim is general);
        ``beside`` (see `BESIDE`); ``claim`` in our words; ``value`` and ``unit`` if it carries a
        number (a share is 0 to 1); ``cited`` (keys of what the article names) and ``citations``
        (keys of what was read), both separated by ``"; "``; ``sources_say``; ``scope_mismatch``
        (where claim and source speak of different things); ``verdict`` (see `VERDICTS`) and
        its ``reason``; ``locator``; ``notes``.

    Raises
    ------
    EvidenceError
        If the packaged table is wrong.
    """
    return _load().copy()


def find_claims(joint: str) -> pd.DataFrame:
    """Return the claims that a study's own figures can be set beside; general ones always.

    Parameters
    ----------
    joint : str
        As a study file gives it; ``foot and ankle`` finds what is said of either.

    Returns
    -------
    pandas.DataFrame
        Rows of `load_claims`, possibly none.
    """
    table = load_claims()
    kept = table["joint"].map(lambda other: same_joint(joint, other)).astype(bool)
    kept &= table["beside"] == "study"
    return table[kept].reset_index(drop=True)
