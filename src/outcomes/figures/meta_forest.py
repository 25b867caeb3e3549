"""Forest plots of published trials: effects, weights, pools, and a study added."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from outcomes.analysis.synthesis import DomainPool
from outcomes.displays.figure import Figure
from outcomes.drawing.forest import ForestPanel
from outcomes.drawing.layout import Drawing
from outcomes.figures.alternative import tell
from outcomes.figures.meta_forest_rows import (
    has_prediction,
    list_other_arms,
    list_records,
    list_rows,
    list_weights,
)
from outcomes.rounding import (
    format_estimate,
    format_interval,
    format_level,
    format_number,
)
from outcomes.vocabulary.pools import is_same_question, name_against, name_interval
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.trials import (
    describe_risk,
    describe_time,
    digits_of_measure,
    name_measure,
    name_trial,
    refuse_simulated,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_REACH = 2.5


def plot_meta_forest(
    pools: Sequence[DomainPool],
    title: str,
    *,
    level: float = 0.95,
    after: DomainPool | None = None,
    provenance: str = "",
    ax: Axes | None = None,
) -> Figure | None:
    """Plot effects of trials with their pools, a subgroup a kind of comparator.

    Squares are as large as the trials' weights; diamonds are pooled effects with their intervals
    (Knapp-Hartung, and normal under it); the bar is the prediction interval, from three trials on;
    an interval that leaves the axis ends in an arrow.

    Parameters
    ----------
    pools : sequence of DomainPool
        From `outcomes.analysis.synthesis.pool_domain`, one a kind of comparator, of one measure;
        effects above 0 favour the treatment.
    title : str
        What was measured and when, as ``Pain, about week 52``.
    level : float
        Confidence level of the single effects.
    after : DomainPool, optional
        One of the pools with the reader's own study added; its row is highlighted and its pool
        stands under the one before.
    provenance : str
        Of that study's data; anything but ``collected`` is refused.
    ax : Axes, optional
        What to draw on; a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``comparator, trial, arm, week, n, n_comparator, effect, ci_low, ci_high, level,
        distribution, df, weight, risk``, pools and prediction intervals among them. None if
        there is no effect.

    Raises
    ------
    ValueError
        For effects on different measures, or one that comes from simulated data.
    """
    if not pools or not sum(one.k for one in pools):
        return None
    for one in pools:
        refuse_simulated(one.effects)
    if after is not None:
        refuse_simulated(after.effects, provenance)
    measure = pools[0].measure
    if any(one.measure != measure for one in pools):
        raise ValueError("effects on different measures cannot stand in one forest plot")
    digits = digits_of_measure(measure)
    rows = [row for one in pools for row in list_rows(one, after, digits)]
    favoured, other = (_name_side(pools, column) for column in ("arm", "comparator"))
    panel = ForestPanel(
        heading=title,
        scale=f"{name_measure(measure, pools[0].unit)}; above 0 favours {favoured}",
        rows=tuple(rows),
        numbers_heading=f"{measure} ({format_level(level)} CI)",
        left_words=f"favours {other}",
        right_words=f"favours {favoured}",
        clip=_reach(pools, after),
        weights_heading="Weight" if any(row.weight for row in rows) else "",
    )
    alternative = _alternative(pools, after, title, digits, level)
    name = f"{title}: forest plot"
    data = pd.concat([_data_of(one, after, level) for one in pools], ignore_index=True)
    caption = _caption(pools, after, level, clipped=panel.is_clipped)
    drawing = Drawing((panel,))
    return Figure(name, drawing, caption, alternative, data, (digits,) * len(data), ax)


def _name_side(pools: Sequence[DomainPool], column: str) -> str:
    """Return the name that all trials give one side; what the side is where they differ."""
    names = {str(name) for one in pools for name in one.effects[column]}
    sides = {"arm": pools[0].pack.topic.arm}
    return names.pop() if len(names) == 1 else sides.get(column, "the comparator")


def _reach(pools: Sequence[DomainPool], after: DomainPool | None) -> tuple[float, float]:
    """Return the range shown: all effects and as much of the intervals as leaves them readable."""
    shown = [*pools, *([after] if after else [])]
    effects = pd.concat([frame for one in shown for frame in (one.effects, one.other_arms)])
    half = statistics.median((effects["ci_high"] - effects["ci_low"]) / 2)
    low, high = min(0.0, effects["yi"].min()), max(0.0, effects["yi"].max())
    return float(low - _REACH * half), float(high + _REACH * half)


def _data_of(one: DomainPool, after: DomainPool | None, level: float) -> pd.DataFrame:
    kind_of = capitalise(name_against(one))
    added = after if is_same_question(one, after) else None
    weights = list_weights(one) + (list_weights(added)[one.k :] if added else [])
    records = [
        {
            "comparator": kind_of,
            "trial": name_trial(record),
            "arm": record["arm"],
            "citation": record["citation"],
            "week": record["week"],
            "n": record["n_arm"],
            "n_comparator": record["n_comparator"],
            "effect": record["yi"],
            "ci_low": record["ci_low"],
            "ci_high": record["ci_high"],
            "level": level,
            "distribution": "normal",
            "weight": weight,
            "risk": describe_risk(record),
        }
        for record, weight in [
            *zip(list_records(added or one), weights, strict=True),
            *((record, math.nan) for record in list_other_arms(one)),
        ]
    ]
    pooled = [("Pooled", one.pooled)]
    pooled += [("Pooled with this study", added.pooled)] if added else []
    for name, result in pooled:
        if result is None:
            continue
        kind, df = ("normal", math.nan) if math.isinf(result.df) else ("t", result.df)
        intervals = [(name, result.estimate, result.ci, kind, df)]
        if has_prediction(result):
            predicted = ("Prediction interval", math.nan, result.pi, "t", result.pi_df)
            intervals.append(predicted)
        for label, value, interval, kind, df in intervals:
            shared = {
                "comparator": kind_of,
                "trial": label,
                "arm": "",
                "effect": value,
                "citation": "",
            }
            ends = {"ci_low": interval.low, "ci_high": interval.high, "level": result.level}
            records.append({**shared, **ends, "distribution": kind, "df": df, "risk": ""})
    return pd.DataFrame(records)


def _caption(
    pools: Sequence[DomainPool], after: DomainPool | None, level: float, *, clipped: bool
) -> str:
    intervals = f"{format_level(level)} confidence intervals (normal distribution)"
    sentences = [f"Effects of single trials with {intervals}; larger squares weigh more."]
    shown = [one.pooled for one in (*pools, after) if one is not None and one.pooled is not None]
    if any(pooled.k > 2 for pooled in shown):
        sentences.append(
            "Diamonds: averages by random effects (REML), with the wider of the intervals by "
            "Knapp-Hartung and by the normal distribution."
        )
    if any(pooled.k == 2 for pooled in shown):
        sentences.append(
            "The diamond of two trials: their average if both estimate one effect, which two "
            "cannot show."
        )
    if any(has_prediction(pooled) for pooled in shown):
        sentences.append(
            "Bar: prediction interval, where the true effect of a similar new trial would lie."
        )
    if not all(has_prediction(pooled) for pooled in shown):
        sentences.append(
            "No prediction interval is given where too little is known of how far trials differ."
        )
    if clipped:
        sentences.append("An arrow: the interval goes on beyond the axis.")
    if after is not None:
        sentences.append(
            "Tinted: this study, its weight that in the pool with it, which stands under it."
        )
    if len(pools) > 1:
        sentences.append(
            "Kinds of comparator are not pooled together: a trial with several comparators would "
            "count its treated participants twice."
        )
    return " ".join(sentences)


def _alternative(
    pools: Sequence[DomainPool], after: DomainPool | None, title: str, digits: int, level: float
) -> str:
    opening = f"{title}, {name_measure(pools[0].measure, pools[0].unit)}."
    sentences, brief = [opening], [opening]
    for one in pools:
        trials = "; ".join(_say_trial(record, digits, level) for record in _list_drawn(one))
        against = f"Against {name_against(one)}"
        sentences.append(f"{against}: {trials}.")
        sentences.append(_say_pool(one, digits, "Pooled"))
        brief.append(
            f"{against}, {one.k} trials. {sentences[-1]}" if one.pooled else f"{against}: {trials}."
        )
        if after is not None and is_same_question(one, after):
            added = "; ".join(_say_trial(r, digits, level) for r in list_records(after)[one.k :])
            sentences += [f"Added: {added}.", _say_pool(after, digits, "Pooled with this study")]
            brief.append(sentences[-1])
    return tell(sentences, brief)


def _list_drawn(one: DomainPool) -> list[dict[str, object]]:
    return [*list_records(one), *list_other_arms(one)]


def _say_trial(record: dict[str, object], digits: int, level: float) -> str:
    yi, low, high = (float(str(record[name])) for name in ("yi", "ci_low", "ci_high"))
    text = format_estimate(yi, low, high, digits, level=level, signed=True)
    which = f" ({record['arm']})" if record["shared_arm"] else ""
    return f"{name_trial(record)}{which} at {describe_time(record)} {text}"


def _say_pool(one: DomainPool, digits: int, name: str) -> str:
    if one.pooled is None:
        return "One trial, so nothing is pooled."
    pooled = one.pooled
    interval = format_interval(*pooled.ci, digits)
    predicted = format_interval(*pooled.pi, digits, absent="none")
    return (
        f"{name}: {format_number(pooled.estimate, digits)} ({format_level(pooled.level)} CI "
        f"{interval}, {name_interval(pooled)}; prediction interval {predicted})."
    )
