"""What a model's columns are: formula, levels, visits, centring and scaling, fixed once.

A `Design` turns rows of data into a small *basis*: the columns of the design matrix without their
visit part. At one visit the visit's own columns are constants, so each design column is there a
constant times a basis column, and the cross-products of the basis, visit by visit, hold everything
that the cross-products of the wide design matrix would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.mmrm.factors import (
    Array,
    CategoricalFactor,
    Codes,
    NumericFactor,
    codes_of,
)
from outcomes.analysis.mmrm.formula import (
    INTERCEPT,
    Column,
    FormulaReader,
    combination,
    require_columns,
)
from outcomes.errors import DesignError


@dataclass(frozen=True, eq=False)
class Design:
    """The fixed part of a model: what two sums of cross-products must share to be added.

    Make it with `Design.from_frame`.

    Parameters
    ----------
    formula : str
        Response and fixed effects.
    subject, visit : str
        Columns that name the patient and the visit.
    group, weights : str, optional
        Column with a covariance matrix for each of its levels; column of weights.
    response : NumericFactor
        The score.
    numeric, categorical : dict
        The factors by expression.
    terms : tuple of str
        Terms in order.
    columns : tuple of Column
        Columns of the design matrix in order.
    visits, groups : tuple
        Levels in order. Without ``group`` there is one group, ``None``.
    """

    formula: str
    subject: str
    visit: str
    group: str | None
    weights: str | None
    response: NumericFactor
    numeric: dict[str, NumericFactor]
    categorical: dict[str, CategoricalFactor]
    terms: tuple[str, ...]
    columns: tuple[Column, ...]
    visits: tuple[Any, ...]
    groups: tuple[Any, ...]
    constrained: str | None = None
    basis: tuple[tuple[Any, Any], ...] = field(init=False)
    loading: Array = field(init=False)
    transform: Array = field(init=False)

    def __post_init__(self) -> None:
        keys = [self._basis_key(column) for column in self.columns]
        basis = tuple(dict.fromkeys(keys))
        loading = np.zeros((len(self.visits), len(basis), len(self.columns)))
        for position, (column, key) in enumerate(zip(self.columns, keys, strict=True)):
            loading[:, basis.index(key), position] = self._visit_part(column, len(self.visits))
        object.__setattr__(self, "basis", basis)
        object.__setattr__(self, "loading", loading)
        object.__setattr__(self, "transform", self._transform())

    @classmethod
    def from_frame(
        cls,
        formula: str,
        frame: pd.DataFrame,
        *,
        subject: str,
        visit: str,
        group: str | None = None,
        weights: str | None = None,
        levels: Mapping[str, Sequence[Any]] | None = None,
        constrained: str | None = None,
    ) -> Design:
        """Make a design from a formula and data that show its types, levels and sizes.

        Parameters
        ----------
        formula : str
            For example ``"score ~ arm * visit + baseline * visit"``. The visit column is always a
            factor. Text and categorical columns are factors, the first level being the reference.
        frame : pandas.DataFrame
            Rows, one a patient and visit. From a part of the data, name the ``levels``.
        subject, visit, group, weights : str
            Names of columns.
        levels : mapping, optional
            Levels by column, in order; a column not named takes those it shows.
        constrained : str, optional
            A factor (the arm) that has no effect at the first visit: constrained longitudinal
            data analysis. Its main effect is left out, its interactions with the visit stay.

        Raises
        ------
        DesignError
            When a column is absent or has one level only, or the formula has no response.
        """
        builder = FormulaReader(frame, visit, dict(levels or {}))
        response, terms = builder.parse(formula)
        needed = {subject, visit, *(name for name in (group, weights) if name)}
        require_columns(frame, needed | builder.variables)
        visits = builder.levels(visit)
        if len(visits) < 2:
            raise DesignError(
                f"the scores are of {len(visits)} visit in column {visit}; "
                "a model for repeated measures needs two or more (use analysis of covariance)"
            )
        columns = builder.columns(terms)
        if constrained is not None:
            columns = _constrain(columns, terms, constrained)
        return cls(
            formula=formula,
            subject=subject,
            visit=visit,
            group=group,
            weights=weights,
            response=builder.numeric_factor(response, centred=True),
            numeric=builder.settle_centres(columns),
            categorical=builder.categorical,
            terms=tuple(":".join(term) or INTERCEPT for term in terms),
            columns=tuple(columns),
            visits=visits,
            groups=(None,) if group is None else builder.levels(group),
            constrained=constrained,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the coefficients."""
        return tuple(column.name for column in self.columns)

    @property
    def has_intercept(self) -> bool:
        """Whether a column of ones is among the columns."""
        return any(not column.numeric and not column.categorical for column in self.columns)

    @property
    def centre(self) -> float:
        """What is taken from the response inside the fit."""
        return float(self.response.centre[0]) if self.has_intercept else 0.0

    @property
    def scale(self) -> float:
        """What the response is divided by inside the fit."""
        return float(self.response.scale[0])

    @property
    def factor_levels(self) -> dict[str, tuple[Any, ...]]:
        """Levels of each categorical variable of the formula."""
        return {factor.variable: factor.levels for factor in self.categorical.values()}

    @property
    def numeric_variables(self) -> tuple[str, ...]:
        """Numeric variables of the right-hand side, in order."""
        names = [name for factor in self.numeric.values() for name in factor.variables]
        return tuple(dict.fromkeys(names))

    def signature(self) -> tuple[Any, ...]:
        """Return what two designs must have in common for their sums to be added."""
        numbers = [
            (name, *factor.centre.tolist(), *factor.scale.tolist())
            for name, factor in [("", self.response), *self.numeric.items()]
        ]
        levels = [(name, factor.levels) for name, factor in self.categorical.items()]
        names = (self.formula, self.subject, self.visit, self.group, self.weights, self.constrained)
        return (*names, self.names, self.visits, self.groups, tuple(numbers), tuple(levels))

    def basis_columns(self, frame: pd.DataFrame, codes: Mapping[str, Codes]) -> Array:
        """Return the centred basis of some rows, shape (rows, basis).

        Parameters
        ----------
        frame : pandas.DataFrame
            Rows with the variables of the formula.
        codes : mapping
            Positions among the levels, by categorical variable.
        """
        parts: dict[str, Array] = {}
        for name, part in self.numeric.items():
            parts[name] = (part.evaluate(frame) - part.centre) / part.scale
        result = np.empty((len(frame), len(self.basis)))
        for position, (numeric, categorical) in enumerate(self.basis):
            column: Array | None = None
            for name, index in numeric:
                own = parts[name][:, index]
                column = own if column is None else column * own
            for name, coding, index in categorical:
                factor = self.categorical[name]
                own = factor.codings[coding][:, index][codes[factor.variable]]
                column = own if column is None else column * own
            result[:, position] = 1.0 if column is None else column
        return result

    def codes(self, frame: pd.DataFrame) -> dict[str, Codes]:
        """Return the position of each row's value among the levels of each factor."""
        return {name: codes_of(frame[name], levels) for name, levels in self.factor_levels.items()}

    def rows(self, frame: pd.DataFrame, codes: Mapping[str, Codes] | None = None) -> Array:
        """Return rows of the centred design matrix, shape (rows, columns).

        Parameters
        ----------
        frame : pandas.DataFrame
            Rows with the variables of the formula.
        codes : mapping, optional
            As from `codes`, where they are known already.
        """
        codes = self.codes(frame) if codes is None else codes
        visits = codes.get(self.visit, np.zeros(len(frame), dtype=np.int64))
        basis = self.basis_columns(frame, codes)
        return np.asarray(np.einsum("nk,nkj->nj", basis, self.loading[visits]))

    def raw_contrast(self, contrast: Array) -> Array:
        """Turn contrasts of the reported coefficients into contrasts of the centred ones."""
        return np.asarray(np.linalg.solve(self.transform.T, np.atleast_2d(contrast).T).T)

    def _is_visit(self, name: str) -> bool:
        return self.categorical[name].variable == self.visit

    def _basis_key(self, column: Column) -> tuple[Any, Any]:
        return (
            tuple(sorted(column.numeric)),
            tuple(sorted(part for part in column.categorical if not self._is_visit(part[0]))),
        )

    def _visit_part(self, column: Column, number: int) -> Array:
        result = np.ones(number)
        for name, coding, index in column.categorical:
            if self._is_visit(name):
                result = result * self.categorical[name].codings[coding][:, index]
        return result

    def _transform(self) -> Array:
        """Return the matrix that turns centred columns into those reported (raw = centred @ it)."""
        where = {column.identity: place for place, column in enumerate(self.columns)}
        result = np.zeros((len(self.columns), len(self.columns)))
        for place, column in enumerate(self.columns):
            for chosen, factor in self._expansion(column.numeric):
                if factor == 0:
                    continue
                key = (tuple(sorted(chosen)), column.identity[1])
                for own, weight in (combination(key, where, self.categorical) or {}).items():
                    result[where[own], place] += factor * weight
        return result

    def _expansion(
        self, numeric: Sequence[tuple[str, int]]
    ) -> Iterable[tuple[tuple[tuple[str, int], ...], float]]:
        """Expand a product of ``centre + scale * z`` into products of ``z``."""
        if not numeric:
            yield (), 1.0
            return
        (name, index), *rest = numeric
        own = self.numeric[name]
        for chosen, factor in self._expansion(rest):
            yield ((name, index), *chosen), factor * float(own.scale[index])
            yield chosen, factor * float(own.centre[index])


def _constrain(columns: list[Column], terms: Sequence[Sequence[str]], factor: str) -> list[Column]:
    """Leave out the main effect of a factor, which then has no effect at the first visit."""
    kept = [column for column in columns if list(terms[column.term]) != [factor]]
    if len(kept) == len(columns):
        raise DesignError(f"the formula has no main effect of {factor} to leave out at baseline")
    return kept
