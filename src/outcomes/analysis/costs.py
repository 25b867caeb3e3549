"""What a course of treatment costs, and what one more participant who responds does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.analysis.responses import NON_RESPONSE
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

if TYPE_CHECKING:
    from outcomes.study.treatment import Treatment

ANALYSIS = "price times planned sessions"
COURSE = "cost of a course"
RESPONDER = "cost of one more responder"


def cost_responders(responders: pd.DataFrame, study: Study, price: float = 0.0) -> pd.DataFrame:
    """Return what a course costs in each arm, and what one more participant who responds costs.

    The latter is the number needed to treat times the difference of the courses, so its interval is
    that of the number needed to treat: it is as wide, and may reach through infinity. Only what is
    charged for the treatment counts.

    Parameters
    ----------
    responders : pandas.DataFrame
        From `outcomes.analysis.compare_responders`.
    study : Study
        The ``treatment`` of its arms gives price and sessions.
    price : float
        Price of a session in the arms that are studied (role ``active``) in place of the study
        file's; 0 for that.

    Returns
    -------
    pandas.DataFrame
        Estimates of quantity ``cost of a course``, an arm a row, and ``cost of one more
        responder``; unit is the currency. Empty where no price is known.
    """
    courses = {
        name: course
        for name, arm in study.arms.items()
        if (course := _cost_course(arm.treatment, price if arm.role == "active" else 0.0))
    }
    rows = [
        {"arm": arm, "quantity": COURSE, "estimate": cost, "unit": unit, "analysis": ANALYSIS}
        for arm, (cost, unit) in courses.items()
    ]
    return make_estimates([*rows, *_cost_more(responders, courses)])


def _cost_course(treatment: Treatment | None, price: float) -> tuple[float, str] | None:
    """Return the cost of a course and its currency; None where it cannot be known."""
    if treatment is None:
        return None
    given = treatment.price
    currency = given.currency if given is not None else ""
    if price or (given is not None and given.per == "session"):
        each = price or (given.amount if given is not None else 0.0)
        return None if treatment.sessions is None else (each * treatment.sessions, currency)
    return None if given is None else (given.amount, currency)


def _cost_more(
    responders: pd.DataFrame, courses: dict[str, tuple[float, str]]
) -> Iterator[dict[str, Any]]:
    """Yield a row a number needed to treat whose arm costs more; no price counts as nothing."""
    needed = responders[
        (responders["quantity"] == "needed to treat") & (responders["analysis"] == NON_RESPONSE)
    ]
    kept = ("endpoint", "side", "subgroup", "visit", "week", "arm", "comparator", "threshold")
    for row in needed.to_dict("records"):
        if row["arm"] not in courses or row["estimate"] != row["estimate"]:
            continue
        cost, unit = courses[row["arm"]]
        more = cost - courses.get(row["comparator"], (0.0, unit))[0]
        if more <= 0:
            continue
        yield {
            **{name: row[name] for name in kept},
            **{name: more * row[name] for name in ("estimate", "ci_low", "ci_high")},
            **{name: row[name] for name in ("level", "distribution")},
            "quantity": RESPONDER,
            "unit": unit,
            "analysis": ANALYSIS,
        }
