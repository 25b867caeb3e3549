"""What was found, in plain words: sizes, the range that fits, and no more than that allows."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.prose.change import is_absent
from outcomes.prose.difference import find_reach
from outcomes.prose.doubts import PLAIN_DOUBT
from outcomes.prose.patients_words import (
    NO_ANSWER,
    NOT_SURE,
    count_affected,
    say_amount,
    say_counted_by,
    say_move,
    say_threshold_plainly,
)
from outcomes.prose.sides import on_side
from outcomes.study.study import Labels, Study
from outcomes.verdict import Reason
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_covariate, name_side, say_arm
from outcomes.vocabulary.reasons import say_reason
from outcomes.vocabulary.scales import choose_threshold
from outcomes.vocabulary.sentences import capitalise, join_words, say_side, say_size
from outcomes.vocabulary.visits import at_visit

NOT_THE_SAME = "That does not mean that they are the same."
CANNOT_TELL = f"So this study cannot tell which is better. {NOT_THE_SAME}"


def say_all_found(contrasts: Sequence[Contrast], found: Lookup, study: Study) -> str:
    """Return what each comparison found; what holds of all of them is said once, at the end.

    Whom a result favours stays with that result, which is named where there are several.
    """
    results = [say_found(each, found, study, alone=len(contrasts) == 1) for each in contrasts]
    ends = {end for _, end in results}
    if len(ends) == 1:
        return " ".join([*(facts for facts, _ in results), *ends])
    return " ".join(f"{facts} {end}" for facts, end in results)


def say_found(
    contrast: Contrast, found: Lookup, study: Study, *, alone: bool = True
) -> tuple[str, str]:
    """Return what a comparison found, each group, the difference, the range; and what follows."""
    side = on_side(contrast.side)
    ours, theirs = _arm(study, contrast.arm), _arm(study, contrast.comparator)
    if not contrast.is_estimated:
        why = f", because {say_reason(contrast.reason, study.labels)}" if contrast.reason else ""
        stated = f"the groups with {ours} and {theirs} could not be compared"
        stated = f"{stated if side else capitalise(stated)} {at_visit(contrast.visit)}{why}."
        return f"{side}{stated}", NO_ANSWER
    before = _say_groups(contrast, found, study)
    stated = _say_difference(contrast, study)
    text = f"{before} {stated}".lstrip()
    if side:
        text = f"{side}{text[:1].lower()}{text[1:]}"
    if not contrast.has_interval:
        return text, f"{NOT_SURE} So it is not said which is better."
    return f"{text} {_say_range(contrast, study)}", say_favoured(contrast, study, alone=alone)


def say_favoured(contrast: Contrast, study: Study, *, alone: bool = True) -> str:
    """Return which of two is better, only where the whole interval says so."""
    verdict = contrast.verdict
    if verdict.reason is Reason.NOT_JUDGED:
        return "Here neither higher nor lower is better. So it is not said which is better."
    if verdict.favoured:
        other = contrast.comparator if verdict.favoured == contrast.arm else contrast.arm
        where = f" on the {name_side(contrast.side)}" if contrast.side else ""
        over = "" if alone or contrast.side else f" over {_arm(study, other)}"
        return f"So the result{where} favours {_arm(study, verdict.favoured)}{over}."
    if verdict.reason is Reason.ENDS_AT_NONE and verdict.leaning:
        leaning = _arm(study, verdict.leaning)
        return f"So {leaning} may be better, or there may be no difference. This study cannot tell."
    return CANNOT_TELL


def say_matters(contrasts: Sequence[Contrast], found: Lookup, study: Study) -> str:
    """Return whether differences of one score are large enough to matter, as their ranges show."""
    judged = [each for each in contrasts if each.has_interval and not each.is_share]
    if not judged:
        return ""
    endpoint = study.endpoints[judged[0].endpoint]
    counted = [text for each in judged if (text := _say_improved(each, found, study))]
    threshold = choose_threshold(endpoint)
    if endpoint.doubt:
        return PLAIN_DOUBT
    if threshold is None:
        unknown = "It is not known how large a difference must be to matter to people."
        return " ".join([unknown, *counted])
    reaches = [_say_reach(each, endpoint, study) for each in judged]
    if len(set(reaches)) == 1:
        reaches = reaches[:1]
    else:
        reaches = [
            f"{_name_comparison(each, study)}: {text[:1].lower()}{text[1:]}"
            for each, text in zip(judged, reaches, strict=True)
        ]
    return " ".join([_say_opening(threshold), *reaches, *dict.fromkeys(counted)])


def _name_comparison(contrast: Contrast, study: Study) -> str:
    """Return what tells a comparison from the others: its side, and its arms."""
    arms = f"{_arm(study, contrast.arm)} against {_arm(study, contrast.comparator)}"
    return f"On the {name_side(contrast.side)}, {arms}" if contrast.side else capitalise(arms)


def _say_opening(threshold: Threshold) -> str:
    size = say_threshold_plainly(threshold)
    within = threshold.meaning == "minimal important change"
    what = f"a change of {size} in one person" if within else f"a difference of {size}"
    opening = (
        f"It is assumed that {what} matters."
        if threshold.evidence_level == "assumed"
        else f"{capitalise(what)} has been found to matter to people."
    )
    return f"{opening} For groups, that is only a rough guide." if within else opening


def _say_groups(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Say what each group did, in the scale's own points or in people."""
    endpoint = study.endpoints[contrast.endpoint]
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    arms = (contrast.arm, contrast.comparator)
    rows = [
        row
        for arm in arms
        if (row := found.row("share" if contrast.is_share else "change", **place, arm=arm))
        is not None
        and not is_absent(row["estimate"])
    ]
    if len(rows) < len(arms):
        return ""
    if contrast.is_share:
        counts = [f"{count_affected(row)} with {_arm(study, row['arm'])}" for row in rows]
        return f"The answer was yes for {join_words(counts)}."
    moved = [f"{say_move(row, endpoint)} with {_arm(study, row['arm'])}" for row in rows]
    return f"Since the start, the score {' and '.join(moved)}, on average."


