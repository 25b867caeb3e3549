"""The other results, each by the same rules as the primary one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Passage
from outcomes.prose.difference import say_difference, say_threshold
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from outcomes.vocabulary.hypotheses import count_hypotheses, read_hypotheses
from outcomes.vocabulary.scales import choose_threshold
from outcomes.vocabulary.sentences import join_words

if TYPE_CHECKING:
    import pandas as pd

CHANGE = "minimal important change"
GUIDE = (
    " A minimal important change is a threshold for change within one patient, so only a guide to "
    "differences between arms."
)


def write_secondary_results(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write the secondary endpoints, and the comparisons that are not the primary one.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``difference`` and ``adjusted p value`` rows are used.
    study : Study
        A loaded study. Where its plan names no secondary endpoint, every other one is stated.

    Returns
    -------
    Passage
        Of kind ``result``; one point a comparison, at the primary visit, or the last visit at which
        the endpoint was compared where it was not compared then.
    """
    points = [
        _state(contrast, study)
        for name in list_secondary(study)
        for contrast in find_at_primary_visit(estimates, study, name)
        if not _is_primary(contrast, study)
    ]
    if not points:
        nothing = "There is no other endpoint or comparison to report."
        return Passage("result", "Secondary results", (nothing,))
    told = tuple(dict.fromkeys(points))
    return Passage("result", "Secondary results", (_introduce(estimates, study), told))


def write_undeclared(study: Study) -> Passage | None:
    """Write which endpoints the plan names neither as primary nor as secondary.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        Of kind ``note``; None where the plan names every endpoint.
    """
    plan = study.file.plan
    declared = {plan.primary.endpoint, *plan.secondary}
    labels = [e.label for name, e in study.endpoints.items() if name not in declared]
    if not labels:
        return None
    return Passage(
        "note",
        "",
        (
            f"Not declared in the plan: {join_words(labels)}. "
            f"{'Its' if len(labels) == 1 else 'Their'} results are exploratory.",
        ),
    )


def list_secondary(study: Study) -> list[str]:
    """Return the endpoints to state after the primary result; the primary one comes first.

    The primary endpoint is among them for its comparisons that are not primary.
    """
    plan = study.file.plan
    first = plan.primary.endpoint
    rest = list(plan.secondary) or list(study.endpoints)
    return [first, *(name for name in rest if name != first and name in study.endpoints)]


def find_at_primary_visit(estimates: pd.DataFrame, study: Study, endpoint: str) -> list[Contrast]:
    """Return an endpoint's comparisons at the primary visit, or at the last one it has."""
    contrasts = read_contrasts(estimates, study.labels, endpoint=endpoint)
    visits = [contrast.visit for contrast in contrasts]
    primary = study.file.plan.primary.visit
    visit = primary if primary in visits or not visits else visits[-1]
    return [contrast for contrast in contrasts if contrast.visit == visit]


def _introduce(estimates: pd.DataFrame, study: Study) -> str:
    plan = study.file.plan
    tested = read_hypotheses(estimates, study.labels)
    adjusted, exploratory = "No p value is adjusted for multiplicity", "these results are"
    if tested:
        adjusted = f"Only the p values of {count_hypotheses(tested)} are adjusted for multiplicity"
        exploratory = "results outside those hypotheses are"
    chosen = "" if plan.secondary else " The plan names no secondary endpoint, so all are reported."
    thresholds = [choose_threshold(study.endpoints[name]) for name in list_secondary(study)]
    within = any(found is not None and found.meaning == CHANGE for found in thresholds)
    return (
        f"{adjusted}. No interval is adjusted for the others, and the more there are the more "
        f"exclude no difference by chance: {exploratory} exploratory.{chosen}"
        f"{GUIDE if within else ''}"
    )


def _state(contrast: Contrast, study: Study) -> str:
    stated = say_difference(contrast, study.labels, brief=True)
    return f"{stated} {say_threshold(contrast, study.labels, brief=True)}".rstrip()


def _is_primary(contrast: Contrast, study: Study) -> bool:
    primary = study.file.plan.primary
    named = primary.comparison is None or (contrast.arm, contrast.comparator) == primary.comparison
    return named and contrast.endpoint == primary.endpoint and contrast.visit == primary.visit
