"""A box in plain words for patients, made from the estimates like everything else.

Short sentences, no terms of statistics, and no claim beyond the interval; the rules are in
``docs/wording.md``. What was found is worded in `outcomes.prose.patients_result`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.instruments.definition import Endpoint
from outcomes.prose.change import is_absent
from outcomes.prose.harms import find_differences, is_recorded, row_of_risk, say_count
from outcomes.prose.limits import SMALL
from outcomes.prose.missing import Missing, count_came_in, find_missing, judge_missing
from outcomes.prose.patients_result import say_alone, say_found, say_matters
from outcomes.prose.primary import find_primary
from outcomes.rounding import format_count, format_number
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import at_visit, capitalise, inside, join_words, name_time

if TYPE_CHECKING:
    import pandas as pd

PROVENANCE = {
    "simulated": "These numbers are simulated. A computer made them, and nobody was treated. So "
    "they cannot tell you whether a treatment helps or is safe.",
    "published": "These numbers were copied from printed papers. Nobody was asked anew.",
}
MEASURED = {
    "pain": "That is a score of how much it hurts.",
    "stiffness": "That is a score of how stiff the joint is.",
    "function": "That is a score of how hard daily tasks are.",
    "range of motion": "That is how far the joint moves.",
    "symptoms": "That is a score of all complaints together.",
}
"""By domain: what a score is about."""

NO_HARMS_RECORDED = "Harms were not written down. That does not mean that there were none."
ADVICE = "This page is no advice on your own care. Ask those who treat you."


def write_for_patients(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write what was compared, what was found, how sure that is, harms, and what is not known.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame: ``difference``, ``change`` and ``share`` rows of the primary endpoint,
        ``n`` and ``missing`` from the flow, ``risk`` rows of harms.
    study : Study
        A loaded study.

    Returns
    -------
    Passage
        Of kind ``patients``. That data are simulated is said first.
    """
    found = Lookup.of(estimates)
    contrasts = find_primary(estimates, study) if study.comparisons else []
    paragraphs: list[Paragraph] = []
    if study.file.provenance in PROVENANCE:
        paragraphs.append(PROVENANCE[study.file.provenance])
    paragraphs.append(Headed("What was compared?", _say_compared(found, study)))
    if study.comparisons:
        results = [say_found(each, found, study) for each in contrasts] or [_say_no_result(study)]
        matters = [text for each in contrasts if (text := say_matters(each, found, study))]
    else:
        results, matters = [say_alone(found, study)], []
    paragraphs.append(Headed("What was found?", " ".join(results)))
    if matters:
        paragraphs.append(Headed("Is it enough to matter?", " ".join(dict.fromkeys(matters))))
    sure = _say_sure(contrasts, found, study)
    if sure:
        paragraphs.append(Headed("How sure is it?", sure))
    paragraphs.append(Headed("Were there harms?", _say_harms(found, study)))
    paragraphs.append(Headed("What is not known?", f"{_say_unknown(study)} {ADVICE}"))
    return Passage("patients", "For patients", tuple(paragraphs))


def _say_compared(found: Lookup, study: Study) -> str:
    primary = study.file.plan.primary
    endpoint = study.endpoints[primary.endpoint]
    people = f"people with {study.file.condition or f'complaints of the {study.file.joint}'}"
    arms = _list_arms(study)
    counts = [
        f"{format_count(count_came_in(found, study, arm))} people had {_arm(study, arm)}"
        for arm in arms
    ]
    if study.comparisons:
        named = join_words(
            [f"{_arm(study, arm)} with {_arm(study, other)}" for arm, other in _list_pairs(study)]
        )
        sentences = [f"This study compares {named}.", f"It is about {people}."]
    else:
        sentences = [
            f"This study follows {people}.",
            "There is no other group to compare them with.",
        ]
    sentences.append(f"{capitalise(join_words(counts))}.")
    placebos = [_arm(study, arm) for arm in arms if study.arms[arm].role == "placebo"]
    if placebos:
        sentences.append(f"The dummy treatment (placebo) was {join_words(placebos)}.")
    sentences.append(f"This page is about {inside(endpoint.label)} {at_visit(primary.visit)}.")
    sentences.append(MEASURED.get(endpoint.domain, ""))
    sentences.append(
        "The answer is yes or no." if endpoint.kind == "binary" else _say_scale(endpoint)
    )
    return " ".join(text for text in sentences if text)


def _list_pairs(study: Study) -> list[tuple[str, str]]:
    """Return the primary comparison; all of them where the plan names none."""
    primary = study.file.plan.primary.comparison
    return [primary] if primary else list(study.comparisons)


def _list_arms(study: Study) -> list[str]:
    """Return the arms that the primary question is about."""
    return list(dict.fromkeys(arm for pair in _list_pairs(study) for arm in pair)) or list(
        study.arms
    )


def _say_scale(endpoint: Endpoint) -> str:
    better = {"better": "Higher is better.", "worse": "Lower is better.", "neither": ""}
    if not endpoint.high - endpoint.low < float("inf"):
        return better[endpoint.higher]
    low, high = (
        format_number(end, 0 if end == round(end) else 1) for end in (endpoint.low, endpoint.high)
    )
    unit = f" {endpoint.unit}".rstrip()
    return f"The scale runs from {low} to {high}{unit}. {better[endpoint.higher]}".rstrip()


