"""Forest plots of published trials: effects, weights, pools, and a study added."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

import pandas as pd

from outcomes.analysis.meta.pool import Pooled
from outcomes.analysis.synthesis import DomainPool
from outcomes.displays.figure import Figure
from outcomes.evidence.schema import TRIALS_FOR_PREDICTION
from outcomes.figures.forest import Panel, Row, draw_forest, is_clipped
from outcomes.figures.forest_rows import NO_ARM, write_numbers
from outcomes.rounding import format_estimate, format_interval, format_level, format_number
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.trials import (
    describe_risk,
    describe_sizes,
    describe_time,
    digits_of_measure,
    name_comparator,
    name_measure,
    name_trial,
    refuse_simulated,
)

_SMALLEST, _LARGEST = 5.0, 13.0
_REACH = 2.5


def plot_meta_forest(
    pools: Sequence[DomainPool],
    title: str,
    *,
    favours: tuple[str, str] = ("comparator", "dextrose"),
    level: float = 0.95,
    after: DomainPool | None = None,
    provenance: str = "",
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
    favours : tuple of str
        Whom effects below and above 0 favour.
    level : float
        Confidence level of the single effects.
    after : DomainPool, optional
        One of the pools with the reader's own study added; its row is highlighted and its pool
        stands under the one before.
    provenance : str
        Of that study's data; anything but ``collected`` is refused.

    Returns
    -------
    Figure or None
        ``data``: ``comparator, trial, week, n, n_comparator, effect, ci_low, ci_high, level,
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
    rows = [row for one in pools for row in _rows_of(one, after, digits)]
    panel = Panel(
        heading=title,
        scale=f"{name_measure(measure, pools[0].unit)}; above 0 favours {favours[1]}",
        rows=tuple(rows),
        numbers_heading=f"{measure} ({format_level(level)} CI)",
        left_words=f"favours {favours[0]}",
        right_words=f"favours {favours[1]}",
        clip=_reach(pools, after),
        weights_heading="Weight" if any(row.weight for row in rows) else "",
    )
    alternative = _alternative(pools, after, title, digits, level)
    name = f"{title}: forest plot"
    svg = draw_forest([panel]).render(name, alternative)
    data = pd.concat([_data_of(one, after, level) for one in pools], ignore_index=True)
    caption = _caption(pools, after, level, clipped=is_clipped(panel))
    return Figure(name, svg, caption, alternative, data, (digits,) * len(data))


def _rows_of(one: DomainPool, after: DomainPool | None, digits: int) -> list[Row]:
    """Rows of one subgroup: heading, trials, pools, and the study added."""
    rows = [_text_row(f"Against {name_comparator(one.comparator)}")]
    rows += [_trial_row(r, w, digits) for r, w in zip(_records(one), _weights(one), strict=True)]
    if one.pooled is None:
        rows.append(_text_row("", note="One trial: nothing is pooled"))
    else:
        rows += _pool_rows(one.pooled, digits, "Pooled")
    if after is not None and after.comparator == one.comparator:
        added = list(zip(_records(after), _weights(after), strict=True))[one.k :]
        rows += [_trial_row(record, weight, digits, emphasis=True) for record, weight in added]
        if after.pooled is not None:
            rows += _pool_rows(after.pooled, digits, "Pooled with this study")
    return rows


def _text_row(label: str, note: str = "") -> Row:
    nan = math.nan
    return Row(label, nan, nan, nan, "", NO_ARM, note=note, kind="heading")


def _trial_row(
    record: dict[str, object], weight: float, digits: int, *, emphasis: bool = False
) -> Row:
    estimate, low, high = (float(str(record[name])) for name in ("yi", "ci_low", "ci_high"))
    share = weight / 100 if weight == weight else 0.3
    risk = describe_risk(record)
    return Row(
        name_trial(record),
        estimate,
        low,
        high,
        write_numbers(estimate, low, high, digits),
        NO_ARM,
        note=f"{describe_time(record)}; {describe_sizes(record)}; risk of bias: {risk}",
        size=_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(share),
        weight=f"{format_number(weight, 0)}%" if weight == weight else "",
        risk=risk,
        emphasis=emphasis,
    )


def _weights(one: DomainPool) -> list[float]:
    """Weights in percent; NaN where nothing is pooled."""
    return [math.nan] * one.k if one.pooled is None else [float(w) for w in one.pooled.weights]


def _pool_rows(pooled: Pooled, digits: int, name: str) -> list[Row]:
    estimate = pooled.estimate
    rows = []
    for interval, how in (
        (pooled.ci_knapp_hartung, "Knapp-Hartung"),
        (pooled.ci_normal, "normal distribution"),
    ):
        numbers = write_numbers(estimate, interval.low, interval.high, digits)
        low, high = float(interval.low), float(interval.high)
        rows.append(Row(name, estimate, low, high, numbers, NO_ARM, note=how, kind="pool"))
    if _predicts(pooled):
        numbers = format_interval(pooled.pi.low, pooled.pi.high, digits)
        low, high = float(pooled.pi.low), float(pooled.pi.high)
        label = "Prediction interval"
        rows.append(Row(label, math.nan, low, high, numbers, NO_ARM, kind="prediction"))
    return rows


def _predicts(pooled: Pooled) -> bool:
    """Whether there is a prediction interval, and trials enough to believe it."""
    return pooled.k >= TRIALS_FOR_PREDICTION and not math.isnan(pooled.pi.low)


def _reach(pools: Sequence[DomainPool], after: DomainPool | None) -> tuple[float, float]:
    """Return the range shown: all effects and as much of the intervals as leaves them readable."""
    effects = pd.concat([one.effects for one in [*pools, *([after] if after else [])]])
    half = statistics.median((effects["ci_high"] - effects["ci_low"]) / 2)
    low, high = min(0.0, effects["yi"].min()), max(0.0, effects["yi"].max())
    return float(low - _REACH * half), float(high + _REACH * half)


def _data_of(one: DomainPool, after: DomainPool | None, level: float) -> pd.DataFrame:
    kind_of = capitalise(name_comparator(one.comparator))
    added = after if after is not None and after.comparator == one.comparator else None
    weights = _weights(one) + (_weights(added)[one.k :] if added else [])
    records = [
        {
            "comparator": kind_of,
            "trial": name_trial(record),
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
        for record, weight in zip(_records(added or one), weights, strict=True)
    ]
    pooled = [("Pooled", one.pooled)]
    pooled += [("Pooled with this study", added.pooled)] if added else []
    for name, result in pooled:
        if result is None:
            continue
        intervals = [
            (name, result.estimate, result.ci_knapp_hartung, "t", float(result.k - 1)),
            (name, result.estimate, result.ci_normal, "normal", math.nan),
        ]
        if _predicts(result):
            predicted = ("Prediction interval", math.nan, result.pi, "t", result.pi_df)
            intervals.append(predicted)
        for label, value, interval, kind, df in intervals:
            shared = {"comparator": kind_of, "trial": label, "effect": value, "citation": ""}
            ends = {"ci_low": interval.low, "ci_high": interval.high, "level": result.level}
            records.append({**shared, **ends, "distribution": kind, "df": df, "risk": ""})
    return pd.DataFrame(records)


def _caption(
    pools: Sequence[DomainPool], after: DomainPool | None, level: float, *, clipped: bool
) -> str:
    sentences = [
        f"Effects of single trials with {format_level(level)} confidence intervals "
        "(normal distribution); larger squares weigh more."
    ]
    shown = [one.pooled for one in (*pools, after) if one is not None and one.pooled is not None]
    if shown:
        sentences.append(
            "Diamonds: pooled effects (random effects, REML), by Knapp-Hartung and by the normal "
            "distribution."
        )
    if any(_predicts(pooled) for pooled in shown):
        sentences.append(
            "Bar: prediction interval, where the true effect of a similar new trial would lie."
        )
    if any(pooled.k < TRIALS_FOR_PREDICTION for pooled in shown):
        sentences.append(
            f"Below {TRIALS_FOR_PREDICTION} trials no prediction interval is given: too little is "
            "known of how far trials differ."
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
    sentences = [f"{title}, {name_measure(pools[0].measure, pools[0].unit)}."]
    for one in pools:
        trials = "; ".join(_say_trial(record, digits, level) for record in _records(one))
        sentences.append(f"Against {name_comparator(one.comparator)}: {trials}.")
        sentences.append(_say_pool(one, digits, "Pooled"))
        if after is not None and after.comparator == one.comparator:
            added = "; ".join(_say_trial(r, digits, level) for r in _records(after)[one.k :])
            sentences += [f"Added: {added}.", _say_pool(after, digits, "Pooled with this study")]
    return " ".join(sentences)


def _records(one: DomainPool) -> list[dict[str, object]]:
    return [{str(key): value for key, value in r.items()} for r in one.effects.to_dict("records")]


def _say_trial(record: dict[str, object], digits: int, level: float) -> str:
    yi, low, high = (float(str(record[name])) for name in ("yi", "ci_low", "ci_high"))
    text = format_estimate(yi, low, high, digits, level=level, signed=True)
    return f"{name_trial(record)} at {describe_time(record)} {text}"


def _say_pool(one: DomainPool, digits: int, name: str) -> str:
    if one.pooled is None:
        return "One trial, so nothing is pooled."
    pooled = one.pooled
    hartung = format_interval(*pooled.ci_knapp_hartung, digits, absent="no interval")
    normal = format_interval(*pooled.ci_normal, digits)
    predicted = "prediction interval "
    if pooled.k < TRIALS_FOR_PREDICTION:
        predicted = "no prediction interval from two trials"
    else:
        predicted += format_interval(*pooled.pi, digits, absent="none")
    return (
        f"{name}: {format_number(pooled.estimate, digits)} ({format_level(pooled.level)} CI "
        f"{hartung} by Knapp-Hartung, {normal} by the normal distribution; {predicted})."
    )
