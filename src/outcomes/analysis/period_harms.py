"""Harms of a crossover: by the treatment of the period in which they began."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from outcomes.analysis.harms import summarise_harms
from outcomes.study.periods import find_period
from outcomes.study.study import Study


def summarise_period_harms(study: Study, level: float = 0.95) -> pd.DataFrame:
    """Count the participants of a crossover with an adverse event, by treatment if they are dated.

    Parameters
    ----------
    study : Study
        A loaded crossover. An event is of the treatment of the period in which it began, and the
        next period begins with its baseline, or after the last visit of the one before.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    pandas.DataFrame
        As `outcomes.analysis.summarise_harms`, but without differences, as the same participants
        stand under each treatment. ``arm`` is a treatment, and ``n_arm`` all participants of the
        sequences with it; where the time of an event is not known it is a sequence.
    """
    found = summarise_harms(_assign(study), level)
    return found[found["comparator"] == ""].reset_index(drop=True)


def _assign(study: Study) -> Study:
    """Return a study in which each treatment that a participant was to have is a participant."""
    events = study.events
    if not study.file.is_crossover or events is None:
        return study
    if "week" not in events or events["week"].isna().any():
        return study
    sequences, people = study.file.sequences, study.participants
    sequence_of = dict(zip(people["participant"], people["arm"], strict=True))
    counted = [
        (_name(who, treatment), treatment)
        for who, sequence in sequence_of.items()
        for treatment in dict.fromkeys(sequences[sequence])
    ]
    known = events[events["participant"].isin(list(sequence_of))]
    given = [
        sequences[sequence_of[who]][find_period(study.file, week) - 1]
        for who, week in zip(known["participant"], known["week"], strict=True)
    ]
    named = [_name(who, one) for who, one in zip(known["participant"], given, strict=True)]
    file = study.file.model_copy(update={"design": "parallel", "sequences": {}})
    return replace(
        study,
        file=file,
        participants=pd.DataFrame(counted, columns=["participant", "arm"]),
        events=known.assign(participant=named),
    )


def _name(participant: str, treatment: str) -> str:
    return f"{participant}, {treatment}"
