"""The answer: the primary result in a sentence or two, and whether it matters to patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Passage
from outcomes.prose.change import (
    has_baseline,
    is_absent,
    say_change,
    say_change_verdict,
    say_mean,
    say_shares,
)
from outcomes.prose.course import say_course
from outcomes.prose.difference import say_difference, say_threshold, say_width
from outcomes.prose.doubts import say_doubts
from outcomes.prose.margin import say_margin
from outcomes.prose.sides import find_sides
from outcomes.rounding import format_level, format_p, format_printed
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from outcomes.vocabulary.hypotheses import (
    AdjustedDifference,
    count_hypotheses,
    read_hypotheses,
)
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_pair, name_side
from outcomes.vocabulary.reasons import say_reason
from outcomes.vocabulary.sentences import capitalise, mid_sentence
from outcomes.vocabulary.visits import at_visit, say_visit

if TYPE_CHECKING:
    import pandas as pd

SIMULATED = "These data are simulated: this result is not evidence about any treatment."
ALONE = "There is no arm to compare with, so this is not the effect of a treatment."
ONCE = "Everybody was asked once, so nothing is known of change."
GROUPS = "Groups that differ may do so for any reason; they are described here and not compared."


def write_primary_result(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write the primary result: size, interval, favoured side, and what that means to patients.

    What belongs beside it has passages of its own: `outcomes.prose.write_chance`, ``write_harms``
    and ``write_limits``.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame. Its ``difference`` rows at the primary endpoint and visit are stated; a
        study without a comparator has its ``change``, ``share`` or ``mean`` stated.
    study : Study
        A loaded study; its plan names the primary endpoint, visit and comparison. Where it names
        no comparison, every one is stated.

    Returns
    -------
    Passage
        Of kind ``result``. An arm is said to be favoured only where the whole interval lies on its
        side; the rules are in ``docs/wording.md``.
    """
    paragraphs: list[str]
    if study.comparisons:
        paragraphs = _compare(estimates, study)
    else:
        paragraphs = [_describe_alone(study, Lookup.of(estimates))]
    doubt = say_doubts([study.endpoints[study.file.plan.primary.endpoint]])
    if doubt:
        paragraphs[0] = f"{doubt} {paragraphs[0]}"
    if study.file.provenance == "simulated":
        paragraphs.append(SIMULATED)
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
    contrasts = find_primary(estimates, study)
    if not contrasts:
        return [_say_nothing_compared(study)]
    if len(contrasts) == 1:
        stated, sure = _say_comparison(contrasts[0], estimates, study)
        return [stated, *([Headed("How sure?", sure)] if sure else [])]
    return [
        " ".join(_say_comparison(contrast, estimates, study)).rstrip() for contrast in contrasts
    ]


def _say_comparison(contrast: Contrast, estimates: pd.DataFrame, study: Study) -> tuple[str, str]:
    """Return a difference and its course, and what it means to patients and takes for granted."""
    size = say_threshold(contrast, study.labels) or say_width(contrast, study.labels)
    parts = (size, _say_levels(contrast, study), _say_level(contrast, study))
    margin = say_margin(contrast, study.labels)
    stated = (
        say_difference(contrast, study.labels),
        margin,
        _say_not_claimed(contrast, read_hypotheses(estimates, study.labels)),
        say_course(estimates, study, contrast),
    )
    return " ".join(text for text in stated if text), " ".join(part for part in parts if part)


def _say_not_claimed(contrast: Contrast, tested: list[AdjustedDifference]) -> str:
    """Say that the plan's other hypotheses leave no room for what the interval alone suggests."""
    own = [each for each in tested if each.contrast == contrast]
    if not own or own[0].may_be_claimed or not contrast.verdict.favoured:
        return ""
    return (
        f"Adjusted for {count_hypotheses(tested)}, its p value is "
        f"{format_p(own[0].adjusted)}: this difference may not be claimed."
    )


def _say_nothing_compared(study: Study) -> str:
    primary = study.file.plan.primary
    endpoint = study.endpoints[primary.endpoint]
    pairs = [primary.comparison] if primary.comparison else study.comparisons
    named = "; ".join(name_pair(study.labels, *pair) for pair in pairs)
    return (
        f"{capitalise(at_visit(primary.visit))}, the difference in {mid_sentence(endpoint.label)} "
        f"could not be estimated ({named}), so there is no primary result."
    )


def _say_levels(contrast: Contrast, study: Study) -> str:
    """Say what a mean of ordinal levels takes for granted."""
    if study.endpoints[contrast.endpoint].kind != "ordinal" or not contrast.is_estimated:
        return ""
    return "A mean assumes that the levels are equally far apart; counts by level do not."


def _say_level(contrast: Contrast, study: Study) -> str:
    """Say where the interval is not the one that the plan's alpha asks for."""
    alpha = study.file.plan.alpha
    if not contrast.has_interval or abs(1 - contrast.level - alpha) < 1e-9:
        return ""
    return (
        f"The plan declares a two-sided alpha of {format_printed(alpha)}, to which a "
        f"{format_level(1 - alpha)} interval belongs, not the {format_level(contrast.level)} "
        "interval given here."
    )


def _describe_alone(study: Study, found: Lookup) -> str:
    """State the change, share or mean of a study in which nothing is compared, by side."""
    primary = study.file.plan.primary
    sides = find_sides(found, primary.endpoint, primary.visit, "change", "share", "mean")
    stated = [_describe_arm(study, found, arm, side) for side in sides for arm in study.arms]
    if not study.file.asks_once:
        return " ".join([*stated, ALONE])
    return " ".join([*stated, ONCE, *([GROUPS] if len(study.arms) > 1 else [])])


def _describe_arm(study: Study, found: Lookup, arm: str, side: str) -> str:
    primary = study.file.plan.primary
    labels, endpoint = study.labels, study.endpoints[primary.endpoint]
    place = {"endpoint": primary.endpoint, "visit": primary.visit, "arm": arm, "side": side}
    change, share, mean = (found.row(name, **place) for name in ("change", "share", "mean"))
    if endpoint.kind == "binary" and share is not None:
        return say_shares([share], labels)
    whose = f"with {mid_sentence(labels.arms[arm].label)}"
    what = f"{mid_sentence(endpoint.label)}{f', {name_side(side)},' if side else ''}"
    visit = say_visit(primary.visit)
    if change is not None and not is_absent(change["estimate"]):
        stated = f"From baseline to {visit}, mean {what} {say_change(change, labels, whose=whose)}."
        return f"{stated} {say_change_verdict(change, labels)}".rstrip()
    if mean is not None and not has_baseline(study, primary.endpoint):
        no_change = "There is no baseline score, so no change can be calculated."
        stated = say_mean(mean, labels)
        return stated if study.file.asks_once else f"{stated} {no_change}"
    reason = change["reason"] if change is not None else None
    because = f": {say_reason(reason, labels)}" if reason is not None else ""
    return f"The change in {what} to {visit} {whose} could not be calculated{because}."
