"""What a verdict is called, in a cell and behind the numbers of a text alternative.

Which verdict an estimate allows is decided in `outcomes.verdict` alone; here it gets its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from outcomes.study.study import Labels
from outcomes.verdict import Reason, Verdict, judge
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.scales import digits_of

if TYPE_CHECKING:
    import pandas as pd

NOT_ESTIMATED = "not estimated"
WORDS = {
    Reason.NOT_ESTIMATED: NOT_ESTIMATED,
    Reason.NO_INTERVAL: "no interval",
    Reason.NOT_JUDGED: "not judged",
    Reason.EXCLUDES: "not judged",
    Reason.INCLUDES: "undecided",
    Reason.ENDS_AT_NONE: "undecided",
}
"""What stands where no side is named."""

_INCLUDES = (Reason.INCLUDES, Reason.ENDS_AT_NONE)

_SHARE_DIGITS = 3
"""Decimals of a difference of shares, which is shown as percentage points with one."""


def judge_row(row: Mapping[Any, Any], labels: Labels) -> Verdict:
    """Decide what a difference, or a change within an arm, allows to be said.

    Parameters
    ----------
    row : mapping
        A row of an estimates frame.
    labels : Labels
        The study's endpoints say which direction is better, and how many decimals are shown.
    """
    endpoint = labels.endpoints.get(row["endpoint"])
    if endpoint is None:
        return judge(row)
    digits = _SHARE_DIGITS if row["unit"] == "share" else digits_of(endpoint)
    return judge(row, judged=endpoint.higher != "neither", digits=digits)


def judge_rows(rows: pd.DataFrame, labels: Labels) -> list[Verdict]:
    """Return `judge_row` of each row of an estimates frame."""
    return [judge_row(row, labels) for row in rows.to_dict("records")]


def name_verdict(verdict: Verdict, labels: Labels) -> str:
    """Return the cell under Favours, which a difference fills.

    Returns
    -------
    str
        An arm's label only where the whole interval lies on its side, else ``undecided (estimate
        favours ...)``, ``undecided``, ``neither``, ``not judged``, ``no interval`` or ``not
        estimated``.
    """
    return _name(verdict, lambda arm: name_arm(labels, arm), "neither")


def name_reading(verdict: Verdict) -> str:
    """Return the reading of a change within an arm.

    Returns
    -------
    str
        ``improvement`` or ``worsening`` only where the interval excludes no change, else
        ``undecided (estimate favours ...)``, ``undecided``, ``no change`` or as `name_verdict`.
    """
    return _name(verdict, str, "no change")


def say_favoured(verdict: Verdict, labels: Labels) -> str:
    """Return what a difference's verdict adds behind its numbers; empty where nobody leads."""
    verb = "favours " if verdict.favoured else ""
    return f", {verb}{name_verdict(verdict, labels)}" if _is_news(verdict) else ""


def say_reading(verdict: Verdict) -> str:
    """Return what a change's verdict adds behind its numbers; empty where there is nothing."""
    return f", {name_reading(verdict)}" if _is_news(verdict) else ""


def _is_news(verdict: Verdict) -> bool:
    return bool(verdict.favoured or verdict.leaning) or verdict.reason in _INCLUDES


def _name(verdict: Verdict, name: Callable[[str], str], equal: str) -> str:
    if verdict.favoured:
        return name(verdict.favoured)
    if verdict.leaning:
        return f"undecided (estimate favours {name(verdict.leaning)})"
    return equal if verdict.reason is Reason.EQUAL else WORDS[verdict.reason]
