"""Mid-portion Achilles tendon pain, one arm, made to meet the pain scores of Ryan 2010.

Pain before and after comes from `outcomes.evidence`. How many were followed up is not printed: it
is assumed here, and the study file says so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr
from scipy.stats import beta

from outcomes.evidence import load_pack
from outcomes.study.simulation.moments import Floats, Whole, fit_whole, make_generator
from outcomes.study.simulation.participants import draw_participants
from outcomes.study.simulation.published import PACK

SEED = 20100401
PARTICIPANTS = 86
FOLLOWED_UP = 64
"""Three in four, assumed."""

WEEK = 124
"""The mean follow-up of 28.6 months."""

SCALES = {
    "vas_rest": "pain VAS at rest",
    "vas_adl": "pain VAS in daily activities",
    "vas_sport": "pain VAS in sport",
}
SCALE_CORRELATION = 0.6
VISIT_CORRELATION = 0.3


def simulate_foot_ankle() -> dict[str, pd.DataFrame]:
    """Make the tables of ``foot-ankle-dextrose``.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``participants.csv`` and ``scores.csv`` (wide; pain in whole mm, 0-100, higher is worse).
    """
    generator = make_generator(SEED)
    participants = draw_participants(
        "F",
        {"injections": PARTICIPANTS},
        generator,
        age=(50.0, 11.0),
        age_range=(22, 78),
        women=0.5,
    )
    returned = np.zeros(PARTICIPANTS, dtype=bool)
    returned[generator.permutation(PARTICIPANTS)[:FOLLOWED_UP]] = True
    person = generator.normal(size=PARTICIPANTS)
    before = {name: _draw_scale(name, 0, person, generator) for name in SCALES}
    later = VISIT_CORRELATION * person + (1 - VISIT_CORRELATION**2) ** 0.5 * generator.normal(
        size=PARTICIPANTS
    )
    after = {name: _draw_scale(name, WEEK, later[returned], generator) for name in SCALES}
    ids = participants["participant"].to_numpy()
    baseline = pd.DataFrame({"participant": ids, "visit": "baseline", **before})
    follow_up = pd.DataFrame({"participant": ids[returned], "visit": "follow-up", **after})
    scores = pd.concat([baseline, follow_up]).sort_values("participant", kind="stable")
    return {"participants.csv": participants, "scores.csv": scores.reset_index(drop=True)}


def read_pain(name: str, week: int) -> tuple[float, float]:
    """Return the published mean and standard deviation of one scale at baseline or at `WEEK`."""
    published = load_pack(PACK).published
    row = published[
        (published["trial"] == "ryan2010")
        & (published["arm"] == "midportion")
        & (published["outcome"] == SCALES[name])
        & (published["week"] == week)
    ].iloc[0]
    return float(row["value"]), float(row["sd"])


def _draw_scale(name: str, week: int, standing: Floats, generator: np.random.Generator) -> Whole:
    """Draw whole mm, 0-100, with the published moments; skewed where the mean is near an end.

    Ranks follow the participant's standing; values are quantiles of the beta distribution that has
    the mean and standard deviation, then moved to meet both in whole numbers.
    """
    mean, sd = read_pain(name, week)
    number = len(standing)
    own = SCALE_CORRELATION**0.5 * standing + (1 - SCALE_CORRELATION) ** 0.5 * generator.normal(
        size=number
    )
    share = mean / 100
    precision = share * (1 - share) / (sd / 100) ** 2 - 1
    places = (np.argsort(np.argsort(ndtr(own))) + 0.5) / number
    quantiles = 100 * beta.ppf(places, share * precision, (1 - share) * precision)
    return fit_whole(quantiles, mean, sd, 0, 100, generator)
