"""A published pooled estimate, recalculated from its trials, and what had to be assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.links import Linked, cite_within
from outcomes.displays.passage import Paragraph, Passage
from outcomes.rounding import format_interval, format_number

if TYPE_CHECKING:
    from outcomes.analysis.synthesis.sit2016 import Rebuilt


def write_rebuilt(rebuilt: Rebuilt) -> Passage:
    """Write how far the pooled composite of Sit 2016 can be recalculated, and what was assumed.

    Parameters
    ----------
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
    keys = ("sit2016", "rabago2013", "dumais2012")
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
        tuple(cite_within(text, keys) for text in rebuilt.assumptions),
    ]
    return Passage("note", "A published pooled estimate, recalculated", tuple(paragraphs))