def _say_no_result(study: Study) -> str:
    when = at_visit(study.file.plan.primary.visit)
    return f"The groups could not be compared {when}. So this study gives no answer here."


def _say_sure(contrasts: list[Contrast], found: Lookup, study: Study) -> str:
    """Say who is missing, how small the groups are, and how often such a range is wrong."""
    side = contrasts[0].side if contrasts else ""
    missing = find_missing(found, study, _list_arms(study), side=side)
    sentences = [_say_missing(missing, study)] if missing else []
    estimated = [each for each in contrasts if each.is_estimated]
    sizes = [n for each in estimated for n in (each.n_arm, each.n_comparator)]
    if any(size < SMALL for size in sizes):
        sentences.append("The groups were small, which leaves much room for chance.")
    levels = [each.level for each in estimated if each.has_interval] or _find_levels(found, study)
    if levels:
        often = format_number(1 / (1 - levels[0]), 0)
        sentences.append(
            f"Even in a perfect study, about 1 in {often} such ranges misses the truth."
        )
    if not study.comparisons:
        sentences.append(
            "Many complaints get better by themselves, or with any care. So nobody can tell here "
            "what the treatment did."
        )
    return " ".join(sentences)


def _find_levels(found: Lookup, study: Study) -> list[float]:
    """Return the levels of the intervals of changes, where nothing is compared."""
    primary = study.file.plan.primary
    place = {"endpoint": primary.endpoint, "visit": primary.visit}
    rows = [found.row("change", **place, arm=arm) for arm in study.arms if not study.comparisons]
    return [row["level"] for row in rows if row is not None and not is_absent(row["ci_low"])]


def _say_missing(missing: list[Missing], study: Study) -> str:
    when = at_visit(study.file.plan.primary.visit)
    judged = judge_missing(missing)
    if judged == {"none"}:
        return f"The score {when} is known of everybody."
    counts = join_words(
        [
            f"{format_count(each.missing)} of {format_count(each.due)} people"
            f"{f' with {_arm(study, each.arm)}' if len(missing) > 1 else ''}"
            for each in missing
        ]
    )
    sentences = [f"There is no score {when} of {counts}."]
    if "many" in judged:
        sentences.append("That is a lot. If they fared otherwise, the answer could change.")
    elif "few" not in judged:
        sentences.append("How they fared is not known.")
    if "unequal" in judged:
        sentences.append("The groups lost unequal shares, and that can tilt the answer.")
    return " ".join(sentences)


def _say_harms(found: Lookup, study: Study) -> str:
    if all(row_of_risk(found, arm) is None for arm in study.arms):
        return "This report does not look at harms. That does not mean that there were none."
    if not is_recorded(found, study):
        return NO_HARMS_RECORDED
    rows = [row for arm in study.arms if (row := row_of_risk(found, arm)) is not None]
    sentences = []
    if any(row["estimate"] for row in rows):
        counts = [f"{say_count(row)} people with {_arm(study, row['arm'])}" for row in rows]
        sentences.append(f"An unwanted event was written down for {join_words(counts)}.")
        sentences += [_compare_harms(row, study) for row in find_differences(found, study)]
        sentences.append(_say_serious(found, study))
    else:
        sentences.append("No unwanted event was written down for anybody.")
    sentences.append("A study of this size can miss rare harms.")
    return " ".join(dict.fromkeys(text for text in sentences if text))


def _compare_harms(row: dict[str, float], study: Study) -> str:
    """Say which group had more, only where the whole interval does."""
    ours, theirs = (_arm(study, str(row[side])) for side in ("arm", "comparator"))
    if row["ci_low"] > 0 or row["ci_high"] < 0:
        more, fewer = (ours, theirs) if row["estimate"] > 0 else (theirs, ours)
        higher = f"The share was higher with {more} than with {fewer}."
        return f"{higher} Chance alone would seldom do that."
    return f"Whether {ours} or {theirs} brings more harms, this study cannot tell."


def _say_serious(found: Lookup, study: Study) -> str:
    rows = [row_of_risk(found, arm, "serious event") for arm in study.arms]
    known = [row for row in rows if row is not None]
    if not known:
        return "Whether any was serious is not recorded."
    unclear = [
        found.number("events", endpoint="harms", subgroup="serious event, not stated", arm=arm)
        for arm in study.arms
    ]
    serious = [row for row in known if row["estimate"]]
    if serious:
        counts = [f"{say_count(row)} people with {_arm(study, row['arm'])}" for row in serious]
        return f"A serious one was written down for {join_words(counts)}."
    if any(count > 0 for count in unclear if not is_absent(count)):
        return "Whether any was serious is not always recorded."
    return "None was called serious."


def _say_unknown(study: Study) -> str:
    last = study.visits[-1]
    sentences = [f"What comes after {name_time(last)} is not known from this study."]
    if study.file.provenance == "simulated":
        sentences.append("Nothing here is about real people.")
    return capitalise(" ".join(sentences))


def _arm(study: Study, arm: str) -> str:
    return inside(name_arm(study.labels, arm))
