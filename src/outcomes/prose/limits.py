"""What limits a result: each point only where it is true of this study.

The rules are in ``docs/wording.md``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Passage
from outcomes.prose.comparators import say_published_trials
from outcomes.prose.difference import choose_threshold, find_reach
from outcomes.prose.missing import find_missing, say_judged, say_missing
from outcomes.prose.primary import find_primary
from outcomes.rounding import format_count, format_number
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm, name_endpoint
from outcomes.vocabulary.sentences import (
    at_visit,
    inside,
    join_words,
    say_side,
    say_size,
    with_unit,
)

if TYPE_CHECKING:
    import pandas as pd

SMALL = 50
"""Participants in an arm below which a comparison is called small."""

APART = 0.1
"""Standard deviations from which a difference at baseline is told (Austin, Stat Med 2009)."""

PROVENANCE = {
    "simulated": "nobody was treated and nobody was measured, so nothing here is evidence",
    "published": "the scores were copied from publications, whose errors they share",
}
WITHOUT_PLACEBO = {
    "control": "declared a control, so expectation and attention may differ between the arms, "
    "and the difference holds that too",
    "active-comparator": "declared a treatment, so the difference tells how the two compare and "
    "not whether either is better than none",
}
BLINDING = (
    "The study's files do not say who knew which treatment was given, nor whether that was checked."
)

_RANDOMISED = re.compile(r"(?<!not )(?<!non-)(?<!un)\brandomi[sz]ed", re.IGNORECASE)


def write_limits(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write what limits the primary result.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: ``difference`` rows, ``missing`` and ``n`` from the flow,
        ``standardised difference`` at baseline, ``intervals`` counted. What is not there is not
        spoken of.
    study : Study
        A loaded study.

    Returns
    -------
    Passage
        Of kind ``caution``; one point a limit, the gravest kind first.
    """
    found = Lookup.of(estimates)
    points = [*_say_provenance(study), *_say_design(study)]
    for contrast in find_primary(estimates, study):
        points += _say_comparator(contrast, study)
        points += _say_who_is_missing(contrast, found, study)
        points += _say_apart(contrast, estimates, study)
        points += _say_small(contrast)
        points += _say_imprecise(contrast, study)
        points += _say_other_model(contrast)
    if not study.comparisons:
        points += _say_lost(found, study)
    points += [*_say_many(found, study), *_say_intercurrent(study), *say_published_trials(study)]
    return Passage("caution", "", (tuple(dict.fromkeys(points)),))


def say_largest_difference(estimates: pd.DataFrame, study: Study, arm: str, other: str) -> str:
    """Return in what two arms differed most at baseline, and by how much; empty if in nothing."""
    rows = estimates[
        (estimates["quantity"] == "standardised difference")
        & (estimates["arm"] == arm)
        & (estimates["comparator"] == other)
        & estimates["estimate"].notna()
    ]
    rows = rows[rows["estimate"].abs() >= APART]
    if rows.empty:
        return ""
    row = rows.loc[rows["estimate"].abs().idxmax()]
    name = inside(name_endpoint(study.labels, row["endpoint"], row["side"]))
    if row["subgroup"]:
        name += f" ({row['subgroup']})"
    return (
        f"Of the characteristics in the study's files, {name} differs most between "
        f"{inside(name_arm(study.labels, arm))} and {inside(name_arm(study.labels, other))}: "
        f"{say_size(row['estimate'], 2)} standard deviations {say_side(row['estimate'])} with "
        f"{inside(name_arm(study.labels, arm))}; something always differs most."
    )


def _say_provenance(study: Study) -> list[str]:
    kind = study.file.provenance
    return (
        [Headed(f"{kind.capitalize()} data", f"{PROVENANCE[kind]}.")] if kind in PROVENANCE else []
    )


def _say_design(study: Study) -> list[str]:
    if not study.comparisons:
        text = (
            "a change from before to after is not the effect of a treatment, because nothing shows "
            "what would have happened without it."
        )
        return [Headed("No arm to compare with", text)]
    population = study.file.plan.population
    if _RANDOMISED.search(population):
        text = (
            f"the study file declares the population as \u201c{population}\u201d; how lots were "
            "drawn and kept hidden is not recorded in its files."
        )
    else:
        text = (
            "the study file does not declare that participants were allocated at random, so the "
            "arms may have differed in more than their treatment."
        )
    return [Headed("Allocation", text)]


