"""A difference held against the margin of non-inferiority or equivalence that the plan declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from outcomes.instruments.definition import Endpoint, Margin
from outcomes.prose.difference import say_difference
from outcomes.rounding import format_size
from outcomes.study.study import Labels, Study
from outcomes.vocabulary.contrast import Contrast, read_contrast
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.scales import with_unit

if TYPE_CHECKING:
    import pandas as pd

Standing = Literal["shown", "worse", "not shown", ""]
"""How an interval stands to a margin; empty where there is no margin or no interval."""


def judge_margin(contrast: Contrast, endpoint: Endpoint) -> Standing:
    """Return how the interval of a difference stands to the endpoint's margin.

    Parameters
    ----------
    contrast : Contrast
        The comparison.
    endpoint : Endpoint
        Has the margin and the direction.

    Returns
    -------
    str
        ``shown`` (the whole interval is better than a deficit of the margin; for equivalence also
        short of a surplus of that size), ``worse`` (the whole interval is a deficit of the margin
        or more) or ``not shown``.
    """
    margin = endpoint.margin
    if margin is None or not contrast.has_interval:
        return ""
    low, high = sorted(endpoint.improvement(end) for end in (contrast.ci_low, contrast.ci_high))
    if high <= -margin.value:
        return "worse"
    within = low > -margin.value and (high < margin.value or not margin.is_two_sided)
    return "shown" if within else "not shown"


def say_margin(contrast: Contrast, labels: Labels) -> str:
    """Return whether the plan's margin is met, as a sentence or two; empty without one."""
    endpoint = labels.endpoints[contrast.endpoint]
    standing = judge_margin(contrast, endpoint)
    if endpoint.margin is None or not standing:
        return ""
    ours, theirs = say_arm(labels, contrast.arm), say_arm(labels, contrast.comparator)
    size = name_margin(endpoint)
    kind = "equivalence" if endpoint.margin.is_two_sided else "non-inferiority"
    opening = f"Margin of {kind} declared in the plan, {size}:"
    if standing == "worse":
        return (
            f"{opening} the whole confidence interval lies at or beyond it, so {ours} is worse "
            f"than {theirs} by at least that much."
        )
    if standing == "not shown":
        return (
            f"{opening} the confidence interval reaches it, so {kind} is not shown. That does not "
            "show the contrary."
        )
    if endpoint.margin.is_two_sided:
        return f"{opening} the whole confidence interval lies within it, so equivalence is shown."
    return (
        f"{opening} the whole confidence interval lies on the better side of it, so {ours} is "
        f"shown to be no worse than {theirs} by that much."
    )


def say_margin_plainly(contrast: Contrast, study: Study) -> str:
    """Return the same for patients."""
    endpoint = study.endpoints[contrast.endpoint]
    standing = judge_margin(contrast, endpoint)
    if endpoint.margin is None or not standing:
        return ""
    ours, theirs = (say_arm(study.labels, arm) for arm in (contrast.arm, contrast.comparator))
    size = name_margin(endpoint)
    asked = (
        f"whether {ours} and {theirs} differ by less than {size}"
        if endpoint.margin.is_two_sided
        else f"whether {ours} is worse than {theirs} by less than {size}, or not worse at all"
    )
    answer = {
        "shown": "It shows that this is so.",
        "worse": "It shows that this is not so.",
        "not shown": "It does not show that.",
    }[standing]
    return f"The study was made to find out {asked}. {answer}"


def say_per_protocol(estimates: pd.DataFrame, contrast: Contrast, study: Study) -> str:
    """Return the comparison of the plan's per-protocol set, held against the margin if any."""
    chosen = study.file.plan.per_protocol
    if chosen is None:
        return _say_no_set(contrast, study.endpoints[contrast.endpoint])
    rows = estimates[
        (estimates["quantity"] == "difference by way")
        & (estimates["subgroup"] == "per-protocol")
        & (estimates["endpoint"] == contrast.endpoint)
        & (estimates["side"] == contrast.side)
        & (estimates["arm"] == contrast.arm)
        & (estimates["comparator"] == contrast.comparator)
    ]
    if rows.empty:
        return f"the set \u201c{chosen.name}\u201d could not be compared."
    own = read_contrast(rows.iloc[0].to_dict(), study.labels)
    stated = say_difference(own, study.labels, brief=True)
    margin = say_margin(own, study.labels)
    together = _say_together(contrast, own, study.endpoints[contrast.endpoint])
    text = f"of the set \u201c{chosen.name}\u201d alone: {stated} {margin}".rstrip()
    return f"{text} {together}".rstrip()


def _say_no_set(contrast: Contrast, endpoint: Endpoint) -> str:
    if not judge_margin(contrast, endpoint):
        return ""
    return (
        "the plan names no per-protocol set. Who did not have the treatment as planned makes arms "
        "alike, so one analysis alone may show too easily that there is no deficit."
    )


def _say_together(contrast: Contrast, own: Contrast, endpoint: Endpoint) -> str:
    standings = {judge_margin(contrast, endpoint), judge_margin(own, endpoint)}
    if "" in standings or len(standings) == 1:
        return ""
    return "The two analyses disagree on the margin, so it is not claimed to be met."


def name_margin(endpoint: Endpoint) -> str:
    """Return the size of an endpoint's margin with its unit."""
    margin = endpoint.margin or Margin(0.0)
    if endpoint.kind == "binary":
        return f"{format_size(100 * margin.value)} percentage points"
    return with_unit(format_size(margin.value), endpoint.unit)
