"""What a course and one more responder cost, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outcomes.analysis.costs import COURSE, RESPONDER
from outcomes.displays.passage import Paragraph, Passage
from outcomes.rounding import format_level, format_number
from outcomes.study.study import Study
from outcomes.vocabulary.names import name_endpoint, say_arm
from outcomes.vocabulary.responses import name_response
from outcomes.vocabulary.scales import with_unit
from outcomes.vocabulary.sentences import capitalise, join_words

if TYPE_CHECKING:
    import pandas as pd

COUNTED = (
    "Only the price of the planned sessions is counted: no other care, travel or time off work, "
    "and no harm. What a responder is worth is not for this report to say."
)
NO_PRICE = "no price is known of {arm}, which counts as nothing"


def write_costs(costs: pd.DataFrame, study: Study) -> Passage | None:
    """Write what a course costs in each arm, and one more responder by each threshold.

    Parameters
    ----------
    costs : pandas.DataFrame
        From `outcomes.analysis.cost_responders`.
    study : Study
        Names arms and endpoints.

    Returns
    -------
    Passage or None
        Of kind ``finding``; None where no price is known.
    """
    if costs.empty:
        return None
    courses = costs[costs["quantity"] == COURSE]
    said = [
        f"{say_arm(study.labels, row['arm'])} {_money(row['estimate'], row['unit'])}"
        for row in courses.to_dict("records")
    ]
    known = set(courses["arm"])
    rows = costs[costs["quantity"] == RESPONDER].to_dict("records")
    points = tuple(_say_more(row, study, known) for row in rows)
    paragraphs: list[Paragraph] = [f"A course as planned costs: {join_words(said)}."]
    paragraphs += [points] if points else []
    return Passage("finding", "", (*paragraphs, COUNTED))


def _say_more(row: Mapping[Any, Any], study: Study, known: set[str]) -> str:
    """Say what one more responder costs, with an interval that may have no end."""
    labels, unit = study.labels, row["unit"]
    other = say_arm(labels, row["comparator"])
    head = capitalise(
        f"{name_endpoint(labels, row['endpoint'], row['side'])}, {name_response(row, labels)}, "
        f"with {say_arm(labels, row['arm'])} rather than {other}"
    )
    low, high = float(row["ci_low"]), float(row["ci_high"])
    level = f"{format_level(row['level'])} CI"
    unknown = "" if row["comparator"] in known else f" ({NO_PRICE.format(arm=other)})"
    if row["estimate"] <= 0:
        return f"{head}: no more responded, so there is no cost of one more{unknown}."
    estimate = f"{_money(row['estimate'], unit)} for one more who responds"
    if low > 0 and high > 0:
        inner = f"{_money(low, unit)} to {_money(high, unit)}"
        return f"{head}: {estimate} ({level} {inner}){unknown}."
    least = f"from {_money(low, unit)} up" if low > 0 else "any"
    return (
        f"{head}: {estimate} ({level} {least}, without an upper end, for the data also fit that no "
        f"more respond){unknown}."
    )


def _money(amount: float, unit: str) -> str:
    return with_unit(format_number(amount, 0), unit or "in the currency of the price")
