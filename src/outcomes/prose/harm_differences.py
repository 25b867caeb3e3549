"""How far two arms differ in harms, and whom that favours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.estimates import HARMS
from outcomes.prose.change import is_absent
from outcomes.study.study import Study
from outcomes.verdict import Reason, judge
from outcomes.vocabulary.intervals import say_basis
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.sentences import say_interval, say_side, say_size

Row = Mapping[str, Any]
_NONE = float("nan")


def list_compared(study: Study) -> list[tuple[str, str]]:
    """Return the arms that sentences compare: those of the primary comparison, else all pairs."""
    primary = study.file.plan.primary.comparison
    return [primary] if primary else list(study.comparisons)


def find_differences(
    found: Lookup, study: Study, kind: str = "any event", quantity: str = "risk difference"
) -> list[Row]:
    """Return the differences that were estimated, of a kind of event."""
    rows = [
        found.row(quantity, endpoint=HARMS, subgroup=kind, arm=arm, comparator=other)
        for arm, other in list_compared(study)
    ]
    return [row for row in rows if row is not None and not is_absent(row["estimate"])]


def say_risk_difference(row: Row, study: Study, kind: str = "event") -> str:
    """Return how far two arms differ in the share with an event, and whom that favours."""
    article = "an" if kind[0] in "aeiou" else "a"
    stated = say_compared(row, f"The share with {article} {kind}", 100, " percentage points", study)
    return f"{stated}{say_favoured(row, study)}"


def say_compared(row: Row, what: str, scale: float, unit: str, study: Study) -> str:
    """Return how far two arms differ, ``The rate was 2.0 higher with ... (95% CI ...)``.

    Parameters
    ----------
    row : mapping
        A row of a difference.
    what : str
        What differs, as a sentence begins.
    scale : float
        What the numbers are multiplied with.
    unit : str
        What follows the size.
    study : Study
        A loaded study.
    """
    ours, theirs = (say_arm(study.labels, row[side]) for side in ("arm", "comparator"))
    interval = say_interval(scale * row["ci_low"], scale * row["ci_high"], 1)
    basis = say_basis(row["level"], interval, row["distribution"], row["df"], _NONE)
    if row["estimate"] == 0:
        return f"{what} was the same with {ours} as with {theirs} ({basis})"
    size = f"{say_size(scale * row['estimate'], 1)}{unit} {say_side(row['estimate'])}"
    return f"{what} was {size} with {ours} than with {theirs} ({basis})"


def say_favoured(row: Row, study: Study) -> str:
    """Return how a sentence ends: whom a difference in harms favours, or what it includes."""
    verdict = judge(row)
    if verdict.favoured:
        return f", which favours {say_arm(study.labels, verdict.favoured)}."
    fits = "the data are compatible with more harm in either arm"
    if verdict.reason is Reason.ENDS_AT_NONE:
        more = row["comparator"] if row["favours"] == row["arm"] else row["arm"]
        fits = (
            "the data are compatible with no difference and with more harm with "
            f"{say_arm(study.labels, more)}"
        )
    return f". The interval includes no difference: {fits}."
