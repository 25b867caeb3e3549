"""Knee osteoarthritis: dextrose, saline and exercise, made to meet Rabago 2013, Table 4.

Mean changes, their standard deviations (SE x sqrt n) and the numbers seen come from
`outcomes.evidence`; what follows here was assumed, and the study file says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcomes.evidence import load_pack
from outcomes.study.simulation.dropout import draw_attendance
from outcomes.study.simulation.items import split_totals
from outcomes.study.simulation.moments import (
    Floats,
    Whole,
    fit_whole,
    make_covariance,
    make_generator,
    match_within,
    round_to_total,
    solve_common_correlation,
)
from outcomes.study.simulation.participants import draw_participants
from outcomes.study.simulation.published import PACK
from outcomes.study.simulation.spread import derive_sd

SEED = 20130597
"""One whose arms have like age, sex and body mass index, as the trial reports of its arms."""
WEEKS = (5, 9, 12, 24, 52)
SUBSCALES = {"pain": 5, "stiffness": 2, "function": 17}
"""Items of each subscale."""

ARMS = {"dextrose": 30, "saline": 29, "exercise": 31}
ASSUMED_BASELINES = {
    "dextrose": {"stiffness": (62.5, 21.0), "function": (60.0, 16.0)},
    "saline": {"stiffness": (62.5, 21.0), "function": (60.0, 16.0)},
    "exercise": {"stiffness": (60.0, 21.0), "function": (58.0, 16.0)},
}
"""Mean and standard deviation where none is printed; dextrose's means give its composite, 63.1."""

BASELINE_CORRELATION = 0.65
"""Between subscales at baseline in arms whose composite SD is not printed."""

CHANGE_BASELINE_CORRELATION = 0.3
CHANGE_VISIT_CORRELATION = 0.6
ITEM_SPREAD = 7.0
FLEXION_RANGE = (70, 140)
FLEXION_CHANGE_SD = 6.0
BRUISES = {"dextrose": (1, 5, 9), "saline": (1, 1, 5, 5, 9)}
"""Weeks of the bruises that are published of each arm; who had them, and when, is assumed."""


@dataclass(frozen=True)
class Targets:
    """What one arm's changes have to meet; improvement is positive, WOMAC 0-100.

    Parameters
    ----------
    n : ndarray of int, shape (visits,)
        Participants with scores.
    mean, sd : ndarray, shape (visits, 4)
        Pain, stiffness, function and composite.
    """

    n: Whole
    mean: Floats
    sd: Floats


def read_targets(arm: str) -> Targets:
    """Return the published changes of one arm."""
    published = load_pack(PACK).published
    rows = published[
        (published["trial"] == "rabago2013")
        & (published["arm"] == arm)
        & (published["statistic"] == "change")
    ].set_index(["week", "outcome"])
    outcomes = [f"WOMAC {name}" for name in (*SUBSCALES, "composite")]
    cells = [[rows.loc[(week, outcome)] for outcome in outcomes] for week in WEEKS]
    return Targets(
        n=np.array([int(row[0]["n"]) for row in cells]),
        mean=np.array([[cell["value"] for cell in row] for row in cells]),
        sd=np.array([[derive_sd(cell)[0] for cell in row] for row in cells]),
    )


def read_flexion() -> tuple[float, float]:
    """Return the published mean and standard deviation of flexion before treatment, degrees."""
    published = load_pack(PACK).published
    row = published[
        (published["trial"] == "eslamian2015")
        & (published["outcome"] == "knee range of motion")
        & (published["statistic"] == "mean")
    ].iloc[0]
    return float(row["value"]), float(row["sd"])


def simulate_knee() -> dict[str, pd.DataFrame]:
    """Make the tables of ``knee-dextrose-saline``.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``participants.csv``, ``scores.csv`` (wide; WOMAC items in whole mm, 0-100, higher is worse;
        knee flexion in degrees) and ``events.csv``.
    """
    generator = make_generator(SEED)
    participants = draw_participants(
        "K", ARMS, generator, age=(57.0, 8.0), age_range=(40, 76), women=0.65
    )
    number = len(participants)
    bmi = np.clip(generator.normal(31.0, 6.0, size=number), 20.0, 45.0)
    participants["bmi"] = [f"{value:.1f}" for value in bmi]
    participants["knee"] = np.where(generator.random(number) < 0.5, "left", "right")
    scores = pd.concat(
        [
            _simulate_arm(arm, participants.loc[participants["arm"] == arm, "participant"], seed)
            for seed, arm in enumerate(ARMS, start=SEED + 1)
        ]
    ).sort_values(["participant", "week"])
    return {
        "participants.csv": participants,
        "scores.csv": scores.drop(columns="week").reset_index(drop=True),
        "events.csv": _draw_events(participants, generator),
    }


