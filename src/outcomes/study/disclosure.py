"""The study file's key `disclosure`, the rule it sets, and how pages state it."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from outcomes.disclosure import FINEST, DisclosureRule
from outcomes.study.part import Part

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.plan import StudyFile

NO_RULE = "No rule against recognising participants was applied."


class Disclosure(Part):
    """Which counts are hidden: those below ``minimum``, and all that would give them away.

    A minimum below 4 would leave a count unique that is rounded up before one participant is added
    and down afterwards.
    """

    minimum: Annotated[int, Field(ge=4, le=100, strict=True)]


def make_rule(
    disclosure: Disclosure | None,
    participants: pd.DataFrame,
    scores: pd.DataFrame,
    events: pd.DataFrame | None,
) -> DisclosureRule | None:
    """Return the rule that a study is published under; None if its file sets none.

    Parameters
    ----------
    disclosure : Disclosure or None
        What the study file says.
    participants, scores, events : pandas.DataFrame
        The study's tables (``events`` None if there is none), from which the secret offset is
        drawn: the same data are rounded the same way each time, other data another way.
    """
    if disclosure is None:
        return None
    digest = hashlib.sha256()
    for table in (participants, scores, *([] if events is None else [events])):
        digest.update(table.to_csv(index=False).encode())
    drawn = int.from_bytes(digest.digest()[:8], "big")
    offset = 1 + drawn % disclosure.minimum
    numbers = participants.drop(columns=["participant", "arm"]).select_dtypes("number")
    ranges = {str(name): (math.nan, math.nan) for name in participants}
    ranges |= {str(name): (float(c.min()), float(c.max())) for name, c in numbers.items()}
    spacing = _find_spacing(numbers.melt(var_name="endpoint").dropna()) | _find_spacing(scores)
    at_baseline = scores.loc[scores["week"] == 0, "endpoint"]
    return DisclosureRule(
        disclosure.minimum, offset, spacing, ranges, frozenset(at_baseline.astype(str))
    )


def _find_spacing(values: pd.DataFrame) -> dict[str, float]:
    """Return the least distance between two different values of each endpoint that has two."""
    each = values[["endpoint", "value"]].drop_duplicates().sort_values(["endpoint", "value"])
    gaps = each.groupby("endpoint")["value"].diff().groupby(each["endpoint"]).min()
    return {str(name): float(gap) for name, gap in gaps.dropna().items()}


def name_rule(file: StudyFile) -> str:
    """State in a line which rule was applied; empty where none was and none need be stated."""
    if file.disclosure is None:
        return NO_RULE if file.provenance == "collected" else ""
    least = file.disclosure.minimum
    return f"Counts below {least} are hidden, with what would reveal them."


def say_rule(file: StudyFile) -> str:
    """State which rule was applied, and what it does to numbers; empty as in `name_rule`."""
    if file.disclosure is None:
        return name_rule(file)
    least = file.disclosure.minimum
    return (
        f"{name_rule(file)} Every count is rounded up or down to a multiple of {least}, by a limit "
        f"that is not published, and totals are sums of rounded counts. Groups rounded to fewer "
        f"than {2 * least} participants are described without numbers. Means and differences are "
        f"rounded to a multiple of {FINEST:g}, or more coarsely."
    )
