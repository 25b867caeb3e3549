"""Small studies with small cells, made from seeds, and their reports."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from outcomes.runs import find_notebooks, plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.study.keys import write_key

ARMS = ("dextrose", "saline", "exercise", "advice")
ROLES = ("active", "placebo", "control", "control")
WEEKS = (0, 6, 12, 26)
SIDES = ("left", "right")
SEXES = ("female", "male", "not stated")
EVENTS = ("bruising", "faintness", "headache", "sepsis")

Place = tuple[str, str, int]
"""Endpoint, side and week of a score."""


@dataclass(frozen=True)
class Person:
    """A participant: what is known at baseline, every score, and events that are serious or not."""

    id: str
    arm: str
    sex: str
    age: int
    scores: dict[Place, int]
    events: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class SmallStudy:
    """A study to be attacked.

    Parameters
    ----------
    minimum : int
        Of its rule of disclosure.
    arms, weeks, steps : tuple
        Its arms and visits, and by endpoint the distance between neighbouring scores; 0 for one
        that is answered by yes or no.
    sides : str
        How scores of two sides are combined, ``mean`` or ``separate``; empty if there are none.
    """

    id: str
    minimum: int
    arms: tuple[str, ...]
    weeks: tuple[int, ...]
    steps: dict[str, int]
    sides: str
    people: tuple[Person, ...] = field(repr=False)

    @property
    def places(self) -> list[Place]:
        """Endpoint, side and week of what is described: sides that are averaged have no side."""
        sides = SIDES if self.sides == "separate" else ("",)
        return [(name, side, week) for name in self.steps for side in sides for week in self.weeks]

    def scored(self, person: Person, place: Place) -> float | None:
        """Return a score as it is described: the mean of two sides where these are averaged."""
        name, side, week = place
        wanted = SIDES if self.sides == "mean" else (side,)
        found = [person.scores.get((name, each, week)) for each in wanted]
        return None if None in found else sum(filter(None, found)) / len(found)


def make_study(seed: int) -> SmallStudy:
    """Make a study with two to four arms and visits, one to three endpoints, and small cells."""
    drawn = random.Random(seed)
    arms, weeks = ARMS[: drawn.randint(2, 4)], WEEKS[: drawn.randint(2, 4)]
    every = {"pain": drawn.choice((1, 5, 10)), "function": 1, "better": 0}
    sides = ("", "mean", "separate")[drawn.choice((0, 0, 0, 1, 2))]
    steps = dict(list(every.items())[: 1 if sides else drawn.randint(1, 3)])
    people = tuple(
        _make_person(drawn, f"{arm[0]}{number}", arm, weeks, steps, sides)
        for arm in arms
        for number in range(drawn.randint(3, drawn.choice((12, 20, 30))))
    )
    name = "".join("abcdefghij"[int(digit)] for digit in str(seed))  # no number of people
    return SmallStudy(
        f"study-{name}", drawn.choice((4, 5, 5, 8)), arms, weeks, steps, sides, people
    )


def _make_person(
    drawn: random.Random,
    who: str,
    arm: str,
    weeks: tuple[int, ...],
    steps: dict[str, int],
    sides: str,
) -> Person:
    scores: dict[Place, int] = {}
    for week in weeks:
        if week and drawn.random() < 0.15:
            continue  # not seen
        for name, step in steps.items():
            seen = [side for side in SIDES if drawn.random() < 0.9]
            both = [side for side in SIDES if len(seen) == len(SIDES)]
            for side in {"": ("",) * bool(seen), "mean": both, "separate": seen}[sides]:
                scores[name, side, week] = _draw_score(drawn, step, week)
    events = [name for name in EVENTS for _ in range(2) if drawn.random() < 0.12]
    return Person(
        who,
        arm,
        drawn.choices((*SEXES, ""), (50, 40, 5, 5))[0],
        drawn.randint(30, 80),
        scores,
        tuple((name, name == "sepsis" or drawn.random() < 0.1) for name in events),
    )


def _draw_score(drawn: random.Random, step: int, week: int) -> int:
    if not step:
        return int(drawn.random() < 0.5)
    return step * drawn.randint((10 if week else 20) // step, (60 if week else 80) // step)


def remove_patient(study: SmallStudy, seed: int) -> SmallStudy:
    """Return a study without one of its participants."""
    gone = random.Random(seed).choice(study.people)
    rest = tuple(person for person in study.people if person is not gone)
    return replace(study, id=f"{study.id}-less", people=rest)


def publish(root: Path, project: Path, studies: list[SmallStudy]) -> None:
    """Lay out a project of these studies, and make all reports that keep a rule of disclosure."""
    (project / "notebooks").mkdir(parents=True)
    found = find_notebooks(root).items()
    reports = [name for name, notebook in found if notebook.front_matter.protected]
    for _, notebook in found:
        shutil.copy(notebook.path, project / "notebooks")
    for study in studies:
        folder = project / "data/raw" / study.id
        folder.mkdir(parents=True)
        (folder / "study.yaml").write_text(json.dumps(_describe(study, reports), indent=1))
        for name, lines in _write_tables(study).items():
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        write_key(folder)
    run_jobs(plan_jobs(project), project)


def _describe(study: SmallStudy, reports: list[str]) -> dict[str, Any]:
    """Return what the study file says, its rule last."""
    roles = dict(zip(ARMS, ROLES, strict=True))
    method = "mmrm" if len(study.weeks) > 2 and len(study.people) > 60 else "ancova"
    return {
        "id": study.id,
        "title": "Dextrose in a small knee study",
        "provenance": "collected",
        "design": "parallel",
        "joint": "knee",
        "arms": {arm: {"label": arm.capitalize(), "role": roles[arm]} for arm in study.arms},
        "visits": [{"name": f"week {week}", "week": week} for week in study.weeks],
        "tables": {
            "participants": "participants.csv",
            "scores": "scores.csv",
            "events": "events.csv",
        },
        "events": {"terms": {name: [] for name in EVENTS}},
        "characteristics": [
            {"column": "sex", "kind": "category"},
            {"column": "age", "kind": "number"},
        ],
        "measures": {name: _describe_measure(name, study) for name in study.steps},
        "plan": {
            "primary": {
                "endpoint": "pain",
                "visit": f"week {study.weeks[-1]}",
                "comparison": list(study.arms[:2]),
                "method": method,
            }
        },
        "reports": reports,
        "disclosure": {"minimum": study.minimum},
    }


def _describe_measure(name: str, study: SmallStudy) -> dict[str, Any]:
    measure: dict[str, Any] = {"column": name, "label": name.capitalize()}
    if study.sides:
        measure["side"] = {"column": "side", "combine": study.sides}
    if not study.steps[name]:
        return measure | {"kind": "binary", "higher": "better"}
    scale = {"kind": "continuous", "range": [0, 100], "higher": "worse", "unit": "points"}
    return measure | scale


def _write_tables(study: SmallStudy) -> dict[str, list[str]]:
    people = [f"{each.id},{each.arm},{each.sex},{each.age}" for each in study.people]
    events = [
        f"{each.id},2,{name},{'yes' if serious else 'no'}"
        for each in study.people
        for name, serious in each.events
    ]
    return {
        "participants": ["participant,arm,sex,age", *people],
        "scores": [f"participant,visit,side,{','.join(study.steps)}", *_write_scores(study)],
        "events": ["participant,week,event,serious", *events],
    }


def _write_scores(study: SmallStudy) -> Iterator[str]:
    for person in study.people:
        for week in study.weeks:
            for side in SIDES if study.sides else ("",):
                cells = [str(person.scores.get((name, side, week), "")) for name in study.steps]
                if any(cells):
                    yield f"{person.id},week {week},{side},{','.join(cells)}"
