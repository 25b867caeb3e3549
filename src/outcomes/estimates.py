"""The estimates frame: one row a number, the same columns whatever the method.

Tables, figures and sentences are all drawn from this frame, and ``results.json`` beside each report
holds it at full precision.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outcomes.analysis_record import read_reason, read_record
from outcomes.atomic import write_text

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.evidence import Pack
    from outcomes.study.study import Study

SCHEMA = 2
"""Of ``results.json``; raised whenever its shape changes."""

TEXT_COLUMNS = (
    "endpoint",
    "side",
    "subgroup",
    "visit",
    "arm",
    "comparator",
    "quantity",
    "distribution",
    "unit",
    "favours",
    "analysis",
)
COLUMNS = (
    "endpoint",
    "side",
    "subgroup",
    "visit",
    "week",
    "arm",
    "comparator",
    "quantity",
    "threshold",
    "threshold2",
    "estimate",
    "se",
    "statistic",
    "df",
    "df2",
    "distribution",
    "level",
    "ci_low",
    "ci_high",
    "p_value",
    "n_arm",
    "n_comparator",
    "unit",
    "favours",
    "analysis",
    "done",
    "reason",
)
"""Columns in order.

``arm`` and ``comparator`` hold arm ids; ``estimate`` of a comparison is arm minus comparator in the
endpoint's own unit and direction, and ``favours`` says whom its sign favours: an arm id in a
comparison, ``improvement`` or ``worsening`` in a change, empty where the number favours nobody.
``week`` is weeks since baseline. ``level`` is the confidence level (0.95), ``distribution`` and
``df`` the quantile behind ``ci_low`` and ``ci_high`` (``t``, ``normal``, ``wilson``, ...).
``threshold2`` is the comparator's where arm and comparator have a threshold each. ``analysis`` is a
short name of what was done, ``done`` the `AnalysisRecord` of it, ``reason`` the `Reason` why there
is no number, or no interval.
A text that is absent is ``""``, a number NaN, a record or reason None.
"""

OBJECT_COLUMNS = ("done", "reason")

QUANTITIES = {
    "n": "participants with a score",
    "missing": "participants without a score at a visit where one was due",
    "mean": "mean of the observed scores; its se is sd / sqrt(n)",
    "sd": "standard deviation of the observed scores",
    "count": "participants at the level under threshold, or in the category under subgroup",
    "share": "share of participants at or beyond the threshold, or in the subgroup, 0 to 1",
    "adjusted mean": "mean predicted by the model at the average covariates",
    "difference": "arm minus comparator, from the model",
    "adjusted p value": "p value of a difference, adjusted for the other hypotheses of the plan; "
    "threshold is alpha",
    "difference by way": "arm minus comparator, by the way of analysing named under subgroup",
    "paired difference": "arm minus comparator, from the differences within participants",
    "period effect": "period under subgroup minus the first, whatever the treatment",
    "carry-over": "sum of both periods, sequence under arm minus sequence under comparator",
    "participants by periods": "participants of a sequence by the periods with a score, under "
    "subgroup",
    "average difference": "arm minus comparator, averaged over the visits after baseline",
    "residual sd": "standard deviation of the residuals of an arm at the primary visit",
    "residual sd ratio": "residual standard deviation of the arm over that of the comparator",
    "share at end": "share of participants with the lowest or highest score, under threshold",
    "residual quantile": "quantile of an arm's residuals, at the normal quantile under threshold",
    "subgroup difference": "arm minus comparator, in the participants of the level under subgroup",
    "interaction": "test that the difference is the same at all levels of the column in subgroup",
    "chance range": "where a difference falls, at the level given, if there is none in truth",
    "intervals": "intervals of differences in the report, those that subgroup names",
    "events": "adverse events recorded, of the kind under subgroup",
    "affected": "participants with at least one adverse event of the kind under subgroup",
    "risk": "share of participants with at least one adverse event of the kind under subgroup",
    "risk difference": "arm minus comparator, in risk",
    "response": "share of participants who responded, by the definition under subgroup",
    "response difference": "arm minus comparator, in the share who responded",
    "response ratio": "arm over comparator, in the share who responded",
    "response odds ratio": "arm over comparator, in the odds of having responded",
    "needed to treat": "1 over the difference in the share who responded; negative for harm, and "
    "an interval with ci_high below 0 goes from ci_low through infinity to ci_high",
    "cost of a course": "price of a session times the planned sessions, or the price of a course",
    "cost of one more responder": "number needed to treat times the difference of the courses; an "
    "interval with ci_high below 0 has no upper end",
    "no room": "share of participants whose baseline leaves no room to reach the threshold",
    "follow-up": "mean time that participants were followed for adverse events",
    "time at risk": "until the first adverse event of the kind under subgroup, all participants",
    "incidence rate": "participants with an adverse event of the kind under subgroup, over their "
    "time at risk",
    "incidence rate difference": "arm minus comparator, in incidence rate",
    "incidence rate ratio": "arm over comparator, in incidence rate",
    "events per participant": "adverse events of the kind under subgroup, repeated ones too, over "
    "the arm's participants",
    "event rate": "adverse events of the kind under subgroup, repeated ones too, over the time "
    "that participants were followed",
    "event rate ratio": "arm over comparator, in event rate",
    "change": "mean of the participants' own changes from baseline",
    "cumulative share": "share of participants who improved by at least the threshold, 0 to 1",
    "cumulative difference": "arm minus comparator, in the cumulative share at the threshold",
    "stage": "participants at the stage of the study named under subgroup",
    "shifted difference": "arm minus comparator, after adding threshold (and threshold2) to every "
    "imputed score of the arm (and the comparator)",
    "standardised effect": "arm minus comparator, over the pooled SD of their scores at that visit",
    "standardised difference": "arm minus comparator, in pooled standard deviations at baseline",
    "ratio": "arm over comparator, or one part over the whole",
    "n needed": "participants that an interval of the half width under threshold needs",
    "pooled effect": "average effect of several published trials, from a meta-analysis",
    "predicted effect": "effect in a new trial alike; its interval is the prediction interval",
    "weight": "share that a published trial has in a pooled effect, 0 to 1",
    "between-trial variance": "variance of the true effects between trials, tau squared",
    "i2": "share of the variation between trials' effects that is not sampling error, percent",
}
"""What the ``quantity`` column may hold."""

HARMS = "harms"
"""The ``endpoint`` of adverse events counted by seriousness; ``subgroup`` says which."""

ANY_EVENT = "any event"
SERIOUS_EVENT = "serious event"
"""Kinds of adverse events under ``subgroup`` that are broken down by name."""

HARMS_BY_EVENT = "harms by event"
"""The ``endpoint`` of adverse events counted by what they were, which stands in ``subgroup``."""

SERIOUS_BY_EVENT = "serious harms by event"
"""The ``endpoint`` of serious adverse events alone, counted by what they were."""


def make_estimates(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Build an estimates frame from one mapping a number.

    Parameters
    ----------
    rows : iterable of mapping
        Keys are names from `COLUMNS`; a key left out is absent.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`; rows in the order given. Texts are of dtype object: pandas' own dtype for
        text takes several times as long to compare and to filter in frames as small as these.

    Raises
    ------
    ValueError
        For a column or a quantity that does not exist.
    """
    import numpy as np
    import pandas as pd

    rows = list(rows)
    unknown = sorted({key for row in rows for key in row} - set(COLUMNS))
    if unknown:
        raise ValueError(f"no such estimates column: {', '.join(unknown)}")
    strange = sorted({str(row.get("quantity")) for row in rows} - set(QUANTITIES))
    if strange:
        raise ValueError(f"no such quantity: {', '.join(strange)}; add it to QUANTITIES")
    index = pd.RangeIndex(len(rows))
    return pd.DataFrame(
        {
            name: pd.Series([_text(row.get(name)) for row in rows], index=index, dtype=object)
            if name in TEXT_COLUMNS
            else pd.Series([row.get(name) for row in rows], index=index, dtype=object)
            if name in OBJECT_COLUMNS
            else np.array([row.get(name) for row in rows], dtype=float)
            for name in COLUMNS
        },
        index=index,
    )


