"""Who was seen at the primary visit, and how alike the arms came in: the answer on data quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Paragraph, Passage
from outcomes.prose.limits import say_largest_difference
from outcomes.prose.missing import Missing, count_came_in, find_missing, judge_missing, say_judged
from outcomes.rounding import format_count
from outcomes.study.study import Study
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import at_visit, capitalise, inside, join_words

if TYPE_CHECKING:
    import pandas as pd


def write_attrition(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write who came in, who has a score at the primary visit, and where the arms differ most.

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
    came_in = join_words(
        [
            f"{format_count(count_came_in(found, study, arm))} with "
            f"{inside(name_arm(study.labels, arm))}"
            for arm in study.arms
        ]
    )
    missing = find_missing(found, study, tuple(study.arms))
    paragraphs: list[Paragraph] = [f"{came_in} came in. {_say_seen(missing, study)}".rstrip()]
    apart = [say_largest_difference(estimates, study, *pair) for pair in study.comparisons]
    paragraphs += [text for text in apart if text]
    return Passage("result", "Who was seen", tuple(paragraphs))


def _say_seen(missing: list[Missing], study: Study) -> str:
    if not missing:
        return ""
    primary = study.file.plan.primary
    label = inside(study.endpoints[primary.endpoint].label)
    when = capitalise(at_visit(primary.visit))
    if judge_missing(missing) == {"none"}:
        return f"{when}, the primary visit, all of them have a score of {label}."
    counts = join_words(
        [
            f"{format_count(each.missing)} of {format_count(each.due)} with "
            f"{inside(name_arm(study.labels, each.arm))}"
            for each in missing
        ]
    )
    judged = say_judged(missing, study)
    return f"{when}, the primary visit, {counts} have no score of {label}. {judged}".rstrip()
