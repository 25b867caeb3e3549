"""The table of differences between arms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.rounding import (
    format_count,
    format_df,
    format_interval,
    format_number,
    format_p,
    format_signed,
)
from outcomes.vocabulary.analyses import describe_analysis, say_why_another
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from outcomes.vocabulary.intervals import describe_quantiles, head_interval
from outcomes.vocabulary.names import head_endpoint, name_arm, name_endpoint, name_pair
from outcomes.vocabulary.reasons import say_why_not
from outcomes.vocabulary.scales import find_digits
from outcomes.vocabulary.sentences import capitalise

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels

EMPTY = "No comparison of arms was estimated."


def table_comparison(estimates: pd.DataFrame, labels: Labels, endpoint: str | None = None) -> Table:
    """Table the difference between arms per endpoint, visit and comparison.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``difference`` and ``adjusted mean`` rows are used.
    labels : Labels
        The study's names.
    endpoint : str, optional
        Only this endpoint, by its full name.

    Returns
    -------
    Table
        One row a comparison: participants analysed and adjusted mean of each arm, difference (arm
        minus comparator, endpoint's own unit) with its interval, df and p value. A comparison that
        was not estimated keeps its row, and a note says why.
    """
    contrasts = _gather_pairs(read_contrasts(estimates, labels, endpoint=endpoint))
    means = _adjusted_means(estimates)
    several = _has_rival_analyses(contrasts)
    pair = _only_pair(contrasts)
    with_endpoint = endpoint is None or any(c.side for c in contrasts)
    rows = []
    for contrast in contrasts:
        heads = [contrast.visit]
        if pair is None:
            heads.insert(0, name_pair(labels, contrast.arm, contrast.comparator))
        if several:
            heads.append(contrast.analysis)
        if with_endpoint:
            heads.insert(0, _head(labels, contrast, endpoint))
        rows.append((*heads, *_cells(contrast, means, labels)))
    heads = (
        ["Endpoint"] * with_endpoint
        + ["Comparison"] * (pair is None)
        + ["Visit"]
        + ["Analysis"] * several
    )
    return Table(
        caption=_caption(labels, endpoint),
        columns=(*(Column(head) for head in heads), *_columns(contrasts, labels)),
        rows=tuple(rows),
        row_headers=len(heads),
        notes=tuple(_notes(contrasts, labels)),
        empty=EMPTY,
        simulated=labels.is_simulated,
    )


def _columns(contrasts: list[Contrast], labels: Labels) -> Iterable[Column]:
    interval = head_interval(c.level for c in contrasts if c.has_interval)
    pair = _only_pair(contrasts)
    arms = ("First arm", "Second arm")
    minus = "First minus second arm"
    if pair is not None:
        arms = (name_arm(labels, pair[0]), name_arm(labels, pair[1]))
        minus = f"{arms[0]} minus {arms[1]}"
    for group in arms:
        yield Column("n", group=group, numeric=True)
        yield Column("adjusted mean", group=group, numeric=True)
    yield Column("difference", group=minus, numeric=True)
    yield Column(interval, group=minus, numeric=True)
    yield Column("df", group=minus, numeric=True)
    yield Column("p", group=minus, numeric=True)


def _cells(contrast: Contrast, means: dict[tuple[str, ...], float], labels: Labels) -> list[str]:
    digits = find_digits(labels, contrast.endpoint)
    key = (contrast.analysis, contrast.endpoint, contrast.side, contrast.visit)
    absent = float("nan")
    times = 1.0
    if contrast.is_share:
        digits, times = 1, 100.0
    return [
        format_count(contrast.n_arm),
        format_number(means.get((*key, contrast.arm), absent), digits),
        format_count(contrast.n_comparator),
        format_number(means.get((*key, contrast.comparator), absent), digits),
        format_signed(times * contrast.estimate, digits),
        format_interval(times * contrast.ci_low, times * contrast.ci_high, digits),
        format_df(contrast.df),
        format_p(contrast.p_value),
    ]


def _gather_pairs(contrasts: list[Contrast]) -> list[Contrast]:
    """Return the comparisons of each endpoint by pair of arms, else in the order they had."""
    endpoints = list(dict.fromkeys((c.endpoint, c.side) for c in contrasts))
    pairs = list(dict.fromkeys((c.arm, c.comparator) for c in contrasts))

    def place(c: Contrast) -> tuple[int, int]:
        return endpoints.index((c.endpoint, c.side)), pairs.index((c.arm, c.comparator))

    return sorted(contrasts, key=place)


def _only_pair(contrasts: list[Contrast]) -> tuple[str, str] | None:
    """Return the arms compared if they are the same in every row, else None."""
    pairs = {(contrast.arm, contrast.comparator) for contrast in contrasts}
    return pairs.pop() if len(pairs) == 1 else None


def _has_rival_analyses(contrasts: list[Contrast]) -> bool:
    """Whether one comparison was made by more than one analysis, so that rows must tell."""
    analyses: dict[tuple[str, ...], set[str]] = {}
    for c in contrasts:
        place = (c.endpoint, c.side, c.visit, c.arm, c.comparator)
        analyses.setdefault(place, set()).add(c.analysis)
    return any(len(names) > 1 for names in analyses.values())


def _adjusted_means(estimates: pd.DataFrame) -> dict[tuple[str, ...], float]:
    rows = estimates[(estimates["quantity"] == "adjusted mean") & (estimates["subgroup"] == "")]
    keys = rows[["analysis", "endpoint", "side", "visit", "arm"]].itertuples(index=False, name=None)
    return dict(zip(keys, rows["estimate"], strict=True))


def _head(labels: Labels, contrast: Contrast, endpoint: str | None) -> str:
    if endpoint is None:
        return head_endpoint(labels, contrast.endpoint, contrast.side)
    return name_endpoint(labels, contrast.endpoint, contrast.side)


def _caption(labels: Labels, endpoint: str | None) -> str:
    if endpoint is None:
        return "Differences between arms, by endpoint and visit"
    return f"{head_endpoint(labels, endpoint)}: differences between arms at each visit"


def _notes(contrasts: list[Contrast], labels: Labels) -> Iterable[str]:
    if not contrasts:
        return
    if _only_pair(contrasts) is None:
        yield "Each comparison names its first arm, then its second."
    yield f"Analysis: {_join(c.analysis for c in contrasts)}."
    records = dict.fromkeys(c.done for c in contrasts if c.is_estimated and c.done is not None)
    models = _join(describe_analysis(done, labels, with_visits=False) for done in records)
    if models:
        yield f"Model: {models}."
    yield from dict.fromkeys(
        f"{capitalise(why)}." for done in records if (why := say_why_another(done, labels))
    )
    quantile = describe_quantiles(map(vars, contrasts))
    if quantile:
        yield f"CI: {quantile}. p: two-sided, each for its own comparison."
    if any(c.is_share for c in contrasts):
        yield "Differences of shares are in percentage points."
    for contrast in contrasts:
        if not contrast.is_estimated or contrast.reason is not None:
            where = f"{name_endpoint(labels, contrast.endpoint, contrast.side)}, {contrast.visit}"
            pair = name_pair(labels, contrast.arm, contrast.comparator)
            why = say_why_not(contrast.reason, labels)
            what = "no interval" if contrast.is_estimated else "not estimated"
            yield f"{where}, {pair}: {what}: {why}."


def _join(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
