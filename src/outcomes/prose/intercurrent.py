"""What was done about the intercurrent events of the plan, from the record of the analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.analysis_record import AnalysisRecord, HandledEvent
from outcomes.prose.primary import find_primary
from outcomes.rounding import format_count
from outcomes.study.study import Labels, Study
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.sentences import capitalise, join_words

if TYPE_CHECKING:
    import pandas as pd

OF_AN_ARM = ("change", "share", "mean")
"""Quantities that answer the question of a study in which nothing is compared."""


def find_record(estimates: pd.DataFrame, study: Study) -> AnalysisRecord | None:
    """Return the record of the primary analysis; None where there is none.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame.
    study : Study
        A loaded study.
    """
    if study.comparisons:
        records = [contrast.done for contrast in find_primary(estimates, study)]
    else:
        primary = study.file.plan.primary
        rows = estimates[
            (estimates["endpoint"] == primary.endpoint)
            & (estimates["visit"] == primary.visit)
            & estimates["quantity"].isin(OF_AN_ARM)
        ]
        records = list(rows["done"])
    return next((record for record in records if record is not None), None)


def name_events(estimates: pd.DataFrame, study: Study) -> str:
    """Return ``rescue (hypothetical); surgery (composite)``, as the primary analysis had them."""
    done = find_record(estimates, study)
    strategies = {} if done is None else {part.event: part.strategy for part in done.events}
    return "; ".join(
        f"{name.replace('_', ' ')} ({strategy.replace('-', ' ')})"
        for name, strategy in strategies.items()
    )


def say_intercurrent(estimates: pd.DataFrame, study: Study) -> list[str]:
    """Return what was done about each event that the plan names, as sentences.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame; the record of its primary analysis is read.
    study : Study
        A loaded study.
    """
    done = find_record(estimates, study)
    if done is None:
        return []
    labels = study.labels
    dated = [
        f"{_say_who(name, parts, labels)} {_say_what(parts, done)}".rstrip()
        for name, parts in _by_event(done, study).items()
        if parts[0].n is not None
    ]
    undated = [name for name, parts in _by_event(done, study).items() if parts[0].n is None]
    if undated:
        dated.append(
            f"Scores count whatever happened before, {join_words(undated)} included; whether "
            "scores after that were recorded is not checked, as the tables do not tell who had it."
        )
    return dated


def say_intercurrent_plainly(estimates: pd.DataFrame, study: Study) -> str:
    """Return for patients what was done about events after which scores did not count as given."""
    done = find_record(estimates, study)
    if done is None:
        return ""
    sentences = []
    for name, parts in _by_event(done, study).items():
        number = sum(part.n or 0 for part in parts)
        if number and parts[0].strategy in _PLAINLY:
            told = _PLAINLY[parts[0].strategy]
            sentences.append(f"{_count_people(number)} had this during the study: {name}. {told}")
    return " ".join(sentences)


_PLAINLY = {
    "hypothetical": "Their scores after that were not used. The results say what would have been "
    "without it.",
    "composite": "From then on each of them counts with the worst score.",
    "while-on-treatment": "For them the last score before that counts.",
}
"""By strategy, what patients are told of it."""


def _count_people(number: int) -> str:
    return "One person" if number == 1 else f"{format_count(number)} people"


def _by_event(done: AnalysisRecord, study: Study) -> dict[str, list[HandledEvent]]:
    """Return what was done by event, in the arms that are compared."""
    arms = {arm for pair in study.comparisons for arm in pair} or set(study.arms)
    if study.file.plan.primary.comparison is not None:
        arms = set(study.file.plan.primary.comparison)
    found: dict[str, list[HandledEvent]] = {}
    for part in done.events:
        if part.arm in arms:
            found.setdefault(part.event.replace("_", " "), []).append(part)
    return found


def _say_who(name: str, parts: list[HandledEvent], labels: Labels) -> str:
    if not any(part.n for part in parts):
        return f"{capitalise(name)}: nobody had it."
    counted = join_words(
        [f"{format_count(part.n or 0)} with {say_arm(labels, part.arm)}" for part in parts]
    )
    return f"{capitalise(name)}: {counted} had it."


def _say_what(parts: list[HandledEvent], done: AnalysisRecord) -> str:
    if not any(part.n for part in parts):
        return ""
    number = sum(part.scores or 0 for part in parts)
    scores = "1 score" if number == 1 else f"{format_count(number)} scores"
    were = "was" if number == 1 else "were"
    if parts[0].strategy == "treatment-policy":
        return f"{scores} after it {were} used as recorded (treatment policy)."
    if parts[0].strategy == "composite":
        return f"After it the worst score counts, {number} in all (composite)."
    if parts[0].strategy == "while-on-treatment":
        return f"After it the last score until then counts, {number} in all (while on treatment)."
    modelled = (
        "the model estimates what would have been without it"
        if done.model == "mmrm"
        else "nothing stands in their place"
    )
    return f"{scores} after it {were} set aside, and {modelled} (hypothetical)."
