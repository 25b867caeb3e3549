"""Harms in plain words: people with a side effect, and no safety that was not shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.prose.change import is_absent
from outcomes.prose.counts import count_people
from outcomes.prose.harm_differences import find_differences
from outcomes.prose.harms import is_recorded, row_of_risk
from outcomes.rounding import format_count
from outcomes.study.study import Study
from outcomes.verdict import judge
from outcomes.vocabulary.harms import say_absent
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.sentences import join_words

NOT_NONE = "That does not mean that there were none."
NO_HARMS_RECORDED = f"Harms were not recorded. {NOT_NONE}"
NOT_HERE = f"This report does not look at harms. {NOT_NONE}"


def say_harms_plainly(found: Lookup, study: Study) -> str:
    """Return who had a side effect, and whether one group had more."""
    if all(row_of_risk(found, arm) is None for arm in study.arms):
        return NOT_HERE
    if not is_recorded(found, study):
        return NO_HARMS_RECORDED
    rows = [row for arm in study.arms if (row := row_of_risk(found, arm)) is not None]
    sentences = []
    if any(row["estimate"] > 0 for row in rows):
        counts = [_count(row, study) for row in rows if not is_absent(row["estimate"])]
        sentences.append(f"Side effects were recorded for {join_words(counts)}.")
        sentences += [_compare(row, study) for row in find_differences(found, study)]
        sentences.append(_say_serious(found, study))
    else:
        sentences.append("No side effects were recorded for anybody.")
    sentences.append("A study of this size can miss rare harms.")
    return " ".join(dict.fromkeys(text for text in sentences if text))


def _compare(row: Mapping[str, Any], study: Study) -> str:
    """Say which group had more, only where the whole interval does."""
    ours, theirs = (say_arm(study.labels, row[side]) for side in ("arm", "comparator"))
    if judge(row).excludes_none:
        more, fewer = (ours, theirs) if row["estimate"] > 0 else (theirs, ours)
        higher = f"The share was higher with {more} than with {fewer}."
        return f"{higher} Chance alone would rarely do that."
    return f"This study cannot tell whether there are more harms with {ours} or with {theirs}."


def _say_serious(found: Lookup, study: Study) -> str:
    rows = [row_of_risk(found, arm, "serious event") for arm in study.arms]
    known = [row for row in rows if row is not None and not is_absent(row["estimate"])]
    if not known:
        return f"Whether any was serious is {say_absent(study)}."
    unclear = [
        found.number("events", endpoint="harms", subgroup="serious event, not stated", arm=arm)
        for arm in study.arms
    ]
    serious = [row for row in known if row["estimate"]]
    if serious:
        counts = [_count(row, study) for row in serious]
        return f"A serious one was recorded for {join_words(counts)}."
    if any(count > 0 for count in unclear if not is_absent(count)):
        return "Whether any was serious is not always recorded."
    return "None was recorded as serious."


def _count(row: Mapping[str, Any], study: Study) -> str:
    affected = format_count(row["estimate"] * row["n_arm"])
    arm = f" with {say_arm(study.labels, row['arm'])}" if len(study.arms) > 1 else ""
    return f"{affected} of {count_people(row['n_arm'])}{arm}"
