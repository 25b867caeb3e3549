"""What limits a result: each point only where it is true of this study.

The rules are in ``docs/wording.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Passage
from outcomes.prose.allocation import say_allocation, say_blinding
from outcomes.prose.analysed import count_analysed, count_modelled, say_analysed
from outcomes.prose.baseline import say_largest_difference
from outcomes.prose.counts import have
from outcomes.prose.difference import find_reach, name_threshold, say_no_threshold
from outcomes.prose.intercurrent import say_intercurrent
from outcomes.prose.methods import say_adjustment, say_other_model
from outcomes.prose.missing import find_missing, is_complete, say_counts, say_judged, say_missing
from outcomes.prose.population import say_population_not_selected
from outcomes.prose.primary import find_primary
from outcomes.prose.published_trials import say_published_trials
from outcomes.prose.sides import find_sides, of_side
from outcomes.rounding import format_count
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.hypotheses import count_hypotheses, read_hypotheses
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.reasons import say_reason
from outcomes.vocabulary.scales import choose_threshold
from outcomes.vocabulary.sentences import join_words
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd

SMALL = 50
"""Participants in an arm below which a comparison is called small."""

PROVENANCE = {
    "simulated": "nobody was treated and nobody was measured, so nothing here is evidence",
    "published": "the scores were copied from publications, and share their errors",
}
ALLOCATION = {
    "randomised": "Allocation",
    "not-randomised": "Not at random",
    "observational": "Not at random",
    None: "Allocation not known",
}
WITHOUT_PLACEBO = {
    "control": "is declared a control, so expectation and attention may differ between the arms, "
    "and the difference includes their effects",
    "active": "is under study too, so the difference shows how the two compare, not whether "
    "either is better than none",
    "active-comparator": "is declared a treatment, so the difference shows how the two compare, "
    "not whether either is better than none",
}
STRATA_IN_WORDS = (
    "the allocation was stratified (\u201c{}\u201d). The study file names no column for that, so "
    "the model takes account of it only where a covariate does."
)
NO_CONTROL = (
    "a change from before to after is not the effect of a treatment, because nothing shows what "
    "would have happened without it."
)


def write_limits(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write what limits the primary result.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: ``difference`` rows, ``missing`` and ``n`` from the flow,
        ``standardised difference`` at baseline, ``intervals`` counted, ``adjusted p value``. What
        is not there is not spoken of.
    study : Study
        A loaded study.

    Returns
    -------
    Passage
        Of kind ``caution``; one point a limit, the gravest kind first.
    """
    found = Lookup.of(estimates)
    points = [*_say_provenance(study), *_say_design(study), *_say_changed(study)]
    contrasts = find_primary(estimates, study)
    points += _say_population(contrasts, study)
    for contrast in contrasts:
        points += _say_comparator(contrast, study)
        points += _say_who_is_missing(contrast, found, study)
        points += _say_apart(contrast, estimates, study)
        points += _say_small(contrast, study)
        points += _say_imprecise(contrast, study)
        points += _say_other_model(contrast, study)
    if not study.comparisons:
        points += _say_lost(found, study)
    points += [
        *_say_many(estimates, found, study),
        *_say_events(estimates, study),
        *say_published_trials(study),
    ]
    return Passage("caution", "", (tuple(dict.fromkeys(points)),))


def _say_provenance(study: Study) -> list[str]:
    kind = study.file.provenance
    return (
        [Headed(f"{kind.capitalize()} data", f"{PROVENANCE[kind]}.")] if kind in PROVENANCE else []
    )


def _say_design(study: Study) -> list[str]:
    if not study.comparisons:
        return [Headed("No arm to compare with", NO_CONTROL)]
    points: list[str] = [Headed(ALLOCATION[study.file.allocation], say_allocation(study.file))]
    strata = None if study.file.sequence is None else study.file.sequence.strata
    if isinstance(strata, str) and strata.casefold() not in ("none", "no"):
        points.append(Headed("Strata", STRATA_IN_WORDS.format(strata)))
    return points


def _say_changed(study: Study) -> list[str]:
    if study.locked is None or not study.locked.changes:
        return []
    keys = join_words([f"`{change.key}`" for change in study.locked.changes])
    text = f"the plan was locked on {study.locked.day}; what was changed since: {keys}."
    return [Headed("Plan changed", text)]


def _say_population(contrasts: list[Contrast], study: Study) -> list[str]:
    text = say_population_not_selected(contrasts, study)
    return [Headed("Population", text)] if text else []


