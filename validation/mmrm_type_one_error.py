"""Count how often the MMRM finds a treatment effect where there is none.

Trials without any treatment effect: scores at 3, 4 or 5 visits with correlations that fade with
time (0.7 between neighbours, 0.85 of that one visit further) and standard deviations that grow;
a baseline correlated with them; dropout at random, 0, 20 or 40 % gone by the last visit, those who
have left staying away. The model is ``score ~ arm * visit + baseline * visit``, unstructured
covariance, REML, linear Kenward-Roger; the test is of the difference at the last visit, two-sided,
5 %. Each cell has its own seed, fixed here. A fit that fails counts as failed, is written down, and
is neither a rejection nor dropped from the number of trials.

A cell whose rate is outside the 99 % Monte-Carlo band around 5 % is run again with 50,000 trials.

    python -m validation mmrm-type-one-error [--trials 5000] [--again 50000]
"""

from __future__ import annotations

import argparse
import itertools
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.fit import fit_frame
from outcomes.analysis.mmrm.options import Options
from outcomes.errors import AnalysisError

ARM_SIZES = (6, 10, 20, 50)
VISITS = (3, 4, 5)
DROPOUT = (0.0, 0.2, 0.4)
SEED = 20260301
FORMULA = "score ~ arm * visit + baseline * visit"
EFFECT = "arm[T.active]"
LAST = {EFFECT: 1.0}
PAGE = Path(__file__).parents[1] / "docs" / "methods" / "mmrm-type-one-error.md"
PINNED = Path(__file__).parent / "mmrm" / "type_one_error.csv"


def covariance(visits: int) -> np.ndarray:
    """Covariance of baseline and visits."""
    lag = np.abs(np.subtract.outer(np.arange(visits + 1), np.arange(visits + 1)))
    correlation = np.where(lag == 0, 1.0, 0.7 * 0.85 ** np.maximum(lag - 1, 0))
    size = 10 * (1 + 0.1 * np.arange(visits + 1))
    return correlation * np.outer(size, size)


def trials(
    size: int, visits: int, dropout: float, number: int, seed: list[int]
) -> Iterator[pd.DataFrame]:
    """Yield trials without a treatment effect."""
    rng = np.random.default_rng(seed)
    root = np.linalg.cholesky(covariance(visits))
    patients = 2 * size
    arm = np.repeat([0, 1], size)
    stay = (1 - dropout) ** (1 / (visits - 1))
    for _ in range(number):
        all_scores = 50 + rng.standard_normal((patients, visits + 1)) @ root.T
        left = rng.random((patients, visits - 1)) > stay
        seen = np.ones((patients, visits), dtype=bool)
        seen[:, 1:] = ~np.logical_or.accumulate(left, axis=1)
        who, when = np.nonzero(seen)
        yield pd.DataFrame(
            {
                "id": who,
                "arm": pd.Categorical.from_codes(arm[who], ["control", "active"]),
                "visit": pd.Categorical.from_codes(when, range(1, visits + 1)),
                "baseline": all_scores[who, 0],
                "score": all_scores[who, when + 1],
            }
        )


def p_value(design: Design, frame: pd.DataFrame) -> float:
    """Fit one trial; return the p value of the difference at the last visit, NaN if it failed."""
    try:
        fit = fit_frame(design, frame, Options())
        last = fit.estimate(LAST | {f"{EFFECT}:visit[T.{design.visits[-1]}]": 1.0})
    except AnalysisError:
        return math.nan
    return float(last["p_value"].iloc[0])


def run_cell(size: int, visits: int, dropout: float, number: int, seed: list[int]) -> dict:
    """Return the rejection rate of one cell."""
    design = None
    rejected = failed = 0
    for frame in trials(size, visits, dropout, number, seed):
        if design is None:
            levels = {"arm": ["control", "active"], "visit": list(range(1, visits + 1))}
            design = Design.from_frame(FORMULA, frame, subject="id", visit="visit", levels=levels)
        p = p_value(design, frame)
        failed += math.isnan(p)
        rejected += p < 0.05
    low, high = band(number)
    rate = rejected / (number - failed) if failed < number else math.nan
    return {
        "per_arm": size,
        "visits": visits,
        "dropout": dropout,
        "trials": number,
        "failed": failed,
        "rejected": rejected,
        "rate": rate,
        "band_low": low,
        "band_high": high,
        "inside": bool(low <= rate <= high),
    }


def band(number: int) -> tuple[float, float]:
    """Return the 99 % Monte-Carlo band around 5 %."""
    half = 2.5758293035489004 * math.sqrt(0.05 * 0.95 / number)
    return 0.05 - half, 0.05 + half


