"""Hold every number against the reference results of other programs, and pin what was found.

The tests hold each number to its bar; this says how near they come, for the validation report. The
references lie in ``../shared``, with their own notes on how they were made.

    python -m validation agreement [--write]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from outcomes.analysis.meta import pool
from tests.analysis.meta.test_metafor import GRID, TESTS
from tests.analysis.mmrm import test_reference as r_mmrm
from tests.analysis.mmrm import test_sas as sas

SHARED = Path(__file__).resolve().parents[2] / "shared"
PINNED = Path(__file__).parent / "agreement.csv"
QUANTITIES = {
    "minus2loglik": "minus twice the log-likelihood",
    "coefficient": "coefficients",
    "covariance": "covariance matrices",
    "lsmean_equal": "adjusted means, equal weights",
    "lsmean_proportional": "adjusted means, proportional weights",
    "contrast_equal": "differences between arms, equal weights",
    "contrast_proportional": "differences between arms, proportional weights",
    "f_test": "F tests of several coefficients",
}
R_CALL = "mmrm(), its optimiser at a tolerance of 1e-12"
POOLED = ("estimate", "se", "ci.low", "ci.high", "tau2", "i2", "h2", "q", "q_p", "p_value")
AS_METAFOR = {
    "ci.low": "ci_low",
    "ci.high": "ci_high",
    "i2": "I2",
    "h2": "H2",
    "q": "Q",
    "q_p": "Q_p",
}


class Compared(NamedTuple):
    """One number beside the same number of another program.

    They agree if they differ by no more than ``permitted``: the other's size times ``bar``, and of
    numbers near zero somewhat more, as the test has it that holds them.
    """

    method: str
    quantity: str
    program: str
    data: str
    bar: float
    ours: float
    theirs: float
    permitted: float


def compare_mmrm() -> Iterator[Compared]:
    """Compare the mixed model with R's mmrm, every row of both files."""
    for file in r_mmrm.FILES:
        frame = pd.read_csv(SHARED / "reference/mmrm" / file, keep_default_na=False)
        for key, rows in frame.groupby(r_mmrm.KEY, sort=False):
            found = r_mmrm.numbers_of(r_mmrm.fit_of(SHARED, key), key)
            for row in rows.to_dict("records"):
                term, bar = row["term"], r_mmrm.RELATIVE
                if row["kind"] == "coefficient":
                    term = ":".join(sorted(term.split(":")))
                short = key[2:5] == r_mmrm.SHORT_OF_OPTIMUM
                if short and (row["kind"], term) in r_mmrm.SHORT_ROWS:
                    bar = r_mmrm.SHORT_ROWS[row["kind"], term]
                quantity = QUANTITIES[row["kind"]]
                if bar > r_mmrm.RELATIVE:
                    quantity += ", where R stops short"
                for name, ours in zip(r_mmrm.NUMBERS, found[row["kind"], term], strict=True):
                    if row[name] == "":
                        continue
                    theirs = float(row[name])
                    permitted = r_mmrm.ABSOLUTE + bar * abs(theirs)
                    yield Compared(
                        "mixed model", quantity, "R mmrm", key[0], bar, ours, theirs, permitted
                    )


def compare_sas() -> Iterator[Compared]:
    """Compare the mixed model with SAS PROC MIXED, which stops before the optimum."""
    data, table = sas.read(SHARED)
    for row in table.to_dict("records"):
        fit = sas.fit_like_sas(data, row["structure"], row["ddfm"])
        own = fit.coefficients.loc["ARMCD[T.TRT]"]
        for name, bar in sas.BARS.items():
            yield Compared(
                "mixed model",
                f"treatment effect: {name}",
                "SAS PROC MIXED",
                "fev_data",
                bar,
                own[name],
                row[name],
                bar * abs(row[name]),
            )


def compare_pools() -> Iterator[Compared]:
    """Compare pools with R metafor: four sets of trials, nine estimators, two tests."""
    table = pd.read_csv(SHARED / "reference/meta/metafor.csv")
    inputs = pd.read_csv(SHARED / "reference/meta/inputs.csv")
    for dataset, method, test in GRID:
        trials = inputs[inputs["dataset"] == dataset]
        result = pool(trials["yi"], trials["vi"], tau2=method, test=TESTS[test])
        asked = (
            (table["dataset"] == dataset) & (table["method"] == method) & (table["test"] == test)
        )
        row = table[asked].iloc[0]
        for name in POOLED:
            ours = result
            for part in name.split("."):
                ours = getattr(ours, part)
            theirs = row[AS_METAFOR.get(name, name)]
            kind = (
                "estimates and intervals"
                if name.startswith(("est", "se", "ci"))
                else "heterogeneity and tests"
            )
            yield Compared(
                "pooled effect",
                kind,
                "R metafor",
                dataset,
                1e-6,
                ours,
                theirs,
                max(1e-6 * abs(theirs), 1e-9),
            )


def summarise(compared: Iterable[Compared]) -> pd.DataFrame:
    """Return a row for each method, quantity and program: how many, and the largest difference.

    Differences are shares of what is permitted, on the scale of the bar: relative to the number.
    """
    frame = pd.DataFrame(compared)
    frame = frame[frame["theirs"].notna()]
    apart = (frame["ours"] - frame["theirs"]).abs()
    frame = frame.assign(difference=frame["bar"] * apart / frame["permitted"])
    grouped = frame.groupby(["method", "quantity", "program", "bar"], sort=False)
    summary = grouped.agg(
        numbers=("difference", "size"),
        datasets=("data", lambda names: ", ".join(dict.fromkeys(names))),
        largest=("difference", "max"),
    )
    return summary.reset_index()


def main(arguments: list[str]) -> int:
    """Compare, print and, with --write, pin; fail if a number misses its bar."""
    parser = argparse.ArgumentParser(prog="python -m validation agreement")
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args(arguments).write

    def compared() -> Iterator[Compared]:
        yield from compare_mmrm()
        yield from compare_sas()
        yield from compare_pools()

    summary = summarise(compared())
    print(summary.to_string())
    if write:
        summary.to_csv(PINNED, index=False, float_format="%.3g")
    return int((summary["largest"] > summary["bar"]).any())
