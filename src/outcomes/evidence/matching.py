"""Which published number is set beside a study's own, by one rule and never by hand.

The rule, in this order: the same joint and domain; the same condition, where the study names one
(``mid-portion Achilles tendinopathy`` meets ``Achilles tendinosis``, ``chronic foot and ankle
pain`` meets every condition of the joint); read in its source, not as the article gives it, and not
withheld in the table of designs; for a difference, the same kind of comparator and groups as
randomised; then the nearest week; then the outcome, then the arm, that shares most words with the
study's; then how closely it was read (a trial's own table before an abstract); then the larger n;
then the order of the table.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from outcomes.errors import EvidenceError
from outcomes.evidence.published import list_published
from outcomes.evidence.read_tables import words_of
from outcomes.evidence.relevance import is_withheld, same_condition
from outcomes.evidence.schema import COMPARATOR_ROLES, CONTRASTS, HOW_READ

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

Kind = Literal["difference", "arms", "change", "before and after"]
Row = Mapping[str, Any]
Found = tuple[Kind, tuple[Row, ...]]

AFTER = ("change", "percent change", "share", "mean")
"""Statistics of one arm that speak of a change, or of a score after treatment."""

_READ = tuple(HOW_READ)


@dataclass(frozen=True)
class Match:
    """Published numbers to be shown in one line beside a study's own.

    Parameters
    ----------
    kind : str
        ``difference`` (one row, as printed between arms), ``arms`` (two rows, an active arm and its
        comparator, each as printed), ``change`` (one row, an active arm by itself) or ``before and
        after`` (two rows, the mean of an active arm at baseline and later).
    rows : tuple of dict
        Rows of the published numbers; of ``arms``, the active arm first; of ``before
        and after``, baseline first.
    """

    kind: Kind
    rows: tuple[dict[str, Any], ...]

    @property
    def trial(self) -> str:
        """Key of the trial or review that the numbers are about."""
        return str(self.rows[0]["trial"])

    @property
    def citation(self) -> str:
        """Key of what was read."""
        return str(self.rows[-1]["citation"])


def find_matches(
    pack: Pack,
    joint: str,
    domain: str,
    week: float,
    comparator_role: str = "",
    *,
    condition: str = "",
    outcome: str = "",
    arm: str = "",
) -> tuple[Match, ...]:
    """Return the published numbers to set beside an endpoint at a visit, by the rule above.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint, domain : str
        As the study file and the endpoint give them.
    week : float
        Weeks since baseline of the study's own number.
    comparator_role : str
        ``placebo``, ``control`` or ``active-comparator`` for a difference between arms; empty for a
        change within an arm.
    condition : str
        As the study file gives it; without it, any condition of the joint.
    outcome : str
        The endpoint's label, as ``WOMAC pain``: settles ties between outcomes of one week. In the
        domain ``other``, which says nothing, an outcome has to share a word with it.
    arm : str
        The label of the arm that is compared: settles which of a trial's active arms is meant.

    Returns
    -------
    tuple of Match
        For a difference: the nearest difference as printed, then the nearest pair of arms, each if
        there is one. For a change: the nearest change of an active arm, or its means before and
        after. Possibly empty.

    Raises
    ------
    EvidenceError
        For a domain or a role that does not exist.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> matches = find_matches(load_pack("dextrose-prolotherapy"), "knee", "pain", 52, "placebo")
    >>> [(match.kind, match.trial) for match in matches]
    [('difference', 'sit2020'), ('arms', 'rabago2013')]
    """
    if comparator_role not in (*COMPARATOR_ROLES, ""):
        raise EvidenceError(
            f"there is no comparator role {comparator_role!r}; use one of "
            f"{', '.join(COMPARATOR_ROLES)}"
        )
    told, given = words_of(outcome), words_of(arm)

    def rank(row: Row) -> tuple[float, ...]:
        shared = len(told & words_of(row["outcome"]))
        size = 0 if math.isnan(row["n"]) else row["n"]
        named = words_of(row["arm"])
        meant = (-len(given & named), len(named - given)) if given else (0, 0)
        return abs(row["week"] - week), -shared, *meant, _READ.index(row["how_read"]), -size

    rows = [
        row
        for row in list_published(pack, joint, domain)
        if row["citation"] != pack.topic.article
        and (domain != "other" or told & words_of(row["outcome"]))
        and same_condition(pack, row["trial"], row["condition"], condition, joint)
        and row["week"] >= 0
        and not is_withheld(pack, row["trial"])
    ]
    rows.sort(key=rank)
    before = [row for row in rows if row["week"] == 0]
    after = [row for row in rows if row["week"] > 0]
    active = [row for row in after if row["arm_role"] == "active" and row["statistic"] in AFTER]
    if not comparator_role:
        return _first(_alone(before, active))
    differences = (
        (row,)
        for row in after
        if row["statistic"] in CONTRASTS and row["comparator_role"] == comparator_role
    )
    others = [row for row in after if row["arm_role"] == comparator_role]
    return (
        *_first(("difference", rows) for rows in differences),
        *_first(("arms", rows) for rows in _pair(pack, active, others)),
    )


def _alone(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Found]:
    """Active arms by themselves, nearest first; a mean after treatment with the one before it."""
    keys = ("trial", "arm", "outcome", "statistic")
    for row in after:
        if row["statistic"] != "mean":
            yield "change", (row,)
            continue
        for first in before:
            if all(first[key] == row[key] for key in keys):
                yield "before and after", (first, row)


def _pair(pack: Pack, active: Sequence[Row], others: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """Pairs of arms of one randomised trial, outcome, week and statistic, nearest first."""
    keys = ("trial", "outcome", "week", "statistic")
    for row in active:
        for other in others:
            if (
                all(row[key] == other[key] for key in keys)
                and pack.trials[row["trial"]]["randomised"] == "yes"
            ):
                yield row, other


def _first(found: Iterable[Found]) -> tuple[Match, ...]:
    for kind, rows in found:
        return (Match(kind, tuple(dict(row) for row in rows)),)
    return ()
