"""One arm's own change in words: what happened, which is not yet what a treatment did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outcomes.instruments.definition import Endpoint
from outcomes.prose.counts import count_participants
from outcomes.rounding import (
    format_count,
    format_interval,
    format_number,
    format_share,
)
from outcomes.study.study import Labels, Study
from outcomes.verdict import Reason, rounds_to_none
from outcomes.vocabulary.intervals import say_basis
from outcomes.vocabulary.names import name_side, say_arm
from outcomes.vocabulary.scales import digits_of, name_counted, with_unit
from outcomes.vocabulary.sentences import (
    capitalise,
    join_words,
    mid_sentence,
    say_interval,
    say_size,
)
from outcomes.vocabulary.verdicts import judge_row
from outcomes.vocabulary.visits import at_visit

Row = Mapping[str, Any]


def say_change(row: Row, labels: Labels, *, whose: str = "") -> str:
    """Return an arm's change as a clause, ``fell by 7.6 points with saline (95% CI ...; n = 25)``.

    Parameters
    ----------
    row : mapping
        An estimates row of quantity ``change``.
    labels : Labels
        The study's names.
    whose : str
        Which arm, as ``with saline injection``; empty where there is only one.
    """
    endpoint = labels.endpoints[row["endpoint"]]
    who = f" {whose}" if whose else ""
    if is_absent(row["estimate"]):
        return f"has no change that could be calculated{who}"
    if nobody_changed(row):
        return f"did not change in anybody{who} (n = {format_count(row['n_arm'])})"
    basis = [*_interval(row, endpoint), f"n = {format_count(row['n_arm'])}"]
    inner = "; ".join(basis)
    if rounds_to_none(row["estimate"]):
        return f"did not change{who} ({inner})"
    digits = digits_of(endpoint)
    size = with_unit(say_size(row["estimate"], digits), endpoint.unit)
    verb = "rose" if row["estimate"] > 0 else "fell"
    return f"{verb} by {size}{who} ({inner})"


def say_change_verdict(row: Row, labels: Labels) -> str:
    """Return whether a change is an improvement, as far as its interval allows."""
    if nobody_changed(row):
        return ""
    verdict = judge_row(row, labels)
    if verdict.favoured:
        article = "an" if verdict.favoured == "improvement" else "a"
        excluded = "The confidence interval excludes no change"
        return f"{excluded}: {article} {verdict.favoured}, from whatever cause."
    if verdict.reason is Reason.NOT_ESTIMATED:
        return ""
    if is_absent(row["ci_low"]) or is_absent(row["ci_high"]):
        return "No confidence interval could be calculated, so the uncertainty is not known."
    if verdict.reason is Reason.NOT_JUDGED:
        holds = "excludes" if verdict.excludes_none else "includes"
        neither = "neither direction is declared better for this measure"
        return f"The confidence interval {holds} no change; {neither}."
    if verdict.leaning:
        article = "an" if verdict.leaning == "improvement" else "a"
        return (
            f"The estimate is {article} {verdict.leaning}, but the confidence interval includes no "
            "change."
        )
    return "The confidence interval includes no change."


def say_shares(rows: Sequence[Row], labels: Labels) -> str:
    """Return the share of participants of one or more arms as a sentence, each with its interval.

    Parameters
    ----------
    rows : sequence of mapping
        Estimates rows of quantity ``share``, one an arm, of one endpoint, visit and threshold.
    labels : Labels
        The study's names.
    """
    endpoint = labels.endpoints[rows[0]["endpoint"]]
    side = f", {name_side(rows[0]['side'])}" if rows[0]["side"] else ""
    shares = join_words([_say_one_share(row, labels) for row in rows])
    where = capitalise(at_visit(rows[0]["visit"]))
    return f"{where}{side}, {_say_counted(rows[0], endpoint)}: {shares}."


def _say_one_share(row: Row, labels: Labels) -> str:
    arm = f" with {say_arm(labels, row['arm'])}" if len(labels.arms) > 1 else ""
    if is_absent(row["estimate"]):
        return f"a share{arm} that could not be calculated"
    text = f"{format_share(row['estimate'])} of {count_participants(row['n_arm'])}{arm}"
    if is_absent(row["ci_low"]) or is_absent(row["ci_high"]):
        return text
    interval = f"{format_share(row['ci_low'])} to {format_share(row['ci_high'])}"
    return f"{text} ({say_basis(row['level'], interval, row['distribution'], row['df'], _NONE)})"


def say_mean(row: Row, labels: Labels) -> str:
    """Return an arm's observed mean as a sentence with its interval.

    Parameters
    ----------
    row : mapping
        An estimates row of quantity ``mean``.
    labels : Labels
        The study's names.
    """
    endpoint = labels.endpoints[row["endpoint"]]
    digits = digits_of(endpoint)
    side = f", {name_side(row['side'])}," if row["side"] else ""
    text = f"{capitalise(at_visit(row['visit']))}, mean {mid_sentence(endpoint.label)}{side} with "
    text += say_arm(labels, row["arm"])
    if is_absent(row["estimate"]):
        return f"{text} could not be calculated."
    text += f" was {with_unit(format_number(row['estimate'], digits), endpoint.unit)}"
    n = f"n = {format_count(row['n_arm'])}"
    if is_absent(row["ci_low"]):
        return f"{text} ({n})."
    interval = format_interval(row["ci_low"], row["ci_high"], digits)
    basis = say_basis(row["level"], interval, row["distribution"], row["df"], _NONE)
    return f"{text} ({basis}; {n})."


def nobody_changed(row: Row) -> bool:
    """Whether every change of an arm is 0: their mean is, and there is nothing else about it."""
    low, high = row["ci_low"], row["ci_high"]
    return rounds_to_none(row["estimate"]) and (is_absent(low) or is_absent(high) or low == high)


def has_baseline(study: Study, endpoint: str) -> bool:
    """Whether anybody has a score of an endpoint at baseline."""
    scores = study.scores
    return bool(((scores["endpoint"] == endpoint) & (scores["week"] == 0)).any())


def is_absent(value: float) -> bool:
    """Whether a number is NaN."""
    return value != value


_NONE = float("nan")


def _interval(row: Row, endpoint: Endpoint) -> list[str]:
    if is_absent(row["ci_low"]) or is_absent(row["ci_high"]):
        return ["no confidence interval"]
    digits = digits_of(endpoint)
    interval = say_interval(row["ci_low"], row["ci_high"], digits)
    return [say_basis(row["level"], interval, row["distribution"], row["df"], _NONE)]


def _say_counted(row: Row, endpoint: Endpoint) -> str:
    if endpoint.kind == "binary":
        return f'a yes for "{endpoint.label}"'
    counted = name_counted(endpoint, row["threshold"])
    return f"improved by at least {counted} in {mid_sentence(endpoint.label)}"
