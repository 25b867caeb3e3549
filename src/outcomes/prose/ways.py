"""Does the way of analysing matter: what other analyses say, and why they part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from outcomes.displays.passage import Passage
from outcomes.instruments.definition import Endpoint
from outcomes.prose.course import say_average
from outcomes.prose.missing import find_missing, say_counts
from outcomes.prose.notable import say_imbalance, say_spread
from outcomes.prose.primary import find_primary
from outcomes.prose.sides import on_side
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_covariate, name_pair, say_arm
from outcomes.vocabulary.scales import digits_of, with_unit
from outcomes.vocabulary.sentences import (
    capitalise,
    join_words,
    mid_sentence,
    say_side,
    say_size,
)
from outcomes.vocabulary.verdicts import judge_rows
from outcomes.vocabulary.visits import at_visit
from outcomes.vocabulary.ways import name_way

if TYPE_CHECKING:
    from outcomes.study.study import Labels

APART = 0.5
"""Standard errors of the planned analysis from which another estimate is called apart from it."""

NO_DIFFERENCE = "no different"

WIDER = 1.15
"""Ratio of standard errors from which they are called unlike."""


def write_ways(estimates: pd.DataFrame, study: Study) -> Passage | None:
    """Write whether other ways of analysing lead to the same answer, and why where they do not.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: the ``difference by way`` and ``average difference`` rows of
        `outcomes.analysis.ways.compare_ways` beside those of the report.
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        Of kind ``finding``; None where nothing was analysed in two ways.
    """
    found = Lookup.of(estimates)
    texts = []
    contrasts = find_primary(estimates, study)
    for contrast in contrasts:
        rows = _rows_of(estimates, contrast)
        if len(rows) < 2 or not contrast.has_interval:
            continue
        opening = on_side(contrast.side)
        if len(contrasts) > 1 and not contrast.side:
            opening = f"{name_pair(study.labels, contrast.arm, contrast.comparator)}: "
        sentences = [
            f"{opening}{_say_range(rows, contrast, study)}"
            if opening
            else capitalise(_say_range(rows, contrast, study)),
            _say_agreement(rows, study.labels),
            *_say_why(rows, contrast, found, study),
            say_average(estimates, study, contrast),
        ]
        texts.append(" ".join(sentence for sentence in sentences if sentence))
    return Passage("finding", "", tuple(texts)) if texts else None


def _rows_of(estimates: pd.DataFrame, contrast: Contrast) -> pd.DataFrame:
    return estimates[
        (estimates["quantity"] == "difference by way")
        & (estimates["endpoint"] == contrast.endpoint)
        & (estimates["side"] == contrast.side)
        & (estimates["arm"] == contrast.arm)
        & (estimates["comparator"] == contrast.comparator)
        & estimates["ci_low"].notna()
    ]


def _say_range(rows: pd.DataFrame, contrast: Contrast, study: Study) -> str:
    endpoint = study.endpoints[contrast.endpoint]
    ours, theirs = (say_arm(study.labels, arm) for arm in (contrast.arm, contrast.comparator))
    ends = [_say_end(end, endpoint) for end in (rows["estimate"].min(), rows["estimate"].max())]
    if ends[0] == ends[1] == NO_DIFFERENCE:
        return (
            f"analysed in {len(rows)} ways, the mean {at_visit(contrast.visit)} is the same with "
            f"{ours} as with {theirs}."
        )
    return (
        f"analysed in {len(rows)} ways, the mean {at_visit(contrast.visit)} is between {ends[0]} "
        f"and {ends[1]} with {ours} than with {theirs}."
    )


def _say_end(value: float, endpoint: Endpoint) -> str:
    digits = digits_of(endpoint)
    if round(abs(value), digits) == 0:
        return NO_DIFFERENCE
    return f"{with_unit(say_size(value, digits), endpoint.unit)} {say_side(value)}"


def _say_agreement(rows: pd.DataFrame, labels: Labels) -> str:
    verdicts = judge_rows(rows, labels)
    excludes = [verdict.excludes_none for verdict in verdicts]
    if all(excludes) and len({verdict.favoured for verdict in verdicts}) == 1:
        return "By each of them the interval excludes no difference."
    if not any(excludes):
        return "By each of them the interval includes no difference."
    named = [
        mid_sentence(name_way(way, done))
        for way, done, out in zip(rows["subgroup"], rows["done"], excludes, strict=True)
        if not out
    ]
    return (
        "The answer depends on the way of analysing: the interval includes no difference by "
        f"{join_words(named)}, and excludes it by the others."
    )


def _say_why(rows: pd.DataFrame, contrast: Contrast, found: Lookup, study: Study) -> list[str]:
    """Return why ways part, each only where the ways that it would part are apart."""
    by_way = {row["subgroup"]: row for row in rows.to_dict("records")}
    planned = by_way.get(contrast.done.model) if contrast.done is not None else None
    if planned is None:
        return []
    reasons = []
    if _apart(by_way, "ancova", "change", planned):
        reasons.append(_say_adjusted(contrast, found, study))
    if _apart(by_way, "mmrm", "completers", planned) or _apart(by_way, "mmrm", "ancova", planned):
        missing = find_missing(
            found, study, (contrast.arm, contrast.comparator), side=contrast.side
        )
        counts = say_counts(missing, study.labels)
        reasons.append(
            "Those who were not seen at every visit matter: the mixed model counts their other "
            "scores, and the analyses of fewer people do not (no score "
            f"{at_visit(contrast.visit)}: {counts})."
        )
    unlike = [way for way in ("by-arm", "sandwich") if _unlike(by_way, way, planned)]
    if unlike:
        spread = say_spread(contrast, found, study)
        reasons.append(
            "Standard errors that let each arm have its own spread are "
            f"{'larger' if by_way[unlike[0]]['se'] > planned['se'] else 'smaller'}."
            + (f" {capitalise(spread)}" if spread else "")
        )
    return reasons


def _say_adjusted(contrast: Contrast, found: Lookup, study: Study) -> str:
    done = contrast.done
    named = [] if done is None else [name_covariate(study.labels, name) for name in done.covariates]
    if done is not None and done.baseline:
        named.insert(0, "the baseline score")
    imbalance = say_imbalance(contrast, found, study)
    why = f" {capitalise(imbalance)}" if imbalance else ""
    return f"It matters whether {join_words(named)} are allowed for.{why}" if named else ""


def _apart(
    by_way: dict[str, dict[str, float]], one: str, other: str, planned: dict[str, float]
) -> bool:
    if one not in by_way or other not in by_way:
        return False
    gap = abs(by_way[one]["estimate"] - by_way[other]["estimate"])
    return bool(gap >= APART * planned["se"])


def _unlike(by_way: dict[str, dict[str, float]], way: str, planned: dict[str, float]) -> bool:
    if way not in by_way:
        return False
    ratio = by_way[way]["se"] / planned["se"]
    return bool(max(ratio, 1 / ratio) >= WIDER)
