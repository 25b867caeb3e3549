"""What a reader of the answer must know at once: arms unlike at the start, drop-out, spread, ends.

Each only where it is more than chance usually makes, or large enough to change the answer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Passage
from outcomes.prose.margin import say_per_protocol
from outcomes.prose.methods import say_adjustment
from outcomes.prose.missing import find_missing, judge_missing, say_counts
from outcomes.prose.primary import find_primary
from outcomes.prose.sides import of_side
from outcomes.rounding import format_number, format_share
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.scales import digits_of, with_unit
from outcomes.vocabulary.sentences import join_words, mid_sentence, say_side, say_size
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd

STRONG = 2.0
"""Standard deviations of chance from which a difference at baseline is told under the answer."""

WIDER = 1.5
"""Ratio of two spreads from which they are told, if a test finds them unlike too."""

UNLIKE = 0.05
"""p value of that test, at most."""

CROWDED = 0.15
"""Share at an end of the scale from which it is a floor or a ceiling (Terwee 2007, J Clin Epidemiol
60:34-42)."""


def write_notable(estimates: pd.DataFrame, study: Study) -> Passage | None:
    """Write what stands beside the answer; it changes how the answer is to be read.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: ``difference`` and ``adjusted mean`` rows, ``standardised difference``
        at baseline, ``missing`` from the flow, ``residual sd`` and ``residual sd ratio``, ``share
        at end``, ``difference by way`` per protocol. What is not there is not spoken of.
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        Of kind ``caution``; None where nothing is notable.
    """
    found = Lookup.of(estimates)
    points: list[Headed] = []
    for contrast in find_primary(estimates, study):
        if contrast.is_estimated:
            told = {
                "Per protocol": say_per_protocol(estimates, contrast, study),
                "Unlike at the start": say_imbalance(contrast, found, study),
                "Drop-out": _say_dropout(contrast, found, study),
                "Unequal spread": say_spread(contrast, found, study),
                "Ends of the scale": _say_ends(contrast, estimates, study),
                "Outside the scale": _say_outside(contrast, found, study),
                "No spread": _say_no_width(contrast),
            }
            points += [
                Headed(of_side(head, contrast.side), text) for head, text in told.items() if text
            ]
    return Passage("caution", "", (tuple(dict.fromkeys(points)),)) if points else None


def say_imbalance(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return how far the arms were apart at baseline on what is compared, if more than chance."""
    baseline = study.baseline
    if baseline is None:
        return ""
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": baseline.name}
    row = found.row(
        "standardised difference", **place, arm=contrast.arm, comparator=contrast.comparator
    )
    if row is None or not row["n_arm"] > 1 or not row["n_comparator"] > 1:
        return ""
    apart = float(row["estimate"])
    chance = math.sqrt(1 / row["n_arm"] + 1 / row["n_comparator"])
    if not abs(apart) >= STRONG * chance:
        return ""
    label = mid_sentence(study.endpoints[contrast.endpoint].label)
    ours, theirs = (say_arm(study.labels, arm) for arm in (contrast.arm, contrast.comparator))
    times = format_number(abs(apart) / chance, 1)
    usual = (
        f"{times} times the standard deviation of what random allocation alone makes"
        if study.labels.is_randomised
        else f"{times} times the standard deviation of chance in groups of this size"
    )
    adjusted = say_adjustment(contrast, study.labels)
    return (
        f"at baseline, mean {label} was {say_size(apart, 2)} standard deviations {say_side(apart)} "
        f"with {ours} than with {theirs}, {usual}. {adjusted}".rstrip()
    )


def _say_dropout(contrast: Contrast, found: Lookup, study: Study) -> str:
    missing = find_missing(found, study, (contrast.arm, contrast.comparator), side=contrast.side)
    judged = judge_missing(missing) if missing else set()
    if not judged & {"many", "unequal"}:
        return ""
    counts = say_counts([each for each in missing if each.missing], study.labels)
    unequal = ", unequally between the arms" if "unequal" in judged else ""
    return (
        f"{counts} have no score {at_visit(contrast.visit)}{unequal}: enough to change the answer "
        "if those who are missing did otherwise than the analysis takes for granted."
    )


def say_spread(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return that the spread differs between two arms, if a test finds it and it is large."""
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    row = found.row("residual sd ratio", **place, arm=contrast.arm, comparator=contrast.comparator)
    if row is None or not float(row["p_value"]) <= UNLIKE:
        return ""
    ratio = float(row["estimate"])
    if not max(ratio, 1 / ratio) >= WIDER:
        return ""
    endpoint = study.endpoints[contrast.endpoint]
    sds = [
        found.number("residual sd", **place, arm=arm) for arm in (contrast.arm, contrast.comparator)
    ]
    sizes = [with_unit(format_number(sd, digits_of(endpoint)), endpoint.unit) for sd in sds]
    ours, theirs = (say_arm(study.labels, arm) for arm in (contrast.arm, contrast.comparator))
    return (
        f"scores {at_visit(contrast.visit)} differ more between participants of one arm than of "
        f"the other: around what the model expects their standard deviation is {sizes[0]} with "
        f"{ours} and {sizes[1]} with {theirs}. An average says less of the arm that is spread more."
    )


def _say_ends(contrast: Contrast, estimates: pd.DataFrame, study: Study) -> str:
    """Return which arms have many scores at an end of the scale, before or at the visit."""
    endpoint = study.endpoints[contrast.endpoint]
    visits = [contrast.visit, *([study.baseline.name] if study.baseline else [])]
    rows = estimates[
        (estimates["quantity"] == "share at end")
        & (estimates["endpoint"] == contrast.endpoint)
        & (estimates["side"] == contrast.side)
        & estimates["arm"].isin([contrast.arm, contrast.comparator])
        & estimates["visit"].isin(visits)
        & (estimates["estimate"] >= CROWDED)
    ]
    sentences = []
    for end, name in ((endpoint.low, "lowest"), (endpoint.high, "highest")):
        own = rows[rows["threshold"] == end]
        if own.empty:
            continue
        told = join_words(
            [
                f"{format_share(row['estimate'])} with {say_arm(study.labels, row['arm'])} "
                f"{at_visit(row['visit'])}"
                for row in own.to_dict("records")
            ]
        )
        sentences.append(f"{told} have the {name} score there can be")
    if not sentences:
        return ""
    return (
        f"{'; '.join(sentences)}. Who is there can change no further, so a difference beyond it is "
        "not seen, and means and intervals describe such scores badly."
    )


def _say_outside(contrast: Contrast, found: Lookup, study: Study) -> str:
    endpoint = study.endpoints[contrast.endpoint]
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    means = {
        arm: found.number("adjusted mean", **place, arm=arm)
        for arm in (contrast.arm, contrast.comparator)
    }
    outside = [
        f"{format_number(mean, digits_of(endpoint))} with {say_arm(study.labels, arm)}"
        for arm, mean in means.items()
        if mean < endpoint.low or mean > endpoint.high
    ]
    if not outside:
        return ""
    return (
        f"the adjusted mean of {join_words(outside)} is no score that there can be: the model "
        "takes scores for unlimited, and does not fit here."
    )


def _say_no_width(contrast: Contrast) -> str:
    if not contrast.has_interval or contrast.ci_low != contrast.ci_high:
        return ""
    return "the confidence interval has no width, because nothing varies; it is not certainty."
