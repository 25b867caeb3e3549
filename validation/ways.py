"""Count how often the intervals of the ways of analysing hold the truth, whole and in subgroups.

Two arms with a baseline and three visits after it, compared at the last; half of each arm are of
subgroup ``a``, whose difference is larger by ``apart``. Kinds of trial:

- ``plain``: everybody seen, the same spread in both arms;
- ``lost``: 30 % gone by the last visit, more often after a worse score (missing at random);
- ``spread``: twice the standard deviation in the first arm, which is a third of all;
- ``both``: lost and spread.

A way whose assumptions a kind of trial breaks is counted and shown, and may fall outside its band
(`BROKEN`); every other coverage must lie inside the 99.9 % Monte-Carlo band around 95 %, widened by
`SLACK` for the approximate degrees of freedom. So must the size of the test of interaction
where subgroups do not differ, around 5 %. With the true difference at a margin, non-inferiority is
claimed wherever the interval lies above the truth, so its error is counted from the same intervals:
2.5 %.

    python -m validation ways [--trials 1000]
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from outcomes.analysis import compare_subgroups
from outcomes.analysis.subgroup_effects import DIFFERENCE, INTERACTION
from outcomes.analysis.ways import AVERAGE, QUANTITY, compare_ways
from outcomes.instruments.definition import Endpoint
from outcomes.study.plan import StudyFile
from outcomes.study.study import Study, StudyVisit

WEEKS = {"baseline": 0, "week 6": 6, "week 12": 12, "week 18": 18}
LAST = "week 18"
SIZES = (18, 60)
EFFECT = 4.0
APART = {"a": 2.0, "b": -2.0}
KINDS = {
    "plain": (0.0, False),
    "lost": (0.3, False),
    "spread": (0.0, True),
    "both": (0.3, True),
}
ONE_SPREAD = {"mmrm", "completers", "ancova", "average", "subgroup a", "subgroup b", "interaction"}
SEEN_ALONE = {"change", "completers", "ancova"}
BROKEN = {"lost": SEEN_ALONE, "spread": ONE_SPREAD, "both": SEEN_ALONE | ONE_SPREAD}
"""By kind of trial: the ways that take for granted what it lacks."""

LEVEL = 0.95
SLACK = 0.01
SEED = 20261127


def make_study() -> Study:
    """Return a study without participants."""
    file = StudyFile.model_validate(
        {
            "id": "made-up",
            "title": "Made up",
            "provenance": "simulated",
            "design": "parallel",
            "joint": "knee",
            "arms": {
                "d": {"label": "Drug", "role": "active"},
                "p": {"label": "Placebo", "role": "placebo"},
            },
            "visits": [{"name": name, "week": week} for name, week in WEEKS.items()],
            "tables": {"scores": "scores.csv"},
            "measures": {
                "score": {"kind": "continuous", "range": [-1000, 1000], "higher": "worse"}
            },
            "plan": {
                "primary": {"endpoint": "score", "visit": LAST},
                "subgroups": ["group"],
            },
            "reports": ("treatment-effect",),
        }
    )
    return Study(
        file=file,
        visits=tuple(StudyVisit(name, float(week), name) for name, week in WEEKS.items()),
        endpoints={"score": Endpoint("score", "Score", -1000, 1000, "points", "worse")},
        participants=pd.DataFrame(),
        scores=pd.DataFrame(),
        fingerprint="0" * 64,
    )


def draw(
    base: Study, kind: str, size: int, rng: np.random.Generator, apart: dict[str, float]
) -> Study:
    """Return one trial; ``size`` is the mean number of participants of an arm."""
    lost, spread = KINDS[kind]
    first = 2 * size // 3 if spread else size
    arm = np.repeat(["d", "p"], [first, 2 * size - first])
    is_first = arm == "d"
    group = np.where(np.arange(len(arm)) % 2 == 0, "a", "b")
    lag = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    root = np.linalg.cholesky(np.where(lag == 0, 1.0, 0.7 * 0.85 ** np.maximum(lag - 1, 0)))
    scores = rng.standard_normal((len(arm), 4)) @ root.T * 10
    if spread:
        scores[is_first, 1:] *= 2
    effect = EFFECT + np.array([apart[name] for name in group])
    scores[:, 1:] += (is_first * effect)[:, None]
    seen = np.ones((len(arm), 4), dtype=bool)
    if lost:
        for visit in (2, 3):
            worse = stats.norm.cdf(scores[:, visit - 1] / 10)
            seen[:, visit] = seen[:, visit - 1] & (rng.random(len(arm)) > lost * worse)
    who, when = np.nonzero(seen)
    ids = np.array([f"p{number:04d}" for number in range(len(arm))])
    weeks = list(WEEKS.items())
    return replace(
        base,
        participants=pd.DataFrame({"participant": ids, "arm": arm, "group": group}),
        scores=pd.DataFrame(
            {
                "participant": ids[who],
                "arm": arm[who],
                "visit": [weeks[place][0] for place in when],
                "week": [float(weeks[place][1]) for place in when],
                "endpoint": "score",
                "value": scores[who, when],
                "side": "",
            }
        ),
    )


def judge_one(study: Study, apart: dict[str, float]) -> Iterator[tuple[str, float, float]]:
    """Yield of one trial, by name: whether the interval holds the truth, and lies above it."""
    ways = compare_ways(study, LEVEL)
    named = [
        *((ways[ways["quantity"] == QUANTITY]).to_dict("records")),
        *(
            {**row, "subgroup": "average"}
            for row in ways[ways["quantity"] == AVERAGE].to_dict("records")
        ),
    ]
    truth = EFFECT + sum(apart.values()) / len(apart)
    for row in named:
        yield row["subgroup"], *_hold(row, truth)
    subgroups = compare_subgroups(study, LEVEL)
    for row in subgroups[subgroups["quantity"] == DIFFERENCE].to_dict("records"):
        name = row["subgroup"].partition(": ")[2]
        yield f"subgroup {name}", *_hold(row, EFFECT + apart[name])
    for row in subgroups[subgroups["quantity"] == INTERACTION].to_dict("records"):
        if not any(apart.values()) and row["p_value"] == row["p_value"]:
            yield "interaction", float(row["p_value"] > 1 - LEVEL), math.nan


def _hold(row: dict, truth: float) -> tuple[float, float]:
    if row["ci_low"] != row["ci_low"]:
        return math.nan, math.nan
    return float(row["ci_low"] <= truth <= row["ci_high"]), float(row["ci_low"] > truth)


def count(
    kind: str, size: int, trials: int, seed: list[int], apart: dict[str, float]
) -> pd.DataFrame:
    """Return coverage, error at the margin and trials analysed, by way."""
    rng = np.random.default_rng(seed)
    base = make_study()
    found = [
        row for _ in range(trials) for row in judge_one(draw(base, kind, size, rng, apart), apart)
    ]
    frame = pd.DataFrame(found, columns=["way", "coverage", "above"])
    grouped = frame.groupby("way", sort=False)
    return grouped.agg(
        coverage=("coverage", "mean"), above=("above", "mean"), n=("coverage", "count")
    )


def is_inside(rate: float, level: float, number: int) -> bool:
    """Whether a rate is in its band; none is where nothing was analysed."""
    half = float(stats.norm.isf(0.0005)) * math.sqrt(level * (1 - level) / max(number, 1))
    return abs(rate - level) <= half + SLACK


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m validation ways")
    parser.add_argument("--trials", type=int, default=1000)
    trials = parser.parse_args(arguments).trials
    outside = 0
    none = dict.fromkeys(APART, 0.0)
    cells = [(kind, size, none) for kind in KINDS for size in SIZES]
    cells += [("plain", size, APART) for size in SIZES]
    for place, (kind, size, apart) in enumerate(cells):
        for way, row in count(kind, size, trials, [SEED, place], apart).iterrows():
            number = int(row["n"])
            broken = way in BROKEN.get(kind, ())
            inside = is_inside(row["coverage"], LEVEL, number)
            margin = ""
            if row["above"] == row["above"]:
                inside &= is_inside(row["above"], (1 - LEVEL) / 2, number)
                margin = f", above the truth {row['above']:.3f}"
            outside += not inside and not broken
            told = "inside" if inside else "outside, as it may be" if broken else "OUTSIDE"
            differ = "subgroups differ" if any(apart.values()) else ""
            print(
                f"{kind:6} {size:3} an arm {differ:16} {way:13} {row['coverage']:.3f}{margin} "
                f"of {number}: {told}",
                flush=True,
            )
    print(f"\n{outside} rates are outside their band")
    return 1 if outside else 0
