"""Published numbers, each as it was printed, with the direction it was printed in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from outcomes.errors import EvidenceError
from outcomes.evidence.checks import check_published
from outcomes.evidence.packaged import freeze_rows, read_packaged, refuse, same_joint
from outcomes.evidence.schema import COLUMNS, DOMAINS, HOW_READ, NUMBERS, STATISTICS

__all__ = [
    "COLUMNS",
    "DOMAINS",
    "HOW_READ",
    "NUMBERS",
    "STATISTICS",
    "check_published",
    "find_published",
    "list_harm_citations",
    "list_published",
    "load_published",
]


@cache
def _load() -> pd.DataFrame:
    table = read_packaged("published.csv", COLUMNS, NUMBERS)
    refuse("published.csv", check_published(table))
    return table


def load_published() -> pd.DataFrame:
    """Return the published numbers, one row a number, none converted.

    Returns
    -------
    pandas.DataFrame
        ``trial``; ``citation`` (key of `load_citations`); ``joint``, ``condition``, ``design``;
        ``arm``, ``arm_role``; ``comparator`` and ``comparator_role`` (of a difference);
        ``intervention``; ``n``; ``endpoint_domain``, ``outcome``, ``unit``, ``scale_low``,
        ``scale_high``; ``higher`` (whether a higher ``value``, as printed here, is better, worse,
        neither or unknown: two rows of unlike direction may not be set beside each other without
        turning one); ``week``; ``statistic`` (see `STATISTICS`); ``value``, ``sd``, ``se``,
        ``ci_low``, ``ci_high`` (95 %), ``p_value``, ``events``: only what is printed; ``reported``
        (the result of the authors' own test between arms, in a clause; on the row of the active arm
        or of the difference); ``locator``, ``url``; ``how_read`` (see `HOW_READ`); ``conversions``
        (what was computed or converted on entering the row); ``certainty`` (GRADE, as a review
        judged its own pool); ``notes``.

    Raises
    ------
    EvidenceError
        If the packaged table is wrong.

    Examples
    --------
    >>> table = load_published()
    >>> row = table[(table["arm"] == "saline") & (table["outcome"] == "WOMAC composite")]
    >>> row.loc[row["week"] == 52, ["value", "higher"]].values.tolist()
    [[7.59, 'better']]
    """
    return _load().copy()


def find_published(joint: str, domain: str) -> pd.DataFrame:
    """Return the published numbers that a study of this joint can be set beside.

    Parameters
    ----------
    joint : str
        As a study file gives it; ``foot and ankle`` finds what is printed of either.
    domain : str
        As an endpoint's, ``pain``; or ``harm``.

    Returns
    -------
    pandas.DataFrame
        Rows of `load_published`, possibly none.

    Raises
    ------
    EvidenceError
        For a domain that does not exist.

    Examples
    --------
    >>> find_published("knee", "range of motion")["trial"].unique().tolist()
    ['reeves2000', 'eslamian2015', 'reeves2003']
    """
    _check_domain(domain)
    table = load_published()
    near = table["joint"].map(lambda other: same_joint(joint, other)).astype(bool)
    return table[near & (table["endpoint_domain"] == domain)].reset_index(drop=True)


def list_published(joint: str = "any", domain: str | None = None) -> list[Mapping[str, Any]]:
    """Return the rows of `load_published`, or of `find_published`, one read-only mapping each.

    Much cheaper than a frame where rows are looked at one by one.

    Parameters
    ----------
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
        for row in _rows()
        if domain in (None, row["endpoint_domain"]) and same_joint(joint, row["joint"])
    ]


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return freeze_rows(_load())


def _check_domain(domain: str) -> None:
    if domain not in DOMAINS:
        raise EvidenceError(f"there is no domain {domain!r}; use one of {', '.join(DOMAINS)}")


def list_harm_citations(joint: str) -> list[str]:
    """Return the keys of the trials whose harms were counted at a joint, and of who printed it."""
    rows = find_published(joint, "harm")
    return list(dict.fromkeys([*rows["trial"], *rows["citation"]]))