def _say_comparator(contrast: Contrast, study: Study) -> list[str]:
    role = study.treatments[contrast.comparator].role
    name = say_arm(study.labels, contrast.comparator)
    if role == "placebo":
        text = f"{name}, as the study file declares. {say_blinding(study.file)}"
        return [Headed("Placebo", text)]
    text = f"{name} {WITHOUT_PLACEBO[role]}. {say_blinding(study.file)}"
    return [Headed("No placebo in this comparison", text)]


def _say_who_is_missing(contrast: Contrast, found: Lookup, study: Study) -> list[str]:
    arms = (contrast.arm, contrast.comparator)
    missing = find_missing(found, study, arms, side=contrast.side)
    if is_complete(count_analysed(contrast, found, study)) and not any(
        each.missing for each in missing
    ):
        return []
    judged = say_judged(missing, study.labels) if missing else ""
    text = f"{say_missing(contrast, found, study)} {judged}".strip()
    return [Headed(of_side("Missing scores", contrast.side), text)]


def _say_lost(found: Lookup, study: Study) -> list[str]:
    """Say who was not seen in a study in which nothing is compared."""
    primary = study.file.plan.primary
    points = []
    for side in find_sides(found, primary.endpoint, primary.visit, "missing"):
        missing = find_missing(found, study, tuple(study.arms), side=side)
        missing = [each for each in missing if each.missing]
        if missing:
            counts = say_counts(missing, study.labels)
            verb = have(missing[0].missing) if len(missing) == 1 else "have"
            text = f"{counts} {verb} no score {at_visit(primary.visit)}."
            judged = say_judged(missing, study.labels)
            points.append(Headed(of_side("Missing scores", side), f"{text} {judged}".strip()))
    return list(points)


def _say_apart(contrast: Contrast, estimates: pd.DataFrame, study: Study) -> list[str]:
    text = say_largest_difference(estimates, study, contrast.arm, contrast.comparator)
    if not text:
        return []
    adjusted = say_adjustment(contrast, study.labels)
    return [Headed("Baseline", f"{text[:1].lower()}{text[1:]} {adjusted}".rstrip())]


def _say_small(contrast: Contrast, study: Study) -> list[str]:
    sizes = [contrast.n_arm, contrast.n_comparator]
    sizes += [count_modelled(contrast, arm) for arm in (contrast.arm, contrast.comparator)]
    if not contrast.is_estimated or not min(sizes) < SMALL:
        return []
    head = of_side("Few participants", contrast.side)
    return [Headed(head, f"{say_analysed(contrast, study.labels)}.")]


def _say_imprecise(contrast: Contrast, study: Study) -> list[str]:
    endpoint = study.endpoints[contrast.endpoint]
    side = contrast.side
    if not contrast.is_estimated:
        because = (
            f", because {say_reason(contrast.reason, study.labels)}" if contrast.reason else ""
        )
        text = f"the primary difference could not be estimated{because}."
        return [Headed(of_side("No answer", side), text)]
    if not contrast.has_interval:
        text = "no confidence interval could be calculated, so the uncertainty is not known."
        return [Headed(of_side("No interval", side), text)]
    threshold, reach = choose_threshold(endpoint), find_reach(contrast, endpoint)
    if threshold is None or contrast.is_share:
        text = say_no_threshold(endpoint)
        return [Headed("Clinical importance", f"{text[:1].lower()}{text[1:]}")]
    if reach in ("short", "beyond up", "beyond down"):
        return []
    rest = "smaller ones" if contrast.verdict.excludes_none else "no difference at all"
    text = (
        f"the confidence interval includes differences as large as the "
        f"{name_threshold(threshold, brief=True)}, but also {rest}, so clinical importance is "
        "uncertain."
    )
    return [Headed(of_side("Imprecise", side), text)]


def _say_other_model(contrast: Contrast, study: Study) -> list[str]:
    text = say_other_model(contrast.done, study.labels)
    return [Headed(of_side("Another model than intended", contrast.side), text)] if text else []


def _say_many(estimates: pd.DataFrame, found: Lookup, study: Study) -> list[str]:
    every = found.number("intervals", subgroup="all")
    if not every > 1:
        return []
    tested = read_hypotheses(estimates, study.labels)
    only = f"; only the p values of {count_hypotheses(tested)} are" if tested else ""
    return [
        Headed(
            "Many intervals",
            f"this report contains {format_count(every)} confidence intervals of differences, and "
            f"none is adjusted for their number{only}.",
        )
    ]


def _say_events(estimates: pd.DataFrame, study: Study) -> list[str]:
    sentences = say_intercurrent(estimates, study)
    return [Headed("Intercurrent events", " ".join(sentences))] if sentences else []
