"""Harms of a crossover: by the treatment of the period in which they began."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from outcomes.study.periods import find_period
from outcomes.study.study import Study


def assign_harms(study: Study) -> Study:
    """Return a study in which each treatment that a participant was to have is a participant.

    An adverse event is of the treatment of the period in which it began. Whoever was to have two
    treatments is counted under both, so nothing of it may be compared as if of other people.

    Parameters
    ----------
    study : Study
        A loaded crossover.

    Returns
    -------
    Study
        With treatments as arms, for counts of harms alone; the study itself where harms are not
        recorded, or the time of one that counts is not known.
    """
    events = study.events
    if events is None or "week" not in events or events["week"].isna().any():
        return study
    sequences = study.file.sequences
    sequence_of = dict(
        zip(study.participants["participant"], study.participants["arm"], strict=True)
    )
    people = [
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
    plan = study.file.plan.model_copy(
        update={"primary": study.file.plan.primary.model_copy(update={"comparison": None})}
    )
    file = study.file.model_copy(update={"design": "parallel", "sequences": {}, "plan": plan})
    return replace(
        study,
        file=file,
        participants=pd.DataFrame(people, columns=["participant", "arm"]),
        events=known.assign(participant=named),
    )


def _name(participant: str, treatment: str) -> str:
    return f"{participant}, {treatment}"
