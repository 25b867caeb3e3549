"""Harms in words: who had an event, how far the arms differ, and what was not recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.estimates import HARMS, HARMS_BY_EVENT
from outcomes.prose.change import is_absent
from outcomes.prose.harm_differences import find_differences, say_risk_difference
from outcomes.prose.harm_rates import say_follow_up, say_rates, say_repeated
from outcomes.prose.named_harms import say_named
from outcomes.rounding import format_count, format_share
from outcomes.study.study import Study
from outcomes.vocabulary.harms import say_absent
from outcomes.vocabulary.intervals import head_interval, name_distribution
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.sentences import (
    capitalise,
    join_words,
)

if TYPE_CHECKING:
    import pandas as pd

NOT_RECORDED = (
    "Harms were not recorded in this study's files, so nothing can be said about them here; that "
    "is not the same as no harm."
)
NOT_HERE = "Harms are not among the estimates of this report; that is not the same as no harm."
SERIOUS = "serious event"
KINDS = {
    SERIOUS: "whether an event was serious",
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

HOW_LONG_FOLLOWED = "how long each was followed; shares take no account of it"

MOST_NAMED = 3


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
        paragraphs += [" ".join(said)] if (said := say_rates(found, study)) else []
        paragraphs.append(
            (
                *_say_kinds(found, study),
                *say_named(found, study),
                *say_repeated(estimates, found, study),
                *_say_zeros(found, study),
                *_say_left_out(found, study),
                RARE,
                *_say_looked_for(found, study),
            )
        )
    elif study.file.harms_assessment is not None:
        paragraphs.append(_say_asked(study.file.harms_assessment))
    if study.file.provenance == "simulated":
        paragraphs.append(
            "These data are simulated: they say nothing about the safety of anything."
        )
    return Passage("finding", "", tuple(paragraphs))


def _say_looked_for(found: Lookup, study: Study) -> list[str]:
    """Say what participants were asked and for how long, and what of that is not known."""
    asked = study.file.harms_assessment
    how_long = say_follow_up(found, study)
    unknown = [HOW_ASKED] if asked is None else []
    unknown += [] if how_long else [HOW_LONG_FOLLOWED]
    said = [] if asked is None else [_say_asked(asked)]
    said += how_long
    return [*said, Headed("Not known", f"{join_words(unknown)}.")] if unknown else said


def _say_asked(asked: str) -> str:
    return Headed("How harms were assessed", f"as the study file says: {asked}")


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
        if kind == SERIOUS:
            rows = find_differences(found, study, kind)
            text = " ".join([text, *(say_risk_difference(row, study, kind) for row in rows)])
        told.append(Headed(f"{capitalise(kind)}s", text))
    if untold:
        told.append(Headed(capitalise(say_absent(study)), f"{join_words(untold)}."))
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
