"""How many have the lowest or the highest score there can be: floor and ceiling.

Who is there can change no further, so an effect beyond it is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

QUANTITY = "share at end"


def summarise_ends(study: Study) -> pd.DataFrame:
    """Count who has the lowest and the highest score of the primary endpoint, at each visit.

    Parameters
    ----------
    study : Study
        A loaded study; its plan names the primary endpoint.

    Returns
    -------
    pandas.DataFrame
        An estimates frame: of each arm, side and visit a `QUANTITY` at each end of the scale, 0 to
        1, the end under ``threshold``. No rows for a yes-or-no endpoint and for one without ends.
    """
    return make_estimates(
        row
        for assessment in list_endpoint_visits(study.selected, study.file.plan.primary.endpoint)
        for row in _count(study, assessment)
    )


def _count(study: Study, assessment: EndpointVisit) -> Iterator[dict[str, Any]]:
    endpoint = assessment.endpoint
    if endpoint.kind == "binary":
        return
    for arm in study.arms:
        values = assessment.values_of(arm)
        for end in (endpoint.low, endpoint.high):
            if np.isfinite(end) and len(values):
                yield {
                    **assessment.place,
                    "arm": arm,
                    "quantity": QUANTITY,
                    "threshold": float(end),
                    "estimate": float((values == end).mean()),
                    "n_arm": len(values),
                    "unit": "share",
                }
