"""Statistical disclosure control: which numbers of a study may be published, and how rounded.

Only what is named here is published; whatever else an analysis gives is left out. Counts are
rounded to a multiple of the minimum, with an offset that is drawn anew from the study's own data
and is never published. So a count is known only to within the minimum, and neither sums nor a
second release with one participant more or less say which way it was rounded: a cell that crosses
a fixed limit would give its count away, one that crosses a limit nobody knows does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.instruments.definition import Endpoint

FINEST = 0.1
"""The finest step to which a published mean is rounded."""

_MEANS = ("mean", "adjusted mean", "change", "difference")
_WITH_INTERVAL = ("change", "difference")
_COMPUTED_FROM_SPREAD = ("se", "statistic", "df", "df2", "p_value")


@dataclass(frozen=True)
class DisclosureRule:
    """How the numbers of one study are kept from identifying its participants.

    Parameters
    ----------
    minimum : int
        The smallest count that may be published, and what counts are rounded to a multiple of.
    offset : int
        Remainder from which a count is rounded up, 1 to ``minimum``; secret, and not shown.
    spacing : mapping of str to float
        By endpoint, the least distance between two different scores.
    """

    minimum: int
    offset: int = field(repr=False)
    spacing: Mapping[str, float] = field(default_factory=dict, repr=False)

    def round(self, count: float) -> int:
        """Return a count as it is published: one of the two multiples next to it.

        A larger count is never rounded to less than a smaller one, and a multiple stays as it is.
        """
        return self.minimum * int((count + self.minimum - self.offset) // self.minimum)

    def describes(self, count: float) -> bool:
        """Whether a group of this size is described by numbers: one rounded to twice the minimum.

        The limit lies beyond the minimum because it is the secret offset that has to decide; false
        for NaN.
        """
        return count == count and self.round(count) >= 2 * self.minimum

    def publish_count(self, count: float) -> int | None:
        """Return the size of a group as it is published; None if the group is not described."""
        return self.round(count) if self.describes(count) else None

    def step(self, endpoint: str) -> float:
        """Return what means of an endpoint are rounded to a multiple of: 0.1, 0.2, 0.5, 1, ...

        A mean of scores in whole points is a multiple of 1/n. So coarse a step that every group
        which is described could have the mean does not let n be found from it.
        """
        least = max(self.spacing.get(endpoint, 0.0) / (self.minimum + 1), FINEST)
        power = 10.0 ** math.floor(math.log10(least) + 1e-9)
        return next(step * power for step in (1, 2, 5, 10) if step * power >= least - 1e-9)

    def protect(self, estimates: pd.DataFrame, endpoints: Mapping[str, Endpoint]) -> pd.DataFrame:
        """Return the estimates that may be published; protecting them twice changes nothing.

        Parameters
        ----------
        estimates : pandas.DataFrame
            An estimates frame.
        endpoints : mapping of str to Endpoint
            The study's endpoints, by full name.

        Returns
        -------
        pandas.DataFrame
            An estimates frame with the numbers of participants with a score, means, changes and
            differences of continuous endpoints, of groups that are described. Counts are rounded as
            `round` does, means to a multiple of `step`. What would give a count away (standard
            deviations and errors, degrees of freedom, p values, records of the analysis) is empty.
        """
        import numpy as np

        passes = [self._is_kept(row, endpoints) for _, row in estimates.iterrows()]
        kept = estimates[np.array(passes, dtype=bool)].copy()
        counted = kept["quantity"] == "n"
        for name in ("n_arm", "n_comparator"):
            kept[name] = kept[name].map(self.round, na_action="ignore").astype(float)
        numbers = kept.loc[counted, "estimate"].map(self.round).astype(float)
        steps = kept["endpoint"].map(self.step).astype(float)
        for name in ("estimate", "ci_low", "ci_high"):
            kept[name] = ((kept[name] / steps).round() * steps).round(9)
        kept.loc[counted, "estimate"] = numbers
        kept.loc[~kept["quantity"].isin(_WITH_INTERVAL), ["ci_low", "ci_high", "level"]] = None
        kept[list(_COMPUTED_FROM_SPREAD)] = float("nan")
        kept["done"] = kept["reason"] = None
        return kept.reset_index(drop=True)

    def _is_kept(self, row: pd.Series, endpoints: Mapping[str, Endpoint]) -> bool:
        endpoint = endpoints.get(row["endpoint"])
        if endpoint is None or row["subgroup"]:
            return False
        if row["quantity"] == "n":
            return self.describes(row["estimate"])
        sizes = [row["n_arm"]] + ([row["n_comparator"]] if row["comparator"] else [])
        return (
            row["quantity"] in _MEANS
            and endpoint.kind == "continuous"
            and all(map(self.describes, sizes))
            and not self._is_extreme(row, endpoint)
        )

    def _is_extreme(self, row: pd.Series, endpoint: Endpoint) -> bool:
        """Whether a mean lies so near an end of the range that it tells every score behind it."""
        ends = abs(row["estimate"] - endpoint.low), abs(row["estimate"] - endpoint.high)
        return "mean" in row["quantity"] and min(ends) <= self.step(endpoint.name)
