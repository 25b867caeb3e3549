"""The mixed model for repeated measures: frame in to contrasts out, beside other programs.

Each measurement runs in a process of its own, which reports its time and its peak memory. The time
is of the second fit in that process: the first also loads libraries. R's mmrm is measured where R
and the package are installed; the times of R written here were recorded with mmrm 0.3.18 on two
cores and are printed as recorded, not measured. statsmodels fits a random intercept, which is
another and simpler model: it has no covariance structures, but it is what else Python offers.

    python -m benchmarks mmrm
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

FORMULA = "score ~ arm * visit + baseline * visit + sex"
COLUMNS = {"subject": "id", "visit": "visit"}
CHUNK = 20_000


@dataclass(frozen=True)
class Task:
    """One size of trial, with what is asked of it."""

    patients: int
    visits: int
    recorded_r: float | None = None
    times_faster: float | None = None
    seconds: float | None = None
    gigabytes: float | None = None
    source: str = "frame"
    statsmodels: bool = False

    @property
    def name(self) -> str:
        """Size and source in words."""
        return f"{self.patients:,} patients x {self.visits} visits, {self.source}"


TASKS = (
    Task(400, 5, recorded_r=0.7, times_faster=10, statsmodels=True),
    Task(10_000, 5, recorded_r=15, times_faster=100, statsmodels=True),
    Task(1_000, 10, recorded_r=30, times_faster=30, statsmodels=True),
    Task(1_000_000, 5, seconds=5, gigabytes=4),
    Task(1_000_000, 5, gigabytes=1, source="chunks"),
    Task(1_000_000, 5, gigabytes=1, source="parquet"),
)


def make_trial(patients: int, visits: int, seed: int = 1, first: int = 0) -> pd.DataFrame:
    """Return a trial with dropout (25 %) and gaps (5 %)."""
    rng = np.random.default_rng(seed)
    lag = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))
    root = np.linalg.cholesky(25 * 0.7**lag)
    baseline = rng.normal(50, 10, patients)
    arm, sex = rng.integers(0, 2, patients), rng.integers(0, 2, patients)
    score = rng.standard_normal((patients, visits)) @ root.T + 0.5 * baseline[:, None]
    score += np.arange(visits) + arm[:, None] * np.linspace(0, 1, visits)
    stays = rng.random(patients) > 0.25
    last = np.where(stays, visits, rng.integers(1, visits + 1, patients))
    seen = np.arange(visits) < last[:, None]
    seen &= rng.random((patients, visits)) > 0.05
    who, when = np.nonzero(seen)
    return pd.DataFrame(
        {
            "id": first + who,
            "arm": pd.Categorical.from_codes(arm[who], ["placebo", "drug"]),
            "sex": pd.Categorical.from_codes(sex[who], ["F", "M"]),
            "visit": pd.Categorical.from_codes(when, [f"v{t:02d}" for t in range(visits)]),
            "baseline": baseline[who],
            "score": score[seen],
        }
    )


def chunks(patients: int, visits: int) -> Iterator[pd.DataFrame]:
    """Yield a large trial a part at a time."""
    for place, first in enumerate(range(0, patients, CHUNK)):
        yield make_trial(min(CHUNK, patients - first), visits, seed=place, first=first)


def from_frame(task: Task) -> float:
    from outcomes.analysis.mmrm import fit_mmrm

    data = make_trial(task.patients, task.visits)
    taken = []
    for _ in range(3 if task.patients < 100_000 else 2):
        begin = time.perf_counter()
        fit_mmrm(FORMULA, data, **COLUMNS).contrasts("arm", by="visit")
        taken.append(time.perf_counter() - begin)
    return min(taken[1:])


def from_chunks(task: Task) -> float:
    """Return the time without that for making the chunks."""
    from outcomes.analysis.mmrm import CrossProducts, Design, fit_cross_products

    design = Design.from_frame(FORMULA, make_trial(1000, task.visits), **COLUMNS)
    total, taken = None, 0.0
    for chunk in chunks(task.patients, task.visits):
        begin = time.perf_counter()
        own = CrossProducts.from_frame(design, chunk)
        total = own if total is None else total + own
        taken += time.perf_counter() - begin
    begin = time.perf_counter()
    fit_cross_products(total).contrasts("arm", by="visit")
    return taken + time.perf_counter() - begin


def from_parquet(task: Task) -> float:
    """Return the time with reading, without writing the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from outcomes.analysis.mmrm import CrossProducts, fit_cross_products

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.parquet"
        writer = None
        for chunk in chunks(task.patients, task.visits):
            table = pa.Table.from_pandas(chunk, preserve_index=False)
            writer = writer or pq.ParquetWriter(path, table.schema)
            writer.write_table(table)
        writer.close()
        begin = time.perf_counter()
        total = CrossProducts.from_parquet(path, FORMULA, **COLUMNS)
        fit_cross_products(total).contrasts("arm", by="visit")
        return time.perf_counter() - begin


