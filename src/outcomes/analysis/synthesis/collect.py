"""Every effect that the published rows of a joint and domain give, and those they do not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from outcomes.analysis.synthesis.effects import (
    OF_MEANS,
    Measure,
    Quantile,
    Row,
    compare_arms,
    make_effects,
    read_contrast,
)
from outcomes.errors import AnalysisError, NoEffectError
from outcomes.evidence import Pack, list_published
from outcomes.evidence.designs import PLANNED
from outcomes.evidence.read_tables import same_joint, split_keys
from outcomes.evidence.schema import COMPARATOR_ROLES

COMPARED = {True: ("mean", "change", "percent change"), False: ("share", "count")}
"""Statistics of two arms that a measure of means, or one of counts, is made of."""

Designs = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Collected:
    """What the published rows of one joint, domain and comparator give.

    Attributes
    ----------
    pack : Pack
        The evidence that they are of.
    joint, domain, comparator : str
        What was asked for.
    measure : str
        Of the effects.
    effects : pandas.DataFrame
        As from `collect_effects`.
    unused : pandas.DataFrame
        The trials with such a comparison that give no effect: ``trial``, ``citation``,
        ``condition``, ``outcome`` and ``week`` (empty and NaN where not even a number was seen),
        ``reason`` (`outcomes.analysis.synthesis.derivation.NoEffect`).
    """

    pack: Pack
    joint: str
    domain: str
    comparator: str
    measure: Measure
    effects: pd.DataFrame
    unused: pd.DataFrame

    def split_conditions(self) -> tuple[Collected, ...]:
        """Return the effects of each group of conditions by themselves; they are not pooled."""
        groups = self.effects.groupby("condition_group", sort=False)
        return tuple(replace(self, effects=own.reset_index(drop=True)) for _, own in groups)


def collect_effects(
    pack: Pack,
    joint: str,
    domain: str,
    comparator: str,
    *,
    measure: Measure = "SMD",
    condition: str = "",
    quantile: Quantile = "normal",
) -> pd.DataFrame:
    """Return every effect between arms that can be made of the published rows.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        ``knee`` or ``foot and ankle`` (which meets ``foot`` and ``ankle``).
    domain : str
        ``pain``, ``stiffness``, ``function``, ``range of motion``; ``symptoms`` for composites.
    comparator : str
        ``placebo``, ``control`` (exercise or usual care) or ``active-comparator``.
    measure : str
        ``SMD``, or ``MD`` in each outcome's own unit; of events, ``RR``, ``OR`` or ``RD``.
    condition : str
        A condition group of the designs, as ``knee osteoarthritis``; without it, all.
    quantile : str
        For differences printed with an interval alone; see `read_contrast`.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`; one row a trial, outcome, visit and pair of arms of randomised trials.
        Visits and arms of one trial are not independent: choose with `choose_effects` before
        pooling. Possibly empty.

    Raises
    ------
    AnalysisError
        For a comparator kind or measure that does not exist.

    Examples
    --------
    >>> from outcomes.evidence import load_pack
    >>> pack = load_pack("dextrose-prolotherapy")
    >>> effects = collect_effects(pack, "knee", "pain", "placebo", measure="MD")
    >>> effects.loc[effects["week"] == 52, ["trial", "yi"]].round(2).values.tolist()
    [['rabago2013', 6.8], ['sit2020', 10.34], ['sit2020', 10.98]]
    """
    return collect(
        pack, joint, domain, comparator, measure=measure, condition=condition, quantile=quantile
    ).effects


def collect(
    pack: Pack,
    joint: str,
    domain: str,
    comparator: str,
    *,
    measure: Measure = "SMD",
    condition: str = "",
    quantile: Quantile = "normal",
) -> Collected:
    """Return both at once: the effects, and the trials that give none.

    Parameters
    ----------
    pack, joint, domain, comparator, measure, condition, quantile
        See `collect_effects`.
    """
    if comparator not in COMPARATOR_ROLES:
        raise AnalysisError(f"comparator {comparator!r}: use one of {', '.join(COMPARATOR_ROLES)}")
    designs = {
        trial: design
        for trial, design in pack.trials.items()
        if design["randomised"] == "yes" and condition in ("", design["condition_group"])
    }
    rows = [row for row in list_published(pack, joint, domain) if row["trial"] in designs]
    made: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for one, other in _find_pairs(rows, comparator, measure):
        if designs[one["trial"]]["withheld"]:
            refused.append(_refuse(one, "withheld"))
            continue
        try:
            if other is None:
                made.append(read_contrast(pack, one, measure, quantile))
            else:
                made.append(compare_arms(one, other, measure))
        except AnalysisError as error:
            refused.append(
                _refuse(one, error.code if isinstance(error, NoEffectError) else "refused")
            )
    seen = {row["trial"] for row in (*made, *refused)}
    refused += _list_unseen(designs, joint, comparator, seen)
    return Collected(
        pack,
        joint,
        domain,
        comparator,
        measure,
        _finish(made, pack),
        _keep_unused(refused, made),
    )


def _find_pairs(
    rows: Sequence[Row], comparator: str, measure: Measure
) -> Iterator[tuple[Row, Row | None]]:
    """Active arm and comparator of one visit; a difference as printed has no second row."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        if not row["week"] <= 0:
            groups.setdefault((*_place_of(row), row["statistic"]), []).append(row)
    for (*_, statistic), group in groups.items():
        if statistic == "difference" and measure in OF_MEANS:
            yield from ((row, None) for row in group if row["comparator_role"] == comparator)
        elif statistic in COMPARED[measure in OF_MEANS]:
            others = [row for row in group if row["arm_role"] == comparator]
            active = [row for row in group if row["arm_role"] == "active"]
            yield from ((row, other) for row in active for other in others)


def _place_of(row: Row) -> tuple[str, str, float | None]:
    """Return what is compared with each other; weeks that were not printed are alike."""
    return row["trial"], row["outcome"], None if math.isnan(row["week"]) else row["week"]


def _finish(made: Sequence[dict[str, Any]], pack: Pack) -> pd.DataFrame:
    """Add what an effect does not show by itself: its trial's design, and shared arms."""
    sides = ("arm", "comparator")
    uses = Counter((*_place_of(row), side, row[side]) for row in made for side in sides)
    for row in made:
        design = pack.trials[row["trial"]]
        row["name"] = pack.trial_names[row["trial"]]
        row["risk_of_bias"] = design["risk_of_bias"]
        row["part_of"] = design["part_of"]
        row["condition_group"] = design["condition_group"]
        if design["counted"] != "participants":
            row["how"] = replace(row["how"], counted=design["counted"])
        row["shared_arm"] = any(uses[*_place_of(row), side, row[side]] > 1 for side in sides)
    return make_effects(made)


def _keep_unused(refused: Sequence[dict[str, Any]], made: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """One row a trial and reason, of the trials without any effect."""
    used = {row["trial"] for row in made}
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for row in refused:
        if row["trial"] not in used:
            kept.setdefault((row["trial"], row["reason"]), row)
    columns = ["trial", "citation", "condition", "outcome", "week", "reason"]
    return pd.DataFrame(list(kept.values()), columns=columns)


def _refuse(row: Row, reason: str) -> dict[str, Any]:
    if row["statistic"] == "percent change":
        reason = "percent-changes"
    names = ("trial", "citation", "condition", "outcome", "week")
    return {**{name: row[name] for name in names}, "reason": reason}


def _list_unseen(
    designs: Designs, joint: str, comparator: str, seen: set[str]
) -> Iterator[dict[str, Any]]:
    """Randomised trials with such a comparison of which no number of this domain was seen."""
    for trial, design in designs.items():
        if (
            trial not in seen
            and design["numbers_seen"] != PLANNED
            and not design["part_of"]
            and comparator in split_keys(design["comparator_roles"])
            and same_joint(joint, design["joint"])
        ):
            yield {
                **{name: design[name] for name in ("trial", "citation", "condition")},
                "outcome": "",
                "week": math.nan,
                "reason": "no-number",
            }
