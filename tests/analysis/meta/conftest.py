"""Reference data of the meta-analyses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis.meta.effects import EffectSizes, risk_ratio

Effects = Callable[[str], tuple[np.ndarray, np.ndarray]]


@pytest.fixture(scope="session")
def effects(shared: Path) -> Effects:
    """Return a function from the name of a reference data set to its effects and variances."""
    inputs = pd.read_csv(shared / "reference" / "meta" / "inputs.csv")

    def of(dataset: str) -> tuple[np.ndarray, np.ndarray]:
        rows = inputs[inputs["dataset"] == dataset]
        return rows["yi"].to_numpy(), rows["vi"].to_numpy()

    return of


@pytest.fixture(scope="session")
def bcg(shared: Path) -> pd.DataFrame:
    """Return the thirteen trials of BCG against tuberculosis, with moderators."""
    columns = ["trial", "author", "year", "events", "free", "events_c", "free_c", "ablat", "alloc"]
    place = shared / "reference" / "meta" / "bcg_counts.csv"
    return pd.read_csv(place, header=0, names=columns)


@pytest.fixture(scope="session")
def bcg_effects(bcg: pd.DataFrame) -> EffectSizes:
    """Return their log risk ratios."""
    return risk_ratio(bcg.events, bcg.events + bcg.free, bcg.events_c, bcg.events_c + bcg.free_c)
