"""Finding numbers in an estimates frame by what they are of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outcomes.vocabulary.names import order_endpoints, order_visits

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

KEYS = ("endpoint", "side", "subgroup", "visit", "arm", "comparator", "quantity")


@dataclass(frozen=True)
class Lookup:
    """The rows of an estimates frame, found by endpoint, visit, arm and quantity.

    Where a frame holds a number twice, the first stands.
    """

    rows: Mapping[tuple[str, ...], Mapping[str, Any]]

    @classmethod
    def of(cls, estimates: pd.DataFrame) -> Lookup:
        """Index a frame once, so that a table of many cells stays quick."""
        rows: dict[tuple[str, ...], Mapping[str, Any]] = {}
        for row in estimates.to_dict("records"):
            rows.setdefault(
                tuple(str(row[key]) for key in KEYS), {str(k): v for k, v in row.items()}
            )
        return cls(rows)

    def row(self, quantity: str, **keys: str) -> Mapping[str, Any] | None:
        """Return the row of a quantity, or None; a key left out is empty."""
        return self.rows.get(tuple({**keys, "quantity": quantity}.get(key, "") for key in KEYS))

    def number(self, quantity: str, **keys: str) -> float:
        """Return the estimate of a quantity; NaN if it is not there."""
        row = self.row(quantity, **keys)
        return math.nan if row is None else float(row["estimate"])


def pick(
    estimates: pd.DataFrame, quantities: Iterable[str], endpoint: str | None = None
) -> pd.DataFrame:
    """Keep the rows of some quantities and, if given, of one endpoint."""
    rows = estimates[estimates["quantity"].isin(list(quantities))]
    return rows if endpoint is None else rows[rows["endpoint"] == endpoint]


def each_place(rows: pd.DataFrame, labels: Labels) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, side and visit of rows, each once and in the order of the study file."""
    for endpoint in order_endpoints(labels, rows["endpoint"]):
        of_endpoint = rows[rows["endpoint"] == endpoint]
        for side in sorted(of_endpoint["side"].unique()):
            visits = of_endpoint.loc[of_endpoint["side"] == side, "visit"]
            for visit in order_visits(labels, visits):
                yield endpoint, side, visit
