"""The table of the hypotheses that a plan tests together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.rounding import (
    ABSENT,
    format_interval,
    format_p,
    format_printed,
    format_signed,
)
from outcomes.vocabulary.hypotheses import (
    AdjustedDifference,
    name_adjustment,
    read_hypotheses,
)
from outcomes.vocabulary.intervals import describe_quantiles, head_interval
from outcomes.vocabulary.names import head_endpoint, name_arm, name_endpoint, name_pair
from outcomes.vocabulary.reasons import say_why_not
from outcomes.vocabulary.scales import find_digits
from outcomes.vocabulary.verdicts import NOT_ESTIMATED, name_verdict

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Labels


def table_hypotheses(estimates: pd.DataFrame, labels: Labels) -> Table | None:
    """Table each hypothesis of the plan with its adjusted p value, and whether it may be claimed.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``adjusted p value`` and ``difference`` rows are used.
    labels : Labels
        The study's names.

    Returns
    -------
    Table or None
        One row a hypothesis, in the plan's order; None where no p value was adjusted. The interval
        is the difference's own, not adjusted.
    """
    tested = read_hypotheses(estimates, labels)
    if not tested:
        return None
    pairs = {(each.arm, each.comparator) for each in tested}
    with_pair = len(pairs) > 1
    arms = ("First arm", "second") if with_pair else _name_arms(tested[0], labels)
    minus = f"{arms[0]} minus {arms[1]}"
    level = head_interval(
        each.contrast.level for each in tested if each.contrast and each.contrast.has_interval
    )
    heads = ["Endpoint", "Visit", *(["Comparison"] if with_pair else [])]
    return Table(
        caption="Hypotheses of the plan, with p values adjusted for multiplicity",
        columns=(
            *(Column(head) for head in heads),
            Column("difference", group=minus, numeric=True),
            Column(level, group=minus, numeric=True),
            Column("p", numeric=True),
            Column("adjusted p", numeric=True),
            Column("May be claimed"),
            Column("Favours"),
        ),
        rows=tuple(_row(each, labels, with_pair=with_pair) for each in tested),
        row_headers=len(heads),
        notes=tuple(_notes(tested, labels)),
        simulated=labels.is_simulated,
    )


def _name_arms(each: AdjustedDifference, labels: Labels) -> tuple[str, str]:
    return name_arm(labels, each.arm), name_arm(labels, each.comparator)


def _row(each: AdjustedDifference, labels: Labels, *, with_pair: bool) -> tuple[str, ...]:
    contrast, digits = each.contrast, find_digits(labels, each.endpoint)
    size = (ABSENT, ABSENT)
    if contrast is not None:
        size = (
            format_signed(contrast.estimate, digits),
            format_interval(contrast.ci_low, contrast.ci_high, digits),
        )
    return (
        head_endpoint(labels, each.endpoint),
        each.visit,
        *([name_pair(labels, each.arm, each.comparator)] if with_pair else []),
        *size,
        format_p(each.p_value),
        format_p(each.adjusted),
        "yes" if each.may_be_claimed else "no",
        NOT_ESTIMATED if contrast is None else name_verdict(contrast.verdict, labels),
    )


def _notes(tested: list[AdjustedDifference], labels: Labels) -> Iterable[str]:
    first = tested[0]
    yield (
        f"Adjustment: {name_adjustment(first.method)}. A difference may be claimed where the "
        f"adjusted p is at most {format_printed(first.alpha)}, the plan's two-sided alpha."
    )
    quantile = describe_quantiles(vars(each.contrast) for each in tested if each.contrast)
    if quantile:
        yield f"CI: {quantile}; not adjusted."
    for each in tested:
        if not each.has_p_value:
            where = f"{name_endpoint(labels, each.endpoint)}, {each.visit}"
            why = say_why_not(each.reason, labels)
            yield f"{where}: no p value, which counts as 1: {why}."
