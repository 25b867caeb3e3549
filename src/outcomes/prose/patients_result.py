"""What was found, in plain words: sizes, the range that fits, and no more than that allows."""

from __future__ import annotations

from typing import Any

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.prose.change import is_absent
from outcomes.prose.difference import choose_threshold, find_reach
from outcomes.rounding import choose_digits, format_count, format_number
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import (
    at_visit,
    capitalise,
    inside,
    join_words,
    say_side,
    say_size,
    with_unit,
)

NOT_THE_SAME = "That does not mean that they are the same."
CANNOT_TELL = f"So this study cannot tell which is better. {NOT_THE_SAME}"


def say_found(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return what a comparison found: each group, the difference, the range, whom it favours."""
    when = at_visit(contrast.visit)
    ours, theirs = _arm(study, contrast.arm), _arm(study, contrast.comparator)
    if not contrast.is_estimated:
        return (
            f"The groups with {ours} and {theirs} could not be compared {when}. So this study "
            "gives no answer here."
        )
    before = _say_groups(contrast, found, study)
    stated = _say_difference(contrast, study)
    if not contrast.has_interval:
        sure = "How sure that is cannot be told. So it is not said which is better."
        return f"{before} {stated} {sure}".lstrip()
    return (
        f"{before} {stated} {_say_range(contrast, study)} {say_favoured(contrast, study)}".lstrip()
    )


def say_favoured(contrast: Contrast, study: Study) -> str:
    """Return which of two is better, only where the whole interval says so."""
    ours, theirs = _arm(study, contrast.arm), _arm(study, contrast.comparator)
    if study.endpoints[contrast.endpoint].higher == "neither":
        return "Here neither higher nor lower is better. So it is not said which is better."
    if contrast.excludes_zero and contrast.favours:
        return f"So the result favours {_arm(study, contrast.favours)}."
    if contrast.ci_low < 0 < contrast.ci_high or not contrast.favours:
        return CANNOT_TELL
    leaning = ours if contrast.favours == contrast.arm else theirs
    return f"So {leaning} may be better, or there may be no difference. This study cannot tell."


def say_matters(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return whether a difference is large enough to matter, as far as its range tells."""
    endpoint = study.endpoints[contrast.endpoint]
    if not contrast.has_interval or contrast.is_share:
        return ""
    threshold = choose_threshold(endpoint)
    counted = _say_improved(contrast, found, study)
    if threshold is None:
        unknown = "How large a difference must be to matter is not known here."
        return f"{unknown} {counted}".rstrip()
    size = _say_threshold(threshold)
    within = threshold.meaning == "minimal important change"
    what = f"a change of {size} in one person" if within else f"a difference of {size}"
    opening = (
        f"It is assumed that {what} matters."
        if threshold.standing == "assumed"
        else f"{capitalise(what)} has been found to matter to people."
    )
    rough = " For groups, that is only a rough guide." if within else ""
    return f"{opening}{rough} {_say_reach(contrast, endpoint, study)} {counted}".rstrip()


def say_alone(found: Lookup, study: Study) -> str:
    """Return what one group did by itself, which is not yet what a treatment did."""
    primary = study.file.plan.primary
    endpoint = study.endpoints[primary.endpoint]
    sentences = []
    for arm in study.arms:
        place = {"endpoint": primary.endpoint, "visit": primary.visit, "arm": arm}
        change, share = found.row("change", **place), found.row("share", **place)
        if change is not None and not is_absent(change["estimate"]):
            sentences.append(_say_own_change(change, endpoint, study))
        if share is not None and not is_absent(share["estimate"]):
            sentences.append(_say_own_share(share, endpoint))
    if not sentences:
        when = at_visit(primary.visit)
        return f"Nothing could be worked out {when}. So this study gives no answer here."
    return " ".join(sentences)


def _say_groups(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Say what each group did, in the scale's own points or in people."""
    endpoint = study.endpoints[contrast.endpoint]
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    arms = (contrast.arm, contrast.comparator)
    if contrast.is_share:
        rows = [found.row("share", **place, arm=arm) for arm in arms]
        if any(row is None or is_absent(row["estimate"]) for row in rows):
            return ""
        counts = [f"{_count(row)} people with {_arm(study, row['arm'])}" for row in rows if row]
        return f"The answer was yes for {join_words(counts)}."
    rows = [found.row("change", **place, arm=arm) for arm in arms]
    if any(row is None or is_absent(row["estimate"]) for row in rows):
        return ""
    moved = [f"{_move(row, endpoint)} with {_arm(study, row['arm'])}" for row in rows if row]
    return f"Since the start, the score {' and '.join(moved)}, on average."


def _say_difference(contrast: Contrast, study: Study) -> str:
    ours, theirs = _arm(study, contrast.arm), _arm(study, contrast.comparator)
    allowing = (
        "Allowing for how people started, it"
        if not contrast.is_share and study.baseline is not None
        else "On average, it"
    )
    if contrast.is_share:
        if contrast.estimate == 0:
            return "The share of people with a yes was the same in both groups."
        size = f"{say_size(100 * contrast.estimate, 1)} {_more(contrast.estimate)}"
        return f"In every 100 people, that is {size} with {ours} than with {theirs}."
    if contrast.estimate == 0:
        return f"{allowing} was the same with {ours} and with {theirs}."
    size = _size(contrast.estimate, study.endpoints[contrast.endpoint])
    return f"{allowing} was {size} {say_side(contrast.estimate)} with {ours} than with {theirs}."


def _say_range(contrast: Contrast, study: Study) -> str:
    """Say which differences fit, with sides in place of signs."""
    low, high = contrast.ci_low, contrast.ci_high
    if contrast.is_share:
        sizes = [say_size(100 * end, 1) for end in (low, high)]
        sides = [f"{_more(end)} in 100" for end in (low, high)]
    else:
        endpoint = study.endpoints[contrast.endpoint]
        sizes = [_size(end, endpoint) for end in (low, high)]
        sides = [say_side(low), say_side(high)]
    if low < 0 < high:
        return f"The numbers fit anything from {sizes[0]} {sides[0]} to {sizes[1]} {sides[1]}."
    if low == high == 0:
        return "The numbers fit no difference and nothing else."
    far, near = (1, 0) if high > 0 else (0, 1)
    begin = "no difference" if (low, high)[near] == 0 else f"{sizes[near]} {sides[far]}"
    return f"The numbers fit anything from {begin} to {sizes[far]} {sides[far]}."


def _say_reach(contrast: Contrast, endpoint: Endpoint, study: Study) -> str:
    reach = find_reach(contrast, endpoint)
    if reach == "short":
        return "All differences that fit are smaller than that."
    if reach == "both":
        return "Differences that large fit either way. So the size is not known."
    if reach.startswith("beyond"):
        arm = contrast.arm if reach == "beyond up" else contrast.comparator
        if endpoint.higher == "neither":
            return "All differences that fit are at least that large."
        return f"All differences that fit are at least that large, in favour of {_arm(study, arm)}."
    return (
        "Some differences that fit are that large, and some are smaller. So whether it is enough "
        "to matter is not known."
    )


def _say_improved(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Say how many people improved by an amount that matters, counted in each group."""
    endpoint = study.endpoints[contrast.endpoint]
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    arms = (contrast.arm, contrast.comparator)
    rows = [row for arm in arms if (row := found.row("share", **place, arm=arm)) is not None]
    if len(rows) < 2 or any(is_absent(row["estimate"]) for row in rows):
        return ""
    counts = [f"{_count(row)} people with {_arm(study, row['arm'])}" for row in rows]
    amount = _amount(rows[0], endpoint)
    return f"{capitalise(join_words(counts))} got better by at least {amount}."


def _say_own_change(row: Any, endpoint: Endpoint, study: Study) -> str:
    who = f"with {_arm(study, row['arm'])}"
    stated = f"Since the start, the score {_move(row, endpoint)} {who}, on average."
    if is_absent(row["ci_low"]) or is_absent(row["ci_high"]):
        return f"{stated} How sure that is cannot be told."
    low, high = sorted((row["ci_low"], row["ci_high"]))
    names = [
        f"{'a rise' if end > 0 else 'a fall'} of {_size(end, endpoint)}" for end in (low, high)
    ]
    if low < 0 < high:
        return f"{stated} The numbers fit anything from {names[0]} to {names[1]}."
    near, far = (names[0], names[1]) if high > 0 else (names[1], names[0])
    if low == 0 or high == 0:
        near = "no change"
    return f"{stated} The numbers fit anything from {near} to {far}."


def _say_own_share(row: Any, endpoint: Endpoint) -> str:
    if endpoint.kind == "binary":
        return f"The answer was yes for {_count(row)} people."
    return f"{_count(row)} people got better by at least {_amount(row, endpoint)}."


def _move(row: Any, endpoint: Endpoint) -> str:
    if row["estimate"] == 0:
        return "did not change"
    verb = "rose" if row["estimate"] > 0 else "fell"
    return f"{verb} by {_size(row['estimate'], endpoint)}"


def _size(value: float, endpoint: Endpoint) -> str:
    return with_unit(say_size(value, choose_digits(endpoint.low, endpoint.high)), endpoint.unit)


def _amount(row: Any, endpoint: Endpoint) -> str:
    """Return the threshold that people were counted by."""
    important = endpoint.important_change
    if important is not None and important.value == row["threshold"]:
        return _say_threshold(important)
    return with_unit(format_number(row["threshold"], 1), endpoint.unit)


def _say_threshold(threshold: Threshold) -> str:
    digits = 0 if threshold.value == round(threshold.value) else 1
    size = format_number(threshold.value, digits)
    if threshold.unit == "percent of baseline":
        return f"{size}% of the score at the start"
    return with_unit(size, threshold.unit)


def _more(value: float) -> str:
    return "more" if value > 0 else "fewer"


def _count(row: Any) -> str:
    return f"{format_count(row['estimate'] * row['n_arm'])} of {format_count(row['n_arm'])}"


def _arm(study: Study, arm: str) -> str:
    return inside(name_arm(study.labels, arm))
