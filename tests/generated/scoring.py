"""Scores from answers, written again: sums, rescaled, if enough was answered."""

from __future__ import annotations

from typing import Any

GROUPS = {
    "womac": {"pain": 5, "stiffness": 2, "function": 17},
    "ffi": {"pain": 9, "disability": 9, "activity": 5},
}
HIGH = {"womac-likert": 4, "womac-vas": 100, "womac-nrs": 10, "ffi": 10}
MAY_LACK = {
    "womac": {"pain": 1, "stiffness": 1, "function": 3},
    "ffi": {"pain": 4, "disability": 4, "activity": 2},
}


def score_row(name: str, measure: dict[str, Any], row: dict[str, str]) -> list[tuple[str, float]]:
    """Return the scores of one measure in one row, those that are there."""
    instrument = measure.get("instrument", "")
    if "items" not in measure:
        text = row.get(measure.get("column", name), "")
        return [(name, read_number(text))] if text else []
    if instrument == "visa-a":
        answers = [row.get(measure["items"].replace("{item}", f"q{i}"), "") for i in range(1, 9)]
        return [(name, sum(map(float, answers)))] if all(answers) else []
    family = instrument.partition("-")[0]
    given: dict[str, list[float]] = {}
    for group, count in GROUPS[family].items():
        items = [measure["items"].replace("{item}", f"{group}_{i + 1}") for i in range(count)]
        given[group] = [float(row[item]) for item in items if row.get(item, "")]
    scores: dict[str, float] = {}
    high = HIGH[instrument]
    for group, answers in given.items():
        if answers and GROUPS[family][group] - len(answers) <= MAY_LACK[family][group]:
            scores[group] = 100 * sum(answers) / (high * len(answers))
    if family == "womac" and len(scores) == 3:
        weights = GROUPS["womac"]
        scores["total"] = sum(scores[g] * weights[g] for g in weights) / sum(weights.values())
        scores["composite"] = sum(scores[g] for g in weights) / 3
    if family == "ffi":
        every = [answer for answers in given.values() for answer in answers]
        if every and 23 - len(every) <= 11:
            scores["total"] = 100 * sum(every) / (high * len(every))
        if "activity" in scores:
            scores["activity-limitation"] = scores.pop("activity")
    return [(f"{name}.{score}", value) for score, value in scores.items()]


def read_number(text: str) -> float:
    """Return the number that a cell writes; yes and no are 1 and 0."""
    return float({"no": 0, "yes": 1, "false": 0, "true": 1}.get(text.lower(), text))
