"""Rates of adverse events worked out again, one participant at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from tests.generated.raw import RawStudy
from tests.generated.rows import Row, compare, pick, place_of

WEEKS = {
    "minute": 1 / 10080,
    "hour": 1 / 168,
    "day": 1 / 7,
    "week": 1,
    "month": 52 / 12,
    "year": 52,
}
TEXT = {
    "serious event": ("serious", "yes"),
    "severe event": ("severity", "severe"),
    "related event": ("related", "yes"),
}
RATES = ("time at risk", "incidence rate", "incidence rate difference", "incidence rate ratio")
ALL = ("events per participant", "event rate", "event rate ratio")


def check_harm_rates(study: RawStudy, rows: list[Row]) -> Iterator[str]:
    """Check how long everybody was followed, and every rate that is given."""
    if study.events is None:
        for row in pick(rows, "follow-up", *RATES, *ALL):
            yield f"{place_of(row)}: counted, but the study has no table of events"
        return
    week = pd.to_numeric(study.events["week"], errors="coerce")
    after = study.events.assign(week=week)[~(week < 0)]
    followed = dict(study.last_seen)
    for person, when in zip(after["participant"], after["week"], strict=True):
        if not math.isnan(when):
            followed[person] = max(followed.get(person, 0.0), when)
    for row in pick(rows, "follow-up"):
        own = _people(study, row["arm"])
        mean = sum(followed.get(person, 0.0) for person in own) / len(own)
        yield from compare(row, estimate=mean / WEEKS[row["unit"][:-1]])
    for row in pick(rows, *RATES, *ALL):
        kept = _of_kind(after, row)
        yield from compare(row, estimate=_recompute(study, row, kept, followed))


def _of_kind(after: pd.DataFrame, row: Row) -> pd.DataFrame:
    name = row["subgroup"]
    if row["endpoint"] == "harms":
        column, text = TEXT.get(name, ("", ""))
        return after[after[column] == text] if column else after
    if row["endpoint"] == "serious harms by event":
        after = after[after["serious"] == "yes"]
    return after[after["event"] == name]


def _recompute(study: RawStudy, row: Row, kept: pd.DataFrame, followed: dict[str, float]) -> float:
    """Return what the row should be: of its arm, or of both."""
    sides = [row["arm"], *([row["comparator"]] if row["comparator"] else [])]
    numbers = [_of_arm(_people(study, arm), row, kept, followed) for arm in sides]
    if row["quantity"].endswith("difference"):
        return numbers[0] - numbers[1]
    return numbers[0] / numbers[1] if row["quantity"].endswith("ratio") else numbers[0]


def _of_arm(people: list[str], row: Row, kept: pd.DataFrame, followed: dict[str, float]) -> float:
    mine = kept[kept["participant"].isin(people)]
    if row["quantity"] == "events per participant":
        return len(mine) / len(people)
    times = {person: followed.get(person, 0.0) for person in people}
    events = len(mine)
    if row["quantity"] in RATES:
        first = mine.groupby("participant")["week"].min().dropna().to_dict()
        times |= first
        events = mine["participant"].nunique()
    unit = row["unit"].rpartition("person-")[2].rstrip("s")
    weeks = sum(times.values())
    if row["quantity"] == "time at risk":
        return weeks / WEEKS[unit]
    # a ratio has no unit; any will do
    return 100 * events / (weeks / WEEKS.get(unit, 1.0))


def _people(study: RawStudy, arm: str) -> list[str]:
    return study.people.loc[study.people["arm"] == arm, "participant"].tolist()
