"""A formula read: its response, its factors, and the columns of its terms."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.mmrm.factors import (
    Array,
    CategoricalFactor,
    NumericFactor,
    coded_categorical,
    codings_of_terms,
    evaluate_expression,
    is_categorical,
    levels_of,
    numeric_column,
    plain_categorical,
)
from outcomes.errors import DesignError

CODED = re.compile(r"^C\(\s*([^\W\d][\w.]*)\s*[,)]")
INTERCEPT = "Intercept"


@dataclass(frozen=True)
class Column:
    """One column of the design matrix: a product of factor columns.

    Parameters
    ----------
    name : str
        As reported, for example ``arm[T.drug]:visit[T.7]``.
    term : int
        Position of its term in the formula.
    numeric : tuple of (str, int)
        Numeric factors with the position of the column used.
    categorical : tuple of (str, str, int)
        Categorical factors with their coding and the position of the column used.
    """

    name: str
    term: int
    numeric: tuple[tuple[str, int], ...]
    categorical: tuple[tuple[str, str, int], ...]

    @property
    def identity(self) -> tuple[Any, Any]:
        """Return what makes two columns the same, whatever the order of their factors."""
        return tuple(sorted(self.numeric)), tuple(sorted(self.categorical))


def require_columns(frame: pd.DataFrame, names: Iterable[str]) -> None:
    """Refuse data without a column that the model needs."""
    absent = sorted(set(names) - set(frame.columns))
    if absent:
        raise DesignError(
            f"the data have no column {', '.join(absent)}; "
            f"they have {', '.join(map(str, frame.columns))}"
        )


def combination(
    key: tuple[Any, Any], known: Container[Any], categorical: Mapping[str, CategoricalFactor]
) -> dict[tuple[Any, Any], float] | None:
    """Write a column as a combination of known columns; None where that cannot be seen.

    An indicator of a level is the reduced column of that level or, for the first level, one minus
    all the others.
    """
    if key in known:
        return {key: 1.0}
    numeric, parts = key
    for place, (name, coding, index) in enumerate(parts):
        if coding != "full" or not categorical[name].plain:
            continue
        rest = (*parts[:place], *parts[place + 1 :])
        number = len(categorical[name].levels) - 1
        pieces: list[tuple[float, tuple[Any, ...]]] = [(1.0, ((name, "reduced", index - 1),))]
        if index == 0:
            pieces = [(1.0, ()), *((-1.0, ((name, "reduced", k),)) for k in range(number))]
        result: dict[tuple[Any, Any], float] = {}
        for sign, piece in pieces:
            own = combination((numeric, tuple(sorted((*rest, *piece)))), known, categorical)
            if own is None:
                return None
            for column, weight in own.items():
                result[column] = result.get(column, 0.0) + sign * weight
        return result
    return None


def _plain(expression: str) -> str:
    return re.sub(r"[\s`]", "", expression)


class FormulaReader:
    """Collects the factors of a formula."""

    def __init__(self, frame: pd.DataFrame, visit: str, levels: dict[str, Sequence[Any]]) -> None:
        self.frame = frame
        self.visit = visit
        self.declared = levels
        self.variables: set[str] = set()
        self.numeric: dict[str, NumericFactor] = {}
        self.categorical: dict[str, CategoricalFactor] = {}

    def parse(self, formula: str) -> tuple[str, list[tuple[str, ...]]]:
        """Split a formula into its response and the factors of its terms."""
        from formulaic import Formula
        from formulaic.errors import FormulaicError

        if "{" in formula:
            raise DesignError(
                f"the formula {formula!r} has braces: write arithmetic as I(score - baseline)"
            )
        try:
            parsed = Formula(formula)
            left, right = list(parsed.lhs), list(parsed.rhs)
        except (FormulaicError, AttributeError) as error:
            raise DesignError(f"the formula {formula!r} cannot be read: {error}") from error
        if len(left) != 1 or len(left[0].factors) != 1:
            raise DesignError(f"the formula {formula!r} needs one response before the ~")
        response = str(left[0].factors[0].expr)
        written = formula.partition("~")[0]
        if _plain(written) != _plain(response):
            raise DesignError(
                f"the formula {formula!r} has more than a response before the ~: write arithmetic "
                f"as I({written.strip()})"
            )
        self.variables = {str(name) for name in parsed.required_variables}
        terms = [
            tuple(str(part.expr) for part in term.factors if part.expr != "1") for term in right
        ]
        return response, terms

    def levels(self, name: str) -> tuple[Any, ...]:
        """Return the levels declared for a column, else those it shows."""
        if name in self.declared:
            return tuple(self.declared[name])
        return levels_of(self.frame[name])

    def numeric_factor(self, expression: str, *, centred: bool) -> NumericFactor:
        """Make a numeric factor, with the mean and spread that this frame shows."""
        spec: Any = None
        names: tuple[str, ...] = (expression,)
        variables: tuple[str, ...] = (expression,)
        if expression in self.frame.columns:
            values = numeric_column(self.frame, expression)[:, None]
        else:
            variables = self._variables_in(expression)
            spec = self._spec(expression, variables)
            names = tuple(map(str, spec.column_names))
            values = evaluate_expression(spec, self.frame)
        centre, scale = _spread(values)
        centre = centre if centred else np.zeros_like(centre)
        return NumericFactor(expression, variables, names, centre, scale, spec)

    def _variables_in(self, expression: str) -> tuple[str, ...]:
        """Return the columns of the data that an expression names."""
        return tuple(
            str(name)
            for name in self.frame.columns
            if re.search(rf"(?<![\w.]){re.escape(str(name))}(?!\w)", expression)
        )

    def _spec(self, expression: str, variables: tuple[str, ...]) -> Any:
        """Let formulaic read an expression, its state (as of ``poly``) from the complete rows."""
        from formulaic import Formula
        from formulaic.errors import FormulaicError

        complete = self.frame[list(variables)].dropna()
        try:
            return Formula(f"0 + {expression}").get_model_matrix(complete).model_spec
        except FormulaicError as error:
            raise DesignError(f"{expression} in the formula cannot be computed: {error}") from error

    def columns(self, terms: Sequence[tuple[str, ...]]) -> list[Column]:
        """Make the columns of every term."""
        for expression in dict.fromkeys(name for term in terms for name in term):
            self._add_factor(expression)
        parts = codings_of_terms(terms, set(self.categorical))
        return [
            column
            for place, (term, own) in enumerate(zip(terms, parts, strict=True))
            for part in own
            for column in self._columns_of(place, term, part)
        ]

    def settle_centres(self, columns: Sequence[Column]) -> dict[str, NumericFactor]:
        """Centre a numeric factor only where the columns without it span what that takes away."""
        known = {column.identity for column in columns}
        for name, factor in self.numeric.items():
            without = [
                (tuple(part for part in column.identity[0] if part[0] != name), column.identity[1])
                for column in columns
                if any(part[0] == name for part in column.numeric)
            ]
            if any(combination(key, known, self.categorical) is None for key in without):
                self.numeric[name] = replace(factor, centre=np.zeros_like(factor.centre))
        return self.numeric

    def _add_factor(self, expression: str) -> None:
        coded = CODED.match(expression)
        name = coded.group(1) if coded else expression
        plain = name in self.frame.columns
        if plain and (coded or name == self.visit or is_categorical(self.frame[name])):
            levels = self.levels(name)
            if len(levels) < 2:
                raise DesignError(
                    f"the factor {name} has {len(levels)} level in these data and cannot be "
                    "estimated; take it out of the formula"
                )
            simple = expression == name or expression.replace(" ", "") == f"C({name})"
            self.categorical[expression] = (
                plain_categorical(name, levels)
                if simple
                else coded_categorical(expression, name, levels)
            )
        else:
            self.numeric[expression] = self.numeric_factor(expression, centred=True)

    def _columns_of(
        self, place: int, term: Sequence[str], part: Mapping[str, bool]
    ) -> Iterable[Column]:
        """Yield the columns of one part of a term, the first factor's varying fastest."""
        made: list[tuple[tuple[str, ...], tuple[Any, ...], tuple[Any, ...]]] = [((), (), ())]
        options: list[tuple[str, tuple[Any, ...], tuple[Any, ...]]]
        for name in term:
            if name in self.numeric:
                names = self.numeric[name].names
                options = [(label, ((name, i),), ()) for i, label in enumerate(names)]
            elif name in part:
                coding = "full" if part[name] else "reduced"
                names = self.categorical[name].names[coding]
                options = [(label, (), ((name, coding, i),)) for i, label in enumerate(names)]
            else:
                continue
            made = [
                ((*labels, label), (*numeric, *more), (*categorical, *other))
                for label, more, other in options
                for labels, numeric, categorical in made
            ]
        for labels, numeric, categorical in made:
            yield Column(":".join(labels) or INTERCEPT, place, numeric, categorical)


def _spread(values: Array) -> tuple[Array, Array]:
    """Return mean and standard deviation of columns; 0 and 1 where there is nothing to see."""
    centre, scale = np.zeros(values.shape[1]), np.ones(values.shape[1])
    for place in range(values.shape[1]):
        seen = values[:, place]
        seen = seen[np.isfinite(seen)]
        if len(seen) > 1:
            centre[place] = seen.mean()
            scale[place] = seen.std() or 1.0
    return centre, scale
