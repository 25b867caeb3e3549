"""Packs on other topics, made of collected data sets, with a study that names each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from outcomes.evidence.scaffold import new_pack

STUDY = """
id: {pack}-study
title: {title}, a study of our own
provenance: collected
design: parallel
allocation: randomised
joint: {joint}
condition: {condition}
evidence: {pack}
arms:
  drug: {{label: Drug, role: active}}
  dummy: {{label: Dummy, role: placebo}}
visits:
  - {{name: baseline, week: 0}}
  - {{name: week {week}, week: {week}}}
tables: {{scores: scores.csv}}
measures:
  pain:
    {{kind: continuous, range: [0, 100], higher: worse, unit: points, column: pain,
     label: Pain, domain: pain}}
plan:
  primary: {{endpoint: pain, visit: week {week}, comparison: [drug, dummy], method: ancova}}
reports: [treatment-effect, evidence]
"""


def write_fibromyalgia(project: Path, data: Path) -> str:
    """Write Haeuser's trials of antidepressants: scores, several arms and outcomes a trial."""
    table = pd.read_csv(data / "fibromyalgia_meta" / "data.csv").reset_index()
    table["trial"] = [
        f"{_key(study)}{year}" for study, year in zip(table["study"], table["year"], strict=True)
    ]
    domains = {"pain": "pain", "fatigue": "symptoms", "qol": "function"}
    table = table[table["outcome"].isin(domains)]
    rows = [
        {
            **_place(row["trial"], "widespread", "fibromyalgia"),
            **side,
            "endpoint_domain": domains[row["outcome"]],
            "outcome": row["outcome"],
            "unit": "points",
            "higher": "worse",
            "week": 8,
            "statistic": "mean" if row["type"] == "raw" else "change",
        }
        for row in table.to_dict("records")
        for side in _sides(row)
    ]
    first = table.drop_duplicates("trial")
    moderators = first[["trial", "year", "jadad", "med"]].rename(columns={"med": "drug"})
    arms = table.groupby("trial")
    designs = [{"n_enrolled": float(own["nti"].sum()), "arms": ""} for _, own in arms]
    return _write(
        project,
        "antidepressants-fibromyalgia",
        {
            "title": "Antidepressants in fibromyalgia",
            "treatment": "antidepressants",
            "arm": "antidepressant",
        },
        rows,
        moderators,
        dict(zip(arms.groups, designs, strict=True)),
        "fibromyalgia",
        "widespread",
        8,
    )


def write_topical(project: Path, data: Path) -> str:
    """Write Moore's trials of topical NSAIDs in acute pain: responders of each arm."""
    table = pd.read_csv(data / "topical_nsaid_meta" / "data.csv")
    table["trial"] = [
        f"{_key(a)}{y}no{i}"
        for a, y, i in zip(table["author"], table["year"], table["id"], strict=True)
    ]
    rows = [
        {
            **_place(row["trial"], "soft tissue", "acute pain"),
            "arm": arm,
            "arm_role": role,
            "n": row[n],
            "events": row[events],
            "value": row[events],
            "endpoint_domain": "pain",
            "outcome": "at least half of the pain gone",
            "unit": "participants",
            "higher": "better",
            "week": 1,
            "statistic": "count",
        }
        for row in table.to_dict("records")
        for arm, role, events, n in (
            ("topical NSAID", "active", "Ee", "Ne"),
            ("vehicle", "placebo", "Ec", "Nc"),
        )
    ]
    moderators = table[["trial", "year"]].assign(
        language=table["nonenglish"].map({0: "English", 1: "another language"})
    )
    return _write(
        project,
        "topical-nsaids",
        {"title": "Topical NSAIDs", "treatment": "topical NSAIDs", "arm": "topical NSAID"},
        rows,
        moderators,
        {},
        "acute pain",
        "soft tissue",
        1,
    )


def _sides(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for arm, role, letter in (
        (f"{row['med']} {row['tgrp']}", "active", "t"),
        (f"placebo {row['cgrp']}", "placebo", "c"),
    ):
        yield {
            "arm": arm,
            "arm_role": role,
            "n": row[f"n{letter}i"],
            "value": row[f"m{letter}i"],
            "sd": row[f"sd{letter}i"],
        }


def _key(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha()).removesuffix("etal")


def _place(trial: str, joint: str, condition: str) -> dict[str, Any]:
    return {
        "trial": trial,
        "citation": "source",
        "joint": joint,
        "condition": condition,
        "design": "randomised",
        "locator": "data set",
        "how_read": "secondary",
        "conversions": "SD as listed",
    }


def _write(
    project: Path,
    name: str,
    topic: dict[str, str],
    rows: list[dict[str, Any]],
    moderators: pd.DataFrame,
    sizes: dict[str, dict[str, Any]],
    condition: str,
    joint: str,
    week: int,
) -> str:
    folder = new_pack(name, project / "data" / "evidence")
    lines = [f"{key}: {value}" for key, value in topic.items()]
    (folder / "pack.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = {"key": "source", "short": "The data set", "text": "As collected.", "doi": "10.1/x"}
    pd.DataFrame([source]).to_csv(folder / "citations.csv", index=False)
    trials = list(dict.fromkeys(row["trial"] for row in rows))
    designs = [
        {
            "trial": trial,
            "citation": "source",
            "joint": joint,
            "condition": condition,
            "condition_group": condition,
            "design": "randomised",
            "randomised": "yes",
            "comparator_roles": "placebo",
            **sizes.get(trial, {}),
        }
        for trial in trials
    ]
    pd.DataFrame(designs).to_csv(folder / "designs.csv", index=False)
    published = pd.DataFrame(rows).drop_duplicates(["trial", "arm", "outcome", "statistic"])
    published.to_csv(folder / "published.csv", index=False)
    moderators.drop_duplicates("trial").to_csv(folder / "moderators.csv", index=False)
    study = project / "data" / "raw" / f"{name}-study"
    study.mkdir(parents=True)
    text = STUDY.format(
        pack=name, title=topic["title"], joint=joint, condition=condition, week=week
    )
    (study / "study.yaml").write_text(text, encoding="utf-8")
    scores = [
        (
            f"p{number}",
            arm,
            visit,
            50 + 3 * (number % 7) - (visit != "baseline") * (8 + 4 * (arm == "drug")) + number % 5,
        )
        for number in range(40)
        for arm in ("drug" if number % 2 else "dummy",)
        for visit in ("baseline", f"week {week}")
    ]
    frame = pd.DataFrame(scores, columns=["participant", "arm", "visit", "pain"])
    frame.to_csv(study / "scores.csv", index=False)
    return name


TOPICS: dict[str, Callable[[Path, Path], str]] = {
    "fibromyalgia": write_fibromyalgia,
    "topical": write_topical,
}
