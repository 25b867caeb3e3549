"""Small inputs about what a table means: the shared ones, and a study to write others with."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from outcomes.study import Study, check_study, load_study

PEOPLE = [f"{arm}{number}" for number in range(1, 7) for arm in "dp"]
"""Six with the drug (d1 ...) and six with placebo (p1 ...)."""

VISITS = ("baseline", "week 6", "week 12")

STUDY = """\
id: made-up
title: Made-up two-arm study for a test
provenance: collected
design: parallel
joint: knee
arms:
  d: {label: Drug, role: active}
  p: {label: Placebo, role: placebo}
visits:
  - {name: baseline, week: 0}
  - {name: week 6, week: 6}
  - {name: week 12, week: 12}
tables:
  participants: participants.csv
  scores: scores.csv
measures:
  score: MEASURE
plan:
  primary: {endpoint: score, visit: week 12, comparison: [d, p]}
reports: [treatment-effect]
"""


def copy_case(shared: Path, tmp_path: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Copy a shared case, its study file changed, and return its folder."""
    folder = tmp_path / name
    shutil.copytree(shared / "cases" / name, folder)
    change(folder / "study.yaml", *changes)
    return folder


def change(file: Path, *changes: tuple[str, str]) -> None:
    """Replace texts of a file, each of which is there once."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def add_lines(folder: Path, *lines: str) -> Path:
    """Add lines to the end of a study file, and return the study's folder."""
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return folder


def write_study(
    parent: Path, measure: str, scores: pd.DataFrame, *, extra: str = "", **columns: Sequence[str]
) -> Path:
    """Write the made-up study with one measure; ``columns`` stand in the participants table."""
    folder = parent / "made-up"
    folder.mkdir(parents=True)
    text = STUDY.replace("MEASURE", measure) + extra
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    people = pd.DataFrame({"participant": PEOPLE, "arm": [name[0] for name in PEOPLE], **columns})
    people.to_csv(folder / "participants.csv", index=False)
    scores.to_csv(folder / "scores.csv", index=False)
    return folder


def scores_of(values: Sequence[object], column: str = "score") -> pd.DataFrame:
    """Return a table of scores: the values in turn, every person at every visit."""
    places = [(person, visit) for person in PEOPLE for visit in VISITS]
    return pd.DataFrame(places, columns=["participant", "visit"]).assign(
        **{column: [values[number % len(values)] for number in range(len(places))]}
    )


def load_sound(folder: Path) -> Study:
    """Load a study that has no fault."""
    assert [str(fault) for fault in check_study(folder)] == []
    return load_study(folder)


def values_of(study: Study, endpoint: str) -> list[float]:
    """Return an endpoint's values, in the order of the long table."""
    return study.scores.loc[study.scores["endpoint"] == endpoint, "value"].tolist()
