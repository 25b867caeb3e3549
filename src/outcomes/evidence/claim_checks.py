"""Which numbers of a pack each claim is checked with, and how: a table, no code."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.errors import Fault
from outcomes.evidence.read_tables import (
    Schema,
    check_keys,
    check_words,
    freeze_rows,
    read_table,
    same_joint,
    split_keys,
)
from outcomes.evidence.schema import COMPARATOR_ROLES, DOMAINS, SIGN, STATISTICS

if TYPE_CHECKING:
    from outcomes.evidence.pack import Pack

Row = Mapping[str, Any]

SELECTING = ("trial", "joint", "domain", "outcome", "arm", "statistic", "week")
"""Columns that choose rows of the published numbers; those that are empty choose all."""

RANGES = {
    "dose": ("dose_low", "dose_high"),
    "sessions": ("sessions", "sessions"),
    "interval_weeks": ("interval_weeks", "interval_weeks"),
    "n_enrolled": ("n_enrolled", "n_enrolled"),
}
"""Numbers of the designs that a claim can give a range of: their lowest and highest column."""

STATED = ("guidance", "blinding", "design", "randomised", "harms_asked", "risk_of_bias", "sites")
"""Columns of the designs that a claim can name a word of."""


@dataclass(frozen=True)
class Kind:
    """One kind of check.

    Parameters
    ----------
    needs : tuple of str
        Columns that are filled.
    may : tuple of str
        Columns that may be filled; all others are empty.
    fixed : mapping of str to str
        What the rows that it takes have in common, whatever the table says.
    rows : (int, int) or None
        How many published rows it takes, at least and at most; None if it takes none.
    of_claim : str
        What the claim itself must carry: ``number``, ``share``, or nothing.
    """

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    fixed: Mapping[str, str] | None = None
    rows: tuple[int, int] | None = None
    of_claim: str = ""


_ANY = 10_000
_COMPARED = ("joint", "domain", "comparator_role")
KINDS = {
    "pooled difference": Kind((*_COMPARED, "condition")),
    "differences": Kind(_COMPARED, ("condition",)),
    "directions": Kind(_COMPARED),
    "changes": Kind(
        ("joint", "domain"), ("trial", "outcome", "marks"), {"statistic": "change"}, (1, _ANY)
    ),
    "fall of a mean": Kind(("trial", "outcome"), ("arm",), {"statistic": "mean"}, (2, 2)),
    "share of the gain": Kind(("trial", "outcome", "week"), (), {"statistic": "change"}, (2, _ANY)),
    "follow-up": Kind(("trial",), SELECTING, rows=(1, 1), of_claim="number"),
    "sample size": Kind(of_claim="share"),
    "designs in a range": Kind(("label", "column", "low", "high")),
    "designs with a word": Kind(("label", "column", "word")),
    "counts": Kind((), ("trial", "joint", "domain", "outcome"), {"statistic": "count"}, (1, _ANY)),
    "count per count": Kind(("trial", "outcome"), (), {"statistic": "count"}, (2, 2)),
    "published pool": Kind(("pool",)),
    "sums": Kind(("sums",)),
}
"""Every kind of check by name; docs/how-to-add/evidence.md says what each works out."""

_SHARED = ("claim_id", "kind", "citations", "remark")
SCHEMA = Schema(
    "claim_checks.csv",
    columns=(
        "claim_id",
        "kind",
        "label",
        "trial",
        "joint",
        "domain",
        "condition",
        "comparator_role",
        "outcome",
        "arm",
        "statistic",
        "week",
        "column",
        "word",
        "low",
        "high",
        "marks",
        "sums",
        "pool",
        "citations",
        "remark",
    ),
    numbers=("week", "low", "high"),
    filled=("claim_id", "kind"),
    words={
        "kind": tuple(KINDS),
        "domain": (*DOMAINS, ""),
        "comparator_role": (*COMPARATOR_ROLES, ""),
        "statistic": (*STATISTICS, ""),
    },
)
"""The table of checks, one row a check; a claim may have several, and most have none.

``kind``: see `KINDS`. ``trial``, ``outcome``: one or more, joined by ``"; "``. ``label``: what is
counted, ``needle guided by ultrasound``. ``column`` of the designs, with the ``word`` or the range
from ``low`` to ``high`` that the claim gives. ``marks``: sizes that a change is held
against, ``10 reading error; 6 another``. ``sums``: ``3 x 250 = 750``, refused where it is not so.
``pool``: of `outcomes.evidence.pools`. ``citations``: of what is not a row of the pack.
``remark``: what a reader has to know of it.
"""

_SUM = re.compile(r"([\d.]+) ([-+x/]) ([\d.]+) = ([\d.]+)")
_OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "x": operator.mul,
    "/": operator.truediv,
}


def read_claim_checks(
    folder: Path,
    citations: Mapping[str, Any],
    claims: pd.DataFrame,
    published: pd.DataFrame,
    pools: pd.DataFrame,
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the checks of a pack's claims, see `SCHEMA`, and what is wrong; there may be none."""
    if not (folder / SCHEMA.file).exists():
        return SCHEMA.empty, []
    table, faults = read_table(folder, SCHEMA)
    faults += check_words(
        table, SCHEMA, {"claim_id": tuple(claims["claim_id"]), "pool": (*pools["pool"], "")}
    )
    faults += check_keys(table, SCHEMA, ["citations"], citations)
    values = dict(zip(claims["claim_id"], claims["value"], strict=True))
    rows = freeze_rows(published)
    for at, check in zip(table.index, freeze_rows(table), strict=True):
        if check["kind"] in KINDS:
            value = values.get(check["claim_id"], float("nan"))
            faults += [SCHEMA.fault(at, *fault) for fault in _check(check, value, rows)]
    return table, faults


