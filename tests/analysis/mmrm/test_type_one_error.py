"""The simulation: its pinned results cover every cell, and the page shows them all."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd
import pytest

from validation import mmrm_type_one_error as simulation

KEY = ["per_arm", "visits", "dropout"]


@pytest.fixture(scope="module")
def pinned() -> pd.DataFrame:
    return pd.read_csv(simulation.PINNED)


def test_every_cell_is_there(pinned: pd.DataFrame) -> None:
    cells = itertools.product(simulation.ARM_SIZES, simulation.VISITS, simulation.DROPOUT)
    assert set(pinned[KEY].itertuples(index=False, name=None)) == set(cells)
    assert (pinned["trials"] >= 5000).all()


def test_failed_fits_are_neither_dropped_nor_rejections(pinned: pd.DataFrame) -> None:
    rate = pinned["rejected"] / (pinned["trials"] - pinned["failed"])
    assert rate.to_numpy() == pytest.approx(pinned["rate"].to_numpy())
    inside = pinned["rate"].between(pinned["band_low"], pinned["band_high"])
    assert (inside == pinned["inside"]).all()


def test_cells_that_must_be_inside_are(pinned: pd.DataFrame) -> None:
    """Ten or more an arm and up to four visits; the longest run of a cell counts."""
    assert simulation.missed(pinned).empty
    moved = pinned.assign(inside=False)
    assert len(simulation.missed(moved)) == 3 * 2 * 3


def test_page_is_that_of_the_results(pinned: pd.DataFrame, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    simulation.write_page(pinned, page)
    assert page.read_text() == simulation.PAGE.read_text()


def test_a_cell_runs_and_repeats_itself() -> None:
    one, two = (simulation.run_cell(10, 3, 0.4, 4, [1]) for _ in range(2))
    assert one == two
    assert one["trials"] == 4
    assert one["failed"] + one["rejected"] <= 4