def run(number: int, again: int, target: Path, *, resume: bool = False) -> pd.DataFrame:
    """Run every cell, those outside their band once more, and write the table as it grows."""
    rows: list[dict] = []
    target.parent.mkdir(parents=True, exist_ok=True)
    done = pd.read_csv(target).to_dict("records") if resume and target.exists() else []
    cells = list(itertools.product(ARM_SIZES, VISITS, DROPOUT))
    kept = done[len(cells) :]
    for place, (size, visits, dropout) in enumerate(cells):
        begin = time.perf_counter()
        row = (
            done[place]
            if place < len(done)
            else run_cell(size, visits, dropout, number, [SEED, place])
        )
        rows.append(row)
        report(row, time.perf_counter() - begin)
        pd.DataFrame(rows + kept).to_csv(target, index=False)
    order = sorted(range(len(cells)), key=lambda k: not required(cells[k][0], cells[k][1]))
    longer = {(row["per_arm"], row["visits"], row["dropout"]): row for row in kept}
    for place in order:
        size, visits, dropout = cells[place]
        if not rows[place]["inside"] and again > 0:
            begin = time.perf_counter()
            row = longer.get(cells[place]) or run_cell(
                size, visits, dropout, again, [SEED, place, 1]
            )
            rows.append(row)
            report(row, time.perf_counter() - begin)
            pd.DataFrame(rows).to_csv(target, index=False)
    return pd.DataFrame(rows)


def report(row: dict, seconds: float) -> None:
    print(
        f"{row['per_arm']:3d} an arm, {row['visits']} visits, {row['dropout']:.0%} dropout: "
        f"{row['rate']:.4f} of {row['trials']} ({row['failed']} failed) "
        f"{'inside' if row['inside'] else 'OUTSIDE'} {row['band_low']:.4f}-{row['band_high']:.4f} "
        f"[{seconds:.0f} s]",
        flush=True,
    )


def missed(results: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that should be inside their band and are not, by their longest run."""
    longest = results.sort_values("trials").drop_duplicates(
        ["per_arm", "visits", "dropout"], keep="last"
    )
    cells = zip(longest["per_arm"], longest["visits"], strict=True)
    bound = np.array([required(*own) for own in cells])
    return longest[bound & ~longest["inside"]]


def required(size: int, visits: int) -> bool:
    """Say whether a cell has to be inside its band."""
    return size >= 10 and visits <= 4


def write_page(results: pd.DataFrame, page: Path) -> None:
    """Write every cell into the documentation, the bad ones too."""
    lines = [
        "# Type I error of the MMRM in small trials",
        "",
        "Written by `python -m validation mmrm-type-one-error`; do not edit by hand.",
        "",
        "Trials without any treatment effect; model `score ~ arm * visit + baseline * visit`,",
        "unstructured covariance, REML, linear Kenward-Roger; two-sided test of the difference at",
        "the last visit, nominal 5 %. Dropout is at random, monotone, the share gone by the last",
        "visit. The rate is of the fits that succeeded; a fit fails if the data do not settle all",
        "covariance parameters, or the design is singular, and is counted. A cell outside the 99 %",
        "Monte-Carlo band was run again with other seeds and more trials.",
        "",
        "| per arm | visits | dropout | trials | failed fits | rejected | 99 % band | |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    names = ["per_arm", "visits", "dropout", "trials"]
    for row in results.sort_values(names).to_dict("records"):
        lines.append(
            f"| {row['per_arm']} | {row['visits']} | {row['dropout']:.0%} | {row['trials']:,} "
            f"| {row['failed']:,} ({row['failed'] / row['trials']:.1%}) | {row['rate']:.2%} "
            f"| {row['band_low']:.2%} to {row['band_high']:.2%} "
            f"| {'' if row['inside'] else '**outside**'} |"
        )
    cells = ["per_arm", "visits", "dropout"]
    once = results[~results.duplicated(cells, keep=False) & ~results["inside"]]
    for row in once.to_dict("records"):
        lines += [
            "",
            f"Still to be run again: {row['per_arm']} an arm, {row['visits']} visits, "
            f"{row['dropout']:.0%} dropout.",
        ]
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m validation mmrm-type-one-error")
    parser.add_argument("--trials", type=int, default=5_000)
    parser.add_argument("--again", type=int, default=50_000)
    parser.add_argument("--output", type=Path, default=PINNED)
    parser.add_argument("--resume", action="store_true", help="keep the cells of a run cut short")
    options = parser.parse_args(arguments)
    results = run(options.trials, options.again, options.output, resume=options.resume)
    if options.output == PINNED:
        write_page(results, PAGE)
    off = missed(results)
    print(f"\n{len(off)} cells with 10 or more an arm and up to 4 visits are outside their band")
    if len(off):
        print(off.to_string(index=False))
    return 1 if len(off) else 0
