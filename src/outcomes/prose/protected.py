"""How participants are protected from being recognised, and the primary result under that rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Passage
from outcomes.study.disclosure import say_rule
from outcomes.study.study import Study
from outcomes.vocabulary.intervals import say_estimate
from outcomes.vocabulary.names import name_arm, name_endpoint, name_pair
from outcomes.vocabulary.scales import with_unit
from outcomes.vocabulary.sentences import join_words

if TYPE_CHECKING:
    import pandas as pd

LEFT_OUT = (
    "Standard deviations, standard errors, intervals of means, p values, and whom the models left "
    "out: the exact numbers of participants could be calculated from them.",
    "Means at later visits of what was measured at baseline: beside the mean change they would "
    "show whether everybody was seen at both. Baseline and change together say about the same.",
    "Responders by a threshold of change, cumulative curves, and how many scored lowest or "
    "highest: together with the means they narrow down how many participants there are.",
    "Differences between arms in harms and in shares, rates and numbers of events: from an exact "
    "share follows how many participants it is of. The rounded counts of the arms can be compared.",
    "Spread of characteristics, and standardised differences of the arms at baseline: for the same "
    "reason. A column that repeats what another says in other words is left out as well.",
    "Who declined, was excluded or left, and for which reason, queries about the data, and single "
    "scores: these are about few participants, or one.",
    "Subgroups, other analysis sets and further ways of analysing: the differences between results "
    "would show who is in one group and not in another.",
    "Figures of single scores, of spread and of curves: their marks would show what is left out.",
)
"""What no report of a study with a rule of disclosure gives, and why."""

TOO_FEW = "No number can be published for the primary endpoint: the groups are too small."


def write_protection(study: Study) -> Passage | None:
    """State the rule of disclosure, and which arms are described without numbers.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        None where no rule was applied and none need be.
    """
    said = say_rule(study.file)
    if not said:
        return None
    return Passage("note", "How participants are protected", (said, *_say_small_arms(study)))


def _say_small_arms(study: Study) -> tuple[str, ...]:
    if (rule := study.disclosure) is None:
        return ()
    sizes = study.participants["arm"].value_counts()
    small = [
        name_arm(study.labels, arm)
        for arm in study.arms
        if not rule.describes(int(sizes.get(arm, 0)))
    ]
    if not small:
        return ()
    return (f"Too few participants to be described by numbers, or compared: {join_words(small)}.",)


def write_left_out(study: Study) -> Passage | None:
    """List what a report without a rule would give and this one does not, with the reasons.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        None where no rule was applied.
    """
    if study.disclosure is None:
        return None
    return Passage("note", "", (LEFT_OUT,))


def write_protected_result(estimates: pd.DataFrame, study: Study) -> Passage:
    """State the primary result as far as it may be published.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.summarise_protected`.
    study : Study
        Names the primary endpoint, visit and comparison.

    Returns
    -------
    Passage
        A sentence per difference, per change in a study of one arm; that there is none, if none.
    """
    primary, labels = study.file.plan.primary, study.labels
    wanted = "difference" if study.comparisons else "change"
    rows = estimates[
        (estimates["endpoint"] == primary.endpoint)
        & (estimates["visit"] == primary.visit)
        & (estimates["quantity"] == wanted)
        & (estimates["subgroup"] == "")
        & estimates["estimate"].notna()
    ]
    sentences = []
    for row in rows.to_dict("records"):
        if primary.comparison and (row["arm"], row["comparator"]) != tuple(primary.comparison):
            continue
        whom = (
            name_pair(labels, row["arm"], row["comparator"])
            if row["comparator"]
            else name_arm(labels, row["arm"])
        )
        what = name_endpoint(labels, row["endpoint"], row["side"])
        number = with_unit(say_estimate(row, 1), row["unit"])
        sentences.append(f"{what}, {row['visit']}, {wanted}, {whom}: {number}.")
    return Passage("result", "", tuple(sentences) or (TOO_FEW,))
