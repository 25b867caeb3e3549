"""A comparison of sites within persons, made of the shared trial of gels on wounds."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

STUDY = """\
id: wounds
title: Three gels on two wounds of each volunteer
provenance: open
sources: [{citation: "R package LMMstar 1.1.0, data vasscoresL"}]
design: within-person
joint: none
condition: Wounds
arms:
  zinc: {label: Zinc gel, role: active, code: A}
  placebo: {label: Placebo gel, role: placebo, code: B}
  water: {label: Water, role: control, code: C}
visits:
  - {name: day 1, day: 1}
tables: {scores: data.csv}
columns: {participant: id, treatment: treatment, visit: visit}
measures:
  pain: {kind: continuous, range: [0, 1000], higher: worse, column: vas, label: Pain}
plan:
  primary: {endpoint: pain, visit: day 1, comparison: [zinc, placebo]}
reports: [data-quality, treatment-sites]
"""


def write_sites(shared: Path, parent: Path, *changes: tuple[str, str]) -> Path:
    """Write the study and return its folder; ``changes`` are of the study file."""
    folder = parent / "wounds"
    folder.mkdir(parents=True)
    text = STUDY
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    rows = pd.read_csv(shared / "data" / "wound_pain_blocks" / "data.csv")
    rows.assign(visit="day 1").to_csv(folder / "data.csv", index=False)
    return folder
