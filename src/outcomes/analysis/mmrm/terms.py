"""Type III hypotheses: each term's columns under effect coding."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd

from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.factors import Array
from outcomes.analysis.mmrm.formula import INTERCEPT
from outcomes.errors import AnalysisError

MOST_CELLS = 2000
UNEXPLAINED = 1e-8


def term_contrasts(design: Design) -> dict[str, Array]:
    """Return for each term the contrasts (of the centred columns) that its test sets to zero.

    With factors coded by effects (columns that sum to zero over the levels), the columns of a term
    are its type III hypothesis: other factors averaged with equal weights, covariates at zero. The
    matrix from one set of coefficients to the other is found on a grid of all levels.
    """
    if design.constrained is not None:
        raise AnalysisError(
            "type III tests are not defined for a constrained baseline; use test(L)"
        )
    effects = replace(
        design,
        columns=tuple(
            replace(
                column,
                categorical=tuple(
                    (name, "sum" if coding == "reduced" else coding, index)
                    for name, coding, index in column.categorical
                ),
            )
            for column in design.columns
        ),
    )
    grid = _grid(design)
    plain = design.rows(grid) @ design.transform
    other = effects.rows(grid) @ effects.transform
    across, *_ = np.linalg.lstsq(other, plain, rcond=None)
    if np.abs(other @ across - plain).max() > UNEXPLAINED * np.abs(plain).max():
        raise AnalysisError(
            "type III tests need every factor's main effect beside its interactions; use test(L)"
        )
    terms = np.array([column.term for column in design.columns])
    return {
        name: design.raw_contrast(across[terms == place])
        for place, name in enumerate(design.terms)
        if name != INTERCEPT and (terms == place).any()
    }


def _grid(design: Design) -> pd.DataFrame:
    """Return rows with all levels (or a fixed sample of them) and assorted numbers."""
    levels = design.factor_levels
    generator = np.random.default_rng(0)
    total = int(np.prod([float(len(own)) for own in levels.values()]))
    if total <= MOST_CELLS:
        cells = list(itertools.product(*levels.values()))
    else:
        cells = [
            tuple(own[generator.integers(len(own))] for own in levels.values())
            for _ in range(MOST_CELLS)
        ]
    repeats = 2 + 2 * len(design.numeric_variables)
    frame = pd.DataFrame(cells * repeats, columns=list(levels), index=range(len(cells) * repeats))
    for name in design.numeric_variables:
        centre, scale = _middle(design, name)
        frame[name] = centre + scale * generator.uniform(0.1, 1.0, len(frame))
    return frame


def _middle(design: Design, name: str) -> tuple[float, float]:
    factor = design.numeric.get(name)
    if factor is None:
        return 1.0, 1.0
    return float(factor.centre[0]), float(factor.scale[0])
