"""One difference between two arms in words, claiming no more than its interval allows.

The rules are in ``docs/wording.md``.
"""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.rounding import format_size, tell_apart
from outcomes.study.study import Labels
from outcomes.verdict import Reason
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.intervals import say_basis
from outcomes.vocabulary.names import name_side, say_arm
from outcomes.vocabulary.reasons import at_visits, say_reason
from outcomes.vocabulary.scales import choose_threshold, digits_of, with_unit
from outcomes.vocabulary.sentences import capitalise, mid_sentence, say_interval, say_side, say_size
from outcomes.vocabulary.visits import at_visit


def say_difference(contrast: Contrast, labels: Labels, *, brief: bool = False) -> str:
    """Return one difference as one sentence or two: its size, its interval, whom it favours.

    Parameters
    ----------
    contrast : Contrast
        The comparison; it may not have been estimated, or have no interval.
    labels : Labels
        The study's names.
    brief : bool
        Whether what the data are compatible with is left out, for a list of many differences.
    """
    if not contrast.is_estimated:
        return say_not_estimated(contrast, labels)
    visits = labels.counterparts.get(contrast.visit, (contrast.visit,))
    where = capitalise(at_visits(visits))
    if len(visits) > 1:
        where = f"Over all periods, {at_visits(visits)}"
    what = _name_measured(contrast, labels.endpoints[contrast.endpoint])
    ours, theirs = say_arm(labels, contrast.arm), say_arm(labels, contrast.comparator)
    basis = f" ({_basis(contrast, labels)})" if contrast.has_interval else ""
    if contrast.is_same:
        stated = f"{where}, {what} was the same with {ours} as with {theirs}{basis}"
    else:
        size = f"{say_amount(contrast, labels)} {say_side(contrast.estimate)}"
        stated = f"{where}, {what} was {size} with {ours} than with {theirs}{basis}"
    return f"{stated}{say_verdict(contrast, labels, brief=brief)}"


def say_verdict(contrast: Contrast, labels: Labels, *, brief: bool = False) -> str:
    """Return how a sentence about an estimated difference ends: whom it favours, if anybody."""
    verdict = contrast.verdict
    if not contrast.has_interval:
        return (
            ". No confidence interval could be calculated, so the uncertainty is not known and "
            "neither arm is favoured."
        )
    if verdict.reason is Reason.NOT_JUDGED:
        holds = "excludes" if verdict.excludes_none else "includes"
        joined = "but" if verdict.excludes_none else "and"
        return (
            f". The confidence interval {holds} no difference, {joined} neither direction is "
            "declared better for this measure, so neither arm is favoured."
        )
    if verdict.favoured:
        return f", which favours {say_arm(labels, verdict.favoured)}."
    fits = "" if brief else _say_compatible(contrast, labels)
    if contrast.is_same:
        return f". {capitalise(fits)}." if fits else "."
    if verdict.leaning:
        leaning = f"The estimate favours {say_arm(labels, verdict.leaning)}, but the"
        said = f"{leaning} confidence interval includes no difference"
    else:
        said = "The estimate is close to no difference, which the confidence interval includes"
    return f". {said}: {fits}." if fits else f". {said}."


def say_not_estimated(contrast: Contrast, labels: Labels) -> str:
    """Return that a difference could not be estimated, and why."""
    endpoint = labels.endpoints[contrast.endpoint]
    ours, theirs = say_arm(labels, contrast.arm), say_arm(labels, contrast.comparator)
    side = f", {name_side(contrast.side)}," if contrast.side else ""
    because = f": {say_reason(contrast.reason, labels)}" if contrast.reason else ""
    return (
        f"{capitalise(at_visit(contrast.visit))}, the difference in "
        f"{mid_sentence(endpoint.label)}{side} between {ours} and {theirs} could not be "
        f"estimated{because}."
    )


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
    lies, so = _relate(threshold, contrast, labels)
    tail = f", {so}" if so and not brief else ""
    return f"{capitalise(name_threshold(threshold, brief=brief))}: {lies}{tail}."


def say_width(contrast: Contrast, labels: Labels) -> str:
    """Return how wide the interval is, for an endpoint without a threshold to hold it against."""
    endpoint = labels.endpoints[contrast.endpoint]
    if not contrast.has_interval or contrast.is_share:
        return ""
    digits = digits_of(endpoint)
    width = with_unit(say_size(contrast.ci_high - contrast.ci_low, digits), endpoint.unit)
    span = ""
    if endpoint.high - endpoint.low < float("inf"):
        span = f", on a scale from {format_size(endpoint.low)} to {format_size(endpoint.high)}"
    return f"{say_no_threshold(endpoint)} The confidence interval is {width} wide{span}."


