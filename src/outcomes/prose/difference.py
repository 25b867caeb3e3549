"""One difference between two arms in words, claiming no more than its interval allows.

The rules are in ``docs/wording.md``.
"""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.rounding import choose_digits, format_number
from outcomes.study.study import Labels
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import (
    at_visit,
    capitalise,
    inside,
    say_basis,
    say_interval,
    say_side,
    say_size,
    with_unit,
)


def say_difference(contrast: Contrast, labels: Labels, *, brief: bool = False) -> str:
    """Return one difference as one sentence or two: its size, its interval, whom it favours.

    Parameters
    ----------
    contrast : Contrast
        The comparison; it may not have been estimated, or have no interval.
    labels : Labels
        The study's names.
    brief : bool
        Whether what the data fit is left out, for a list of many differences.
    """
    where = capitalise(at_visit(contrast.visit))
    what = _name_measured(contrast, labels.endpoints[contrast.endpoint])
    pair = f"{_arm(labels, contrast.arm)} than with {_arm(labels, contrast.comparator)}"
    if not contrast.is_estimated:
        return _not_estimated(contrast, labels)
    size = say_amount(contrast, labels)
    basis = f" ({_basis(contrast, labels)})" if contrast.has_interval else ""
    if contrast.estimate == 0:
        same = f"{_arm(labels, contrast.arm)} as with {_arm(labels, contrast.comparator)}"
        stated = f"{where}, {what} was the same with {same}{basis}"
    else:
        stated = f"{where}, {what} was {size} {say_side(contrast.estimate)} with {pair}{basis}"
    return f"{stated}{say_verdict(contrast, labels, brief=brief)}"


def say_verdict(contrast: Contrast, labels: Labels, *, brief: bool = False) -> str:
    """Return how a sentence about an estimated difference ends: whom it favours, if anybody."""
    arms = labels.arms
    if not contrast.has_interval:
        return (
            ". No interval could be calculated, so how uncertain this is cannot be told, and "
            "neither arm is said to be favoured."
        )
    if not contrast.favours and contrast.estimate != 0:
        start = (
            "The interval excludes no difference, but"
            if contrast.excludes_zero
            else "The interval includes no difference, and"
        )
        return f". {start} neither direction is declared better here, so neither arm is favoured."
    if contrast.excludes_zero:
        return f", which favours {_arm(labels, contrast.favours)}."
    leaning = (
        f"leans to {_arm(labels, contrast.favours)}"
        if contrast.favours in arms
        else "leans to neither arm"
    )
    joined = "but" if contrast.favours else "and"
    fits = "" if brief else f": {_what_fits(contrast, labels)}"
    return f". The point estimate {leaning}, {joined} the interval includes no difference{fits}."


def say_threshold(contrast: Contrast, labels: Labels, *, brief: bool = False) -> str:
    """Return how the interval lies to the smallest difference that matters; empty if there is none.

    Parameters
    ----------
    contrast : Contrast
        The comparison, with an interval.
    labels : Labels
        The study's names; the endpoint carries its thresholds.
    brief : bool
        Whether what follows for the data is left out, for a list of many differences.
    """
    endpoint = labels.endpoints[contrast.endpoint]
    threshold = choose_threshold(endpoint)
    if threshold is None or not contrast.has_interval or contrast.is_share:
        return ""
    low, high = sorted(endpoint.improvement(end) for end in (contrast.ci_low, contrast.ci_high))
    lies, so = _relate(low, high, threshold, contrast, labels)
    tail = f", {so}" if so and not brief else ""
    return f"{_name_threshold(threshold, brief=brief)}: {lies}{tail}."


def say_width(contrast: Contrast, labels: Labels) -> str:
    """Return how wide the interval is, for an endpoint without a threshold to hold it against."""
    endpoint = labels.endpoints[contrast.endpoint]
    if not contrast.has_interval or contrast.is_share:
        return ""
    digits = choose_digits(endpoint.low, endpoint.high)
    width = with_unit(say_size(contrast.ci_high - contrast.ci_low, digits), endpoint.unit)
    span = ""
    if endpoint.high - endpoint.low < float("inf"):
        span = f", on a scale from {format_number(endpoint.low, 0)} to "
        span += format_number(endpoint.high, 0)
    return (
        f"No size of difference that matters to patients, in {endpoint.unit or 'its own unit'}, "
        f"is known here for {inside(endpoint.label)}, so whether this one does is not judged; "
        f"the interval is {width} wide{span}."
    )


def place_interval(low: float, high: float, size: float) -> str:
    """Say which differences of a size that matters an interval reaches.

    Parameters
    ----------
    low, high : float
        The interval, turned so that positive is better with the arm.
    size : float
        Above 0.

    Returns
    -------
    str
        ``beyond up`` or ``beyond down`` (all of it is that large, for the arm or the comparator),
        ``up`` or ``down`` (some of it), ``both`` or ``short`` (none of it).
    """
    if low >= size:
        return "beyond up"
    if high <= -size:
        return "beyond down"
    if low <= -size:
        return "both" if high >= size else "down"
    return "up" if high >= size else "short"


