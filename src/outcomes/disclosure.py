"""Statistical disclosure control: which numbers of a study may be published, and how rounded.

Only what is named here is published; whatever else an analysis gives is left out. Counts are
rounded to a multiple of the minimum, with an offset that is drawn anew from the study's own data
and is never published. So a count is known only to within the minimum, and neither sums nor a
second release with one participant more or less say which way it was rounded: a cell that crosses
a fixed limit would give its count away, one that crosses a limit nobody knows does not.

Rounded with one offset, counts keep their order, and an order is all that may be known between
them: it leaves each as many values as the minimum. Parts that add up to a whole would narrow each
other down, so that what is rounded of them are their running totals, which only have an order.
Proof: ``docs/methods/disclosure.md``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import TYPE_CHECKING

from outcomes.estimates import (
    ANY_EVENT,
    HARMS,
    HARMS_BY_EVENT,
    SERIOUS_BY_EVENT,
    SERIOUS_EVENT,
)

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.instruments.definition import Endpoint

FINEST = 0.1
"""The finest step to which a published mean is rounded."""

_WITH_INTERVAL = ("change", "difference")
_COMPUTED_FROM_SPREAD = ("se", "statistic", "df", "df2", "p_value")
_WHOLE = {HARMS_BY_EVENT: ANY_EVENT, SERIOUS_BY_EVENT: SERIOUS_EVENT}
"""By endpoint of events by name: the kind whose events these are."""

_NORMAL = NormalDist()
"""Its quantiles are the smallest that an interval can be made with."""

_PLACE = ["endpoint", "side", "visit", "arm"]
_KIND = ["endpoint", "side", "visit", "quantity", "subgroup"]


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
        By endpoint or characteristic, the least distance between two different values.
    characteristics : mapping of str to (float, float)
        By column that describes participants, its lowest and highest number; NaN if it has none.
    with_baseline : frozenset of str
        Endpoints measured at baseline: of these, means are published of the baseline alone. A mean
        at a later visit, beside that of the changes, would show whether all were seen at both.
    """

    minimum: int
    offset: int = field(repr=False)
    spacing: Mapping[str, float] = field(default_factory=dict, repr=False)
    characteristics: Mapping[str, tuple[float, float]] = field(default_factory=dict, repr=False)
    with_baseline: frozenset[str] = frozenset()

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
            An estimates frame of groups that are described: their sizes; means at baseline, changes
            and differences of continuous endpoints, and means of characteristics; participants at
            each level and in each category (``count``) and with each kind of adverse event
            (``affected``). Sizes and events are rounded as `round` does, levels and categories so
            that they add up, means to a multiple of `step`. What would give a count away (standard
            deviations and errors, degrees of freedom, p values, records of the analysis) is empty.
            Intervals that would be too wide for larger groups are left out.
            Categories and names of events that are rounded to 0 in every arm are left out, and so
            are the names of events of an arm where they add up to less than their whole.
        """
        passes = [self._is_kept(row, endpoints) for _, row in estimates.iterrows()]
        kept = estimates.loc[estimates.index[passes] if any(passes) else []]
        again = kept.duplicated([*_PLACE, "quantity", "threshold", "subgroup"])
        kept = kept[~again | (kept["quantity"] != "count")].copy()
        for name in ("n_arm", "n_comparator"):
            kept[name] = kept[name].map(self.round, na_action="ignore").astype(float)
        numbers = {name: self._round_numbers(kept, name) for name in ("ci_low", "ci_high")}
        kept = kept.assign(estimate=self._round_estimates(kept), **numbers)
        no_interval = ~kept["quantity"].isin(_WITH_INTERVAL) | self._is_wide(kept, endpoints)
        kept.loc[no_interval, ["ci_low", "ci_high", "level"]] = None
        kept[list(_COMPUTED_FROM_SPREAD)] = float("nan")
        kept["done"] = kept["reason"] = None
        kept = self._drop_extreme_changes(kept, endpoints)
        return _drop_unnamed(_drop_incomplete(kept)).reset_index(drop=True)

    def _drop_extreme_changes(
        self, rows: pd.DataFrame, endpoints: Mapping[str, Endpoint]
    ) -> pd.DataFrame:
        """Leave out changes that lead from the mean at baseline to an end of the range.

        Where few can have come so far, it would show that others were not seen again.
        """
        at_baseline = rows[(rows["quantity"] == "mean") & (rows["week"] == 0)]
        before = at_baseline.set_index(["endpoint", "side", "arm"])["estimate"]
        changes = rows[rows["quantity"] == "change"]
        extreme = [
            index
            for index, row in changes.iterrows()
            if (place := (row["endpoint"], row["side"], row["arm"])) in before.index
            and self._is_extreme(row["estimate"] + before[place], endpoints[row["endpoint"]])
        ]
        return rows.drop(index=extreme)

    def _is_wide(self, rows: pd.DataFrame, endpoints: Mapping[str, Endpoint]) -> pd.Series:
        """Whether an interval would be impossible in larger groups, as the scale has two ends.

        No standard deviation is much larger than half the range, and the largest groups that could
        be behind the numbers must not need one.
        """
        largest = self.minimum - 1
        inverse = 1 / (rows["n_arm"] + largest) + (1 / (rows["n_comparator"] + largest)).fillna(0)
        quantiles = ((1 + rows["level"]) / 2).map(_NORMAL.inv_cdf, na_action="ignore")
        spread = (rows["ci_high"] - rows["ci_low"]) / (2 * quantiles * inverse**0.5)
        ranges = {name: endpoint.high - endpoint.low for name, endpoint in endpoints.items()}
        return spread > rows["endpoint"].map(ranges).astype(float) / 2

    def _round_numbers(self, rows: pd.DataFrame, column: str) -> pd.Series:
        steps = rows["endpoint"].map(self.step).astype(float)
        return ((rows[column] / steps).round() * steps).round(9)

    def _round_estimates(self, rows: pd.DataFrame) -> pd.Series:
        estimates = self._round_numbers(rows, "estimate")
        counts = rows[rows["quantity"].isin(("n", "affected"))]["estimate"]
        estimates[counts.index] = counts.map(self.round).astype(float)
        if (parts := rows[rows["quantity"] == "count"]).size:
            totals = self._round_parts(parts)
            estimates[totals.index] = totals
        return estimates

    def _round_parts(self, parts: pd.DataFrame) -> pd.Series:
        """Return counts of parts of groups as the differences of rounded running totals."""
        ordered = parts.sort_values([*_PLACE, "threshold", "subgroup"])
        places = [ordered[name] for name in _PLACE]
        totals = ordered.groupby(places)["estimate"].cumsum().map(self.round).astype(float)
        return totals.groupby(places).diff().fillna(totals)

    def _is_kept(self, row: pd.Series, endpoints: Mapping[str, Endpoint]) -> bool:
        quantity, name = row["quantity"], row["endpoint"]
        sizes = [row["n_arm"]] + ([row["n_comparator"]] if row["comparator"] else [])
        if not all(map(self.describes, [row["estimate"]] if quantity == "n" else sizes)):
            return False
        if quantity == "affected":
            return name in (HARMS, *_WHOLE)
        if name in endpoints:
            return self._is_kept_of_endpoint(row, endpoints[name])
        if name in self.characteristics and not row["visit"]:
            if quantity == "mean":
                low, high = self.characteristics[name]
                return not self._is_at_end(row["estimate"], name, low, high)
            return quantity in ("n", "count")
        return quantity == "n" and not name and not row["visit"]

    def _is_kept_of_endpoint(self, row: pd.Series, endpoint: Endpoint) -> bool:
        if row["subgroup"]:
            return False
        if row["quantity"] == "mean":
            later = row["week"] != 0 and endpoint.name in self.with_baseline
            extreme = self._is_extreme(row["estimate"], endpoint)
            return endpoint.kind == "continuous" and not later and not extreme
        if row["quantity"] in _WITH_INTERVAL:
            return endpoint.kind == "continuous"
        return row["quantity"] in (("n",) if endpoint.kind == "continuous" else ("n", "count"))

    def _is_extreme(self, mean: float, endpoint: Endpoint) -> bool:
        return self._is_at_end(mean, endpoint.name, endpoint.low, endpoint.high)

    def _is_at_end(self, mean: float, name: str, low: float, high: float) -> bool:
        """Whether a mean lies so near an end of the range that it tells every score behind it."""
        step = self.step(name)
        return not low + step < mean < high - step


def _drop_incomplete(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out an arm's events by name where they add up to less than the kind they are of.

    Whoever had any event had one with a name, and that sum would narrow down what is added.
    """
    import pandas as pd

    affected = rows[rows["quantity"] == "affected"]
    sums = affected.groupby(["endpoint", "arm"])["estimate"].sum()
    wholes = affected[affected["endpoint"] == HARMS].set_index(["subgroup", "arm"])["estimate"]
    short = {
        (name, arm)
        for (name, arm), total in sums.items()
        if name in _WHOLE and total < wholes.get((_WHOLE[name], arm), 0.0)
    }
    places = pd.MultiIndex.from_frame(rows[["endpoint", "arm"]])
    return rows[~places.isin(short)]


def _drop_unnamed(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out categories and events by name that no arm has more than 0 of, as it is rounded."""
    named = rows["quantity"].isin(["affected", "count"]) & (rows["subgroup"] != "")
    most = rows.groupby(_KIND)["estimate"].transform("max")
    return rows[~named | (rows["endpoint"] == HARMS) | (most > 0)]
