"""Who takes part: ids, arms in random order, and covariates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd


def draw_participants(
    prefix: str,
    arms: Mapping[str, int],
    generator: np.random.Generator,
    *,
    age: tuple[float, float],
    age_range: tuple[int, int],
    women: float,
) -> pd.DataFrame:
    """Draw participants with age and sex, from one distribution whatever the arm.

    Parameters
    ----------
    prefix : str
        First letter of the ids.
    arms : mapping of str to int
        Participants in each arm.
    generator : numpy.random.Generator
        Draws order, age and sex.
    age : (float, float)
        Mean and standard deviation, years, before rounding and cutting to ``age_range``.
    age_range : (int, int)
        Lowest and highest age, years.
    women : float
        Probability of being a woman.

    Returns
    -------
    pandas.DataFrame
        ``participant, arm, age, sex``; one row a participant, arms mixed.
    """
    arm = generator.permutation([name for name, number in arms.items() for _ in range(number)])
    number = len(arm)
    years = np.clip(np.rint(generator.normal(*age, size=number)), *age_range).astype(int)
    female = generator.random(number) < women
    return pd.DataFrame(
        {
            "participant": [f"{prefix}{place:03d}" for place in range(1, number + 1)],
            "arm": arm,
            "age": years,
            "sex": np.where(female, "female", "male"),
        }
    )