def say_no_threshold(endpoint: Endpoint) -> str:
    """Return that no difference that matters is known, so whether this one does is not judged."""
    if endpoint.doubt:
        return "A query on these scores is open, so clinical importance is not assessed."
    unit = f" in {endpoint.unit}" if endpoint.unit and endpoint.thresholds else ""
    return (
        f"No minimal important difference{unit} is available for {mid_sentence(endpoint.label)}, "
        "so clinical importance is not assessed."
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


def say_amount(contrast: Contrast, labels: Labels) -> str:
    """Return the size of a difference with its unit, without its sign."""
    if contrast.is_share:
        return f"{say_size(100 * contrast.estimate, 1)} percentage points"
    endpoint = labels.endpoints[contrast.endpoint]
    digits = digits_of(endpoint)
    return with_unit(say_size(contrast.estimate, digits), endpoint.unit)


def name_threshold(threshold: Threshold, *, brief: bool = False) -> str:
    """Return ``minimal important difference, 10 points``, with what that is not."""
    size = with_unit(format_size(threshold.value), threshold.unit)
    remarks = []
    if threshold.meaning == "minimal important change" and not brief:
        remarks.append("for change within one patient, so only a guide to differences between arms")
    if threshold.evidence_level == "assumed":
        remarks.append("assumed")
    remark = f" ({'; '.join(remarks)})" if remarks else ""
    return f"{threshold.meaning} of {size}{remark}"


def _name_measured(contrast: Contrast, endpoint: Endpoint) -> str:
    side = f", {name_side(contrast.side)}," if contrast.side else ""
    if contrast.is_share:
        return f'the share of participants with a yes for "{endpoint.label}"{side}'
    return f"mean {mid_sentence(endpoint.label)}{side}"


def _basis(contrast: Contrast, labels: Labels) -> str:
    if contrast.is_share:
        interval = say_interval(100 * contrast.ci_low, 100 * contrast.ci_high, 1)
    else:
        endpoint = labels.endpoints[contrast.endpoint]
        ends, digits = (contrast.ci_low, contrast.ci_high), digits_of(endpoint)
        threshold = choose_threshold(endpoint)
        if threshold is not None:
            digits = tell_apart(ends, threshold.value, digits)
        interval = say_interval(*ends, digits)
    return say_basis(contrast.level, interval, contrast.distribution, contrast.df, contrast.p_value)


def _say_compatible(contrast: Contrast, labels: Labels) -> str:
    """Say which differences the data are compatible with, for an interval that holds 0."""
    if contrast.verdict.spans_none:
        return "the data are compatible with a benefit of either treatment"
    side = contrast.verdict.leaning or contrast.favours
    benefit = f" and with a benefit of {say_arm(labels, side)}" if side else ""
    return f"the data are compatible with no difference{benefit}"


def _relate(threshold: Threshold, contrast: Contrast, labels: Labels) -> tuple[str, str]:
    """Say how an interval lies to a threshold.

    Returns
    -------
    lies : str
        Where the interval lies.
    so : str
        What follows from that; empty if it is plain.
    """
    endpoint = labels.endpoints[contrast.endpoint]
    reach = find_reach(contrast, endpoint)
    ours, theirs = say_arm(labels, contrast.arm), say_arm(labels, contrast.comparator)
    judged = endpoint.higher != "neither"
    up = f"a benefit of {ours}" if judged else f"a higher mean with {ours}"
    down = f"a benefit of {theirs}" if judged else f"a lower mean with {ours}"
    if reach.startswith("beyond"):
        whole = "the whole confidence interval lies at or beyond it"
        return f"{whole}, as {up if reach == 'beyond up' else down}", ""
    if reach == "short":
        short = "the whole confidence interval lies short of it"
        return short, "so the data are not compatible with a difference of that size"
    if reach == "both":
        return (
            f"the confidence interval includes both {up} and {down} of that size",
            "so clinical importance is uncertain",
        )
    reached = up if reach == "up" else down
    rest = "smaller differences" if contrast.verdict.excludes_none else "no difference"
    return (
        f"the confidence interval includes {reached} of that size, but also {rest}",
        "so clinical importance is uncertain",
    )