def combine_estimates(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Stack estimates frames, keeping their order."""
    import pandas as pd

    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else make_estimates([])


def write_results(
    path: str | Path, estimates: pd.DataFrame, data: Study, *, provenance: str = ""
) -> None:
    """Write ``results.json``: the estimates of one report at full precision, nothing half-written.

    Parameters
    ----------
    path : str or Path
        File to write; its folder is made if need be.
    estimates : pandas.DataFrame
        An estimates frame.
    data : Study
        The study that the report is of.
    provenance : str
        Where the numbers come from, if not from the study's own data: ``published``.

    Notes
    -----
    Of a study with a rule of disclosure only what the rule lets pass is written. Of a blinded study
    nothing is written that shows how its arms differ.
    """
    data.refuse_unblinding(estimates)
    if data.disclosure is not None:
        estimates = data.disclosure.protect(estimates, data.endpoints)
    about = {"study": data.id, "provenance": provenance or data.file.provenance}
    _write(path, estimates, about)


def write_topic_results(path: str | Path, estimates: pd.DataFrame, pack: Pack) -> None:
    """Write ``results.json`` of a report of a topic, as `write_results` does of a study's.

    Parameters
    ----------
    path : str or Path
        File to write; its folder is made if need be.
    estimates : pandas.DataFrame
        An estimates frame.
    pack : Pack
        The evidence that the report is of.
    """
    _write(path, estimates, {"topic": pack.name, "provenance": "published"})


def _write(path: str | Path, estimates: pd.DataFrame, about: Mapping[str, str]) -> None:
    records = list(dict.fromkeys(done for done in estimates["done"] if done is not None))
    columns = [[_plain(value) for value in estimates[name].tolist()] for name in estimates]
    rows = [dict(zip(estimates, row, strict=True)) for row in zip(*columns, strict=True)]
    for row in rows:
        row["done"] = None if row["done"] is None else records.index(row["done"])
        row["reason"] = None if row["reason"] is None else asdict(row["reason"])
    content = {
        "schema": SCHEMA,
        **about,
        "done": [record.to_json() for record in records],
        "estimates": rows,
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    write_text(Path(path), text + "\n")


def read_results(path: str | Path) -> pd.DataFrame:
    """Read the estimates frame back from a ``results.json``, what was done with it."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    records = [read_record(record) for record in content["done"]]
    return make_estimates(
        {
            **row,
            "done": None if row["done"] is None else records[row["done"]],
            "reason": None if row["reason"] is None else read_reason(row["reason"]),
        }
        for row in content["estimates"]
    )


def read_rows(path: str | Path) -> list[dict[str, Any]]:
    """Read the rows of a ``results.json`` as plain values, where no frame is needed.

    What is absent is None. Several times as quick as `read_results`.
    """
    rows: list[dict[str, Any]] = json.loads(Path(path).read_text(encoding="utf-8"))["estimates"]
    return rows


def identify_results(path: str | Path) -> dict[str, str]:
    """Return the ``study`` or ``topic`` of a ``results.json``, and its ``provenance``."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    about = ("study", "topic", "provenance")
    return {name: str(content[name]) for name in about if name in content}


def _text(value: Any) -> str:
    """Return a text, empty where it is absent."""
    return "" if _plain(value) is None else str(value)


def _plain(value: Any) -> Any:
    """JSON knows no NaN: an absent number is null."""
    return None if isinstance(value, float) and math.isnan(value) else value
