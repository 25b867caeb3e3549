"""Who was enrolled, who was seen at the primary visit, and where the arms differ at baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Paragraph, Passage
from outcomes.prose.analysed import count_enrolled
from outcomes.prose.baseline import say_largest_difference
from outcomes.prose.counts import count_by_arm
from outcomes.prose.doubts import say_doubts
from outcomes.prose.missing import Missing, find_missing, judge_missing, say_counts, say_judged
from outcomes.prose.sides import find_sides, on_side
from outcomes.study.study import Study
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.sentences import capitalise, mid_sentence
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd


def write_attrition(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write who was enrolled, who has a score at the primary visit, and where arms differ most.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: ``n`` and ``missing`` of the flow, ``standardised difference`` at
        baseline.
    study : Study
        A loaded study.

    Returns
    -------
    Passage
        Of kind ``result``.
    """
    found = Lookup.of(estimates)
    counts = [(arm, count_enrolled(found, study, arm)) for arm in study.arms]
    sentences = [f"{capitalise(count_by_arm(counts, study.labels))} were enrolled."]
    if doubt := say_doubts(study.endpoints.values()):
        sentences.insert(0, doubt)
    primary = study.file.plan.primary
    for side in find_sides(found, primary.endpoint, primary.visit, "missing"):
        missing = find_missing(found, study, tuple(study.arms), side=side)
        if missing:
            sentences.append(f"{on_side(side)}{_say_seen(missing, study, after=bool(side))}")
    apart = [say_largest_difference(estimates, study, *pair) for pair in study.group_comparisons]
    paragraphs: list[Paragraph] = [" ".join(sentences), *(text for text in apart if text)]
    return Passage("result", "Who was seen", tuple(paragraphs))


def _say_seen(missing: list[Missing], study: Study, *, after: bool) -> str:
    primary = study.file.plan.primary
    label = mid_sentence(study.endpoints[primary.endpoint].label)
    when = at_visit(primary.visit) if after else capitalise(at_visit(primary.visit))
    if judge_missing(missing) == {"none"}:
        return f"{when}, the primary visit, all of them have a score for {label}."
    counts = say_counts(missing, study.labels)
    judged = say_judged(missing, study.labels)
    return f"{when}, the primary visit, {counts} have no score for {label}. {judged}".rstrip()
