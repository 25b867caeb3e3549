"""A study's files read again by code that is not the package's: one row per score."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from tests.generated.scoring import GROUPS, read_number, score_row

IMPORTANT = {
    ("womac", "pain"): (9.7, "points"),
    ("womac", "stiffness"): (10, "points"),
    ("womac", "function"): (9.3, "points"),
    ("womac", "total"): (16, "percent of baseline"),
    ("ffi", "pain"): (12, "points"),
    ("ffi", "disability"): (7, "points"),
    ("ffi", "total"): (7, "points"),
    ("visa-a", ""): (14, "points"),
    ("pain-nrs", ""): (2, "points"),
}
"""Minimal important changes as the manual of instruments lists them first."""
VAS_CHANGE = {"knee": 19.9, "hip": 15.3, "foot": 19.0}
"""Of pain in mm, by joint; elsewhere the one that is bound to no joint, 17.5."""
HIGHER_IS_BETTER = (
    "visa-a",
    "knee-flexion",
    "knee-extension",
    "ankle-dorsiflexion",
    "ankle-plantarflexion",
)


@dataclass(frozen=True)
class RawEndpoint:
    """What is known of an endpoint without the package: kind, direction, threshold."""

    name: str
    kind: str
    higher: str
    threshold: tuple[float, str] | None


@dataclass(frozen=True)
class RawStudy:
    """A study as its files say.

    ``people``: participant, arm and the other columns, as text; ``scores``: endpoint, side,
    participant, arm, visit, value, the sides averaged where the study file does not part them;
    ``events``: participant, arm and what is known of each, None without a table; ``last_seen``:
    by participant the week of the last visit with any score.
    """

    file: dict[str, Any]
    people: pd.DataFrame
    scores: pd.DataFrame
    endpoints: dict[str, RawEndpoint]
    visits: tuple[str, ...]
    baseline: str | None
    events: pd.DataFrame | None
    last_seen: dict[str, float]

    def at(self, endpoint: str, visit: str, side: str = "") -> pd.DataFrame:
        """Return arm and value by participant, of one endpoint at one visit and side."""
        return self._occasions.get((endpoint, visit, side), self._nothing)

    def values(self, endpoint: str, visit: str, side: str, arm: str) -> pd.Series:
        """Return the values of one arm by participant."""
        scores = self.at(endpoint, visit, side)
        return scores["value"][scores["arm"].to_numpy(object) == arm]

    def seen(self, endpoint: str, arm: str, *, visit: str = "", side: str = "") -> set[str]:
        """Return who of an arm has a score of an endpoint; at a visit and side, if given."""
        found: set[str] = set()
        for (name, when, where), scores in self._occasions.items():
            if name == endpoint and (not visit or when == visit) and (not side or where == side):
                found |= set(scores.index[scores["arm"].to_numpy(object) == arm])
        return found

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many participants each arm has."""
        return dict(Counter(self.people["arm"].tolist()))

    @cached_property
    def _occasions(self) -> dict[tuple[str, str, str], pd.DataFrame]:
        parts = self.scores.groupby(["endpoint", "visit", "side"], sort=False)
        return {key: part.set_index("participant")[["arm", "value"]] for key, part in parts}

    @cached_property
    def _nothing(self) -> pd.DataFrame:
        return self.scores.iloc[:0].set_index("participant")[["arm", "value"]]


def read_raw(folder: Path) -> RawStudy:
    """Read a study's folder."""
    file = YAML(typ="safe").load((folder / "study.yaml").read_text(encoding="utf-8"))
    columns = {
        name: file.get("columns", {}).get(name, name)
        for name in ("participant", "arm", "visit", "side", "measure", "value")
    }
    tables = file["tables"]
    layout = "wide"
    scores = tables["scores"]
    if isinstance(scores, dict):
        scores, layout = scores["file"], scores.get("layout", "wide")
    rows = _read_csv(folder / scores)
    people = _read_people(file, columns, rows, folder)
    codes = {str(visit.get("code", visit["name"])): visit["name"] for visit in file["visits"]}
    if layout == "long":
        rows = _widen(rows, columns)
    times = {visit["name"]: _weeks(visit) for visit in file["visits"]}
    baseline = next((name for name, weeks in times.items() if weeks == 0), None)
    if baseline is None and any("baseline" in one for one in file["measures"].values()):
        baseline = "baseline"
        times[baseline] = 0
    parts = []
    endpoints: dict[str, RawEndpoint] = {}
    for name, measure in file["measures"].items():
        endpoints |= {one.name: one for one in _describe(file, name, measure)}
        for row in rows:
            side = _side_column(measure)
            where = (row[columns["participant"]], codes[row[columns["visit"]]])
            for endpoint, value in score_row(name, measure, row):
                parts.append((endpoint, row.get(side, "") if side else "", *where, value))
        for person in people if "baseline" in measure else ():
            if person[measure["baseline"]] != "":
                value = read_number(person[measure["baseline"]])
                parts.append((name, "", person["participant"], baseline, value))
    arm_of = {person["participant"]: person["arm"] for person in people}
    frame = pd.DataFrame(parts, columns=["endpoint", "side", "participant", "visit", "value"])
    combined = pd.concat(
        [
            _combine(frame[frame["endpoint"] == endpoint], times, _side_of(file, endpoint))
            for endpoint in endpoints
        ]
    )
    combined["arm"] = combined["participant"].map(arm_of)
    return RawStudy(
        file,
        pd.DataFrame(people),
        combined,
        endpoints,
        tuple(sorted(times, key=lambda name: times[name])),
        baseline,
        _read_events(file, columns, arm_of, folder),
        frame["visit"].map(times).groupby(frame["participant"]).max().to_dict(),
    )


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_people(
    file: dict[str, Any], columns: dict[str, str], rows: list[dict[str, str]], folder: Path
) -> list[dict[str, str]]:
    table = file["tables"].get("participants")
    found = _read_csv(folder / table) if table else rows
    arms = {str(arm.get("code", name)): name for name, arm in file["arms"].items()}
    only = next(iter(file["arms"]))
    people: dict[str, dict[str, str]] = {}
    for row in found:
        who = row[columns["participant"]]
        arm = arms[row[columns["arm"]]] if columns["arm"] in row else only
        people.setdefault(who, {**row, "participant": who, "arm": arm})
    return list(people.values())


