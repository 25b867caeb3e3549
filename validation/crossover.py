"""Count how often the intervals of a crossover hold the truth, and how often its tests reject.

Two treatments in two periods, n participants in each sequence, normal scores with a random
intercept (correlation `CORRELATION`), a later period that is higher by `PERIOD`. A share ``lost``
of participants does not come back for the second period, more often after a low score (missing at
random). Of the incomplete blocks, each participant has two of three treatments at two sites.

``coverage`` and ``size`` (tests of no difference that reject at 5 %, where there is none) must lie
within the 99.9 % Monte-Carlo band around their level, `SLACK` wider; with scores missing at random
that is only asked of the mixed models.

    python -m validation crossover [--number 1000]
"""

from __future__ import annotations

import argparse
import itertools
import math

import numpy as np
import pandas as pd
from scipy import stats

from outcomes.analysis.paired_periods import compare_within
from outcomes.analysis.treatment_model import COMPOUND_SYMMETRY, TreatmentModel
from outcomes.errors import NotEstimableError

SIZES = (6, 15)
EFFECTS = (0.0, 0.7)
LOST = (0.0, 0.25)
CORRELATION = 0.6
PERIOD = 0.4
LEVEL = 0.95
SLACK = 0.01
SEED = 20261127
SEQUENCES = {"AB": ("a", "b"), "BA": ("b", "a")}


def draw_crossover(rng: np.random.Generator, n: int, effect: float, lost: float) -> pd.DataFrame:
    """Return the scores of one crossover."""
    rows = []
    for number in range(2 * n):
        sequence = ("AB", "BA")[number % 2]
        person = math.sqrt(CORRELATION) * rng.standard_normal()
        for place, treatment in enumerate(SEQUENCES[sequence]):
            noise = math.sqrt(1 - CORRELATION) * rng.standard_normal()
            score = person + noise + PERIOD * place + effect * (treatment == "a")
            rows.append((number, sequence, treatment, f"period {place + 1}", score))
            if rng.random() < 2 * lost * stats.norm.cdf(-score):
                break
    names = ["participant", "sequence", "treatment", "place", "value"]
    drawn = pd.DataFrame(rows, columns=names)
    return drawn.assign(place=pd.Categorical(drawn["place"], ["period 1", "period 2"]))


def draw_blocks(rng: np.random.Generator, n: int, effect: float) -> pd.DataFrame:
    """Return scores of persons with two of three treatments each, one a site."""
    rows = []
    for number, pair in enumerate(itertools.islice(itertools.cycle(["ab", "bc", "ac"]), 3 * n)):
        person = math.sqrt(CORRELATION) * rng.standard_normal()
        for place, treatment in enumerate(pair):
            noise = math.sqrt(1 - CORRELATION) * rng.standard_normal()
            rows.append(
                (
                    number,
                    treatment,
                    f"site {place + 1}",
                    person + noise + effect * (treatment == "a"),
                )
            )
    drawn = pd.DataFrame(rows, columns=["participant", "treatment", "place", "value"])
    return drawn.assign(place=pd.Categorical(drawn["place"], ["site 1", "site 2"]))


def estimate(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return each analysis of one drawn study, by name."""
    if "sequence" not in rows:
        model = TreatmentModel(rows, ("a", "b", "c"), COMPOUND_SYMMETRY, LEVEL, by_place=False)
        return {"blocks, mixed model": model.compare(("a", "b"))}
    found = {"paired": compare_within(rows, SEQUENCES, ("a", "b"), LEVEL)}
    for structure in ("unstructured", COMPOUND_SYMMETRY):
        model = TreatmentModel(rows, ("a", "b"), structure, LEVEL)
        found[f"mixed model, {structure}"] = model.compare(("a", "b"))
    return found


def run_cell(n: int, effect: float, lost: float, number: int, seed: list[int]) -> pd.DataFrame:
    """Return coverage and rejections by analysis in one kind of study."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(number):
        studies = [draw_crossover(rng, n, effect, lost)]
        studies += [] if lost else [draw_blocks(rng, n, effect)]
        for drawn in studies:
            try:
                found = estimate(drawn)
            except NotEstimableError:  # nobody of a sequence came back
                continue
            for name, row in found.items():
                held = row["ci_low"] <= effect <= row["ci_high"]
                rows.append((name, held, row["p_value"] < 1 - LEVEL, row["estimate"] - effect))
    table = pd.DataFrame(rows, columns=["analysis", "coverage", "rejected", "bias"])
    means = table.groupby("analysis", sort=False).mean().reset_index()
    return means.assign(n=n, effect=effect, lost=lost)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m validation crossover")
    parser.add_argument("--number", type=int, default=1000, help="studies of each kind")
    number = parser.parse_args(arguments).number
    half = float(stats.norm.isf(0.0005)) * math.sqrt(LEVEL * (1 - LEVEL) / number) + SLACK
    cells = itertools.product(SIZES, EFFECTS, LOST)
    table = pd.concat(run_cell(*cell, number, [SEED, place]) for place, cell in enumerate(cells))
    print(table.round(4).to_string(index=False))
    judged = table[(table["lost"] == 0) | (table["analysis"] != "paired")]
    null = judged[judged["effect"] == 0]
    wrong = int(((judged["coverage"] - LEVEL).abs() > half).sum())
    wrong += int(((null["rejected"] - (1 - LEVEL)).abs() > half).sum())
    print(f"{wrong} of {len(judged) + len(null)} shares lie outside their band")
    return 1 if wrong else 0