def find_reach(contrast: Contrast, endpoint: Endpoint) -> str:
    """Return `place_interval` of a comparison and its threshold; empty where one is missing."""
    threshold = choose_threshold(endpoint)
    if threshold is None or not contrast.has_interval or contrast.is_share:
        return ""
    low, high = sorted(endpoint.improvement(end) for end in (contrast.ci_low, contrast.ci_high))
    return place_interval(low, high, threshold.value)


def choose_threshold(endpoint: Endpoint) -> Threshold | None:
    """Return the threshold to hold a difference against: between groups first, then within."""
    for meaning in ("minimal important difference", "minimal important change"):
        for threshold in endpoint.thresholds:
            if threshold.meaning == meaning and threshold.unit == endpoint.unit:
                return threshold
    return None


def say_amount(contrast: Contrast, labels: Labels) -> str:
    """Return the size of a difference with its unit, without its sign."""
    if contrast.is_share:
        return f"{say_size(100 * contrast.estimate, 1)} percentage points"
    endpoint = labels.endpoints[contrast.endpoint]
    digits = choose_digits(endpoint.low, endpoint.high)
    return with_unit(say_size(contrast.estimate, digits), endpoint.unit)


def _name_measured(contrast: Contrast, endpoint: Endpoint) -> str:
    side = f", {contrast.side}," if contrast.side else ""
    if contrast.is_share:
        return f'the share of participants with a yes for "{endpoint.label}"{side}'
    return f"mean {inside(endpoint.label)}{side}"


def _basis(contrast: Contrast, labels: Labels) -> str:
    if contrast.is_share:
        interval = say_interval(100 * contrast.ci_low, 100 * contrast.ci_high, 1)
    else:
        endpoint = labels.endpoints[contrast.endpoint]
        digits = choose_digits(endpoint.low, endpoint.high)
        interval = say_interval(contrast.ci_low, contrast.ci_high, digits)
    return say_basis(contrast.level, interval, contrast.distribution, contrast.df, contrast.p_value)


def _not_estimated(contrast: Contrast, labels: Labels) -> str:
    endpoint = labels.endpoints[contrast.endpoint]
    side = f", {contrast.side}," if contrast.side else ""
    return (
        f"{capitalise(at_visit(contrast.visit))}, the difference in {inside(endpoint.label)}{side} "
        f"between {_arm(labels, contrast.arm)} and {_arm(labels, contrast.comparator)} was not "
        f"estimated: {contrast.why_not_estimated}. Nothing is said about it."
    )


def _what_fits(contrast: Contrast, labels: Labels) -> str:
    """Say which differences the data fit, for an interval that holds 0."""
    if contrast.ci_low < 0 < contrast.ci_high:
        return "the data fit a benefit of either arm"
    if contrast.favours:
        return (
            f"the data fit no difference as well as a benefit of {_arm(labels, contrast.favours)}"
        )
    return "the data fit no difference"


def _name_threshold(threshold: Threshold, *, brief: bool) -> str:
    size = with_unit(
        format_number(threshold.value, 0 if threshold.value == round(threshold.value) else 1),
        threshold.unit,
    )
    remarks = []
    if threshold.meaning == "minimal important change" and not brief:
        remarks.append("a size of change within a patient, so only a yardstick here")
    if threshold.standing == "assumed":
        remarks.append("assumed")
    remark = f" ({'; '.join(remarks)})" if remarks else ""
    return f"Against the {threshold.meaning} of {size}{remark}"


def _relate(
    low: float, high: float, threshold: Threshold, contrast: Contrast, labels: Labels
) -> tuple[str, str]:
    """Say how an interval, turned so that positive is better with the arm, lies to a threshold.

    Returns
    -------
    lies : str
        Where the interval lies.
    so : str
        What follows from that; empty if it is plain.
    """
    size = threshold.value
    reach = place_interval(low, high, size)
    judged = labels.endpoints[contrast.endpoint].higher != "neither"
    ours, theirs = _arm(labels, contrast.arm), _arm(labels, contrast.comparator)
    up = f"a benefit of {ours}" if judged else f"a higher mean with {ours}"
    down = f"a benefit of {theirs}" if judged else f"a lower mean with {ours}"
    if reach == "beyond up":
        return f"the whole interval lies at or beyond it, as {up}", ""
    if reach == "beyond down":
        return f"the whole interval lies at or beyond it, as {down}", ""
    if reach == "short":
        short = "the whole interval lies short of it"
        return short, "so a difference of that size does not fit the data"
    if reach == "both":
        return (
            "the interval reaches it on both sides",
            f"so {up} and {down}, either of that size, both fit the data",
        )
    reached, near = (up, low) if reach == "up" else (down, -high)
    rest = "a smaller one" if near > 0 else "none at all"
    return (
        f"the interval reaches it as {reached} only",
        f"so one of that size fits the data and so does {rest}; whether there is a difference "
        "that matters stays open",
    )


def _arm(labels: Labels, arm: str) -> str:
    return inside(name_arm(labels, arm))
