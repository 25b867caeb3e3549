"""Effects of published trials as rows of the estimates frame."""

from __future__ import annotations

import pandas as pd

from outcomes.analysis.synthesis.effects import UNITS, name_measured
from outcomes.analysis_record import AnalysisRecord
from outcomes.estimates import make_estimates
from outcomes.evidence import Topic


def tabulate_effects(effects: pd.DataFrame, topic: Topic, level: float = 0.95) -> pd.DataFrame:
    """Return a frame of effects as an estimates frame.

    Parameters
    ----------
    effects : pandas.DataFrame
        Columns `outcomes.analysis.synthesis.COLUMNS`; positive favours the treatment.
    topic : Topic
        What arms are called.
    level : float
        Of the effects' intervals, which are normal.

    Returns
    -------
    pandas.DataFrame
        The trial under ``subgroup``, the domain under ``endpoint``, the kind of comparator under
        ``comparator``; ``analysis`` is ``published trial``.
    """
    return make_estimates(
        {
            "endpoint": name_measured(row["domain"], row["measure"]),
            "subgroup": row["trial"],
            "week": row["week"],
            "arm": topic.arm,
            "comparator": row["comparator_kind"],
            "quantity": "standardised effect" if row["measure"] == "SMD" else "difference",
            "estimate": row["yi"],
            "se": row["vi"] ** 0.5,
            "distribution": "normal",
            "level": level,
            "ci_low": row["ci_low"],
            "ci_high": row["ci_high"],
            "n_arm": row["n_arm"],
            "n_comparator": row["n_comparator"],
            "unit": UNITS.get(row["measure"], row["unit"]),
            "favours": name_favoured(row["yi"], row["arm"], row["comparator"]),
            "analysis": "published trial",
            "done": row["how"].done or AnalysisRecord("published"),
        }
        for row in effects.to_dict("records")
    )


def name_favoured(effect: float, arm: str, comparator: str) -> str:
    """Return whom an effect favours; empty where it favours nobody."""
    if effect == 0:
        return ""
    return arm if effect > 0 else comparator
