"""A made-up trial whose file and tables name the arms wherever they can, to be blinded."""

from __future__ import annotations

import random
from pathlib import Path

from outcomes.study.pseudonyms import KEY_FILE

WORDS = ("zorblex", "qualine", "glucofrob", "ZX7", "QL9", "placebo", "active", "sham fluid")
"""Names, codes, roles and treatments of the arms: none may stand in anything that is published."""

STUDY = """\
id: two-arms
title: Zorblex against qualine in knee pain
summary: Adults were injected with zorblex or qualine.
provenance: collected
sources: [{citation: The zorblex trial group}]
assumptions: [Zorblex was given twice.]
design: parallel
allocation: randomised
joint: knee
condition: osteoarthritis
evidence: {pack: dextrose-prolotherapy, arms: [zorblex]}
arms:
  zorblex:
    label: Zorblex injection
    role: active
    code: ZX7
    treatment: {substance: glucofrob, dose: 40 mg, rationale: Zorblex may help.}
  qualine:
    label: Qualine injection
    role: placebo
    code: QL9
    treatment: {substance: sham fluid}
visits:
  - {name: baseline, week: 0}
  - {name: week 6, week: 6}
  - {name: week 12, week: 12}
tables: {participants: participants.csv, scores: scores.csv, events: events.csv}
columns: {arm: group}
events: {terms: {zorblex flare: [flare]}}
measures:
  pain: {kind: continuous, range: [0, 100], higher: worse, unit: points, column: pain,
         label: Pain, domain: pain}
plan:
  primary: {endpoint: pain, visit: week 12, comparison: [zorblex, qualine]}
  covariates: [age]
  population: all who received zorblex or qualine
  subgroups: [sex]
  analysis-set: {name: full set, column: kept, values: 1}
  per-protocol: {name: as zorblex was planned, column: kept_to_plan, values: 1}
  intercurrent:
    second zorblex course: {strategy: while-on-treatment, week: rescue_week}
  multiplicity: {method: holm, hypotheses: [{endpoint: pain, comparison: [zorblex, qualine]},
                 {endpoint: pain, visit: week 6, comparison: [zorblex, qualine]}]}
reports: [data-quality, treatment-effect, responders, evidence]
background: Zorblex has not been tried.
objectives: {benefits: whether zorblex helps, harms: whether zorblex hurts}
changes: [{what: Zorblex was given twice., why: qualine was scarce}]
sequence: {ratio: "1:1", method: zorblex by lot, strata: [sex]}
blinding: {participants: qualine looked the same}
other_care: {zorblex: none, qualine: glucofrob cream}
flow: {arms: {zorblex: {received: 12, lost: {zorblex flare: 1}}, qualine: {received: 12}}}
queries: [{kind: code-like-value, reason: Zorblex was dosed by weight.}]
blinded: true
"""

HEADER = "participant,group,age,sex,dose,kept,kept_to_plan,rescue_week"

KEY = "5f" * 32


def write_trial(parent: Path, *, key: str = KEY, size: int = 12, blinded: bool = True) -> Path:
    """Write the trial, with the key given, its rows ordered by arm; return its folder."""
    folder = parent / "two-arms"
    folder.mkdir(parents=True)
    text = STUDY if blinded else STUDY.replace("blinded: true\n", "")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    (folder / KEY_FILE).write_text(key, encoding="utf-8")
    chance = random.Random(7)
    people, scores = [HEADER], ["participant,visit,pain"]
    for code in ("ZX7", "QL9"):
        for number in range(size):
            who = f"{code}-{number}"
            dose = 40 if code == "ZX7" else 0
            rescue = "8" if code == "QL9" and number == 3 else ""
            told = f"{'fm'[number % 2]},{dose},{int(number < 11)},1,{rescue}"
            people.append(f"{who},{code},{chance.randint(40, 70)},{told}")
            start = chance.randint(50, 80)
            for visit, fall in (("baseline", 0), ("week 6", 9), ("week 12", 20)):
                if number == 7 and code == "ZX7" and visit == "week 12":
                    continue
                score = 9 if number == 5 and visit == "week 6" else start - fall - number % 3
                scores.append(f"{who},{visit},{score}")
    events = ["participant,event,week,severity", "ZX7-1,flare,2,mild", "QL9-2,flare,3,severe"]
    for name, rows in (("participants", people), ("scores", scores), ("events", events)):
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder
