"""Harms by the time at risk in words: rates, events that came again, and how long was looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.analysis_record import Reason, ReasonCode
from outcomes.displays.passage import Headed
from outcomes.estimates import HARMS
from outcomes.prose.change import is_absent
from outcomes.prose.harm_differences import (
    Row,
    find_differences,
    list_compared,
    say_compared,
    say_favoured,
)
from outcomes.rounding import format_count, format_interval, format_number
from outcomes.study.study import Study
from outcomes.vocabulary.harms import has_repeated
from outcomes.vocabulary.intervals import head_interval, name_distribution, say_basis
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_pair, say_arm
from outcomes.vocabulary.reasons import say_reason
from outcomes.vocabulary.sentences import join_words

if TYPE_CHECKING:
    import pandas as pd

ANY = "any event"
LAST_SEEN = "from the baseline to the last visit with a score, or to a later event"
AS_RECORDED = "as recorded for each, or to a later event"
"""How long participants count as followed, where the study file names no column of it, or one."""

_NONE = float("nan")


def say_rates(found: Lookup, study: Study) -> list[str]:
    """Return rates of participants with a first event by arm, how they compare, or why not."""
    rows = _rows(found, "incidence rate", study)
    known = [row for row in rows if not is_absent(row["estimate"])]
    said = []
    if known:
        arms = [f"{_say_rate(row)} with {say_arm(study.labels, row['arm'])}" for row in known]
        methods = join_words(
            list(dict.fromkeys(name_distribution(row["distribution"]) for row in known))
        )
        opening = f"Participants with a first event {known[0]['unit']} at risk"
        said.append(f"{opening}: {join_words(arms)}; intervals by {methods}.")
        differences = find_differences(found, study, quantity="incidence rate difference")
        said += [_compare(row, found, study) for row in differences]
    unknown: dict[ReasonCode, tuple[str, ...]] = {}
    for reason in (row["reason"] for row in rows if row["reason"] is not None):
        unknown[reason.code] = (*unknown.get(reason.code, ()), *reason.arms)
    for code, of in unknown.items():
        some = of if len(of) < len(rows) else ()
        named = f" for {join_words([say_arm(study.labels, arm) for arm in some])}" if some else ""
        why = say_reason(Reason(code, arms=some), study.labels)
        said.append(f"No rate by time at risk is given{named}, because {why}.")
    return said


def say_repeated(estimates: pd.DataFrame, found: Lookup, study: Study) -> list[str]:
    """Return how many events there were, repeated ones too, and the ratio of their rates."""
    rows = _rows(found, "events per participant", study)
    if not any(row["estimate"] > 0 for row in rows):
        return []
    if not has_repeated(estimates):
        return [Headed("Repeated events", "nobody had more than one recorded event.")]
    counts = [
        f"{format_count(row['estimate'] * row['n_arm'])} with {say_arm(study.labels, row['arm'])} "
        f"({format_number(row['estimate'], 2)} a participant)"
        for row in rows
    ]
    text = f"{join_words(counts)}."
    for pair in list_compared(study):
        row = found.row(
            "event rate ratio", endpoint=HARMS, subgroup=ANY, arm=pair[0], comparator=pair[1]
        )
        if row is not None:
            text += f" {_say_ratio_of_all(row, pair, study)}"
    return [Headed("All events, repeated ones too", text)]


def say_follow_up(found: Lookup, study: Study) -> list[str]:
    """Return how long participants were followed on average; nothing where it is not known."""
    rows = _rows(found, "follow-up", study, kind="")
    arms = [
        f"{format_number(row['estimate'])} {row['unit']} with {say_arm(study.labels, row['arm'])}"
        for row in rows
    ]
    if not arms:
        return []
    until = AS_RECORDED if study.file.events.followed.times else LAST_SEEN
    text = f"on average {join_words(arms)}, {until}."
    return [Headed("How long participants were followed", text)]


def _rows(found: Lookup, quantity: str, study: Study, kind: str = ANY) -> list[Row]:
    rows = [found.row(quantity, endpoint=HARMS, subgroup=kind, arm=arm) for arm in study.arms]
    return [row for row in rows if row is not None]


def _say_rate(row: Row) -> str:
    interval = format_interval(row["ci_low"], row["ci_high"])
    return f"{format_number(row['estimate'])} ({head_interval([row['level']])} {interval})"


def _compare(row: Row, found: Lookup, study: Study) -> str:
    stated = say_compared(row, "The rate", 1, f" {row['unit']}", study)
    keys = {name: row[name] for name in ("endpoint", "subgroup", "arm", "comparator")}
    ratio = found.row("incidence rate ratio", **keys)
    if ratio is not None and not is_absent(ratio["estimate"]):
        stated += f", a ratio of {_say_ratio(ratio)}"
    return f"{stated}{say_favoured(row, study)}"


def _say_ratio(row: Row) -> str:
    interval = format_interval(row["ci_low"], row["ci_high"], 2)
    basis = say_basis(row["level"], interval, row["distribution"], row["df"], _NONE)
    return f"{format_number(row['estimate'], 2)} ({basis})"


def _say_ratio_of_all(row: Row, pair: tuple[str, str], study: Study) -> str:
    named = name_pair(study.labels, *pair)
    if is_absent(row["estimate"]):
        why = say_reason(row["reason"], study.labels)
        return f"No ratio of rates is given for {named}, because {why}."
    return f"Ratio of rates, {named}: {_say_ratio(row)}, by a Poisson model with robust variance."
