"""Crossover studies made up for tests, and one published trial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

SENN: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "FS": {
        "1": (310, 270), "4": (310, 260), "6": (370, 300), "7": (410, 390),
        "10": (250, 210), "11": (380, 350), "14": (330, 365),
    },
    "SF": {
        "2": (370, 385), "3": (310, 400), "5": (380, 410), "9": (290, 320),
        "12": (260, 340), "13": (90, 220),
    },
}  # fmt: skip
"""Peak flow (l/min) of 13 children in both periods, by sequence: formoterol, salbutamol.

Senn S. Cross-over Trials in Clinical Research, 2nd ed. Wiley 2002, chapter 3.
"""

STUDY = """\
id: made-up
title: Made-up crossover for a test
provenance: collected
design: crossover
joint: knee
arms:
  f: {label: Formoterol, role: active}
  s: {label: Salbutamol, role: active-comparator}
sequences: {FS: [f, s], SF: [s, f]}
visits:
  - {name: baseline, week: 0}
  - {name: week 1, week: 1, period: 1}
  - {name: week 3, week: 3, period: 2}
tables:
  participants: participants.csv
  scores: scores.csv
measures:
  flow: {kind: continuous, range: [0, 800], higher: better, unit: l/min, label: Peak flow}
plan:
  primary: {endpoint: flow, visit: week 3, comparison: [f, s]}
reports: [data-quality, treatment-periods]
"""


def write_crossover(
    parent: Path,
    values: Mapping[str, Mapping[str, Sequence[float | None]]] = SENN,
    visits: Sequence[str] = ("week 1", "week 3"),
    *changes: tuple[str, str],
) -> Path:
    """Write a crossover and return its folder.

    Parameters
    ----------
    parent : Path
        Where to.
    values : mapping
        By sequence and participant the scores at ``visits``; None where there is none.
    visits : sequence of str
        Their names.
    *changes : (str, str)
        Texts of the study file, each there once, and what stands in their place.
    """
    folder = parent / "made-up"
    folder.mkdir(parents=True)
    text = STUDY
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    people = [(name, sequence) for sequence, own in values.items() for name in own]
    pd.DataFrame(people, columns=["participant", "sequence"]).to_csv(
        folder / "participants.csv", index=False
    )
    rows = [
        (name, visit, score)
        for own in values.values()
        for name, scores in own.items()
        for visit, score in zip(visits, scores, strict=True)
        if score is not None
    ]
    scores = pd.DataFrame(rows, columns=["participant", "visit", "flow"])
    baseline = pd.DataFrame({"participant": [name for name, _ in people], "visit": "baseline"})
    pd.concat([baseline.assign(flow=300), scores]).to_csv(folder / "scores.csv", index=False)
    return folder
