"""A standard deviation is printed or derived, and says which; none is made up."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.errors import EvidenceError
from outcomes.study.simulation.spread import derive_sd
from tests.packs import PACK


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return PACK.published


def select(table: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def one(table: pd.DataFrame, **wanted: object) -> pd.Series:
    rows = select(table, **wanted)
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("arm", "sd"), [("exercise", 14.7), ("injections", 25.5), ("injections and exercise", 20.4)]
)
def test_sd_of_yelland_is_derived_from_its_interval(
    published: pd.DataFrame, arm: str, sd: float
) -> None:
    # By hand, exercise: (31.9 - 15.6) / 2 / 2.1448 x sqrt(15) = 14.72; 2.1448 is t(0.975, 14).
    row = one(published, trial="yelland2011", arm=arm, statistic="change")
    derived, origin = derive_sd(row)
    assert derived == pytest.approx(sd, abs=0.05)
    assert origin == "derived from the 95% CI"
    assert pd.isna(row["sd"])


def test_sd_from_the_standard_error_agrees_with_the_review(published: pd.DataFrame) -> None:
    # The 2023 review (PMC9989868, Table I) prints SDs for 18 cells; each is SE x sqrt(n).
    rows = select(published, trial="rabago2013", statistic="change")
    printed = rows["notes"].str.extract(r"prints SD ([\d.]+)")[0].astype(float)
    derived = rows.apply(lambda row: derive_sd(row)[0], axis=1)
    assert printed.notna().sum() == 18
    assert (derived - printed).abs().max() < 0.011
    assert derive_sd(rows.iloc[0])[1] == "derived from the SE"


def test_printed_sd_is_taken_as_it_is(published: pd.DataFrame) -> None:
    row = select(published, trial="ryan2010").iloc[0]
    assert derive_sd(row) == (27.7, "printed")


def test_no_sd_is_made_up(published: pd.DataFrame) -> None:
    row = one(published, trial="reeves2000", outcome="knee flexion by goniometer")
    with pytest.raises(EvidenceError, match="none can be derived"):
        derive_sd(row)
