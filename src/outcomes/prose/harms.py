"""Harms in words: who had an event, how far the arms differ, and what was not recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.estimates import HARMS, HARMS_BY_EVENT
from outcomes.prose.change import is_absent
from outcomes.rounding import format_count, format_share
from outcomes.study.study import Study
from outcomes.verdict import Reason, judge
from outcomes.vocabulary.intervals import head_interval, name_distribution, say_basis
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.sentences import (
    capitalise,
    join_words,
    say_interval,
    say_side,
    say_size,
)

if TYPE_CHECKING:
    import pandas as pd

NOT_RECORDED = (
    "Harms were not recorded in this study's files, so nothing can be said about them here; that "
    "is not the same as no harm."
)
NOT_HERE = "Harms are not among the estimates of this report; that is not the same as no harm."
KINDS = {
    "serious event": "whether an event was serious",
    "severe event": "how severe it was",
    "related event": "whether it was held to come from the treatment",
}
"""Kinds of event that the files may tell apart, and what is not known where they do not."""

RARE = Headed(
    "Rare harms",
    "arms of this size miss harms that are uncommon, and no difference found is not evidence of "
    "safety.",
)
HOW_ASKED = "whether participants were asked about harms or reported them spontaneously"
"""What no table of events shows; the study file may say it."""

MOST_NAMED = 3
_NONE = float("nan")


def write_harms(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write who had an adverse event in each arm, how far the arms differ, and what is not known.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; its ``risk``, ``risk difference`` and ``events`` rows are used.
    study : Study
        A loaded study.

    Returns
    -------
    Passage
        Of kind ``finding``. An arm is said to be favoured only where the whole interval lies on its
        side.
    """
    found = Lookup.of(estimates)
    paragraphs: list[Paragraph] = [say_harms(estimates, study)]
    if is_recorded(found, study):
        paragraphs += [say_risk_difference(row, study) for row in find_differences(found, study)]
        paragraphs.append(
            (
                *_say_kinds(found, study),
                *_say_zeros(found, study),
                *_say_left_out(found, study),
                *_say_not_seen(study),
            )
        )
    if study.file.provenance == "simulated":
        paragraphs.append(
            "These data are simulated: they say nothing about the safety of anything."
        )
    return Passage("finding", "", tuple(paragraphs))


def _say_not_seen(study: Study) -> list[str]:
    """Say what no table of events shows."""
    asked = study.file.harms_assessment
    followed = "how long each was followed"
    if asked is None:
        text = f"{HOW_ASKED}, and {followed}; shares take no account of either."
        return [RARE, Headed("Not known", text)]
    return [
        RARE,
        Headed("How harms were assessed", f"as the study file says: {asked}"),
        Headed("Not known", f"{followed}; shares take no account of it."),
    ]


def say_harms(estimates: pd.DataFrame, study: Study) -> str:
    """Return one sentence on harms: participants with an event by arm, or why there is none.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame, with the rows of `outcomes.analysis.harms.summarise_harms`.
    study : Study
        A loaded study.
    """
    found = Lookup.of(estimates)
    rows = [row_of_risk(found, arm) for arm in study.arms]
    if all(row is None for row in rows):
        return NOT_HERE
    if not is_recorded(found, study):
        return NOT_RECORDED
    counts = [
        f"{say_count(row)} with {say_arm(study.labels, row['arm'])}"
        f"{_name_events(estimates, row['arm'])}"
        for row in rows
        if row is not None
    ]
    return f"Participants with a recorded adverse event: {join_words(counts)}."


def is_recorded(found: Lookup, study: Study) -> bool:
    """Whether harms were counted in any arm."""
    rows = [row_of_risk(found, arm) for arm in study.arms]
    return any(row is not None and not is_absent(row["estimate"]) for row in rows)


def row_of_risk(found: Lookup, arm: str, kind: str = "any event") -> Any:
    """Return an arm's row of risk, or None."""
    return found.row("risk", endpoint=HARMS, subgroup=kind, arm=arm)


def say_count(row: Any) -> str:
    """Return ``2 of 30``."""
    return f"{format_count(row['estimate'] * row['n_arm'])} of {format_count(row['n_arm'])}"


