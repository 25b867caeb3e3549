"""Crossovers: a published trial by hand, and what is not estimated."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis import compare_periods, summarise_period_harms
from outcomes.analysis.paired_periods import compare_carry_over, compare_within
from outcomes.errors import NotEstimableError
from outcomes.study import Study, load_study
from tests.cases.crossover_study import SENN, write_crossover
from tests.study.keys import write_key


def load(tmp_path: Path, *args: Any) -> Study:
    return load_study(write_key(write_crossover(tmp_path, *args)))


def pick(estimates: pd.DataFrame, quantity: str, **where: str) -> dict[Any, Any]:
    rows = estimates[estimates["quantity"] == quantity]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    (row,) = rows.to_dict("records")
    return row


def test_paired_analysis_of_a_published_trial(tmp_path: Path) -> None:
    """Senn prints 46.6 l/min with a standard error of 10.8, and t = 4.3 on 11 df.

    By hand: first minus second period is 40, 50, 70, 20, 40, 30, -35 (mean 215 / 7) with formoterol
    first and -15, -90, -30, -30, -80, -130 (mean -375 / 6) with salbutamol first; half their
    difference is (30.714 + 62.5) / 2. The squares about these means sum to 16508.93.
    """
    row = pick(compare_periods(load(tmp_path)), "paired difference")
    assert row["estimate"] == pytest.approx((215 / 7 + 375 / 6) / 2)
    assert row["se"] == pytest.approx(math.sqrt(16508.93 / 11 * (1 / 7 + 1 / 6)) / 2, rel=1e-6)
    assert row["df"] == 11
    assert row["n_arm"] == 13
    assert row["favours"] == "f"
    assert round(row["estimate"], 1) == 46.6
    assert round(row["se"], 1) == 10.8
    assert round(row["statistic"], 1) == 4.3


def test_carry_over_by_hand(tmp_path: Path) -> None:
    row = pick(compare_periods(load(tmp_path)), "carry-over")
    sums = {name: [sum(scores) for scores in own.values()] for name, own in SENN.items()}
    first, second = (np.array(sums[name], dtype=float) for name in ("FS", "SF"))
    squares = sum(((one - one.mean()) ** 2).sum() for one in (first, second))
    assert row["estimate"] == pytest.approx(first.mean() - second.mean())
    assert row["se"] == pytest.approx(math.sqrt(squares / 11 * (1 / 7 + 1 / 6)))
    assert (row["arm"], row["comparator"], row["df"]) == ("FS", "SF", 11)


def test_with_compound_symmetry_the_complete_trial_gives_the_paired_difference(
    tmp_path: Path,
) -> None:
    """Sums and differences of a person are independent then, so the sums tell nothing."""
    planned = ("comparison: [f, s]}", "comparison: [f, s]}\n  covariance: {structure: STRUCTURE}")
    planned = (planned[0], planned[1].replace("STRUCTURE", "compound-symmetry"))
    estimates = compare_periods(load(tmp_path, SENN, ("week 1", "week 3"), planned))
    modelled, paired = (pick(estimates, name) for name in ("difference", "paired difference"))
    assert modelled["estimate"] == pytest.approx(paired["estimate"], rel=1e-6)
    assert modelled["se"] == pytest.approx(paired["se"], rel=1e-5)
    assert modelled["df"] == pytest.approx(11, rel=1e-5)
    assert modelled["done"].covariance == "compound-symmetry"
    period = pick(estimates, "period effect")
    assert period["estimate"] == pytest.approx((-215 / 7 + 375 / 6) / 2, rel=1e-6)


def test_persons_with_one_period_count_in_the_model_and_not_in_the_pairs(tmp_path: Path) -> None:
    values = {name: dict(own) for name, own in SENN.items()}
    values["FS"]["1"] = (310, None)
    values["SF"]["2"] = (None, None)
    estimates = compare_periods(load(tmp_path, values))
    modelled, paired = (pick(estimates, name) for name in ("difference", "paired difference"))
    assert (modelled["n_arm"], modelled["n_comparator"], paired["n_arm"]) == (12, 11, 11)
    seen = estimates[estimates["quantity"] == "participants by periods"]
    counts = dict(
        zip(zip(seen["arm"], seen["subgroup"], strict=True), seen["estimate"], strict=True)
    )
    assert counts["FS", "some periods"] == 1
    assert counts["SF", "no period"] == 1
    assert counts["FS", "all periods"] == 6


def test_a_period_has_its_baseline_in_the_model(tmp_path: Path) -> None:
    values = {
        name: {
            who: (300 + 3 * place, a, 310 - 2 * place, b)
            for place, (who, (a, b)) in enumerate(own.items())
        }
        for name, own in SENN.items()
    }
    changes = (
        "  - {name: baseline, week: 0}\n  - {name: week 1, week: 1, period: 1}\n",
        "  - {name: baseline, week: 0}\n"
        "  - {name: day 1, day: 1, period: 1, before-treatment: true}\n"
        "  - {name: week 1, week: 1, period: 1}\n"
        "  - {name: week 2, week: 2, period: 2, before-treatment: true}\n",
    )
    visits = ("day 1", "week 1", "week 2", "week 3")
    row = pick(compare_periods(load(tmp_path, values, visits, changes)), "difference")
    assert row["done"].baseline
    assert row["done"].visits == ("week 1", "week 3")


def test_three_treatments_in_a_latin_square(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    orders = {"ABC": "abc", "BCA": "bca", "CAB": "cab", "ACB": "acb", "BAC": "bac", "CBA": "cba"}
    effect = {"a": 20.0, "b": 0.0, "c": 5.0}
    values = {
        name: {
            f"{name}{number}": tuple(
                300 + 10 * number + effect[one] + 7 * period + rng.normal(0, 2)
                for period, one in enumerate(order)
            )
            for number in range(3)
        }
        for name, order in orders.items()
    }
    listed = ", ".join(f"{name}: [{', '.join(order)}]" for name, order in orders.items())
    changes = (
        ("sequences: {FS: [f, s], SF: [s, f]}", f"sequences: {{{listed}}}"),
        (
            "  f: {label: Formoterol, role: active}\n"
            "  s: {label: Salbutamol, role: active-comparator}\n",
            "  a: {label: A gel, role: active}\n  b: {label: B gel, role: placebo}\n"
            "  c: {label: C gel, role: control}\n",
        ),
        ("week: 3, period: 2}\n", "week: 3, period: 2}\n  - {name: week 5, week: 5, period: 3}\n"),
        ("comparison: [f, s]", "comparison: [a, b]"),
    )
    estimates = compare_periods(load(tmp_path, values, ("week 1", "week 3", "week 5"), *changes))
    for quantity in ("difference", "paired difference"):
        for comparator, truth in (("b", 20), ("c", 15)):
            row = pick(estimates, quantity, comparator=comparator)
            assert row["ci_low"] < truth < row["ci_high"]
            assert row["estimate"] == pytest.approx(truth, abs=2)
    second = pick(estimates, "period effect", subgroup="period 2")
    assert second["estimate"] == pytest.approx(7, abs=2)
    carried = pick(estimates, "carry-over")
    assert math.isnan(carried["estimate"])
    assert carried["reason"].code == "not-two-by-two"


def test_an_endpoint_that_one_period_lacks_says_so(tmp_path: Path) -> None:
    late = "measures:\n  late: {kind: ordinal, range: [0, 4], higher: worse}\n"
    folder = write_crossover(tmp_path, SENN, ("week 1", "week 3"), ("measures:\n", late))
    rows = pd.read_csv(folder / "scores.csv")
    first = rows["visit"] == "week 1"
    rows.loc[first, "late"] = [number % 5 for number in range(first.sum())]
    rows.to_csv(folder / "scores.csv", index=False)
    estimates = compare_periods(load_study(write_key(folder)))
    reason = pick(estimates, "difference", endpoint="late")["reason"]
    assert (reason.code, reason.visits) == ("no-scores", ("week 3",))


def rows_of(
    values: dict[str, dict[str, tuple[float, ...]]], sequences: dict[str, str]
) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"participant": who, "sequence": name, "treatment": one, "value": score}
            for name, own in values.items()
            for who, scores in own.items()
            for one, score in zip(sequences[name], scores, strict=True)
        ]
    )


def test_pairs_whose_periods_do_not_balance_are_not_compared() -> None:
    sequences = {"ABC": "abc", "BCA": "bca"}
    rows = rows_of({"ABC": {"1": (1, 2, 3), "2": (1, 3, 5)}, "BCA": {"3": (4, 2, 2)}}, sequences)
    with pytest.raises(NotEstimableError) as error:
        compare_within(rows, sequences, ("a", "b"), 0.95)
    assert error.value.reason.code == "periods-not-balanced"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"AB": {"1": (5.0, 3.0)}, "BA": {"2": (3.0, 4.0)}}, "too-few"),
        ({"AB": {"1": (5.0, 3.0), "2": (6.0, 4.0)}, "BA": {"3": (3.0, 4.0)}}, "same-change"),
    ],
)
def test_why_pairs_give_nothing(values: dict[str, dict[str, tuple[float, ...]]], code: str) -> None:
    sequences = {"AB": "ab", "BA": "ba"}
    with pytest.raises(NotEstimableError) as error:
        compare_within(rows_of(values, sequences), sequences, ("a", "b"), 0.95)
    assert error.value.reason.code == code


def test_carry_over_needs_both_periods() -> None:
    sequences = {"AB": "ab", "BA": "ba"}
    values = {"AB": {"1": (5.0, 3.0), "2": (6.0, 4.5)}, "BA": {"3": (3.0, 4.0), "4": (3.0, 5.0)}}
    rows = rows_of(values, sequences)
    whole = compare_carry_over(rows, sequences, 0.95)
    assert whole["estimate"] == pytest.approx((8 + 10.5) / 2 - (7 + 8) / 2)
    assert compare_carry_over(rows.drop(index=7), sequences, 0.95)["n_arm"] == 3


EVENTS = "participant,event,week\n1,rash,0.5\n1,rash,2\n2,rash,1\n3,cough,2.5\n"


def test_harms_are_of_the_treatment_of_their_period(tmp_path: Path) -> None:
    """Participant 1 had formoterol first; an event at week 1 still is of the first period."""
    tables = ("  scores: scores.csv\n", "  scores: scores.csv\n  events: events.csv\n")
    folder = write_crossover(tmp_path, SENN, ("week 1", "week 3"), tables)
    (folder / "events.csv").write_text(EVENTS, encoding="utf-8")
    study = load_study(write_key(folder))
    risks = summarise_period_harms(study)
    any_event = risks[(risks["quantity"] == "risk") & (risks["subgroup"] == "any event")]
    assert dict(zip(any_event["arm"], any_event["estimate"] * 13, strict=True)) == {
        "f": pytest.approx(2),  # participant 1 in period 1, participant 3 in period 2
        "s": pytest.approx(2),  # participant 1 in period 2, participant 2 in period 1
    }
    assert set(risks["quantity"]) == {"risk", "events"}


def test_harms_without_a_time_stand_by_sequence(tmp_path: Path) -> None:
    tables = ("  scores: scores.csv\n", "  scores: scores.csv\n  events: events.csv\n")
    folder = write_crossover(tmp_path, SENN, ("week 1", "week 3"), tables)
    (folder / "events.csv").write_text("participant,event\n1,rash\n", encoding="utf-8")
    study = load_study(write_key(folder))
    risks = summarise_period_harms(study)
    assert set(risks["arm"]) == {"FS", "SF"}
