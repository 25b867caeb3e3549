"""What the article that started this project claims, and what its sources say.

Verdicts follow one rule.

1. *Not yet looked up*: nobody has searched for what bears on the claim. *No data found*: it was
   searched for, and nothing that was read bears on it. A claim that compares (with another
   injection, with another solution) needs a comparison; a claim with a number needs that number, in
   the source that is cited for it or in another.
2. A claim that the injections change an outcome is held against comparisons with placebo, by the
   report's own interval or mark. It *agrees* with its sources if all that were read are clear of
   zero; *agrees in part* if some are, or if only gains from baseline could be read; it is
   *overstated* if none is, and *contradicted* if they favour placebo.
3. Any other claim *agrees* if everything it says is borne out by what was read, *agrees in part* if
   some of it is, is *overstated* if what was read says less on its main point, and *contradicted*
   if it says the opposite.

A source of low grade (a consumer page) bears a claim out in part at most. What the rule made of a
claim stands beside it under ``reason``. A claim is worded no stronger than the article words it.
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
    "statement",
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
    "agrees": "agrees with them",
    "agrees in part": "agrees with them in part",
    "overstated": "is overstated",
    "contradicted": "is contradicted",
    "no data found": "could not be checked, as no data were found",
    "not yet looked up": "has not been looked up yet",
}
"""What the ``verdict`` column may hold, and how it stands in a sentence."""

BESIDE = {
    "study": "a study's own figures are set beside it in that study's reports",
    "sources": "held against its sources only",
}
"""What the ``beside`` column may hold."""


@cache
def _load() -> pd.DataFrame:
    table = read_packaged("claims.csv", COLUMNS, ("statement", "value"))
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
        f"row {row + 2}, column {column}: {table.loc[row, column]} stands twice"
        for column in ("claim_id", "statement")
        for row in table.index[table[column].duplicated()]
    ]
    if table["statement"].tolist() != list(range(1, len(table) + 1)):
        faults.append("column statement: the statements are not numbered 1, 2, 3 in their order")
    refuse("claims.csv", faults)
    return table


def load_claims() -> pd.DataFrame:
    """Return the article's claims, each with a verdict by the rule above.

    Returns
    -------
    pandas.DataFrame
        One row a claim, in the article's order: ``claim_id``; ``statement`` (its number in the
        article); ``joint`` and ``domain`` (``any`` if the claim is general);
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
        Rows of `load_claims`, possibly none; those on the joint first, then general ones.
    """
    table = load_claims()
    kept = table["joint"].map(lambda other: same_joint(joint, other)).astype(bool)
    kept &= table["beside"] == "study"
    found = table[kept]
    general = found["joint"] == "any"
    return pd.concat([found[~general], found[general]], ignore_index=True)
