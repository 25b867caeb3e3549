"""Blocks of Python that stand in the pages as usage run as they are printed."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest


def make_scores() -> pd.DataFrame:
    """Return forty patients of two arms at three visits."""
    draw = np.random.default_rng(1)
    rows = pd.DataFrame(
        [(f"p{n}", "drug" if n % 2 else "placebo", week) for n in range(40) for week in (4, 8, 12)],
        columns=["id", "arm", "visit"],
    )
    rows["baseline"] = np.repeat(draw.normal(50, 10, 40), 3)
    rows["score"] = (
        rows["baseline"] - rows["visit"] * (rows["arm"] == "drug") + draw.normal(0, 8, len(rows))
    )
    return rows


@pytest.mark.parametrize("page", ["README.md", "docs/methods/mmrm.md"])
def test_the_usage_of_the_mixed_model_runs_and_its_signs_agree(root: Path, page: str) -> None:
    text = (root / page).read_text(encoding="utf-8")
    block = next(b for b in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "fit_mmrm" in b)
    names = {"scores": make_scores()}
    exec(block, names)
    fit = names["fit"]
    contrasts = fit.contrasts("arm", by="visit", reference="placebo")
    sizes = fit.effect_sizes("arm", by="visit", reference="placebo")
    assert contrasts["estimate"].iloc[-1] < -5
    assert (np.sign(contrasts["estimate"]) == np.sign(sizes["estimate"])).all()
