"""A published pooled estimate, recalculated from its trials, and what had to be assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.links import Linked, cite_within
from outcomes.displays.passage import Paragraph, Passage
from outcomes.rounding import format_interval, format_number

if TYPE_CHECKING:
    from outcomes.analysis.synthesis.sit2016 import Rebuilt
    from outcomes.evidence import Pack

ASSUMPTIONS = (
    "Rabago 2013 enters with week 12, 27 against 25 participants: the visit that the review used "
    "is not visible.",
    "Rabago 2013 prints no SD: SE x sqrt(n) of its model-adjusted changes stands in for it.",
    "Dumais 2012 enters with its first 16 weeks; how its 36 participants were split between the "
    "arms is not visible, so three splits were tried.",
    "The model is taken to be DerSimonian and Laird's with a normal interval, and the effect to be "
    "Hedges' g or Cohen's d: neither is visible in the abstract.",
)
"""What `outcomes.analysis.synthesis.rebuild_sit2016` had to assume."""


def write_rebuilt(pack: Pack, rebuilt: Rebuilt) -> Passage:
    """Write how far the pooled composite of Sit 2016 can be recalculated, and what was assumed.

    Parameters
    ----------
    pack : Pack
        The evidence.
    rebuilt : Rebuilt
        From `outcomes.analysis.synthesis.rebuild_sit2016`.
    """
    table = rebuilt.variants
    value, low, high = rebuilt.published
    estimates = table["estimate"]
    near = format_interval(estimates.min(), estimates.max(), 2)
    printed = f"{format_number(value, 2)} standard deviations ({format_interval(low, high, 2)})"
    first = table.iloc[0]
    wide = format_interval(first["kh_low"], first["kh_high"], 1)
    keys = pack.cite(rebuilt.citations)
    paragraphs: list[Paragraph] = [
        cite_within(
            f"Sit 2016 pooled two trials against exercise at 12 to 16 weeks: {printed}. "
            "Recalculated from Rabago 2013 and Dumais 2012 (DerSimonian-Laird, normal interval): "
            f"{near}, the first variant with "
            f"{format_interval(first['ci_low'], first['ci_high'], 2)}.",
            keys,
        ),
        Linked(
            "By the method of Knapp and Hartung, which estimates from the two trials how much "
            f"trials differ, the interval is {wide}: with two trials it excludes hardly anything.",
            citations=keys[1:],
        ),
        "What had to be assumed:",
        tuple(cite_within(text, keys) for text in ASSUMPTIONS),
    ]
    return Passage("note", "A published pooled estimate, recalculated", tuple(paragraphs))
