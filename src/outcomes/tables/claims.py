"""The table of the article's claims, each held against its sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outcomes.displays.links import cite_within, name_keys
from outcomes.displays.table import Column, Table
from outcomes.evidence import Pack
from outcomes.evidence.read_tables import split_keys
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_interval,
    format_number,
    format_share,
    format_share_interval,
    format_weeks,
)
from outcomes.vocabulary.sentences import capitalise, count_things

if TYPE_CHECKING:
    from outcomes.analysis.claims import ClaimArithmetic

MOST_CITED = 6
"""Sources that are named in the table; of more, only how many there are."""

MOST_FIGURES = 3
"""Recomputed figures that stand in the table; all of them stand in the arithmetic."""


def table_claims(pack: Pack, weighed: Mapping[str, ClaimArithmetic]) -> Table:
    """Table claims with what their sources say, the recomputed figures and the verdict.

    Parameters
    ----------
    pack : Pack
        The evidence.
    weighed : mapping of str to ClaimArithmetic
        From `outcomes.analysis.claims.recompute_claims`.

    Returns
    -------
    Table
        One row a claim; names of sources lead to their citations.
    """
    rows = [
        _row(pack, claim, weighed.get(claim["claim_id"]))
        for claim in pack.claims.to_dict("records")
    ]
    return Table(
        caption="The article's claims, each held against its sources",
        columns=(
            Column("No."),
            Column("Verdict"),
            Column("The article says"),
            Column("Its sources say"),
            Column("Recomputed"),
        ),
        rows=tuple(rows),
        notes=(
            "Recomputed: the first figures, differences above 0 in favour of "
            f"{pack.topic.arm}; all of them, with the arithmetic, stand below.",
        ),
        empty="There is no claim.",
    )


def _row(pack: Pack, claim: dict[Any, Any], arithmetic: ClaimArithmetic | None) -> tuple[str, ...]:
    named = pack.cite(split_keys(claim["cited"]))
    names = ", ".join(citation.short for citation in named)
    cited = f"Cited: {names}" if names else "No source cited"
    sources = pack.cite(split_keys(claim["cited"]) + split_keys(claim["citations"]))
    said = f"{name_keys(claim['claim'], pack)} ({cited}.)"
    return (
        format_count(float(claim["statement"])),
        capitalise(claim["verdict"]),
        cite_within(said, named),
        cite_within(name_keys(claim["sources_say"], pack), sources),
        _recomputed(arithmetic),
    )


def _recomputed(arithmetic: ClaimArithmetic | None) -> str:
    if arithmetic is None:
        return ABSENT
    figures = [_say(arithmetic.pack, row) for row in arithmetic.estimates.to_dict("records")]
    shown = figures[:MOST_FIGURES] if len(figures) > MOST_FIGURES + 1 else figures
    more = f"; {len(figures) - len(shown)} more below" if len(shown) < len(figures) else ""
    text = "; ".join(shown) + more if figures else "sums only, below"
    if len(arithmetic.citations) > MOST_CITED:
        return f"{text}; {count_things(len(arithmetic.citations), 'source')}, named below"
    return cite_within(text, arithmetic.pack.cite(arithmetic.citations))


def _say(pack: Pack, row: Mapping[Any, Any]) -> str:
    """Return one figure in words, ``Rabago 2013, week 52: 6.8 points (-3.3 to 16.9)``."""
    whose = pack.name_citation(row["subgroup"]) if row["subgroup"] else str(row["endpoint"])
    if row["quantity"] == "pooled effect":
        whose = "Pooled, normal interval" if row["distribution"] == "normal" else "Pooled"
    where = f", week {format_weeks(row['week'])}" if row["week"] == row["week"] else ""
    against = f", against {row['comparator']}" if row["comparator"] else ""
    low, high = row["ci_low"], row["ci_high"]
    if row["quantity"] in ("share", "ratio"):
        interval = f" ({format_share_interval(low, high)})" if low == low else ""
        if row["subgroup"]:
            whose = ", ".join(filter(None, (whose, row["endpoint"], row["arm"])))
        return f"{whose}: {format_share(row['estimate'])}{interval} {_unit(row)}".rstrip()
    digits = 2 if row["unit"] == "standard deviations" else 1
    if row["quantity"] == "n needed":
        within = format_number(100 * row["threshold"], 0)
        return f"{format_count(row['estimate'])} participants for {within} points either way"
    interval = f" ({format_interval(low, high, digits)})" if low == low else ""
    number = format_number(row["estimate"], digits)
    return f"{whose}{where}{against}: {number} {row['unit']}{interval}"


def _unit(row: Mapping[Any, Any]) -> str:
    unit = str(row["unit"])
    return "" if unit == "share" else unit.removeprefix("share ")


def list_claim_citations(pack: Pack, weighed: Mapping[str, ClaimArithmetic]) -> list[str]:
    """Return the key of every citation that the claims and their arithmetic name."""
    cells = [*pack.claims["cited"], *pack.claims["citations"]]
    keys = [key for cell in cells for key in split_keys(cell)]
    keys += [key for arithmetic in weighed.values() for key in arithmetic.citations]
    keys += pack.citations[pack.topic.article].cites
    return list(dict.fromkeys(keys))
