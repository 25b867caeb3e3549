"""Published gains in motion of a joint, with what matters and what one reading can show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from outcomes.evidence import (
    Pack,
    list_directions,
    list_placebo_responses,
    list_published,
    list_thresholds,
)
from outcomes.evidence.relevance import is_withheld
from outcomes.evidence.schema import SIGN
from outcomes.overview import Overview
from outcomes.study.study import Study

DOMAIN = "range of motion"

MOTIONS = (
    *("flexion", "extension", "dorsiflexion", "plantarflexion", "inversion", "eversion"),
    *("abduction", "adduction", "internal rotation", "external rotation"),
)
"""Directions of motion that an outcome may name; the names of joint motion in anatomy."""

Row = Mapping[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class MotionGains(Overview):
    """What is published on the motion of a joint.

    Attributes
    ----------
    pack : Pack
        The evidence.
    joint : str
        As the study file gives it.
    gains : tuple of mapping
        Mean changes from baseline in degrees after the treatment, as printed; rows of the table of
        published numbers with their ``motion`` and ``name``, by direction of motion.
    directions : tuple of mapping
        Results printed as a direction only, with ``motion`` and ``name``; against placebo first.
        Those of another domain are of motion together with other outcomes.
    thresholds : tuple of mapping
        What matters, and the error of a reading, with ``name``.
    placebo : tuple of mapping
        What reviews say of the response of measured motion to placebo.
    """

    pack: Pack = field(repr=False)
    joint: str
    gains: tuple[Row, ...]
    directions: tuple[Row, ...]
    thresholds: tuple[Row, ...]
    placebo: tuple[Row, ...]


def gather_motion_gains(study: Study) -> MotionGains | None:
    """Collect what is published on the motion of a study's joint.

    Parameters
    ----------
    study : Study
        Its joint and condition are read.

    Returns
    -------
    MotionGains or None
        None where no gain of the joint could be read.
    """
    pack, joint = study.evidence, study.file.joint
    if pack is None:
        return None
    gains = [
        _name(pack, row)
        for row in list_published(pack, joint, DOMAIN)
        if row["arm_role"] == "active"
        and row["statistic"] == "change"
        and row["higher"] in SIGN
        and row["unit"] == "degrees"
        and not is_withheld(pack, row["trial"])
    ]
    if not gains:
        return None
    directions = [
        _name(pack, row)
        for row in list_directions(pack, joint)
        if row["domain"] == DOMAIN or find_motion(row["outcome"])
    ]
    sizes = [
        {**row, "name": pack.name_citation(row["citation"])}
        for row in list_thresholds(pack, joint, DOMAIN)
    ]
    order = (*MOTIONS, "")
    return MotionGains(
        pack,
        joint,
        tuple(sorted(gains, key=lambda row: (order.index(row["motion"]), row["week"]))),
        tuple(sorted(directions, key=lambda row: row["domain"] != DOMAIN)),
        tuple(sizes),
        tuple(
            row
            for row in list_placebo_responses(pack, joint, study.file.condition)
            if row["domain"] == DOMAIN
        ),
    )


def list_motion_citations(motion: MotionGains | None) -> list[str]:
    """Return the keys of every citation behind the gains and what they are held against."""
    if motion is None:
        return []
    parts = (motion.gains, motion.directions, motion.thresholds, motion.placebo)
    return list(dict.fromkeys(row["citation"] for rows in parts for row in rows))


def find_motion(outcome: str) -> str:
    """Return the direction of motion that the name of an outcome has, empty where it has none.

    Examples
    --------
    >>> find_motion("knee flexion by goniometer")
    'flexion'
    >>> find_motion("knee range of motion")
    ''
    """
    named = [motion for motion in MOTIONS if re.search(rf"\b{motion}\b", outcome.lower())]
    return named[0] if len(named) == 1 else ""


def _name(pack: Pack, row: Row) -> Row:
    motion = find_motion(row["outcome"])
    return {**row, "motion": motion, "name": pack.name_citation(row["trial"])}
