"""One line under a result: what has been published on the same thing, and where."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from outcomes.displays.passage import Passage
from outcomes.evidence import Match, Pack, find_matches
from outcomes.rounding import (
    count_decimals,
    format_count,
    format_interval,
    format_printed,
    format_weeks,
)
from outcomes.study.study import Study
from outcomes.vocabulary.scales import DIRECTIONS, PERCENT, with_unit
from outcomes.vocabulary.sentences import join_words

NOTHING = "Published for comparison: nothing that could be read matches this."


def write_match(
    study: Study, endpoint: str, visit: str, comparator: str = "", arm: str = ""
) -> Passage:
    """Write the line "published for comparison" for an endpoint at a visit.

    Parameters
    ----------
    study : Study
        A loaded study; its joint and condition choose among the published numbers.
    endpoint : str
        Full name, as ``womac.pain``.
    visit : str
        A follow-up visit of the study.
    comparator : str
        Arm id of the comparator of a difference; empty for a change within an arm.
    arm : str
        Arm id of the arm that is compared with it, where several are.

    Returns
    -------
    Passage
        Of kind ``note``: one sentence for each number that `find_matches` chose, with its citation,
        or that there is none; for simulated data made to meet that trial, that agreement with it
        adds nothing.
    """
    week = next(known.week for known in study.visits if known.name == visit)
    own = study.endpoints[endpoint]
    role = study.treatments[comparator].role if comparator else ""
    pack = study.beside
    matches = find_matches(
        pack,
        study.file.joint,
        own.domain,
        week,
        role,
        condition=study.file.condition,
        outcome=own.label,
        arm=study.arms[arm].label if arm else "",
    )
    sentences = [say_match(pack, match) for match in matches] or [NOTHING]
    shared = [match.trial for match in matches if match.trial in study.file.calibrated_to]
    if study.file.provenance == "simulated" and shared:
        trials = join_words([pack.name_citation(key) for key in dict.fromkeys(shared)])
        sentences.append(
            f"These data were simulated to meet {trials}: agreement with it adds nothing."
        )
    return Passage("note", "", (" ".join(sentences),))


def write_matches(study: Study, endpoint: str) -> Passage | None:
    """Write the lines "published for comparison" for an endpoint at the primary visit.

    Parameters
    ----------
    study : Study
        A loaded study.
    endpoint : str
        Full name, as ``womac.pain``.

    Returns
    -------
    Passage or None
        One line for each comparator of the study, or for the change within the arm of a study
        without one. None for a study that names no evidence.
    """
    if study.evidence is None:
        return None
    visit = study.file.plan.primary.visit
    lines = [
        paragraph
        for arm, comparator in study.comparisons or [("", "")]
        for paragraph in write_match(study, endpoint, visit, comparator, arm).paragraphs
    ]
    return Passage("note", study.endpoints[endpoint].label, tuple(dict.fromkeys(lines)))


def write_all_matches(study: Study) -> tuple[Passage, ...]:
    """Write what has been published beside every endpoint.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    tuple of Passage
        `write_matches` of each endpoint; none for a study that names no evidence.
    """
    passages = [write_matches(study, endpoint) for endpoint in study.endpoints]
    return tuple(passage for passage in passages if passage is not None)


def say_match(pack: Pack, match: Match) -> str:
    """Return one choice of published numbers as a sentence, as printed and with its citation."""
    last = match.rows[-1]
    where = f"{pack.name_citation(match.citation)}, week {format_weeks(last['week'])}"
    about = f"{last['outcome']}{_scale(last)}"
    if match.kind == "difference":
        favours = _say_favours(last)
        said = f"{last['arm']} against {last['comparator']} {_number(last)}{favours}"
    elif match.kind == "before and after":
        first = match.rows[0]
        said = (
            f"{last['arm']} {format_printed(first['value'])} before treatment and "
            f"{_number(last)} after it"
        )
    else:
        said = join_words([f"{row['arm']} {_number(row)}" for row in match.rows])
    parts = [f"Published for comparison: {about}, {said} ({where}"]
    if not math.isnan(last["n"]):
        sizes = " and ".join(format_count(row["n"]) for row in match.rows if row["n"] == row["n"])
        parts.append(f"; n = {sizes if match.kind == 'arms' else format_count(last['n'])}")
    if match.kind == "arms" and match.rows[0]["reported"]:
        parts.append(f"; the authors report: {match.rows[0]['reported']}")
    if last["certainty"]:
        parts.append(f"; {last['certainty']} certainty, as the review judged it")
    if match.kind in ("change", "before and after"):
        parts.append(f"; {last['design']}")
    return "".join(parts) + ")."


def _number(row: Mapping[str, Any]) -> str:
    unit = {"share of participants": "", PERCENT: "% of baseline"}.get(row["unit"], row["unit"])
    if row["statistic"] == "share":
        return f"{format_printed(100 * row['value'])}%"
    value = format_printed(row["value"], signed=row["statistic"] != "mean")
    text = f"{value}{unit}" if unit.startswith("%") else with_unit(value, unit)
    if math.isnan(row["ci_low"]):
        return text
    digits = max(count_decimals(row[name]) for name in ("ci_low", "ci_high"))
    return f"{text} (95% CI {format_interval(row['ci_low'], row['ci_high'], digits)})"


def _scale(row: Mapping[str, Any]) -> str:
    """State range and direction; of a change, the direction of the number as it is printed."""
    parts = []
    if row["statistic"] in ("mean", "change", "difference") and not math.isnan(row["scale_high"]):
        parts.append(f"{format_printed(row['scale_low'])} to {format_printed(row['scale_high'])}")
    if row["statistic"] in ("change", "percent change"):
        better = {"better": "a plus is improvement", "worse": "a minus is improvement"}
        parts.append(better.get(row["higher"], _direction(row)))
    elif row["statistic"] == "mean":
        parts.append(_direction(row))
    kept = [part for part in parts if part]
    return f" ({', '.join(kept)})" if kept else ""


def _direction(row: Mapping[str, Any]) -> str:
    return "" if row["higher"] == "neither" else DIRECTIONS[row["higher"]]


def _say_favours(row: Mapping[str, Any]) -> str:
    if row["higher"] not in ("better", "worse") or row["value"] == 0:
        return ""
    arm = (row["value"] > 0) == (row["higher"] == "better")
    return f", in favour of {row['arm'] if arm else row['comparator']}"
