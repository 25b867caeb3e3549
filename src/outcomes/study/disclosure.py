"""The study file's key `disclosure`, the rule it sets, and how pages state it."""

from __future__ import annotations

import hashlib
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
    disclosure: Disclosure | None, participants: pd.DataFrame, scores: pd.DataFrame
) -> DisclosureRule | None:
    """Return the rule that a study is published under; None if its file sets none.

    Parameters
    ----------
    disclosure : Disclosure or None
        What the study file says.
    participants, scores : pandas.DataFrame
        The study's tables, from which the secret offset is drawn: the same data are rounded the
        same way each time, other data another way.
    """
    if disclosure is None:
        return None
    digest = hashlib.sha256()
    for table in (participants, scores):
        digest.update(table.to_csv(index=False).encode())
    drawn = int.from_bytes(digest.digest()[:8], "big")
    offset = 1 + drawn % disclosure.minimum
    return DisclosureRule(disclosure.minimum, offset, _find_spacing(scores))


def _find_spacing(scores: pd.DataFrame) -> dict[str, float]:
    """Return the least distance between two different scores of each endpoint that has two."""
    values = scores[["endpoint", "value"]].drop_duplicates().sort_values(["endpoint", "value"])
    gaps = values.groupby("endpoint")["value"].diff().groupby(values["endpoint"]).min()
    return {str(name): float(gap) for name, gap in gaps.dropna().items()}


def say_rule(file: StudyFile) -> str:
    """State the rule that was applied; empty where none was and the data were not collected."""
    if file.disclosure is None:
        return NO_RULE if file.provenance == "collected" else ""
    least = file.disclosure.minimum
    return (
        f"Counts below {least} are hidden, with what would reveal them. Other counts are rounded "
        f"up or down to a multiple of {least}, and totals are sums of rounded counts. Groups "
        f"rounded to fewer than {2 * least} participants are described without numbers. Means and "
        f"differences are rounded to a multiple of {FINEST:g}, or more coarsely."
    )