def _simulate_arm(arm: str, participants: pd.Series, seed: int) -> pd.DataFrame:
    """Return one arm's scores, one row a participant and visit attended."""
    generator = make_generator(seed)
    targets = read_targets(arm)
    number = len(participants)
    attendance = draw_attendance(number, targets.n.tolist(), generator)
    baseline = _draw_baseline(arm, number, generator)
    totals = _round_scores(baseline)
    changes = _draw_changes(_scores_of(totals), targets, attendance, generator)
    person = {name: generator.normal(size=(number, items)) for name, items in SUBSCALES.items()}
    flexion = _draw_flexion(attendance, generator)
    visits = []
    for place, week in enumerate((0, *WEEKS)):
        seen = attendance[:, place - 1] if place else np.ones(number, dtype=bool)
        here = totals
        if place:
            here = {name: np.zeros(number, dtype=np.int64) for name in SUBSCALES}
            # The rounded baseline minus the change, so that the change carries only one rounding.
            follow_up = _round_scores(_scores_of(totals)[seen] - changes[place - 1][seen])
            for name, values in follow_up.items():
                here[name][seen] = values
        columns: dict[str, object] = {
            "participant": participants.to_numpy(),
            "visit": "baseline" if week == 0 else f"week {week}",
            "week": week,
        }
        for name, items in SUBSCALES.items():
            noise = generator.normal(size=(number, items))
            spread = ITEM_SPREAD * (0.8 * person[name] + 0.6 * noise)
            split = split_totals(here[name], spread, 100)
            columns |= {f"womac_{name}_{item + 1}": split[:, item] for item in range(items)}
        columns["flexion_deg"] = flexion[:, place]
        visits.append(pd.DataFrame(columns)[seen])
    return pd.concat(visits)


def _draw_baseline(arm: str, number: int, generator: np.random.Generator) -> Floats:
    """Draw baseline scores, shape (participants, 3), with the printed and assumed moments."""
    published = load_pack(PACK).published
    printed = published[
        (published["trial"] == "rabago2013")
        & (published["arm"] == arm)
        & (published["statistic"] == "mean")
    ].set_index("outcome")
    pain = (printed.loc["WOMAC pain", "value"], printed.loc["WOMAC pain", "sd"])
    assumed = ASSUMED_BASELINES[arm]
    mean, sd = np.array([pain, assumed["stiffness"], assumed["function"]]).T
    correlation = BASELINE_CORRELATION
    if "WOMAC composite" in printed.index:
        correlation = solve_common_correlation(sd, float(printed.loc["WOMAC composite", "sd"]))
    covariance = make_covariance(sd, correlation)
    draws = generator.normal(size=(number, 3)) @ np.linalg.cholesky(covariance).T + mean
    bounds = np.full_like(draws, 4.0), np.full_like(draws, 96.0)
    return match_within(draws, mean, covariance, *bounds)


def _draw_changes(
    baseline: Floats,
    targets: Targets,
    attendance: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    generator: np.random.Generator,
) -> Floats:
    """Draw improvements, shape (visits, participants, 3), that meet the targets among the seen."""
    number = len(baseline)
    standing = (baseline - baseline.mean(axis=0)) / baseline.std(axis=0, ddof=1)
    between = np.linalg.cholesky(make_covariance(np.ones(3), 0.75)).T
    person = generator.normal(size=(number, 3)) @ between
    changes = np.full((len(WEEKS), number, 3), np.nan)
    for visit in range(len(WEEKS)):
        seen = attendance[:, visit]
        noise = generator.normal(size=(number, 3)) @ between
        own = CHANGE_VISIT_CORRELATION**0.5 * person + (1 - CHANGE_VISIT_CORRELATION) ** 0.5 * noise
        slope = CHANGE_BASELINE_CORRELATION
        latent = slope * standing + (1 - slope**2) ** 0.5 * own
        sd = targets.sd[visit, :3]
        correlation = solve_common_correlation(sd, float(targets.sd[visit, 3]))
        # The printed composite differs from the mean of the printed subscales by rounding; half of
        # that is given to the subscales.
        subscales = targets.mean[visit, :3]
        mean = subscales + (targets.mean[visit, 3] - subscales.mean()) / 2
        changes[visit, seen] = match_within(
            latent[seen] * sd + mean,
            mean,
            make_covariance(sd, correlation),
            baseline[seen] - 99.0,
            baseline[seen] - 1.0,
        )
    return changes


def _draw_flexion(
    attendance: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], generator: np.random.Generator
) -> Whole:
    """Draw flexion, shape (participants, 1 + visits), whole degrees; no arm changes."""
    number = len(attendance)
    low, high = FLEXION_RANGE
    mean, sd = read_flexion()
    start = fit_whole(generator.normal(mean, sd, size=number), mean, sd, low, high, generator)
    flexion = np.tile(start[:, None], (1, 1 + attendance.shape[1]))
    sd = FLEXION_CHANGE_SD
    person = generator.normal(0.0, sd * 0.6, size=number)
    for visit in range(attendance.shape[1]):
        seen = attendance[:, visit]
        change = person + generator.normal(0.0, sd * 0.8, size=number)
        flexion[seen, visit + 1] += fit_whole(
            change[seen], 0.0, sd, low - start[seen], high - start[seen], generator
        )
    return flexion


def _round_scores(scores: Floats) -> dict[str, Whole]:
    """Return the sums of whole-mm items that come nearest to subscale scores of 0-100."""
    return {
        name: round_to_total(scores[:, column] * items)
        for column, (name, items) in enumerate(SUBSCALES.items())
    }


def _scores_of(totals: dict[str, Whole]) -> Floats:
    """Return subscale scores of 0-100 from sums of items."""
    return np.column_stack([totals[name] / items for name, items in SUBSCALES.items()])


def _draw_events(participants: pd.DataFrame, generator: np.random.Generator) -> pd.DataFrame:
    """Draw who had one of the published bruises."""
    rows = []
    for arm, weeks in BRUISES.items():
        ids = participants.loc[participants["arm"] == arm, "participant"].to_numpy()
        for participant, week in zip(
            generator.choice(ids, size=len(weeks), replace=False), weeks, strict=True
        ):
            rows.append((participant, week, "bruising", "mild", "yes"))
    rows.sort()
    return pd.DataFrame(rows, columns=["participant", "week", "event", "severity", "related"])
