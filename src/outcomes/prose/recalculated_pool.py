"""A published pooled estimate, recalculated from its trials, and what had to be assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.links import Linked, cite_within, name_keys
from outcomes.displays.passage import Paragraph, Passage
from outcomes.rounding import format_interval, format_number
from outcomes.vocabulary.analyses import TAU2_ESTIMATORS
from outcomes.vocabulary.sentences import count_things, join_words

if TYPE_CHECKING:
    from outcomes.analysis.synthesis.recalculate import Recalculated


def write_rebuilt(rebuilt: Recalculated) -> Passage:
    """Write how far a published pool can be recalculated, and what was assumed.

    Parameters
    ----------
    rebuilt : Recalculated
        One of `outcomes.analysis.rebuild_published`.
    """
    pack, pool = rebuilt.pack, rebuilt.pool
    value, low, high = rebuilt.published
    first = rebuilt.variants.iloc[0]
    printed = f"{format_number(value, 2)} {rebuilt.unit} ({format_interval(low, high, 2)})"
    wide = format_interval(first["kh_low"], first["kh_high"], 1)
    review, *trials = pack.cite(rebuilt.citations)
    number = count_things(len(pool.trials), "trial")
    few = f": with {number} it excludes hardly anything" if len(pool.trials) == 2 else ""
    paragraphs: list[Paragraph] = [
        cite_within(
            f"{review.short} pooled {number} against {pool.printed['comparator']} {pool.when}: "
            f"{printed}. Recalculated from {join_words([each.short for each in trials])} "
            f"({TAU2_ESTIMATORS[pool.model]}, normal interval): {say_range(rebuilt)}, the first "
            f"variant with {format_interval(first['ci_low'], first['ci_high'], 2)}.",
            [review, *trials],
        ),
        Linked(
            f"By the method of Knapp and Hartung, which estimates from the {number} how much "
            f"trials differ, the interval is {wide}{few}.",
            citations=trials,
        ),
    ]
    if pool.assumed:
        said = tuple(cite_within(name_keys(text, pack), [review, *trials]) for text in pool.assumed)
        paragraphs += ["What had to be assumed:", said]
    return Passage("note", "A published pooled estimate, recalculated", tuple(paragraphs))


def say_range(rebuilt: Recalculated) -> str:
    """Return the lowest and the highest estimate of the variants, ``0.80 to 0.82``."""
    estimates = rebuilt.variants["estimate"]
    if len(estimates) == 1:
        return format_number(estimates.iloc[0], 2)
    return format_interval(estimates.min(), estimates.max(), 2)
