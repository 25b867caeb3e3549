"""A reader's own study beside the published trials; simulated data never."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from scipy.stats import norm

from outcomes.analysis.synthesis.derivation import Derivation
from outcomes.analysis.synthesis.effects import make_effects
from outcomes.errors import AnalysisError
from outcomes.instruments.definition import Endpoint

QUANTITY = {"MD": "difference", "SMD": "standardised effect"}
"""Which estimate of a study speaks the language of a measure."""


def add_study(
    effects: pd.DataFrame,
    estimate: Mapping[str, Any],
    *,
    study: str,
    provenance: str,
    joint: str,
    condition: str,
    endpoint: Endpoint,
    comparator_kind: str,
) -> pd.DataFrame:
    """Append a study's own estimate to a frame of effects, its sign turned by its endpoint.

    Parameters
    ----------
    effects : pandas.DataFrame
        From `choose_effects`, of one measure.
    estimate : mapping
        A row of the study's estimates: a ``difference`` for mean differences, a ``standardised
        effect`` for standardised ones.
    study : str
        Its id: the name of its row.
    provenance : str
        As in the study's results.json.
    joint, condition : str
        As in the study file.
    endpoint : Endpoint
        Of the estimate; says which direction is better.
    comparator_kind : str
        Role of the comparator's arm.

    Returns
    -------
    pandas.DataFrame
        One row more, at the end.

    Raises
    ------
    AnalysisError
        For simulated or published data, an estimate of another quantity than the frame's measure,
        one without a standard error, or one of an endpoint without a better direction.
    """
    if provenance != "collected":
        raise AnalysisError(
            f"{study}: its data are {provenance}; only collected data enter a pool or forest plot"
        )
    measure = str(effects["measure"].iloc[0]) if len(effects) else "SMD"
    if estimate["quantity"] != QUANTITY[measure]:
        raise AnalysisError(
            f"{study}: a {estimate['quantity']} does not enter a frame of {measure}; "
            f"give its {QUANTITY[measure]}"
        )
    if endpoint.higher == "neither":
        raise AnalysisError(f"{study}: no direction of {endpoint.label} is better")
    if not estimate["se"] > 0:
        raise AnalysisError(f"{study}: the estimate has no standard error")
    yi, se = endpoint.improvement(estimate["estimate"]), float(estimate["se"])
    half = float(norm.ppf(0.975)) * se
    row = {
        "trial": study,
        "citation": "",
        "name": "",
        "joint": joint,
        "condition": condition,
        "condition_group": str(effects["condition_group"].iloc[0]) if len(effects) else condition,
        "domain": endpoint.domain,
        "outcome": endpoint.label,
        "unit": endpoint.unit,
        "scale_low": endpoint.low,
        "scale_high": endpoint.high,
        "arm": estimate["arm"],
        "comparator": estimate["comparator"],
        "comparator_kind": comparator_kind,
        "week": estimate["week"],
        "measure": measure,
        "yi": yi,
        "vi": se**2,
        "ci_low": yi - half,
        "ci_high": yi + half,
        "n_arm": estimate["n_arm"],
        "n_comparator": estimate["n_comparator"],
        "score": "as analysed",
        "shared_arm": False,
        "part_of": "",
        "reported": "",
        "risk_of_bias": "",
        "how": Derivation("as analysed", done=estimate["done"]),
    }
    own = make_effects([row])
    return pd.concat([effects, own], ignore_index=True) if len(effects) else own