def _say_comparator(contrast: Contrast, study: Study) -> list[str]:
    role = study.arms[contrast.comparator].role
    name = inside(name_arm(study.labels, contrast.comparator))
    if role == "placebo":
        return [Headed("Placebo", f"{name}, as declared. {BLINDING}")]
    text = f"{name}, {WITHOUT_PLACEBO[role]}. {BLINDING}"
    return [Headed("No placebo in this comparison", text)]


def _say_who_is_missing(contrast: Contrast, found: Lookup, study: Study) -> list[str]:
    arms = (contrast.arm, contrast.comparator)
    missing = find_missing(found, study, arms, side=contrast.side)
    told = say_missing(contrast, found, study)
    if told.endswith("no score is missing.") and not any(each.missing for each in missing):
        return []
    judged = say_judged(missing, study) if missing else ""
    return [Headed("Missing scores", f"{told} {judged}".strip())]


def _say_lost(found: Lookup, study: Study) -> list[str]:
    """Say who was not seen in a study in which nothing is compared."""
    missing = [each for each in find_missing(found, study, tuple(study.arms)) if each.missing]
    if not missing:
        return []
    counts = [f"{format_count(each.missing)} of {format_count(each.due)}" for each in missing]
    when = at_visit(study.file.plan.primary.visit)
    text = f"{join_words(counts)} have no score {when}. {say_judged(missing, study)}"
    return [Headed("Missing scores", text.strip())]


def _say_apart(contrast: Contrast, estimates: pd.DataFrame, study: Study) -> list[str]:
    text = say_largest_difference(estimates, study, contrast.arm, contrast.comparator)
    if not text:
        return []
    rest = (
        "Nothing is adjusted for."
        if contrast.is_share
        else "The model adjusts for the covariates that the plan names and for the baseline score "
        "where there is one, and for nothing else."
    )
    return [Headed("Baseline", f"{text[:1].lower()}{text[1:]} {rest}")]


def _say_small(contrast: Contrast) -> list[str]:
    sizes = (contrast.n_arm, contrast.n_comparator)
    if not contrast.is_estimated or not min(sizes) < SMALL:
        return []
    counts = join_words([format_count(n) for n in sizes])
    return [Headed("Few participants", f"{counts} entered the comparison.")]


def _say_imprecise(contrast: Contrast, study: Study) -> list[str]:
    endpoint = study.endpoints[contrast.endpoint]
    if not contrast.is_estimated:
        return [Headed("No answer", "the primary difference could not be estimated.")]
    if not contrast.has_interval:
        return [Headed("No interval", "how uncertain the difference is cannot be told.")]
    threshold, reach = choose_threshold(endpoint), find_reach(contrast, endpoint)
    if threshold is None or contrast.is_share:
        text = (
            "no size of difference that matters to patients is known here for "
            f"{inside(endpoint.label)}, so the interval cannot be held against one."
        )
        return [Headed("No yardstick", text)]
    if reach in ("short", "beyond up", "beyond down"):
        return []
    digits = 0 if threshold.value == round(threshold.value) else 1
    size = with_unit(format_number(threshold.value, digits), threshold.unit)
    rest = "and no difference at all" if not contrast.excludes_zero else "and smaller ones"
    return [
        Headed(
            "Imprecise",
            f"the interval holds differences of the {threshold.meaning} ({size}) or more {rest}, "
            "so whether there is one that matters stays open.",
        )
    ]


def _say_other_model(contrast: Contrast) -> list[str]:
    _, marker, reason = contrast.method.partition(
        "not the mixed model for repeated measures, because "
    )
    if not marker:
        return []
    return [
        Headed("Another model than intended", f"the mixed model was not used, because {reason}.")
    ]


def _say_many(found: Lookup, study: Study) -> list[str]:
    every = found.number("intervals", subgroup="all")
    if not every > 1:
        return []
    declared = study.file.plan.multiplicity.replace("_", " ")
    adjusted = (
        "and none is adjusted for their number"
        if declared in ("", "none")
        else f"and the adjustment that the plan declares ({declared}) is not applied to any"
    )
    return [
        Headed(
            "Many intervals",
            f"this report holds {format_count(every)} intervals of differences, {adjusted}.",
        )
    ]


def _say_intercurrent(study: Study) -> list[str]:
    events = [event.replace("_", " ") for event in study.file.plan.intercurrent]
    if not events:
        return []
    return [
        Headed(
            "What happened meanwhile",
            f"scores are taken as recorded; the plan's strategies for {join_words(events)} are "
            "declared and not checked.",
        )
    ]
