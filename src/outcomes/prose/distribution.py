"""Why no curve shows how much the participants changed, where none can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Passage
from outcomes.study.study import Study
from outcomes.vocabulary.reasons import say_reason
from outcomes.vocabulary.sentences import join_words, mid_sentence
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd


def write_no_curve(estimates: pd.DataFrame, study: Study) -> Passage | None:
    """Write why the changes of the primary endpoint are not drawn, where they are not.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with the ``cumulative share`` rows of
        `outcomes.analysis.cumulative.accumulate_changes`.
    study : Study
        A loaded study.

    Returns
    -------
    Passage or None
        Of kind ``note``; None where a share of any arm was estimated.
    """
    rows = estimates[estimates["quantity"] == "cumulative share"]
    if rows["estimate"].notna().any():
        return None
    primary = study.file.plan.primary
    label = mid_sentence(study.endpoints[primary.endpoint].label)
    reasons = dict.fromkeys(
        say_reason(reason, study.labels) for reason in rows["reason"] if reason is not None
    )
    why = join_words(list(reasons)) or f"nobody has a score {at_visit(primary.visit)}"
    return Passage("note", "", (f"How many changed in {label} by how much is not known: {why}.",))
