"""A box in plain words for patients, made from the estimates like everything else.

Short sentences, no terms of statistics, and no claim beyond the interval; the rules are in
``docs/wording.md``. What was found is worded in `outcomes.prose.patients_result`, harms in
`outcomes.prose.patients_harms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.instruments.definition import Endpoint
from outcomes.prose.allocation import say_allocation_plainly
from outcomes.prose.analysed import count_enrolled, count_modelled
from outcomes.prose.change import is_absent
from outcomes.prose.counts import count_people
from outcomes.prose.course import say_course_plainly
from outcomes.prose.intercurrent import say_intercurrent_plainly
from outcomes.prose.limits import SMALL
from outcomes.prose.margin import say_margin_plainly
from outcomes.prose.missing import Missing, find_missing, judge_missing
from outcomes.prose.patients_alone import say_alone
from outcomes.prose.patients_harms import say_harms_plainly
from outcomes.prose.patients_result import say_all_found, say_matters
from outcomes.prose.patients_words import say_once
from outcomes.prose.primary import find_primary
from outcomes.prose.sides import find_sides, on_side
from outcomes.rounding import format_count, format_number, format_size
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import Contrast
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.sentences import capitalise, join_words, mid_sentence
from outcomes.vocabulary.visits import at_visit, say_time

if TYPE_CHECKING:
    import pandas as pd

PROVENANCE = {
    "simulated": "These numbers are simulated. A computer made them, and nobody was treated. So "
    "they cannot show whether a treatment helps or is safe.",
    "open": "These people took part in a study by others. Their data were looked at once more.",
    "published": "These numbers were copied from printed papers. No new people were studied.",
}
MEASURED = {
    "pain": "That is a score of how much it hurts.",
    "stiffness": "That is a score of how stiff the joint is.",
    "function": "That is a score of how hard daily tasks are.",
    "range of motion": "That is how far the joint moves.",
    "symptoms": "That is a score of all complaints together.",
}
"""By domain: what a score is about."""

ADVICE = "This page is not medical advice. Talk to your care team."
NO_CONTROL = (
    "Many complaints get better by themselves, or with any care. So this study cannot show what "
    "the treatment did."
)


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
    compared = f"{_say_compared(found, study)} {say_intercurrent_plainly(estimates, study)}"
    paragraphs.append(Headed("What was compared?", compared.rstrip()))
    if study.comparisons:
        result = say_all_found(contrasts, found, study) if contrasts else _say_no_result(study)
        margins = [say_margin_plainly(each, study) for each in contrasts]
        result = " ".join([result, *(text for text in margins if text)])
        course = [say_course_plainly(estimates, study, each) for each in contrasts]
        result = " ".join([result, *dict.fromkeys(text for text in course if text)])
    else:
        result = say_alone(found, study)
    paragraphs.append(Headed("What was found?", result))
    matters = say_matters(contrasts, found, study)
    if matters:
        paragraphs.append(Headed("Is it enough to matter?", matters))
    sure = _say_sure(contrasts, found, study)
    if sure:
        paragraphs.append(Headed("How sure is it?", sure))
    paragraphs.append(Headed("Were there harms?", say_harms_plainly(found, study)))
    paragraphs.append(Headed("What is not known?", f"{_say_unknown(study)} {ADVICE}"))
    return Passage("patients", "For patients", tuple(paragraphs))


def _say_compared(found: Lookup, study: Study) -> str:
    primary = study.file.plan.primary
    endpoint = study.endpoints[primary.endpoint]
    people = f"people with {study.file.condition or f'complaints of the {study.file.joint}'}"
    sentences = (
        _say_groups(found, study, people) if study.comparisons else _say_one(found, study, people)
    )
    sentences.append(
        f"This page is about {mid_sentence(endpoint.label)} {at_visit(primary.visit)}."
    )
    sentences.append(MEASURED.get(endpoint.domain, ""))
    sentences.append(
        "The answer is yes or no." if endpoint.kind == "binary" else _say_scale(endpoint)
    )
    return " ".join(text for text in sentences if text)


def _say_groups(found: Lookup, study: Study, people: str) -> list[str]:
    """Say which groups are compared, how many are in each, and how they came into it."""
    arms = _list_arms(study)
    named = join_words(
        [f"{_arm(study, arm)} with {_arm(study, other)}" for arm, other in _list_pairs(study)]
    )
    counts = [
        f"the {_arm(study, arm)} group"
        f"{f' had {count_people(number)}' if place == 0 else f' {format_count(number)}'}"
        for place, arm in enumerate(arms)
        for number in (count_enrolled(found, study, arm),)
    ]
    placebos = [_arm(study, arm) for arm in arms if study.arms[arm].role == "placebo"]
    placebos = [name for name in placebos if name != "placebo"]
    return [
        f"This study compares {named}.",
        f"It is about {people}.",
        f"{capitalise(join_words(counts))}.",
        say_allocation_plainly(study.file),
        _say_set(study),
        f"The dummy treatment (placebo) was {join_words(placebos)}." if placebos else "",
    ]


def _say_set(study: Study) -> str:
    """Say that not everybody is in the results, where the plan selects."""
    chosen, outside = study.file.plan.analysis_set, study.analysed.outside_set
    if chosen is None or not sum(outside.values()):
        return ""
    number = len(study.analysed.participants)
    return f"The results are of {count_people(number)}: those of the set \u201c{chosen.name}\u201d."


def _say_one(found: Lookup, study: Study, people: str) -> list[str]:
    """Say who is followed where nothing is compared."""
    counts = [
        f"{count_people(count_enrolled(found, study, arm))} had {_arm(study, arm)}"
        for arm in study.arms
    ]
    return [
        f"This study follows {people}.",
        "There is no other group to compare them with.",
        f"{capitalise(join_words(counts))}.",
        _say_set(study),
    ]


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
    unit = f" {endpoint.unit}".rstrip()
    scale = (
        f"The scale runs from {format_size(endpoint.low)} to {format_size(endpoint.high)}{unit}."
    )
    return f"{scale} {better[endpoint.higher]}".rstrip()


def _say_no_result(study: Study) -> str:
    when = at_visit(study.file.plan.primary.visit)
    return f"The groups could not be compared {when}. So this study gives no answer here."


def _say_sure(contrasts: list[Contrast], found: Lookup, study: Study) -> str:
    """Say who is missing, how small the groups are, and how often such a range is wrong."""
    primary = study.file.plan.primary
    sentences = []
    estimated = [each for each in contrasts if each.is_estimated]
    answered = bool(estimated) or not study.comparisons
    for side in find_sides(found, primary.endpoint, primary.visit, "missing"):
        missing = find_missing(found, study, _list_arms(study), side=side)
        if missing:
            counts, *judged = _say_missing(missing, study, after=bool(side))
            sentences += [f"{on_side(side)}{counts}", *(judged if answered else [])]
    if any(size < SMALL for each in estimated for size in _list_sizes(each)):
        sentences.append("The groups were small, which leaves much room for chance.")
    levels = [each.level for each in estimated if each.has_interval] or _find_levels(found, study)
    if levels:
        often = format_number(1 / (1 - levels[0]), 0)
        sentences.append(
            f"Even in a perfect study, about 1 in {often} such ranges misses the truth."
        )
    if not study.comparisons:
        sentences.append(NO_CONTROL)
    return say_once(sentences)


def _list_sizes(contrast: Contrast) -> list[float]:
    modelled = [count_modelled(contrast, arm) for arm in (contrast.arm, contrast.comparator)]
    return [contrast.n_arm, contrast.n_comparator, *modelled]


def _find_levels(found: Lookup, study: Study) -> list[float]:
    """Return the levels of the intervals of changes, where nothing is compared."""
    if study.comparisons:
        return []
    primary = study.file.plan.primary
    rows = [
        found.row("change", endpoint=primary.endpoint, visit=primary.visit, arm=arm, side=side)
        for side in find_sides(found, primary.endpoint, primary.visit, "change")
        for arm in study.arms
    ]
    return [row["level"] for row in rows if row is not None and not is_absent(row["ci_low"])]


def _say_missing(missing: list[Missing], study: Study, *, after: bool) -> list[str]:
    """Say who has no score; ``after`` says whether the side opens the sentence."""
    when = at_visit(study.file.plan.primary.visit)
    judged = judge_missing(missing)
    opening = ("the", "there") if after else ("The", "There")
    if judged == {"none"}:
        return [f"{opening[0]} score {when} is known for everybody."]
    counts = join_words(
        [
            f"{format_count(each.missing)} of {count_people(each.due)}"
            f"{f' with {_arm(study, each.arm)}' if len(missing) > 1 else ''}"
            for each in missing
        ]
    )
    sentences = [f"{opening[1]} is no score {when} for {counts}."]
    if "many" in judged:
        sentences.append("That is a lot. If they did better or worse, the answer could change.")
    elif "few" not in judged:
        sentences.append("How they did is not known.")
    if "unequal" in judged:
        sentences.append("More are missing in one group, and that can bias the answer.")
    return sentences


def _say_unknown(study: Study) -> str:
    last = study.visits[-1]
    sentences = [f"This study does not show what happens after {say_time(last)}."]
    if study.file.provenance == "simulated":
        sentences.append("Nothing here is about real people.")
    return " ".join(sentences)


def _arm(study: Study, arm: str) -> str:
    return say_arm(study.labels, arm)