def with_statsmodels(task: Task) -> float:
    import warnings

    import statsmodels.formula.api as smf

    data = make_trial(task.patients, task.visits)
    taken = []
    for _ in range(2):
        begin = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            smf.mixedlm(FORMULA, data, groups=data["id"]).fit(reml=True)
        taken.append(time.perf_counter() - begin)
    return min(taken)


R_LACKS_PACKAGES = 3


def with_r(task: Task) -> float | None:
    """Return the time of R's mmrm, None where it is not installed."""
    if shutil.which("Rscript") is None:
        return None
    script = """
    if (!requireNamespace("mmrm", quietly = TRUE) || !requireNamespace("emmeans", quietly = TRUE))
      quit(status = 3)  # R_LACKS_PACKAGES
    d <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE)
    d$id <- factor(d$id)
    t <- system.time({
      f <- mmrm::mmrm(score ~ arm * visit + baseline * visit + sex + us(visit | id), data = d,
                      method = "Kenward-Roger", vcov = "Kenward-Roger-Linear")
      s <- summary(pairs(emmeans::emmeans(f, ~ arm | visit)))
    })
    cat(t[["elapsed"]])
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.csv"
        make_trial(task.patients, task.visits).to_csv(path, index=False)
        done = subprocess.run(
            ["Rscript", "-e", script, str(path)], capture_output=True, text=True, check=False
        )
    if done.returncode == R_LACKS_PACKAGES:
        return None
    if done.returncode:
        raise RuntimeError(f"R stopped with an error:\n{done.stderr}")
    return float(done.stdout)


RUNS = {
    "frame": from_frame,
    "chunks": from_chunks,
    "parquet": from_parquet,
    "statsmodels": with_statsmodels,
}


def measure(task: Task, run: str) -> tuple[float, float]:
    """Run one measurement in a process of its own; return seconds and peak gigabytes."""
    command = [sys.executable, "-m", "benchmarks.mmrm", "--one", run]
    command += [str(task.patients), str(task.visits)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    return result["seconds"], result["gigabytes"]


def check(task: Task) -> bool:
    """Measure one task, print it with its ratios, and say whether the bars are met."""
    seconds, gigabytes = measure(task, task.source)
    print(f"{task.name}: {seconds:.3f} s, peak {gigabytes:.2f} GB", flush=True)
    met = True
    if task.recorded_r is not None:
        measured = with_r(task)
        r, what = (
            (measured, "measured") if measured else (task.recorded_r, "recorded, not measured")
        )
        good = r / seconds >= task.times_faster
        met &= good
        print(
            f"    R mmrm {r:.2f} s ({what}): {r / seconds:.0f} times; "
            f"asked {task.times_faster:.0f}: {'met' if good else 'NOT MET'}"
        )
    if task.statsmodels:
        other, _ = measure(task, "statsmodels")
        print(
            f"    statsmodels MixedLM, random intercept, {other:.2f} s: {other / seconds:.0f} times"
        )
    for value, bar, unit in ((seconds, task.seconds, "s"), (gigabytes, task.gigabytes, "GB")):
        if bar is not None:
            met &= value <= bar
            print(f"    asked {bar:g} {unit} at most: {'met' if value <= bar else 'NOT MET'}")
    return met


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks mmrm")
    parser.add_argument("--one", nargs=3, metavar=("RUN", "PATIENTS", "VISITS"))
    options = parser.parse_args(arguments)
    if options.one:
        run, patients, visits = options.one
        seconds = RUNS[run](Task(int(patients), int(visits)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(json.dumps({"seconds": seconds, "gigabytes": peak}))
        return 0
    results = [check(task) for task in TASKS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