def _read_events(
    file: dict[str, Any], columns: dict[str, str], arm_of: dict[str, str], folder: Path
) -> pd.DataFrame | None:
    table = file["tables"].get("events")
    if table is None:
        return None
    rows = [
        {**row, "participant": row[columns["participant"]]} for row in _read_csv(folder / table)
    ]
    names = ("participant", "event", "week", "serious", "severity", "related")
    frame = pd.DataFrame(
        [{name: row.get(name, "") for name in names} for row in rows], columns=list(names)
    )
    terms = {text: term for term, texts in file["events"]["terms"].items() for text in texts}
    frame["event"] = frame["event"].replace(terms)
    return frame.assign(arm=frame["participant"].map(arm_of))


def _widen(rows: list[dict[str, str]], columns: dict[str, str]) -> list[dict[str, str]]:
    """Bring the rows of a long table that are of one participant, visit and side together."""
    wide: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        key = tuple(row.get(columns[name], "") for name in ("participant", "visit", "side"))
        place = wide.setdefault(key, dict(row))
        place[row[columns["measure"]]] = row[columns["value"]]
    return list(wide.values())


def _weeks(visit: dict[str, Any]) -> float:
    per = {"day": 1 / 7, "week": 1.0, "month": 52 / 12, "year": 52.0}
    return next(visit[unit] * weeks for unit, weeks in per.items() if unit in visit)


def _side_column(measure: dict[str, Any]) -> str | None:
    side = measure.get("side")
    return side.get("column", "side") if isinstance(side, dict) else side


def _side_of(file: dict[str, Any], endpoint: str) -> str:
    """Return how an endpoint's sides are combined, empty where it has none."""
    side = file["measures"][endpoint.partition(".")[0]].get("side")
    if side is None:
        return ""
    return side.get("combine", "mean") if isinstance(side, dict) else "mean"


def _important(file: dict[str, Any], family: str, score: str) -> tuple[float, str] | None:
    """Return the change found nearest to the study: none of another joint."""
    joint = file["joint"]
    if family == "pain-vas":
        fasciitis = joint == "foot" and "fasciitis" in (file.get("condition") or "")
        return 9.0 if fasciitis else VAS_CHANGE.get(joint, 17.5), "points"
    if family == "womac" and score != "total" and joint not in ("knee", "hip"):
        return None
    return IMPORTANT.get((family, score))


def _describe(file: dict[str, Any], name: str, measure: dict[str, Any]) -> list[RawEndpoint]:
    instrument = measure.get("instrument")
    if instrument is None:
        important = next(
            (
                (one["value"], one.get("unit", "points"))
                for one in measure.get("thresholds", ())
                if one.get("meaning", "minimal important change") == "minimal important change"
            ),
            None,
        )
        return [RawEndpoint(name, measure["kind"], measure["higher"], important)]
    higher = "better" if instrument in HIGHER_IS_BETTER else "worse"
    family = instrument.partition("-")[0]
    if "items" not in measure or family not in GROUPS:
        # a ready total of a questionnaire is its total
        known = _important(file, instrument, "") or _important(file, family, "total")
        return [RawEndpoint(name, "continuous", higher, known)]
    scores = {
        "womac": ("pain", "stiffness", "function", "total", "composite"),
        "ffi": ("pain", "disability", "activity-limitation", "total"),
    }[family]
    return [
        RawEndpoint(f"{name}.{score}", "continuous", higher, _important(file, family, score))
        for score in scores
    ]


def _combine(rows: pd.DataFrame, times: dict[str, float], combine: str) -> pd.DataFrame:
    """Average the sides of a participant at a visit, where they are those of the baseline.

    Without a baseline they must be those of the visit at which most sides were seen, the first.
    """
    if combine != "mean":
        return rows.assign(side=rows["side"] if combine else "")
    kept = []
    for _, own in rows.groupby("participant", sort=False):
        seen = {visit: frozenset(part["side"]) for visit, part in own.groupby("visit")}
        first = min(seen, key=lambda visit: (times[visit] != 0, -len(seen[visit]), times[visit]))
        for visit, part in own.groupby("visit"):
            if seen[visit] == seen[first]:
                kept.append(part.iloc[:1].assign(value=part["value"].mean(), side=""))
    return pd.concat(kept) if kept else rows.assign(side="")