def _say_difference(contrast: Contrast, study: Study) -> str:
    ours, theirs = _arm(study, contrast.arm), _arm(study, contrast.comparator)
    if contrast.is_share:
        if contrast.is_same:
            return "The share of people with a yes was the same in both groups."
        size = f"{say_size(100 * contrast.estimate, 0)} {_more(contrast.estimate)}"
        return f"In every 100 people, that is {size} with {ours} than with {theirs}."
    allowing = _say_allowing(contrast, study.labels)
    time = (
        f"{allowing}, the score"
        if allowing
        else (f"{capitalise(at_visit(contrast.visit))}, the average score")
    )
    if contrast.is_same:
        return f"{time} was the same with {ours} and with {theirs}."
    size = say_amount(contrast.estimate, study.endpoints[contrast.endpoint])
    return f"{time} was {size} {say_side(contrast.estimate)} with {ours} than with {theirs}."


def _say_allowing(contrast: Contrast, labels: Labels) -> str:
    """Return what the difference allows for, as the analysis that ran did; empty for nothing."""
    done = contrast.done
    if done is None:
        return ""
    allowed = [*(["starting scores"] if done.baseline else [])]
    allowed += [name_covariate(labels, name) for name in done.covariates]
    if not allowed:
        return ""
    counting = ", and counting all visits" if done.model == "mmrm" else ""
    return f"After allowing for {join_words(allowed)}{counting}"


def _say_range(contrast: Contrast, study: Study) -> str:
    """Say which differences fit, with sides in place of signs."""
    low, high = contrast.ci_low, contrast.ci_high
    if contrast.is_share:
        sizes = [say_size(100 * end, 0) for end in (low, high)]
        sides = [f"{_more(end)} in 100" for end in (low, high)]
    else:
        endpoint = study.endpoints[contrast.endpoint]
        sizes = [say_amount(end, endpoint) for end in (low, high)]
        sides = [say_side(low), say_side(high)]
    start = "The true difference could be anywhere from"
    if low < 0 < high:
        return f"{start} {sizes[0]} {sides[0]} to {sizes[1]} {sides[1]}."
    if low == high == 0:
        return "The numbers show no difference at all."
    far, near = (1, 0) if high > 0 else (0, 1)
    begin = "no difference" if (low, high)[near] == 0 else f"{sizes[near]} {sides[far]}"
    return f"{start} {begin} to {sizes[far]} {sides[far]}."


def _say_reach(contrast: Contrast, endpoint: Endpoint, study: Study) -> str:
    reach = find_reach(contrast, endpoint)
    if reach == "short":
        return "The true difference is likely to be smaller than that."
    if reach == "both":
        return "A difference that large is possible either way. So the size is not known."
    if reach.startswith("beyond"):
        arm = contrast.arm if reach == "beyond up" else contrast.comparator
        large = "The true difference is likely to be at least that large"
        return (
            f"{large}."
            if endpoint.higher == "neither"
            else (f"{large}, in favour of {_arm(study, arm)}.")
        )
    return (
        "The true difference could be that large, or smaller. So it is not known whether it is "
        "enough to matter."
    )


def _say_improved(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Say how many people improved by an amount that matters, counted in each group."""
    endpoint = study.endpoints[contrast.endpoint]
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    arms = (contrast.arm, contrast.comparator)
    rows = [row for arm in arms if (row := found.row("share", **place, arm=arm)) is not None]
    if len(rows) < 2 or any(is_absent(row["estimate"]) for row in rows):
        return ""
    counts = [f"{count_affected(row)} with {_arm(study, row['arm'])}" for row in rows]
    amount = say_counted_by(rows[0], endpoint)
    stated = f"{join_words(counts)} got better by at least {amount}."
    return f"{on_side(contrast.side)}{stated}" if contrast.side else capitalise(stated)


def _more(value: float) -> str:
    return "more" if value > 0 else "fewer"


def _arm(study: Study, arm: str) -> str:
    return say_arm(study.labels, arm)
