"""The pinned coverage simulation: complete, published as it is, and of these intervals."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def program(root: Path) -> ModuleType:
    place = root / "validation" / "meta_coverage.py"
    spec = importlib.util.spec_from_file_location("meta_coverage", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pinned(program: ModuleType) -> pd.DataFrame:
    return pd.read_csv(program.PINNED)


def test_every_cell_is_pinned(program, pinned):
    cells = len(program.SIZES) * len(program.TRIALS) * len(program.TAU2)
    assert pinned.drop_duplicates(["sizes", "k", "tau2"]).shape[0] == cells == 40
    assert len(pinned) == cells * 7 - 2 * len(program.SIZES) * len(program.TAU2)
    assert program.TRIALS == (2, 3, 5, 10, 20)
    assert not pinned.duplicated(program.KEYS).any()
    assert (pinned["number"] == 20_000).all()


def test_docs_give_every_number(root, pinned):
    text = (root / "docs" / "methods" / "meta-analysis.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if "equal | " in line]
    published: dict[tuple[str, ...], list[list[str]]] = {}
    for row in rows:
        published.setdefault(tuple(row[:3]), []).append(row[4:])
    kinds = {"confidence": 0, "prediction": 1}
    for (sizes, k, tau2, kind), cell in pinned.groupby(["sizes", "k", "tau2", "kind"]):
        shown = published[sizes, str(k), f"{tau2:g}"][kinds[kind]]
        expected = [f"{value:.3f}" for value in cell["coverage"]]
        found = sorted(value for value in shown if value != "-")
        assert found == sorted(expected), (sizes, k, tau2, kind)


def test_knapp_hartung_is_exact_with_equal_sizes(pinned):
    cell = pinned.query("sizes == 'equal' and interval == 'knapp-hartung'")
    assert len(cell) == 20
    assert (np.abs(cell["coverage"] - 0.95) < 4 * cell["mc_error"]).all()


@pytest.mark.parametrize("sizes", ["equal", "unequal"])
@pytest.mark.parametrize("k", [2, 5])
def test_simulated_intervals_are_those_of_pool(program, sizes, k):
    _, apart = program.run_cell(sizes, k, 0.1, 20, [1, k])
    assert apart < 1e-9


def test_a_changed_result_is_noticed(program, pinned):
    assert program.differ(pinned, pinned).empty
    changed = pinned.copy()
    changed.loc[3, "coverage"] += 0.001
    assert len(program.differ(changed, pinned)) == 1
    assert len(program.differ(pinned.iloc[1:], pinned)) == 1
