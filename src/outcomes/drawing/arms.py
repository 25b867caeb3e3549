"""Which arms a panel draws, in which order, and how each looks."""

from __future__ import annotations

import pandas as pd

from outcomes.study.study import Labels


def arms_drawn(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Return the arm ids that rows hold, in the order of the study file."""
    present = set(rows["arm"])
    return [arm for arm in labels.arms if arm in present]


def place_of_arm(arm: str, labels: Labels) -> int:
    """Return the arm's place in the study file, from 0; it decides how the arm is drawn."""
    return list(labels.arms).index(arm)
