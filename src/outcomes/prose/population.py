"""Who was to be analysed, in the study file's own words, and who was."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.prose.analysed import say_analysed
from outcomes.prose.sides import on_side
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.names import name_side
from outcomes.vocabulary.population import declared_population, is_default, names_a_part


def say_population(contrasts: Sequence[Contrast], study: Study) -> str:
    """Return the analysis set or the declared population, and the participants analysed beside it.

    Words that may mean fewer than all are not repeated here where no analysis set selects them.

    Parameters
    ----------
    contrasts : sequence of Contrast
        The primary comparisons.
    study : Study
        A loaded study.

    Returns
    -------
    str
        ``set “per protocol”; 28 participants with dextrose and ...``; empty where there is nothing
        to say.
    """
    chosen = study.file.plan.analysis_set
    parts = [] if chosen is None else [f"set \u201c{chosen.name}\u201d"]
    if chosen is None and not is_default(study.file) and not names_a_part(study.file):
        declared = declared_population(study.file)
        parts += [f"declared as \u201c{declared}\u201d"] if declared else []
    parts += [
        f"{each.side and f'{name_side(each.side)}: '}{say_analysed(each, study.labels)}"
        for each in contrasts
        if each.is_estimated
    ]
    return "; ".join(parts)


def say_population_not_selected(contrasts: Sequence[Contrast], study: Study) -> str:
    """Return that all participants were analysed where the plan may mean fewer; else empty."""
    declared = declared_population(study.file)
    if study.file.plan.analysis_set or not declared or not names_a_part(study.file):
        return ""
    analysed = [
        f" {on_side(each.side)}{say_analysed(each, study.labels)}."
        for each in contrasts
        if each.is_estimated
    ]
    return (
        f"the study file declares it as \u201c{declared}\u201d, but participants are not selected "
        f"by that: all who have the scores that an analysis needs are in it.{''.join(analysed)}"
    )
