"""What belongs beside every effect: the comparator's own change, missing scores, and harms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.prose.change import is_absent, say_change, say_shares
from outcomes.prose.words import at_visit, capitalise, inside, join_words, name_visit
from outcomes.rounding import format_count
from outcomes.study.study import Study
from outcomes.tables.contrast import Contrast
from outcomes.tables.lookup import Lookup
from outcomes.tables.names import name_arm

if TYPE_CHECKING:
    import pandas as pd

WITHOUT_TREATMENT = {
    "placebo": "the natural course, regression to the mean and the response to placebo",
    "control": "the natural course, regression to the mean and what this arm received",
    "active-comparator": "the natural course, regression to the mean and the comparator's effect",
    "active": "the natural course, regression to the mean and the treatment itself",
}
"""What a change within an arm of each role may come from."""


def say_comparator_change(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return one sentence on the change within the comparator's arm, beside the arm's own."""
    labels = study.labels
    endpoint = labels.endpoints[contrast.endpoint]
    if contrast.is_share:
        return _say_shares(contrast, found, study)
    place = {"endpoint": contrast.endpoint, "side": contrast.side, "visit": contrast.visit}
    theirs = found.row("change", **place, arm=contrast.comparator)
    ours = found.row("change", **place, arm=contrast.arm)
    comparator = inside(name_arm(labels, contrast.comparator))
    if theirs is None:
        return f"The change within the {comparator} arm is not among the estimates of this report."
    clauses = [say_change(theirs, labels, whose=f"with {comparator}")]
    if ours is not None:
        arm = inside(name_arm(labels, contrast.arm))
        clauses.append(say_change(ours, labels, whose=f"with {arm}"))
    cause = WITHOUT_TREATMENT[study.arms[contrast.comparator].role]
    side = f", {contrast.side}," if contrast.side else ""
    return (
        f"From baseline to {name_visit(contrast.visit)}, mean {inside(endpoint.label)}{side} "
        f"{join_words(clauses)}; a change with {comparator} holds {cause}, and only the "
        "difference between the arms speaks for the treatment."
    )


def say_missing(contrast: Contrast, found: Lookup, study: Study) -> str:
    """Return one sentence on who came in and did not enter the comparison."""
    labels = study.labels
    arms = (contrast.arm, contrast.comparator)
    names = [inside(name_arm(labels, arm)) for arm in arms]
    came_in = [count_came_in(found, study, arm) for arm in arms]
    entered = [contrast.n_arm, contrast.n_comparator]
    of_all = join_words(
        [
            f"{format_count(n)} {'came in ' if i == 0 else ''}with {name}"
            for i, (n, name) in enumerate(zip(came_in, names, strict=True))
        ]
    )
    when = at_visit(contrast.visit)
    if any(is_absent(n) for n in entered):
        have = join_words([format_count(count_seen(study, contrast, arm)) for arm in arms])
        return f"{capitalise(of_all)}; {have} have a score {when}, and no comparison was made."
    missing = [total - n for total, n in zip(came_in, entered, strict=True)]
    if not any(missing):
        return (
            f"{capitalise(of_all)}, and all of them entered this comparison; no score is missing."
        )
    if contrast.analysis.startswith("MMRM"):
        seen = [count_seen(study, contrast, arm) for arm in arms]
        have = join_words([format_count(n) for n in seen])
        return f"{capitalise(of_all)}; {have} have a score {when}. {_say_model(seen, entered)}"
    counted, lacking = (
        join_words([format_count(n) for n in numbers]) for numbers in (entered, missing)
    )
    return (
        f"{capitalise(of_all)}; {counted} entered this comparison, and {lacking} lack a score "
        f"{when} or another value it needs. Those who entered stand for them "
        "only if what is missing does not depend on the scores that nobody saw."
    )


def count_seen(study: Study, contrast: Contrast, arm: str) -> float:
    """Return how many participants of an arm have a score where a comparison was due."""
    scores = study.patient_scores(contrast.endpoint)
    there = (scores["arm"] == arm) & (scores["visit"] == contrast.visit)
    return float((there & (scores["side"] == contrast.side)).sum())


def _say_model(seen: list[float], entered: list[float]) -> str:
    """Say what a mixed model makes of missing scores, and whom it leaves out."""
    right = (
        "The model also uses the scores of other visits; it is right if what is missing depends "
        "only on scores that were seen."
    )
    left_out = [ours - n for ours, n in zip(seen, entered, strict=True)]
    if not any(left_out):
        return right
    lacking = join_words([format_count(n) for n in left_out])
    return (
        f"Of these, {lacking} are left out, because they lack a baseline score or a covariate of "
        f"the model. {right} That does not cover those left out."
    )


def say_harms(study: Study, events: pd.DataFrame | None = None) -> str:
    """Return one sentence on harms: counted by arm, or why they are not.

    Parameters
    ----------
    study : Study
        A loaded study.
    events : pandas.DataFrame, optional
        One row an event, with the columns ``participant`` and, if there is one, ``event``; by
        default the study's own.
    """
    events = study.events if events is None else events
    file = study.file.tables.events
    if events is None and file is None:
        return (
            "Harms were not recorded in this study's files, so nothing can be said about them "
            "here; that is not the same as no harm."
        )
    if events is None or "participant" not in events:
        return (
            f"The events in {file} cannot be counted by arm, because they do not say whose they "
            "are; nothing is said about harms here, and that is not the same as no harm."
        )
    counts = []
    for arm in study.arms:
        people = study.participants.loc[study.participants["arm"] == arm, "participant"]
        own = events[events["participant"].astype(str).str.strip().isin(set(people))]
        counts.append(
            f"{own['participant'].nunique()} of {len(people)} with "
            f"{inside(name_arm(study.labels, arm))}{_name_events(own)}"
        )
    return (
        f"Participants with a recorded event: {join_words(counts)}. Arms of this size miss harms "
        "that are uncommon."
    )


def _name_events(events: pd.DataFrame) -> str:
    """Return which events an arm had and in how many participants, the most frequent first."""
    if "event" not in events or events.empty:
        return ""
    people = events.groupby("event", sort=True)["participant"].nunique()
    ordered = people.sort_values(ascending=False, kind="stable")
    return f" ({', '.join(f'{event} {number}' for event, number in ordered.items())})"


def count_came_in(found: Lookup, study: Study, arm: str) -> float:
    """Return the participants of an arm, from the estimates if they are there."""
    number = found.number("n", arm=arm)
    if is_absent(number):
        return float((study.participants["arm"] == arm).sum())
    return number


def _say_shares(contrast: Contrast, found: Lookup, study: Study) -> str:
    row = found.row(
        "share",
        endpoint=contrast.endpoint,
        side=contrast.side,
        visit=contrast.visit,
        arm=contrast.comparator,
    )
    comparator = inside(name_arm(study.labels, contrast.comparator))
    if row is None:
        return f"The share within the {comparator} arm is not among the estimates of this report."
    return say_shares([row], study.labels)
