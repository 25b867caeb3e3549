"""Beside placebo and chance: what the comparator did by itself, and what chance alone would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Paragraph, Passage
from outcomes.prose.change import has_baseline, is_absent, say_change, say_shares
from outcomes.prose.primary import find_primary
from outcomes.rounding import (
    format_count,
    format_df,
    format_level,
    format_number,
)
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast, name_distribution
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_side, say_arm
from outcomes.vocabulary.reasons import say_reason
from outcomes.vocabulary.scales import digits_of, with_unit
from outcomes.vocabulary.sentences import join_words, mid_sentence, say_size
from outcomes.vocabulary.visits import say_visit

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
        Of kind ``finding``; None where there is nothing to say.
    """
    found = Lookup.of(estimates)
    contrasts = find_primary(estimates, study)
    changes = [say_comparator_change(each, found, study) for each in contrasts]
    texts = _read_once(changes)
    texts += [say_chance_range(each, found, study) for each in contrasts]
    texts.append(say_many(found))
    paragraphs: list[Paragraph] = list(dict.fromkeys(text for text in texts if text))
    return Passage("finding", "", tuple(paragraphs)) if paragraphs else None


def _read_once(changes: list[tuple[str, str]]) -> list[str]:
    """Join each change with how it is to be read; what holds of several is said after the last."""
    later = [{reading for _, reading in changes[place + 1 :]} for place in range(len(changes))]
    return [
        stated if reading in after else f"{stated} {reading}".rstrip()
        for (stated, reading), after in zip(changes, later, strict=True)
    ]


def say_comparator_change(contrast: Contrast, found: Lookup, study: Study) -> tuple[str, str]:
    """Return a sentence on the change within the comparator's arm, and one on how to read it.

    Where the change is not known, the first says why; empty where the estimates say nothing.
    """
    if contrast.is_share:
        return _say_shares(contrast, found, study), ""
    labels = study.labels
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    theirs = found.row("change", **place, arm=contrast.comparator)
    ours = found.row("change", **place, arm=contrast.arm)
    comparator = say_arm(labels, contrast.comparator)
    if theirs is None or is_absent(theirs["estimate"]):
        return _say_unknown(contrast, found, study), ""
    clauses = [say_change(theirs, labels, whose=f"with {comparator}")]
    if ours is not None and not is_absent(ours["estimate"]):
        clauses.append(say_change(ours, labels, whose=f"with {_arm(contrast.arm, study)}"))
    cause = WITHOUT_TREATMENT[study.treatments[contrast.comparator].role]
    side = f", {name_side(contrast.side)}," if contrast.side else ""
    return (
        f"From baseline to {say_visit(contrast.visit)}, mean "
        f"{mid_sentence(study.endpoints[contrast.endpoint].label)}{side} {join_words(clauses)}.",
        f"A change with {comparator} includes {cause}; only the difference between the arms is "
        "informative about the treatment.",
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
    digits = digits_of(endpoint)
    reach = with_unit(say_size(row["ci_high"], digits), endpoint.unit)
    ours, theirs = (_arm(arm, study) for arm in (contrast.arm, contrast.comparator))
    place = (
        "is larger than that; chance alone would rarely produce it"
        if contrast.verdict.excludes_none
        else "is within that range, so chance alone could account for it"
    )
    on = f" on the {name_side(contrast.side)}" if contrast.side else ""
    df = f", {format_df(row['df'])} df" if row["df"] == row["df"] else ""
    return (
        f"If there were truly no difference between {ours} and {theirs}{on}, "
        f"{format_level(row['level'])} of studies like this one would still find one of up to "
        f"{reach} in either direction ({name_distribution(row['distribution'])}{df}). The "
        f"difference found {place}."
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
        f"This report contains {format_count(every)} confidence intervals of differences, for all "
        f"endpoints, visits and comparisons; {some} no difference. If there were truly no "
        f"differences, about {format_number(expected, 0 if expected >= 2 else 1)} would be "
        "expected to exclude it by chance alone. These intervals are correlated, so the count "
        "varies widely by chance."
    )


def _say_unknown(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Say why the comparator's own change is not known."""
    endpoint = mid_sentence(study.endpoints[contrast.endpoint].label)
    comparator = _arm(contrast.comparator, study)
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "arm": contrast.comparator}
    row = found.row("change", **place, visit=contrast.visit)
    if row is not None and row["reason"] is not None:
        why = say_reason(row["reason"], study.labels)
        return f"How much {endpoint} changed with {comparator} is not known, because {why}."
    if row is None and not has_baseline(study, contrast.endpoint):
        return (
            f"There is no baseline score of {endpoint}, so how much it changed with {comparator} "
            "is not known."
        )
    return ""


def _say_shares(contrast: Contrast, found: Lookup, study: Study) -> str:
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    row = found.row("share", **place, arm=contrast.comparator)
    if row is None or is_absent(row["estimate"]):
        return ""
    return say_shares([row], study.labels)


def _arm(arm: str, study: Study) -> str:
    return say_arm(study.labels, arm)
