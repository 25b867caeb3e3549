"""Achilles tendinopathy: exercise, injections, both; made to meet Yelland 2011 at 12 months.

Mean changes, their 95% intervals (turned into standard deviations) and the counts of responders
come from `outcomes.evidence`; baseline and the visits between are assumed, and the study file
says so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from outcomes.evidence import load_pack
from outcomes.instruments.shipped.visa_a import VISA_A
from outcomes.study.simulation.items import split_visa_a
from outcomes.study.simulation.moments import Floats, Whole, fit_whole, make_generator
from outcomes.study.simulation.participants import draw_participants
from outcomes.study.simulation.published import PACK
from outcomes.study.simulation.spread import derive_sd

SEED = 20110407
ARMS = {"exercise": 15, "injections": 14, "combined": 14}
PUBLISHED = {"combined": "injections and exercise"}
"""What an arm is called in the table of published numbers, where that is another name."""

VISITS = {"baseline": 0.0, "week 6": 0.35, "month 3": 0.6, "month 6": 0.8, "month 12": 1.0}
"""Share of the 12-month change reached; those between 0 and 1 are assumed."""

BASELINE_MEAN, BASELINE_SD = 46.0, 16.0
BASELINE_RANGE = (14, 78)
STOPPED_VISITS = ("month 3", "month 6")
"""Visits without scores for the one participant an arm who stopped treatment."""

IMPORTANT = 20
"""Points of improvement that the trial counts responders by."""

CHANGE_BASELINE_CORRELATION = -0.3
VISIT_NOISE = 6.0


def simulate_achilles() -> dict[str, pd.DataFrame]:
    """Make the tables of ``achilles-dextrose-exercise``.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``participants.csv`` and ``scores.csv`` (wide; VISA-A items, their sum 0-100, higher is
        better).
    """
    generator = make_generator(SEED)
    participants = draw_participants(
        "A", ARMS, generator, age=(46.0, 9.0), age_range=(24, 70), women=0.45
    )
    tables = []
    participants["completed_treatment"] = "yes"
    for arm in ARMS:
        members = participants.index[participants["arm"] == arm]
        stopped = int(generator.integers(len(members)))
        participants.loc[members[stopped], "completed_treatment"] = "no"
        totals = _draw_totals(arm, generator)
        ids = participants.loc[members, "participant"].to_numpy()
        for place, visit in enumerate(VISITS):
            items = np.array([split_visa_a(int(total), generator) for total in totals[:, place]])
            table = pd.DataFrame(items, columns=[f"visa_a_{code}" for code in VISA_A.codes])
            table.insert(0, "participant", ids)
            table.insert(1, "visit", visit)
            table["place"] = place
            tables.append(table.drop(index=stopped) if visit in STOPPED_VISITS else table)
    scores = pd.concat(tables).sort_values(["participant", "place"]).drop(columns="place")
    return {"participants.csv": participants, "scores.csv": scores.reset_index(drop=True)}


def read_change(arm: str) -> tuple[float, float, int]:
    """Return one arm's published mean change, its derived SD, and the count of responders."""
    published = load_pack(PACK).published
    rows = published[
        (published["trial"] == "yelland2011") & (published["arm"] == PUBLISHED.get(arm, arm))
    ]
    change = rows[rows["statistic"] == "change"].iloc[0]
    share = rows[rows["statistic"] == "share"].iloc[0]
    return float(change["value"]), derive_sd(change)[0], int(share["events"])


def _draw_totals(arm: str, generator: np.random.Generator) -> Whole:
    """Draw VISA-A totals, shape (participants, visits)."""
    number = ARMS[arm]
    draws = generator.normal(BASELINE_MEAN, BASELINE_SD, size=number)
    start = fit_whole(draws, BASELINE_MEAN, BASELINE_SD, *BASELINE_RANGE, generator)
    final = _draw_final_change(arm, start, generator)
    totals = np.empty((number, len(VISITS)), dtype=np.int64)
    for place, share in enumerate(VISITS.values()):
        noise = 0.0 if share in {0.0, 1.0} else generator.normal(0.0, VISIT_NOISE, size=number)
        totals[:, place] = np.clip(np.rint(np.round(start + share * final + noise, 6)), 0, 100)
    return totals


def _draw_final_change(arm: str, start: Whole, generator: np.random.Generator) -> Whole:
    """Draw 12-month changes with the published mean, derived SD and number of responders."""
    mean, sd, responders = read_change(arm)
    standing = (start - start.mean()) / start.std(ddof=1)
    slope = CHANGE_BASELINE_CORRELATION
    latent: Floats = slope * standing + (1 - slope**2) ** 0.5 * generator.normal(size=len(start))
    first = np.argsort(-np.round(latent, 9), kind="stable")[:responders]
    responds = np.isin(np.arange(len(start)), first)
    return fit_whole(
        mean + sd * latent,
        mean,
        sd,
        np.where(responds, IMPORTANT, -start),
        np.where(responds, 100 - start, IMPORTANT - 1),
        generator,
    )
