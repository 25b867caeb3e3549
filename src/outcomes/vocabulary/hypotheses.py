"""The hypotheses of a plan as they were tested together, and what the adjustments are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outcomes.analysis_record import Reason
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from outcomes.vocabulary.lookup import pick
from outcomes.vocabulary.sentences import count_things

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

_NAMES = {
    "holm": "Holm's method",
    "hochberg": "Hochberg's method",
    "fixed-sequence": "fixed sequence",
    "graphical": "graphical procedure",
}


@dataclass(frozen=True)
class AdjustedDifference:
    """A difference that the plan tests together with others, and its adjusted p value.

    Parameters
    ----------
    endpoint, visit, arm, comparator : str
        What was compared, and when.
    method : str
        The adjustment, as the study file names it.
    p_value, adjusted : float
        Two-sided; the first NaN where there is none.
    alpha : float
        Family-wise error that the plan allows.
    reason : Reason or None
        Why there is no p value.
    contrast : Contrast or None
        The difference itself.
    """

    endpoint: str
    visit: str
    arm: str
    comparator: str
    method: str
    p_value: float
    adjusted: float
    alpha: float
    reason: Reason | None
    contrast: Contrast | None

    @property
    def may_be_claimed(self) -> bool:
        """Whether the adjustment allows to claim a difference."""
        return self.adjusted <= self.alpha

    @property
    def has_p_value(self) -> bool:
        """Whether there is a p value to adjust."""
        return self.p_value == self.p_value


def read_hypotheses(estimates: pd.DataFrame, labels: Labels) -> list[AdjustedDifference]:
    """Read the ``adjusted p value`` rows, in the plan's order, each with its difference."""
    contrasts = {
        (each.endpoint, each.visit, each.arm, each.comparator): each
        for each in read_contrasts(estimates, labels)
    }
    return [
        AdjustedDifference(
            *(place := (row["endpoint"], row["visit"], row["arm"], row["comparator"])),
            method=row["analysis"],
            p_value=row["p_value"],
            adjusted=row["estimate"],
            alpha=row["threshold"],
            reason=row["reason"],
            contrast=contrasts.get(place),
        )
        for row in pick(estimates, ("adjusted p value",)).to_dict("records")
    ]


def name_adjustment(method: str) -> str:
    """Return an adjustment for multiplicity as sentences name it; empty for none.

    Examples
    --------
    >>> name_adjustment("holm"), name_adjustment("none")
    ("Holm's method", '')
    """
    return _NAMES.get(method, "")


def count_hypotheses(tested: list[AdjustedDifference]) -> str:
    """Return how many hypotheses were tested together and how, as sentences name them."""
    number = count_things(len(tested), "hypothesis")
    return f"the plan's {number} ({name_adjustment(tested[0].method)})"