def find_differences(found: Lookup, study: Study) -> list[Any]:
    """Return the risk differences of any event: of the primary comparison, else of all."""
    primary = study.file.plan.primary.comparison
    pairs = [primary] if primary else list(study.comparisons)
    rows = [
        found.row(
            "risk difference", endpoint=HARMS, subgroup="any event", arm=arm, comparator=other
        )
        for arm, other in pairs
    ]
    return [row for row in rows if row is not None and not is_absent(row["estimate"])]


def say_risk_difference(row: Any, study: Study) -> str:
    """Return how far two arms differ in the share with an event, and whom that favours."""
    ours, theirs = (say_arm(study.labels, row[side]) for side in ("arm", "comparator"))
    interval = say_interval(100 * row["ci_low"], 100 * row["ci_high"], 1)
    basis = say_basis(row["level"], interval, row["distribution"], row["df"], _NONE)
    size = f"{say_size(100 * row['estimate'], 1)} percentage points"
    if row["estimate"] == 0:
        stated = f"The share with an event was the same with {ours} as with {theirs} ({basis})"
    else:
        side = say_side(row["estimate"])
        stated = (
            f"The share with an event was {size} {side} with {ours} than with {theirs} ({basis})"
        )
    verdict = judge(row)
    if verdict.favoured:
        return f"{stated}, which favours {say_arm(study.labels, verdict.favoured)}."
    fits = "the data are compatible with more harm in either arm"
    if verdict.reason is Reason.ENDS_AT_NONE:
        more = theirs if row["favours"] == row["arm"] else ours
        fits = f"the data are compatible with no difference and with more harm with {more}"
    return f"{stated}. The interval includes no difference: {fits}."


def _name_events(estimates: pd.DataFrame, arm: str) -> str:
    """Return which events an arm had and in how many participants, the most frequent first."""
    rows = estimates[
        (estimates["endpoint"] == HARMS_BY_EVENT)
        & (estimates["quantity"] == "risk")
        & (estimates["arm"] == arm)
        & (estimates["estimate"] > 0)
    ]
    if rows.empty:
        return ""
    ordered = rows.sort_values("estimate", ascending=False, kind="stable").to_dict("records")
    named = [
        f"{row['subgroup']} {format_count(row['estimate'] * row['n_arm'])}"
        for row in ordered[:MOST_NAMED]
    ]
    others = len(ordered) - len(named)
    more = [f"{format_count(others)} other kinds" if others > 1 else "one other kind"]
    return f" ({', '.join(named + (more if others else []))})"


def _say_kinds(found: Lookup, study: Study) -> list[str]:
    """State each kind by arm, and which kinds the files do not distinguish."""
    told: list[str] = []
    untold = []
    for kind, unknown in KINDS.items():
        rows = [row for arm in study.arms if (row := row_of_risk(found, arm, kind)) is not None]
        if not rows:
            untold.append(unknown)
            continue
        counts = [f"{say_count(row)} with {_arm(study, row['arm'])}" for row in rows]
        text = f"{join_words(counts)}.{_say_unclear(found, study, kind)}"
        told.append(Headed(f"{capitalise(kind)}s", text))
    if untold:
        told.append(Headed("Not recorded", f"{join_words(untold)}."))
    return told


def _say_unclear(found: Lookup, study: Study, kind: str) -> str:
    unclear = _count(found, study, f"{kind}, not stated")
    if not unclear:
        return ""
    if unclear == 1:
        return " One event does not say, and counts as none."
    return f" {format_count(unclear)} events do not say, and count as none."


def _say_zeros(found: Lookup, study: Study) -> list[str]:
    rows = [row_of_risk(found, arm) for arm in study.arms]
    return [
        Headed(
            "No events does not mean no risk",
            f"with {say_count(row)} with {_arm(study, row['arm'])}, the true risk could be up to "
            f"{format_share(row['ci_high'])} ({head_interval([row['level']])}, "
            f"{name_distribution(row['distribution'])}).",
        )
        for row in rows
        if row is not None and row["estimate"] == 0
    ]


def _say_left_out(found: Lookup, study: Study) -> list[str]:
    before = _count(found, study, "before baseline")
    if not before:
        return []
    began = "one event" if before == 1 else f"{format_count(before)} events"
    return [Headed("Left out", f"{began} that began before the baseline.")]


def _count(found: Lookup, study: Study, kind: str) -> float:
    counts = [found.number("events", endpoint=HARMS, subgroup=kind, arm=arm) for arm in study.arms]
    return sum(count for count in counts if not is_absent(count))


def _arm(study: Study, arm: str) -> str:
    return say_arm(study.labels, arm)
