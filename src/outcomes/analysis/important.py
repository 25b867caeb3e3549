"""The size of a difference that matters, on the scale of published effects."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from outcomes.analysis.synthesis import DomainPool
from outcomes.evidence import Pack
from outcomes.evidence.thresholds import IMPORTANT, list_thresholds
from outcomes.study.study import Study

MEANINGS = ("minimal important difference", "minimal important change")
"""Between groups first; a change that matters to one patient is more than groups have to differ."""


@dataclass(frozen=True)
class Important:
    """A size of difference that matters.

    Parameters
    ----------
    low, high : float
        Its ends, in the unit of the effects; equal where it is one number.
    meaning : str
        One of `MEANINGS`, or ``important change``.
    source : str
        Where it was found, as the study's instrument has it, or the key of a citation.
    origin : str
        ``study`` or ``pack``.
    """

    low: float
    high: float
    meaning: str
    source: str
    origin: Literal["study", "pack"]

    @property
    def is_between_groups(self) -> bool:
        """Whether it was found between groups, and not as what one patient notices."""
        return self.meaning != "minimal important change"


def find_important(one: DomainPool, study: Study) -> Important | None:
    """Return what difference matters on the scale of a pool of mean differences, or None.

    That of the study's own endpoint of this domain and scale, the primary one first; else the
    smallest of the pack. Shares and standardised differences have none.
    """
    if one.measure != "MD" or not one.k:
        return None
    first = one.effects.iloc[0].to_dict()
    return _of_study(first, one.domain, study) or _of_pack(first, one.domain, one.pack, one.joint)


def important_of_review(row: Mapping[str, Any], pack: Pack, joint: str) -> Important | None:
    """Return what difference matters on the scale that a review pooled on, or None."""
    if row["statistic"] != "difference":
        return None
    return _of_pack(row, row["endpoint_domain"], pack, joint)


def _of_study(effect: Mapping[Any, Any], domain: str, study: Study) -> Important | None:
    primary = study.file.plan.primary.endpoint
    names = sorted(study.endpoints, key=lambda name: name != primary)
    scale = ("unit", "scale_low", "scale_high")
    for meaning in MEANINGS:
        for name in names:
            own = study.endpoints[name]
            same = (own.unit, own.low, own.high) == tuple(effect[key] for key in scale)
            if own.domain != domain or not same:
                continue
            for threshold in own.thresholds:
                if threshold.meaning == meaning and threshold.unit == own.unit:
                    value = threshold.value
                    return Important(value, value, meaning, threshold.source, "study")
    return None


def _of_pack(effect: Mapping[Any, Any], domain: str, pack: Pack, joint: str) -> Important | None:
    rows = [
        row
        for row in list_thresholds(pack, joint, domain)
        if row["statistic"] == IMPORTANT and _is_same_scale(row, effect)
    ]
    if not rows:
        return None
    row = min(rows, key=lambda row: math.inf if math.isnan(row["low"]) else row["low"])
    return Important(row["low"], row["high"], IMPORTANT, row["citation"], "pack")


def _is_same_scale(row: Mapping[str, Any], effect: Mapping[Any, Any]) -> bool:
    """Whether a size is on the scale of an effect; points of a scale that is not known are not."""
    if row["unit"] != effect["unit"]:
        return False
    ends = ("scale_low", "scale_high")
    return row["unit"] != "points" or all(row[end] == effect[end] for end in ends)
