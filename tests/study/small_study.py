"""A small sound study, to be damaged by tests."""

from __future__ import annotations

from pathlib import Path

from tests.study.keys import write_key

STUDY = """\
id: small-study
title: Dextrose against saline
provenance: collected
design: parallel
joint: ankle
arms:
  dextrose: {label: Dextrose, role: active, code: 1}
  saline: {label: Saline, role: placebo, code: 2}
visits:
  - {name: baseline, week: 0}
  - {name: week 6, week: 6}
  - {name: week 12, week: 12}
tables:
  participants: participants.csv
  scores: scores.csv
measures:
  visa: {instrument: visa-a, items: "visa_{item}"}
  pain: {instrument: pain-vas}
  flexion: {instrument: ankle-dorsiflexion, column: flexion_deg}
  stairs: {kind: ordinal, range: [0, 4], higher: worse, label: Stairs}
  better: {kind: binary, higher: better, label: Feels better}
characteristics: [sex]
plan:
  primary: {endpoint: visa, visit: week 12, comparison: [dextrose, saline], method: ancova}
  secondary: [pain, flexion]
  covariates: [age]
reports: [data-quality, treatment-effect]
"""

PARTICIPANTS = """\
participant,arm,age,sex
A1,1,50,f
A2,1,61,m
A3,1,47,f
B1,2,55,m
B2,2,39,f
B3,2,66,m
"""


def scores_table() -> str:
    """Return the scores: line 2 is A1 at baseline, line 3 A1 at week 6, and so on."""
    header = [
        "participant", "visit", *(f"visa_q{number}" for number in range(1, 9)),
        "pain", "flexion_deg", "stairs", "better",
    ]  # fmt: skip
    lines = [",".join(header)]
    for number, person in enumerate(["A1", "A2", "A3", "B1", "B2", "B3"]):
        for time, visit in enumerate(["baseline", "week 6", "week 12"]):
            items = [f"{(number + time + item) % 10}.5" for item in range(6)]
            better = ["", "no", "yes"][time]
            pain = 70 - 10 * time - number
            row = [person, visit, *items, "7", "14", pain, 10 + number + time, 3 - time, better]
            lines.append(",".join(map(str, row)))
    return "\n".join(lines) + "\n"


def write_small_study(parent: Path) -> Path:
    """Write the study into a folder of its own and return that."""
    folder = parent / "small-study"
    folder.mkdir()
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "participants.csv").write_text(PARTICIPANTS, encoding="utf-8")
    (folder / "scores.csv").write_text(scores_table(), encoding="utf-8")
    return write_key(folder)
