"""Which differences may be claimed, where the plan tests several hypotheses together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Paragraph, Passage
from outcomes.prose.primary import SIMULATED
from outcomes.rounding import format_printed
from outcomes.study.study import Labels, Study
from outcomes.vocabulary.hypotheses import (
    AdjustedDifference,
    count_hypotheses,
    read_hypotheses,
)
from outcomes.vocabulary.names import name_endpoint, say_arm
from outcomes.vocabulary.reasons import say_why_not
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd

NOT_ADJUSTED = (
    "Confidence intervals are not adjusted: one that excludes no difference is not enough for a "
    "claim. Results outside these hypotheses are exploratory."
)


def write_hypotheses(estimates: pd.DataFrame, study: Study) -> Passage | None:
    """Write which differences may be claimed, and which could not be tested.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``adjusted p value``, and the ``difference`` rows they are
        of.
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        Of kind ``finding``; None where no p value was adjusted.
    """
    tested = read_hypotheses(estimates, study.labels)
    if not tested:
        return None
    paragraphs = _list_claims(tested, study.labels)
    paragraphs += [
        f"{_name(each, study.labels, tested)}: there is no p value, because "
        f"{say_why_not(each.reason, study.labels)}; it counts as 1."
        for each in tested
        if not each.has_p_value
    ]
    paragraphs.append(NOT_ADJUSTED)
    if study.file.provenance == "simulated":
        paragraphs.append(SIMULATED)
    return Passage("finding", "", tuple(paragraphs))


def _list_claims(tested: list[AdjustedDifference], labels: Labels) -> list[Paragraph]:
    alpha = format_printed(tested[0].alpha)
    over = f"At a two-sided alpha of {alpha} for {count_hypotheses(tested)}"
    claimed = tuple(
        f"{_name(each, labels, tested)}{_say_side(each, labels)}"
        for each in tested
        if each.may_be_claimed
    )
    if not claimed:
        return [f"{over}, no difference may be claimed."]
    which = "each of these" if len(claimed) == len(tested) else "these only"
    return [f"{over}, a difference may be claimed for {which}:", claimed]


def _name(each: AdjustedDifference, labels: Labels, tested: list[AdjustedDifference]) -> str:
    """Return what a hypothesis is about; its arms only where not all have the same."""
    where = f"{name_endpoint(labels, each.endpoint)} {at_visit(each.visit)}"
    if len({(other.arm, other.comparator) for other in tested}) == 1:
        return where
    return f"{where}, {say_arm(labels, each.arm)} against {say_arm(labels, each.comparator)}"


def _say_side(each: AdjustedDifference, labels: Labels) -> str:
    favoured = each.contrast.verdict.favoured if each.contrast is not None else ""
    return f": favours {say_arm(labels, favoured)}" if favoured else ""
