"""Which published number is set beside a study's own, by one rule and never by hand.

The rule, in this order: the same joint and domain; the same condition, where the study names one
(``mid-portion Achilles tendinopathy`` meets ``Achilles tendinosis``, ``chronic foot and ankle
pain`` meets every condition of the joint); read in its source, not as the article gives it; for a
difference, the same kind of comparator and groups as randomised; then the nearest week; then the
outcome that shares most words with the study's; then how closely it was read (a trial's own table
before an abstract); then the larger n; then the order of the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pandas as pd

from outcomes.errors import EvidenceError
from outcomes.evidence.designs import load_designs
from outcomes.evidence.packaged import words_of
from outcomes.evidence.published import find_published
from outcomes.evidence.schema import COMPARATOR_ROLES, CONTRASTS, HOW_READ
from outcomes.evidence.subject import same_condition

Kind = Literal["difference", "arms", "change", "before and after"]

AFTER = ("change", "percent change", "share", "mean")
"""Statistics of one arm that speak of a change, or of a score after treatment."""


@dataclass(frozen=True)
class Echo:
    """Published numbers to be shown in one line beside a study's own.

    Parameters
    ----------
    kind : str
        ``difference`` (one row, as printed between arms), ``arms`` (two rows, an active arm and its
        comparator, each as printed), ``change`` (one row, an active arm by itself) or ``before and
        after`` (two rows, the mean of an active arm at baseline and later).
    rows : tuple of dict
        Rows of `outcomes.evidence.load_published`; of ``arms``, the active arm first; of ``before
        and after``, baseline first.
    weeks_apart : float
        How far their week is from the one that was asked for.
    """

    kind: Kind
    rows: tuple[dict[str, Any], ...]
    weeks_apart: float

    @property
    def trial(self) -> str:
        """Key of the trial or review that the numbers are about."""
        return str(self.rows[0]["trial"])

    @property
    def citation(self) -> str:
        """Key of what was read."""
        return str(self.rows[-1]["citation"])


def find_echo(
    joint: str,
    domain: str,
    week: float,
    comparator_role: str = "",
    *,
    condition: str = "",
    outcome: str = "",
) -> tuple[Echo, ...]:
    """Return the published numbers to set beside an endpoint at a visit, by the rule above.

    Parameters
    ----------
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
        The endpoint's label, as ``WOMAC pain``: settles ties between outcomes of one week.

    Returns
    -------
    tuple of Echo
        For a difference: the nearest difference as printed, then the nearest pair of arms, each if
        there is one. For a change: the nearest change of an active arm, or its means before and
        after. Possibly empty.

    Raises
    ------
    EvidenceError
        For a domain or a role that does not exist.

    Examples
    --------
    >>> [(echo.kind, echo.trial) for echo in find_echo("knee", "pain", 52, "placebo")]
    [('difference', 'sit2020'), ('arms', 'rabago2013')]
    """
    if comparator_role not in (*COMPARATOR_ROLES, ""):
        raise EvidenceError(
            f"there is no comparator role {comparator_role!r}; use one of "
            f"{', '.join(COMPARATOR_ROLES)}"
        )
    rows = find_published(joint, domain)
    rows = rows[(rows["citation"] != "article")]
    conditions = zip(rows["trial"], rows["condition"], strict=True)
    same = [same_condition(trial, own, condition, joint) for trial, own in conditions]
    rows = rows[pd.Series(same, index=rows.index, dtype=bool)]
    told = set(words_of(outcome))
    rows = rows.assign(
        apart=(rows["week"] - week).abs(),
        named=[-len(told & set(words_of(name))) for name in rows["outcome"]],
        reading=rows["how_read"].map(list(HOW_READ).index),
        size=-rows["n"].fillna(0),
    ).sort_values(["apart", "named", "reading", "size"], kind="stable")
    before, rows = rows[rows["week"] == 0], rows[rows["week"] > 0]
    active = rows[(rows["arm_role"] == "active") & rows["statistic"].isin(AFTER)]
    if not comparator_role:
        return _first(_alone(before, active))
    contrasts = rows[
        rows["statistic"].isin(CONTRASTS) & (rows["comparator_role"] == comparator_role)
    ]
    return (
        *_first(_make("difference", (row,)) for row in contrasts.to_dict("records")),
        *_first(_pair(active, rows[rows["arm_role"] == comparator_role])),
    )


def _alone(before: pd.DataFrame, after: pd.DataFrame) -> Iterable[Echo]:
    """Active arms by themselves, nearest first; a mean after treatment with the one before it."""
    keys = ("trial", "arm", "outcome", "statistic")
    baselines = before.to_dict("records")
    for row in after.to_dict("records"):
        if row["statistic"] != "mean":
            yield _make("change", (row,))
            continue
        for first in baselines:
            if all(first[key] == row[key] for key in keys):
                yield _make("before and after", (first, row))


def _pair(active: pd.DataFrame, others: pd.DataFrame) -> Iterable[Echo]:
    """Pairs of arms of one randomised trial, outcome, week and statistic, nearest first."""
    keys = ("trial", "outcome", "week", "statistic")
    randomised = _randomised()
    comparators = others.to_dict("records")
    for row in active.to_dict("records"):
        for other in comparators:
            if all(row[key] == other[key] for key in keys) and randomised[row["trial"]] == "yes":
                yield _make("arms", (row, other))


def _make(kind: Kind, rows: tuple[dict[Any, Any], ...]) -> Echo:
    kept = tuple(
        {key: row[key] for key in row if key not in ("apart", "named", "reading", "size")}
        for row in rows
    )
    return Echo(kind, kept, float(rows[-1]["apart"]))


def _first(echoes: Iterable[Echo]) -> tuple[Echo, ...]:
    return next(((echo,) for echo in echoes), ())


@cache
def _randomised() -> dict[str, str]:
    return dict(load_designs().set_index("trial")["randomised"].astype(str))
