"""What motions of a joint, and the sizes that gains are held against, are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.rounding import format_size


def name_motion(motion: str) -> str:
    """Return a direction of motion, ``flexion``; said where the report does not name it."""
    return motion or "range of motion, direction not stated"


def name_size_of_motion(row: Mapping[str, Any]) -> str:
    """Return what a size in degrees is, ``important in flexion: 3.8 to 6.4``; brief for figures."""
    of = f" in {row['motion']}" if row["motion"] else ""
    ends = dict.fromkeys(format_size(row[end]) for end in ("low", "high"))
    name = row["statistic"].removesuffix(" change")
    return f"{name}{of}: {' to '.join(ends)}"
