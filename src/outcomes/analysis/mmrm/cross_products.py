"""Sums of cross-products by visit pattern: all that a fit needs of the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.factors import Array, levels_of
from outcomes.analysis.mmrm.formula import require_columns
from outcomes.analysis.mmrm.margins import Margins
from outcomes.analysis.mmrm.patients import Patients
from outcomes.errors import DesignError

ROWS_AT_ONCE = 40_000


@dataclass(frozen=True, eq=False)
class CrossProducts:
    """What is kept of the data: for each pattern of visits, counts and cross-products.

    Sums over chunks, files or hospitals give the same fit as the data in one piece. What may not be
    added is refused: another design (formula, levels, visits, centring, scaling) or a patient who
    is in both sums.

    Parameters
    ----------
    design : Design
        The fixed part of the model.
    counts : dict
        Patients by ``(group, pattern)``; a pattern is a binary number, one digit a visit.
    products : dict
        For the same keys, arrays (m, m, r + 1, r + 1): for the seen visits a and b the sum over
        patients of ``z_a z_b'``, z being the basis of the design and the response.
    log_weights : float
        Sum of the logarithms of the weights.
    within : numpy.ndarray
        For each design column, whether it differs between the visits of some patient.
    margins : Margins
        Counts and means of the explanatory variables.
    subjects : numpy.ndarray, optional
        Sorted 64-bit marks of the patients' names, kept to refuse a patient who comes twice; None
        in the sums of `fit_mmrm`, which are not for adding.
    excluded : int
        Rows left out because something was missing.

    Examples
    --------
    >>> design = Design.from_frame("score ~ arm * visit", part, subject="id", visit="visit")
    ... # doctest: +SKIP
    >>> total = CrossProducts.from_chunks(design, [part, other])  # doctest: +SKIP
    >>> fit = fit_cross_products(total)  # doctest: +SKIP
    """

    design: Design
    counts: dict[tuple[int, int], int]
    products: dict[tuple[int, int], Array]
    log_weights: float
    within: NDArray[np.bool_]
    margins: Margins
    subjects: NDArray[np.uint64] | None
    excluded: int

    @classmethod
    def from_frame(cls, design: Design, frame: pd.DataFrame) -> CrossProducts:
        """Sum over the rows of a frame."""
        return cls.from_patients(Patients.from_frame(design, frame))

    @classmethod
    def from_patients(cls, patients: Patients, *, addable: bool = True) -> CrossProducts:
        """Sum over patients already read; without marks of their names if not to be added."""
        counts: dict[tuple[int, int], int] = {}
        products: dict[tuple[int, int], Array] = {}
        for group, pattern, own, rows in patients.patterns(at_most=ROWS_AT_ONCE):
            seen, width = rows.shape[1], patients.basis.shape[1] + 1
            block = np.empty((*rows.shape, width))
            block[..., :-1] = patients.basis[rows]
            block[..., -1] = patients.response[rows]
            flat = block.reshape(len(rows), -1)
            gram = (flat.T @ flat).reshape(seen, width, seen, width).transpose(0, 2, 1, 3)
            key = (group, pattern)
            counts[key] = counts.get(key, 0) + len(own)
            products[key] = products[key] + gram if key in products else gram
        return cls(
            design=patients.design,
            counts=counts,
            products=products,
            log_weights=0.0 if patients.weight is None else float(np.log(patients.weight).sum()),
            within=patients.varies_within(),
            margins=patients.margins,
            subjects=patients.marks if addable else None,
            excluded=patients.excluded,
        )

    @classmethod
    def from_chunks(cls, design: Design, chunks: Iterable[pd.DataFrame]) -> CrossProducts:
        """Sum over frames, each with whole patients; empty frames are skipped.

        Raises
        ------
        DesignError
            When a patient has rows in two chunks, or no chunk has rows.
        """
        total: CrossProducts | None = None
        for chunk in chunks:
            if len(chunk):
                own = cls.from_frame(design, chunk)
                total = own if total is None else total + own
        if total is None:
            raise DesignError("the chunks hold no rows")
        return total

    @classmethod
    def from_parquet(
        cls,
        path: str | Path,
        formula: str,
        *,
        subject: str,
        visit: str,
        group: str | None = None,
        weights: str | None = None,
        levels: Mapping[str, Sequence[Any]] | None = None,
        batch_rows: int = 200_000,
    ) -> CrossProducts:
        """Sum over a Parquet file or a folder of them, a batch at a time.

        Levels that are not named are collected in a first pass over the columns in question. The
        last patient of each batch is held back until the next, so a file sorted by patient may
        be cut anywhere.
        """
        import pyarrow.dataset as ds

        data = ds.dataset(path, format="parquet")
        first = data.head(batch_rows).to_pandas()
        require_columns(first, {subject, visit})
        probe = Design.from_frame(
            formula,
            first,
            subject=subject,
            visit=visit,
            group=group,
            weights=weights,
            levels=levels,
        )
        named = dict(levels or {})
        for name in {*probe.factor_levels, visit, *([group] if group else [])} - set(named):
            named[name] = _levels_in_dataset(data, name, batch_rows)
        design = Design.from_frame(
            formula, first, subject=subject, visit=visit, group=group, weights=weights, levels=named
        )
        needed = {subject, visit, *design.response.variables, *design.factor_levels}
        needed |= {*design.numeric_variables, *(name for name in (group, weights) if name)}
        batches = (
            batch.to_pandas()
            for batch in data.to_batches(columns=sorted(needed), batch_size=batch_rows)
        )
        return cls.from_chunks(design, _whole_patients(batches, subject))

    def __add__(self, other: CrossProducts) -> CrossProducts:
        """Add the sums of other patients.

        Raises
        ------
        DesignError
            When the designs differ, or a patient is in both.
        """
        if self.design is not other.design and self.design.signature() != other.design.signature():
            raise DesignError(
                "sums made with different designs (formula, levels, visits, centring or scaling) "
                "cannot be added; make one design and use it for every part"
            )
        if self.subjects is None or other.subjects is None:
            raise DesignError(
                "these sums were made for one fit, without marks of the patients; "
                "make sums to be added with CrossProducts.from_frame"
            )
        both = np.concatenate([self.subjects, other.subjects])
        both.sort(kind="stable")
        twice = int((both[1:] == both[:-1]).sum())
        if twice:
            raise DesignError(
                f"{twice} patients are in both sums; keep all rows of a patient in one chunk"
            )
        counts, products = dict(self.counts), dict(self.products)
        for key, number in other.counts.items():
            counts[key] = counts.get(key, 0) + number
            own = other.products[key]
            products[key] = products[key] + own if key in products else own
        return replace(
            self,
            counts=counts,
            products=products,
            log_weights=self.log_weights + other.log_weights,
            within=self.within | other.within,
            margins=self.margins + other.margins,
            subjects=both,
            excluded=self.excluded + other.excluded,
        )

    @property
    def n_patients(self) -> int:
        """Number of patients."""
        return sum(self.counts.values())

    @property
    def n_scores(self) -> int:
        """Number of scores."""
        return sum(number * key[1].bit_count() for key, number in self.counts.items())


def _levels_in_dataset(data: Any, name: str, batch_rows: int) -> tuple[Any, ...]:
    """Collect the levels of one column, a batch at a time: in the order of a categorical."""
    order: dict[Any, None] = {}
    seen: set[Any] = set()
    categorical = True
    for batch in data.to_batches(columns=[name], batch_size=batch_rows):
        series = batch.to_pandas()[name]
        categorical &= isinstance(series.dtype, pd.CategoricalDtype)
        order.update(dict.fromkeys(series.cat.categories if categorical else levels_of(series)))
        seen.update(levels_of(series))
    kept = [level for level in order if level in seen]
    return tuple(kept) if categorical else levels_of(pd.Series(kept, name=name))


def _whole_patients(batches: Iterable[pd.DataFrame], subject: str) -> Iterator[pd.DataFrame]:
    """Hold back the last patient of each batch until the next one."""
    held: pd.DataFrame | None = None
    for batch in batches:
        rows = batch if held is None else pd.concat([held, batch], ignore_index=True)
        if not len(rows):
            continue
        last = (rows[subject] == rows[subject].iloc[-1]).to_numpy()
        held = rows[last]
        if not last.all():
            yield rows[~last]
    if held is not None:
        yield held
