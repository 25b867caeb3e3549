"""The article's claims: the rule of the verdicts, and the arithmetic behind each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outcomes.displays.links import (
    Linked,
    cite_after,
    cite_within,
    name_keys,
)
from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.evidence import Pack
from outcomes.evidence.read_tables import split_keys
from outcomes.prose.claim_steps import say_steps
from outcomes.rounding import format_count
from outcomes.vocabulary.sentences import join_words

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.analysis.claims import ClaimArithmetic

SOURCES_NOT_TRUTH = (
    "To agree means to say what the sources report, not that the sources are right. No data found "
    "and not yet looked up are no verdicts on a claim: the first was searched for in vain, the "
    "second was not searched for."
)

COUNTED = {
    "agrees": ("{n} agrees", "{n} agree"),
    "agrees in part": ("{n} agrees in part", "{n} agree in part"),
    "overstated": ("{n} is overstated", "{n} are overstated"),
    "contradicted": ("{n} is contradicted", "{n} are contradicted"),
    "no data found": ("for {n} no data were found", "for {n} no data were found"),
    "not yet looked up": ("{n} is not yet looked up", "{n} are not yet looked up"),
}
"""How each verdict stands in a sentence about one claim, and about several."""


def write_verdicts(claims: pd.DataFrame) -> Passage:
    """Write how many of the article's claims got which verdict."""
    counts = [
        COUNTED[verdict][n > 1].format(n=n)
        for verdict, n in Counter(claims["verdict"]).most_common()
    ]
    text = f"{format_count(float(len(claims)))} statements of the article: {join_words(counts)}."
    return Passage("result", "The verdicts", (text, SOURCES_NOT_TRUTH))


def write_claims_scope(pack: Pack) -> Passage:
    """Write whose claims are checked, and against how many publications."""
    claims, article = pack.claims, pack.citations[pack.topic.article]
    sources = pack.cite(key for cell in claims["citations"] for key in split_keys(cell))
    names = join_words([citation.short for citation in pack.cite(article.cites)])
    points = (
        Headed("The article", article.text),
        Headed("Its sources", cite_within(f"{names}.", pack.cite(article.cites))),
        Headed("Claims", f"{format_count(float(len(claims)))} statements, in our words."),
        Headed("Checked against", f"{format_count(float(len(sources)))} publications."),
        Headed("Data", "Taken from publications."),
    )
    return Passage("question", "", (points,))


def write_verdict_rule() -> Passage:
    """Write the rule that verdicts follow."""
    return Passage(
        "note",
        "How verdicts are reached",
        (
            "One rule for all:",
            (
                "Not yet looked up: nobody has searched for what bears on the claim. No data "
                "found: it was searched for, and nothing that was read bears on it. A claim that "
                "compares needs a comparison; a claim with a number needs that number.",
                "A claim that the treatment changes an outcome is held against comparisons with "
                "placebo, by the report's own interval or mark: it agrees if all that were read "
                "are clear of no difference, agrees in part if some are or if only gains from "
                "baseline could be read, is overstated if none is, and contradicted if they favour "
                "placebo.",
                "Any other claim agrees if all it says is borne out by what was read, agrees in "
                "part if some of it is, is overstated if what was read says less on its main "
                "point, and contradicted if it says the opposite. A consumer page bears a claim "
                "out in part at most.",
            ),
        ),
    )


def write_unconfirmed(pack: Pack) -> Passage:
    """Write which numbers of the article no source that was read confirms or refutes."""
    claims = pack.claims
    rows = claims[claims["value"].notna() & (claims["verdict"] == "no data found")]
    if rows.empty:
        text = "Every number that the article gives could be held against what was read."
        return Passage("note", "", (text,))
    points = tuple(
        cite_within(
            f"Statement {format_count(float(row['statement']))}: {name_keys(row['claim'], pack)} "
            f"{name_keys(row['reason'], pack)}",
            pack.cite(split_keys(row["cited"])),
        )
        for row in rows.to_dict("records")
    )
    head = (
        "These numbers are the article's. No source that was read confirms or refutes them, and "
        "they are used nowhere as results."
    )
    return Passage("caution", "Numbers that could not be checked", (head, points))


def write_arithmetic(pack: Pack, weighed: Mapping[str, ClaimArithmetic]) -> tuple[Passage, ...]:
    """Write the reason of each verdict, and the arithmetic where numbers exist.

    Parameters
    ----------
    pack : Pack
        The evidence.
    weighed : mapping of str to ClaimArithmetic
        From `outcomes.analysis.claims.recompute_claims`.

    Returns
    -------
    tuple of Passage
        Of kind ``note``, one a claim.
    """
    return tuple(
        _write_claim(pack, claim, weighed.get(claim["claim_id"]))
        for claim in pack.claims.to_dict("records")
    )


def _write_steps(arithmetic: ClaimArithmetic) -> tuple[Paragraph, ...]:
    """Write steps with the sources they name as links, then every source of their numbers."""
    keys = arithmetic.pack.cite(arithmetic.citations)
    steps = tuple(Linked(step, mentions=keys) for step in say_steps(arithmetic))
    return steps, cite_after("Read in:", keys)


def _write_claim(
    pack: Pack, claim: Mapping[Any, Any], arithmetic: ClaimArithmetic | None
) -> Passage:
    keys = pack.cite(split_keys(claim["citations"]))
    paragraphs: list[Paragraph] = [
        f"The article says: {name_keys(claim['claim'], pack)}",
        cite_within(f"Verdict: {claim['verdict']}. {name_keys(claim['reason'], pack)}", keys),
    ]
    if arithmetic is None:
        paragraphs.append("No number stands behind this claim, so nothing was recomputed.")
    else:
        paragraphs += ["The arithmetic:", *_write_steps(arithmetic)]
    paragraphs.append(
        cite_within(
            f"Where claim and source differ in scope: {name_keys(claim['scope_mismatch'], pack)}",
            keys,
        )
    )
    title = f"Statement {format_count(float(claim['statement']))}: {claim['verdict']}"
    return Passage("note", title, tuple(paragraphs))
