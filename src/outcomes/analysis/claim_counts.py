"""Checks of claims by counting: designs, participants, studies, directions, weeks, and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from outcomes.analysis.claim_work import Row, Work
from outcomes.analysis.intervals import wilson_interval
from outcomes.analysis.ratios import find_n_for_share, wilson_half_width
from outcomes.evidence import list_directions
from outcomes.evidence.claim_checks import RANGES
from outcomes.evidence.read_tables import split_keys

WEEKS_A_YEAR = 52.0
WIDTHS = (0.05, 0.10)
"""How far an interval may reach either way for a share to be called precise."""
SIZES = (20, 50, 100)
"""Numbers of participants of which is said how far it does reach."""


def count_within(work: Work) -> None:
    """Count the designs that stay within the range that a claim gives."""
    lowest, highest = RANGES[work.check["column"]]
    low, high = work.check["low"], work.check["high"]
    known = [row for row in _list_designs(work) if row[lowest] == row[lowest]]
    inside = [row for row in known if low <= row[lowest] and _top(row, highest, lowest) <= high]
    _add_share(work, len(inside), known)
    work.facts |= {
        "columns": (lowest, highest),
        "known": known,
        "inside": inside,
        "outside": [row for row in known if row not in inside],
        "range": (
            min((row[lowest] for row in known), default=0.0),
            max((_top(row, highest, lowest) for row in known), default=0.0),
        ),
    }


def count_stated(work: Work) -> None:
    """Count the designs that have the word that a claim gives, of those that state one."""
    column = work.check["column"]
    known = [row for row in _list_designs(work) if row[column]]
    counts = Counter(row[column] for row in known)
    _add_share(work, counts[work.check["word"]], known)
    work.facts |= {"known": known, "counts": dict(counts.most_common())}


def count_events(work: Work) -> None:
    """Turn published counts of participants or studies into shares of their own arm or set.

    Counts without their n, and those of several arms together where there are arms, are left out.
    """
    rows = [
        row
        for row in work.select()
        if row["n"] == row["n"] and (row["arm_role"] or row["endpoint_domain"] != "harm")
    ]
    work.facts["shares"] = []
    for row in rows:
        share = _share(int(row["value"]), int(row["n"]), row["unit"], work.level)
        work.add(
            row["citation"],
            endpoint=row["outcome"],
            subgroup=row["trial"],
            arm=row["arm"] if row["arm_role"] else "",
            quantity="share",
            **share,
        )
        work.facts["shares"].append({**row, "share": share})


def divide_counts(work: Work) -> None:
    """Divide one published count by another of the same report."""
    names = split_keys(work.check["outcome"])
    top, bottom = sorted(work.select(), key=lambda row: names.index(row["outcome"]))
    work.facts |= {"top": top, "bottom": bottom, "ratio": top["value"] / bottom["value"]}
    work.citations.append(top["citation"])


def count_directions(work: Work) -> None:
    """List who did better where no number was printed, by the authors' own test."""
    check = work.check
    rows = [
        row
        for row in list_directions(work.pack, check["joint"])
        if (row["domain"], row["comparator_role"]) == (check["domain"], check["comparator_role"])
    ]
    work.facts["directions"] = rows
    work.citations += [row["citation"] for row in rows]


def measure_follow_up(work: Work) -> None:
    """Set how long people were followed beside the time that a claim gives."""
    (row,) = work.select()
    years = row["week"] / WEEKS_A_YEAR
    work.facts |= {"row": row, "years": years}
    work.add(
        row["citation"],
        endpoint="time of follow-up",
        subgroup=row["trial"],
        quantity="mean",
        threshold=work.value,
        estimate=years,
        unit="years",
    )


def size_share(work: Work) -> None:
    """Find how many participants would make the share that a claim gives precise."""
    needed = {width: find_n_for_share(work.value, width, work.level) for width in WIDTHS}
    for width, n in needed.items():
        work.add(
            quantity="n needed",
            threshold=width,
            estimate=float(n),
            level=work.level,
            distribution="wilson",
            unit="participants",
        )
    halves = {n: wilson_half_width(work.value, n, work.level) for n in SIZES}
    work.facts |= {"share": work.value, "needed": needed, "half widths": halves}


def list_sums(work: Work) -> None:
    """List the sums that were checked when the table was read."""
    work.facts["sums"] = split_keys(work.check["sums"])


def _list_designs(work: Work) -> list[Row]:
    """Return the designs of reports in their own right, interim reports left out."""
    return [row for row in work.pack.trials.values() if not row["part_of"]]


def _top(row: Row, highest: str, lowest: str) -> float:
    return float(row[highest] if row[highest] == row[highest] else row[lowest])


def _add_share(work: Work, count: int, known: Sequence[Row]) -> None:
    if known:
        work.add(
            *(row["citation"] for row in known),
            endpoint=work.check["label"],
            quantity="share",
            **_share(count, len(known), "trials and series", work.level),
        )


def _share(count: int, n: int, of: str, level: float) -> dict[str, Any]:
    """Return a share of participants with its interval, or of studies without.

    Studies that are known are no sample of studies, so no interval says how far their share may be
    from that of others.
    """
    if of == "participants":
        return wilson_interval(count, n, level)
    return {"estimate": count / n, "n_arm": n, "unit": f"share of {of}"}
