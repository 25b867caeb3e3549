"""What an article claims of a treatment, and what its sources say.

Verdicts follow one rule.

1. *Not yet looked up*: nobody has searched for what bears on the claim. *No data found*: it was
   searched for, and nothing that was read bears on it. A claim that compares (with another
   injection, with another solution) needs a comparison; a claim with a number needs that number, in
   the source that is cited for it or in another.
2. A claim that the treatment changes an outcome is held against comparisons with placebo, by the
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

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.errors import Fault
from outcomes.evidence.read_tables import Schema, check_keys, read_table, same_joint
from outcomes.evidence.schema import DOMAINS

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

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


SCHEMA = Schema(
    "claims.csv",
    columns=(
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
    ),
    numbers=("statement", "value"),
    filled=(
        "claim_id",
        "statement",
        "joint",
        "claim",
        "cited",
        "sources_say",
        "scope_mismatch",
        "reason",
    ),
    words={
        "domain": (*DOMAINS, "any"),
        "beside": tuple(BESIDE),
        "verdict": tuple(VERDICTS),
    },
    key="claim_id",
)
"""The table of claims, one row a claim, in the article's order.

``statement``: its number in the article. ``joint``, ``domain``: ``any`` if the claim is general.
``beside``: see `BESIDE`. ``claim``: in our words. ``value``, ``unit``: if it carries a number (a
share is 0 to 1). ``cited``: keys of what the article names; ``citations``: of what was read; both
joined by ``"; "``. ``scope_mismatch``: where claim and source speak of different things.
``verdict``: see `VERDICTS`, with its ``reason``.
"""


def read_claims(folder: Path, citations: Iterable[str]) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the claims of a pack, see `SCHEMA`, and what is wrong; a pack may have none."""
    if not (folder / SCHEMA.file).exists():
        return SCHEMA.empty, []
    table, faults = read_table(folder, SCHEMA)
    faults += check_keys(table, SCHEMA, ["cited", "citations"], citations)
    if table["statement"].tolist() != list(range(1, len(table) + 1)):
        message = "The statements are not numbered 1, 2, 3 in their order."
        fix = "Number them as they stand in the article."
        faults.append(SCHEMA.fault(None, "statement", message, fix))
    return table, faults


def find_claims(pack: Pack, joint: str) -> pd.DataFrame:
    """Return the claims that a study's own figures can be set beside; general ones always.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it; ``foot and ankle`` finds what is said of either.

    Returns
    -------
    pandas.DataFrame
        Rows of the claims, possibly none; those on the joint first, then general ones.
    """
    table = pack.claims
    kept = table["joint"].map(lambda other: same_joint(joint, other)).astype(bool)
    kept &= table["beside"] == "study"
    found = table[kept]
    general = found["joint"] == "any"
    return pd.concat([found[~general], found[general]], ignore_index=True)
