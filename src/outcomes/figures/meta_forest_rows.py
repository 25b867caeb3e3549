"""The rows of a forest of trials: headings, trials with their arms, pools, and a study added."""

from __future__ import annotations

import math

import pandas as pd

from outcomes.analysis.meta.pool import Pooled
from outcomes.analysis.synthesis import DomainPool
from outcomes.drawing.forest_rows import NO_ARM, Row, write_numbers
from outcomes.rounding import format_count, format_interval, format_number
from outcomes.vocabulary.pools import is_same_question, name_against, name_interval
from outcomes.vocabulary.trials import (
    NOT_ASSESSED,
    describe_risk,
    describe_sizes,
    describe_time,
    name_trial,
)

_SMALLEST, _LARGEST = 5.0, 13.0


def list_rows(one: DomainPool, after: DomainPool | None, digits: int) -> list[Row]:
    """Return the rows of one subgroup: heading, trials, pools, and the study added."""
    rows = [_text_row(f"Against {name_against(one)}")]
    rows += [
        _trial_row(r, w, digits) for r, w in zip(list_records(one), list_weights(one), strict=True)
    ]
    rows += [
        _trial_row(record, math.nan, digits, aside="not pooled: its comparator counts once")
        for record in list_other_arms(one)
    ]
    if one.pooled is None:
        rows.append(_text_row("", note="One trial: nothing is pooled"))
    else:
        rows += _pool_rows(one, digits, "Pooled")
    if after is not None and is_same_question(one, after):
        added = list(zip(list_records(after), list_weights(after), strict=True))[one.k :]
        rows += [_trial_row(record, weight, digits, emphasis=True) for record, weight in added]
        if after.pooled is not None:
            rows += _pool_rows(after, digits, "Pooled with this study")
    return rows


def _text_row(label: str, note: str = "") -> Row:
    nan = math.nan
    return Row(label, nan, nan, nan, "", NO_ARM, note=note, kind="heading")


def _trial_row(
    record: dict[str, object],
    weight: float,
    digits: int,
    *,
    emphasis: bool = False,
    aside: str = "",
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
        note="; ".join(
            filter(None, (_say_arms(record), describe_time(record), _say_risk(risk), aside))
        ),
        size=_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(share),
        weight=f"{format_number(weight, 0)}%" if weight == weight else "",
        risk=risk,
        emphasis=emphasis,
    )


def _say_arms(record: dict[str, object]) -> str:
    """Name the arms of a trial with their participants, where these are printed."""
    sizes = [float(str(record.get(name, math.nan))) for name in ("n_arm", "n_comparator")]
    names = [str(record.get(name) or "") for name in ("arm", "comparator")]
    if not all(names) or any(size != size for size in sizes):
        return describe_sizes(record)
    return " against ".join(
        f"{name} ({format_count(size)})" for name, size in zip(names, sizes, strict=True)
    )


def _say_risk(risk: str) -> str:
    return "" if risk == NOT_ASSESSED else f"risk of bias: {risk}"


def list_weights(one: DomainPool) -> list[float]:
    """Return weights in percent; NaN where nothing is pooled."""
    return [math.nan] * one.k if one.pooled is None else [float(w) for w in one.pooled.weights]


def _pool_rows(one: DomainPool, digits: int, name: str) -> list[Row]:
    pooled = one.pooled
    if pooled is None:
        return []
    spread = f"tau\u00b2 {format_number(pooled.tau2, 2)}, I\u00b2 {format_number(pooled.i2, 0)}%"
    how = name_interval(pooled)
    rows = [
        Row(
            name,
            pooled.estimate,
            float(pooled.ci.low),
            float(pooled.ci.high),
            write_numbers(pooled.estimate, pooled.ci.low, pooled.ci.high, digits),
            NO_ARM,
            note=how if pooled.k == 2 else f"{how}; {spread}",
            kind="pool",
        )
    ]
    if has_prediction(pooled):
        numbers = format_interval(pooled.pi.low, pooled.pi.high, digits)
        low, high = float(pooled.pi.low), float(pooled.pi.high)
        label = "Prediction interval"
        rows.append(Row(label, math.nan, low, high, numbers, NO_ARM, kind="prediction"))
    return rows


def has_prediction(pooled: Pooled) -> bool:
    """Whether there is a prediction interval."""
    return not math.isnan(pooled.pi.low)


def list_records(one: DomainPool) -> list[dict[str, object]]:
    """Return the effects of a pool, a record a trial."""
    return _to_records(one.effects)


def list_other_arms(one: DomainPool) -> list[dict[str, object]]:
    """Return the effects of further active arms of its trials, which are drawn and not pooled."""
    return _to_records(one.other_arms)


def _to_records(effects: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): value for key, value in r.items()} for r in effects.to_dict("records")]