def list_checks(pack: Pack, claim_id: str) -> tuple[Row, ...]:
    """Return the checks of one claim, in the order of the table."""
    table = pack.tables["claim_checks"]
    return freeze_rows(table[table["claim_id"] == claim_id])


def select_rows(check: Row, rows: Sequence[Row]) -> list[Row]:
    """Return the published rows that a check takes."""
    asked = {name: check[name] for name in SELECTING if _is_filled(check[name])}
    asked |= KINDS[check["kind"]].fixed or {}
    return [row for row in rows if all(_fits(row, name, value) for name, value in asked.items())]


def read_marks(check: Row) -> dict[str, float]:
    """Return the sizes that changes are held against, by what they are."""
    parts = (part.partition(" ") for part in split_keys(check["marks"]))
    return {what: float(size) for size, _, what in parts}


def _fits(row: Row, name: str, value: Any) -> bool:
    if name == "joint":
        return same_joint(value, row["joint"])
    if name in ("trial", "outcome"):
        return row[name] in split_keys(value)
    column = "endpoint_domain" if name == "domain" else name
    return bool(row[column] == value)


def _is_filled(cell: Any) -> bool:
    return bool(cell == cell and cell != "")


def _check(check: Row, value: float, rows: Sequence[Row]) -> Iterator[tuple[str, str, str, object]]:
    """Yield column, message, what to do and value of everything wrong in one row."""
    kind = KINDS[check["kind"]]
    allowed = (*_SHARED, *kind.needs, *kind.may)
    for name in SCHEMA.columns:
        if name in kind.needs and not _is_filled(check[name]):
            yield name, f"Empty; a check of {check['kind']} needs one.", "Fill it in.", ""
        elif name not in allowed and _is_filled(check[name]):
            fix = f"Leave it empty; filled are {', '.join(allowed)}."
            yield name, f"A check of {check['kind']} does not use it.", fix, check[name]
    if kind.of_claim and not _is_filled(value):
        yield "kind", "The claim carries no number.", "Give it under value in claims.csv.", value
    elif kind.of_claim == "share" and not 0 < value < 1:
        yield "kind", "The number of the claim is no share.", "Write it as 0 to 1.", value
    yield from _check_cells(check)
    if kind.rows is not None:
        yield from _check_rows(check, kind.rows, select_rows(check, rows))


def _check_cells(check: Row) -> Iterator[tuple[str, str, str, object]]:
    for kind, columns in (("designs in a range", RANGES), ("designs with a word", STATED)):
        if check["kind"] == kind and check["column"] not in columns:
            fix = f"Use one of {', '.join(columns)}."
            yield "column", "No such column of the designs.", fix, check["column"]
    if check["low"] > check["high"]:
        yield "low", "Above high.", "Exchange the two.", check["low"]
    try:
        read_marks(check)
    except ValueError:
        yield "marks", "A size is missing.", "Write 10 reading error.", check["marks"]
    for text in split_keys(check["sums"]):
        if (found := _SUM.fullmatch(text)) is None:
            yield "sums", "This is no sum.", "Write 3 x 250 = 750.", text
            continue
        one, sign, other, result = found.groups()
        if abs(_OPERATORS[sign](float(one), float(other)) - float(result)) > 1e-9:
            yield "sums", "The sum is wrong.", "Correct it.", text


def _check_rows(
    check: Row, wanted: tuple[int, int], found: Sequence[Row]
) -> Iterator[tuple[str, str, str, object]]:
    least, most = wanted
    if not least <= len(found) <= most:
        number = least if least == most else f"{least} or more"
        message = f"{len(found)} rows of published.csv fit; {number} are needed."
        yield "kind", message, "Name trial, outcome, arm or week that fit.", check["kind"]
        return
    for kind, is_fit, message in _FIT:
        if check["kind"] == kind and not is_fit(found):
            yield "trial", message, "Name rows of published.csv that have it.", check["trial"]


def _has_gains(rows: Sequence[Row]) -> bool:
    """Whether there is one treated and one placebo arm, each with a spread and a direction."""
    arms = [row for row in rows if row["arm_role"] in ("active", "placebo")]
    return sorted(row["arm_role"] for row in arms) == ["active", "placebo"] and all(
        row["value"] != 0
        and row["higher"] in SIGN
        and (_is_filled(row["se"]) or (_is_filled(row["sd"]) and row["n"] > 1))
        for row in arms
    )


def _are_two_visits(rows: Sequence[Row]) -> bool:
    before, after = sorted(rows, key=lambda row: float(row["week"]))
    return bool(before["week"] < after["week"] and before["value"] != 0)


_FIT: tuple[tuple[str, Callable[[Sequence[Row]], bool], str], ...] = (
    ("share of the gain", _has_gains, "Not one treated and one placebo arm with SE, or SD and n."),
    ("fall of a mean", _are_two_visits, "The two means are not of two visits."),
    ("follow-up", lambda rows: _is_filled(rows[0]["week"]), "The published row has no week."),
    (
        "count per count",
        lambda rows: rows[0]["outcome"] != rows[1]["outcome"] and all(r["value"] for r in rows),
        "The two counts are not of two outcomes, or one of them is 0.",
    ),
)
"""What the rows of a kind must have, and what is said where they have not."""
