"""The summary of each bundled study says what its reports, its card and its results say."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import list_studies

from .summary_numbers import check_summary, fits

ROOT = Path(__file__).resolve().parents[2]
FEWEST = {"foot-ankle-dextrose": 9}
"""Numbers in the tables of a summary: three changes with intervals; else differences, too."""


@pytest.mark.parametrize("name", list_studies(ROOT))
def test_a_bundled_summary(name: str, bundled_site: Path) -> None:
    assert check_summary(bundled_site, name) >= FEWEST.get(name, 5)


def test_a_number_that_no_row_has_is_found() -> None:
    row = {"estimate": -6.24, "ci_low": -15.12, "ci_high": 2.64}
    assert fits([(-6.2, 1), (-15.1, 1), (2.6, 1)], row, 1)
    assert not fits([(-6.3, 1), (-15.1, 1), (2.6, 1)], row, 1)
    assert not fits([(-6.2, 1), (-15.1, 1), (2.7, 1)], row, 1)
