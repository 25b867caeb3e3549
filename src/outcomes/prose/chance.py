"""Beside placebo and chance: what the comparator did by itself, and what chance alone would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Paragraph, Passage
from outcomes.prose.change import say_change, say_shares
from outcomes.prose.primary import find_primary
from outcomes.rounding import (
    choose_digits,
    format_count,
    format_df,
    format_level,
    format_number,
)
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast, name_distribution
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import inside, join_words, name_visit, say_size, with_unit

if TYPE_CHECKING:
    import pandas as pd

WITHOUT_TREATMENT = {
    "placebo": "the natural course, regression to the mean and the response to placebo",
    "control": "the natural course, regression to the mean and what this arm received",
    "active-comparator": "the natural course, regression to the mean and the comparator's effect",
    "active": "the natural course, regression to the mean and the treatment itself",
}
"""What a change within an arm of each role may come from."""


def write_chance(estimates: pd.DataFrame, study: Study) -> Passage | None:
    """Write the comparator's own change, and what chance alone does to differences of this size.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: ``change`` or ``share`` rows within the arms, and the ``chance range``
        and ``intervals`` rows of `outcomes.analysis.chance.summarise_chance`.
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        Of kind ``finding``; None for a study without a comparison.
    """
    found = Lookup.of(estimates)
    contrasts = find_primary(estimates, study)
    paragraphs: list[Paragraph] = [
        say_comparator_change(contrast, found, study) for contrast in contrasts
    ]
    paragraphs += [text for each in contrasts if (text := say_chance_range(each, found, study))]
    many = say_many(found)
    paragraphs += [many] if many else []
    return Passage("finding", "", tuple(paragraphs)) if paragraphs else None


def say_comparator_change(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return one sentence on the change within the comparator's arm, beside the arm's own."""
    labels = study.labels
    endpoint = labels.endpoints[contrast.endpoint]
    if contrast.is_share:
        return _say_shares(contrast, found, study)
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    theirs = found.row("change", **place, arm=contrast.comparator)
    ours = found.row("change", **place, arm=contrast.arm)
    comparator = inside(name_arm(labels, contrast.comparator))
    if theirs is None:
        return f"The change within the {comparator} arm is not among the estimates of this report."
    clauses = [say_change(theirs, labels, whose=f"with {comparator}")]
    if ours is not None:
        arm = inside(name_arm(labels, contrast.arm))
        clauses.append(say_change(ours, labels, whose=f"with {arm}"))
    cause = WITHOUT_TREATMENT[study.arms[contrast.comparator].role]
    side = f", {contrast.side}," if contrast.side else ""
    return (
        f"From baseline to {name_visit(contrast.visit)}, mean {inside(endpoint.label)}{side} "
        f"{join_words(clauses)}; a change with {comparator} holds {cause}, and only the "
        "difference between the arms speaks for the treatment."
    )


def say_chance_range(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return how far arms alike come apart by chance, and where the difference found lies to that.

    Empty where there is no range. A difference beyond it is one whose interval excludes no
    difference, so no more is said than there.
    """
    row = found.row(
        "chance range",
        endpoint=contrast.endpoint,
        side=contrast.side,
        visit=contrast.visit,
        arm=contrast.arm,
        comparator=contrast.comparator,
    )
    if row is None or not contrast.has_interval:
        return ""
    endpoint = study.endpoints[contrast.endpoint]
    digits = choose_digits(endpoint.low, endpoint.high)
    reach = with_unit(say_size(row["ci_high"], digits), endpoint.unit)
    ours, theirs = (
        inside(name_arm(study.labels, arm)) for arm in (contrast.arm, contrast.comparator)
    )
    place = (
        "lies beyond that; chance alone would seldom bring it about"
        if contrast.excludes_zero
        else "lies within that, so chance alone can account for it"
    )
    df = f", {format_df(row['df'])} df" if row["df"] == row["df"] else ""
    return (
        f"If {ours} and {theirs} did the same in truth, {format_level(row['level'])} of studies "
        f"like this one would still find a difference of up to {reach} either way "
        f"({name_distribution(row['distribution'])}{df}). The difference found {place}."
    )


def say_many(found: Lookup) -> str:
    """Return how many intervals exclude no difference, and how many would by chance."""
    every, excluding, expected = (
        found.number("intervals", subgroup=name)
        for name in (
            "all",
            "excluding no difference",
            "excluding no difference, expected by chance alone",
        )
    )
    if not every > 1:
        return ""
    some = (
        "none excludes"
        if not excluding
        else f"{format_count(excluding)} exclude{'s' * (excluding == 1)}"
    )
    return (
        f"This report holds {format_count(every)} intervals of differences, of all endpoints, "
        f"visits and comparisons; {some} no difference. If there were none anywhere, about "
        f"{format_number(expected, 0 if expected >= 2 else 1)} would by chance alone. "
        "Intervals of the same people rise and fall together, so such a count swings widely."
    )


def _say_shares(contrast: Contrast, found: Lookup, study: Study) -> str:
    row = found.row(
        "share",
        endpoint=contrast.endpoint,
        side=contrast.side,
        visit=contrast.visit,
        arm=contrast.comparator,
    )
    comparator = inside(name_arm(study.labels, contrast.comparator))
    if row is None:
        return f"The share within the {comparator} arm is not among the estimates of this report."
    return say_shares([row], study.labels)
