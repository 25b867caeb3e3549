"""The answer: the primary result in a sentence or two, and whether it matters to patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Paragraph, Passage
from outcomes.prose.change import say_change, say_change_verdict, say_shares
from outcomes.prose.difference import say_difference, say_threshold, say_width
from outcomes.rounding import format_level
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_pair
from outcomes.vocabulary.sentences import at_visit, capitalise, inside, name_visit

if TYPE_CHECKING:
    import pandas as pd


def write_primary_result(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write the primary result: size, interval, favoured side, and what that means to patients.

    What belongs beside it has passages of its own: `outcomes.prose.write_chance`, ``write_harms``
    and ``write_limits``.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame. Its ``difference`` rows at the primary endpoint and visit are stated; a
        study without a comparator has its ``change`` or ``share`` stated.
    study : Study
        A loaded study; its plan names the primary endpoint, visit and comparison. Where it names
        no comparison, every one is stated.

    Returns
    -------
    Passage
        Of kind ``result``. An arm is said to be favoured only where the whole interval lies on its
        side; the rules are in ``docs/wording.md``.
    """
    paragraphs: list[Paragraph]
    if study.comparisons:
        paragraphs = list(_compare(estimates, study))
    else:
        paragraphs = [_describe_alone(study, Lookup.of(estimates))]
    if study.file.provenance == "simulated":
        paragraphs.append("These data are simulated: this result is no evidence on any treatment.")
    return Passage("result", "Primary result", tuple(paragraphs))


def find_primary(estimates: pd.DataFrame, study: Study) -> list[Contrast]:
    """Return the comparisons at the primary endpoint and visit that the plan names, or all."""
    primary = study.file.plan.primary
    contrasts = read_contrasts(
        estimates, study.labels, endpoint=primary.endpoint, visit=primary.visit
    )
    if primary.comparison is None:
        return contrasts
    return [c for c in contrasts if (c.arm, c.comparator) == tuple(primary.comparison)]


def _compare(estimates: pd.DataFrame, study: Study) -> list[str]:
    primary = study.file.plan.primary
    contrasts = find_primary(estimates, study)
    if not contrasts:
        endpoint = study.endpoints[primary.endpoint]
        pairs = [primary.comparison] if primary.comparison else study.comparisons
        named = "; ".join(name_pair(study.labels, *pair) for pair in pairs)
        return [
            f"{capitalise(at_visit(primary.visit))}, the difference in {inside(endpoint.label)} "
            f"was not estimated ({named}), so there is no primary result."
        ]
    paragraphs = []
    for contrast in contrasts:
        paragraphs.append(say_difference(contrast, study.labels))
        if not contrast.is_estimated:
            continue
        size = say_threshold(contrast, study.labels) or say_width(contrast, study.labels)
        caveat = f"{_say_levels(contrast, study)} {_say_level(contrast, study)}".strip()
        paragraphs += [text for text in (f"{size} {caveat}".strip(),) if text]
    return paragraphs


def _say_levels(contrast: Contrast, study: Study) -> str:
    """Say what a mean of ordinal levels takes for granted."""
    if study.endpoints[contrast.endpoint].kind != "ordinal":
        return ""
    return "A mean takes the levels to be equally far apart; counts by level do not."


def _say_level(contrast: Contrast, study: Study) -> str:
    """Say where the interval is not the one that the plan's alpha asks for."""
    alpha = study.file.plan.alpha
    if not contrast.has_interval or abs(1 - contrast.level - alpha) < 1e-9:
        return ""
    return (
        f"The plan declares a two-sided alpha of {alpha:g}, to which a "
        f"{format_level(1 - alpha)} interval belongs, not the {format_level(contrast.level)} "
        "interval given here."
    )


def _describe_alone(study: Study, found: Lookup) -> str:
    """State the change or share of a study in which nothing is compared."""
    primary = study.file.plan.primary
    labels = study.labels
    endpoint = study.endpoints[primary.endpoint]
    visit = name_visit(primary.visit)
    sentences = []
    for arm in study.arms:
        place = {"endpoint": primary.endpoint, "visit": primary.visit, "arm": arm}
        change, share = found.row("change", **place), found.row("share", **place)
        whose = f"with {inside(labels.arms[arm].label)}"
        if change is not None:
            stated = say_change(change, labels, whose=whose)
            sentences.append(
                f"From baseline to {visit}, mean {inside(endpoint.label)} {stated}. "
                f"{say_change_verdict(change)}"
            )
        elif share is not None and endpoint.kind == "binary":
            sentences.append(say_shares([share], labels))
        else:
            sentences.append(
                f"The change in {inside(endpoint.label)} to {visit} {whose} was not estimated."
            )
    sentences.append("There is no arm to compare with, so this is not the effect of a treatment.")
    return " ".join(sentences)
