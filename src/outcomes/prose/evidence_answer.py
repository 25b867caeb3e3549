"""The answer of the published trials, the harms they report, and what limits them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outcomes.displays.links import cite_within, name_keys
from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.evidence import Pack, find_published, list_known_trials, list_reviews
from outcomes.prose.directions import say_directions
from outcomes.prose.methods import say_method
from outcomes.prose.pooling import MOST_NAMED, say_pool, say_reported
from outcomes.rounding import format_count, format_share
from outcomes.study.study import Study
from outcomes.vocabulary.pools import judge_effect, judge_pool
from outcomes.vocabulary.sentences import capitalise, count_things, join_words

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.analysis.joint_evidence import DomainEvidence

UNJUDGED = "of these trials none was judged here, and no judgement of a single one was read."
NOTHING = (
    "No effect between arms could be calculated from what was read about this joint, so nothing is "
    "pooled and the published trials give no answer here."
)


def write_evidence_answer(evidence: Sequence[DomainEvidence]) -> Passage:
    """Write what the trials say of the first domain, and how many other answers there are.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence`; the first domain with a pool
        answers.

    Returns
    -------
    Passage
        Of kind ``result``. Results that were printed as a direction only stand in it too: of the
        same kind of comparator where two trials or more give a number, else of every kind.
    """
    each = find_first(evidence)
    if each is None:
        directions = _say_directions(evidence[0])
        return Passage("result", "The published trials", (NOTHING, *directions))
    pool = each.main[0]
    directions = _say_directions(each, pool.comparator if pool.k > 1 else "")
    shown = f"{each.label}, {pool.window.label}"
    paragraphs: list[Paragraph] = [
        say_pool(
            pool, each.level, head=f"{capitalise(each.pack.topic.treatment)} on {shown}, against"
        ),
        *say_reported([pool]),
        _say_all(evidence),
        *directions,
    ]
    return Passage("result", "The published trials", tuple(paragraphs))


def _say_directions(each: DomainEvidence, comparator: str = "") -> list[Paragraph]:
    points = say_directions(each.pack, each.joint, comparator)
    head = "Where no number could be read, by the authors' own tests:"
    return [head, tuple(points)] if points else []


def write_evidence_scope(
    evidence: Sequence[DomainEvidence], estimates: pd.DataFrame, study: Study
) -> Passage:
    """Write which trials a report of published evidence rests on, and how they were pooled.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence`.
    estimates : pandas.DataFrame
        Its estimates frame: the method that made them is stated.
    study : Study
        The study beside which the report stands.

    Returns
    -------
    Passage
        Of kind ``question``.
    """
    pack = evidence[0].pack
    visits = [each.visits for each in evidence if len(each.visits)]
    trials = dict.fromkeys(trial for frame in visits for trial in frame["trial"])
    roles = dict.fromkeys(role for frame in visits for role in frame["comparator_kind"])
    pooled = [each.label for each in evidence if each.pools]
    found = f"{count_things(len(trials), 'published trial')} of the {evidence[0].joint}"
    points = [("Trials", f"{found} with an effect between arms that could be calculated")]
    if trials:
        against = join_words([f"with {pack.topic.name_comparator(role)}" for role in roles])
        points.append(("Participants", _say_enrolled(pack, list(trials))))
        points.append(("Compared", f"{pack.topic.treatment} {against}"))
        points.append(("Outcomes", join_words(pooled)))
    method = say_method(estimates, study)
    points += [("Method", method)] if method else []
    points.append(("Data", "taken from publications"))
    shared = [trial for trial in trials if trial in study.file.calibrated_to]
    if shared:
        names = join_words([pack.name_citation(trial) for trial in shared])
        points.append(
            (
                "This study",
                f"its data were simulated to meet {names}, which is among these trials: that it "
                "agrees with them says nothing",
            )
        )
    return Passage(
        "question", "", (tuple(Headed(head, f"{capitalise(text)}.") for head, text in points),)
    )


def _say_enrolled(pack: Pack, trials: Sequence[str]) -> str:
    """Return how many each trial enrolled, or many trials together, as far as that is stated."""
    sizes = [(trial, pack.trials.get(trial, {}).get("n_enrolled", math.nan)) for trial in trials]
    if len(sizes) > MOST_NAMED:
        known = [size for _, size in sizes if not math.isnan(size)]
        stated = f"{format_count(sum(known))} enrolled in {count_things(len(known), 'trial')}"
        silent = len(sizes) - len(known)
        unsaid = f"{count_things(silent, 'trial')} without a number that was read"
        return join_words([stated] * bool(known) + [unsaid] * bool(silent))
    return join_words(
        [
            f"{'number not stated' if math.isnan(size) else f'{format_count(size)} enrolled'} in "
            f"{pack.name_citation(trial)}"
            for trial, size in sizes
        ]
    )


def find_first(evidence: Sequence[DomainEvidence]) -> DomainEvidence | None:
    """Return the first domain with a pool, or None."""
    return next((each for each in evidence if each.pools), None)


def write_published_harms(study: Study) -> Passage:
    """Write what the published numbers say of harms at the study's joint.

    Parameters
    ----------
    study : Study
        Its joint chooses.

    Returns
    -------
    Passage
        Of kind ``finding``.
    """
    pack = study.beside
    rows = find_published(pack, study.file.joint, "harm").to_dict("records")
    if not rows:
        text = (
            "No count of harms could be read in the publications on this joint. That is not the "
            "same as no harm: what is not counted cannot be pooled."
        )
        return Passage("finding", "", (text,))
    counts: dict[tuple[str, ...], list[dict[Any, Any]]] = {}
    for row in rows:
        counts.setdefault((row["trial"], row["citation"], row["outcome"]), []).append(row)
    points = tuple(_say_harm(pack, same) for same in counts.values())
    caveat = (
        "No harm was counted in every trial, so nothing is pooled, and trials that print no count "
        "may have had harms."
    )
    return Passage("finding", "", (points, caveat))


def write_evidence_limits(evidence: Sequence[DomainEvidence], study: Study) -> Passage:
    """Write what limits the published trials, counted in the table of their designs.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence`.
    study : Study
        Its joint chooses the trials; its file may judge the certainty.

    Returns
    -------
    Passage
        Of kind ``caution``.
    """
    trials = list_known_trials(study.beside, study.file.joint)
    used = {key for each in evidence for one in each.pools for key in one.effects["trial"]}
    most = max((one.k for each in evidence for one in each.pools), default=0)
    unstated = sum(not trial["blinding"] for trial in trials)
    judged = sum(bool(trial["risk_of_bias"]) for trial in trials)
    points: list[str] = [
        Headed(
            "Few numbers",
            f"{_say_known(trials)} {format_count(len(used))} gave an effect between arms; the "
            f"largest pool has {format_count(most)}.",
        ),
        Headed("Blinding", f"not stated, as far as was read, in {format_count(unstated)} of them."),
        Headed(
            "Risk of bias",
            _say_bias(study.beside, judged),
        ),
        Headed("Certainty", _say_certainty(study)),
        Headed("Read from tables", "no individual data were seen, only what publications print."),
    ]
    return Passage("caution", "", (tuple(points),))


def _say_bias(pack: Pack, judged: int) -> str:
    """Say how many trials somebody judged, and what reviews say of such trials."""
    said = f"judged for {format_count(judged)} of these trials." if judged else UNJUDGED
    if not pack.topic.bias:
        return said
    reviews = capitalise(name_keys(pack.topic.bias, pack))
    return cite_within(f"{said} {reviews}.", pack.cite(pack.find_keys(pack.topic.bias)))


def _say_certainty(study: Study) -> str:
    """Say who has judged how certain the evidence is: the study file, or reviews of their pools."""
    judged = len(study.file.certainty)
    if judged:
        return (
            f"judged in the study file for {format_count(judged)} of the five domains of GRADE; "
            "see the table."
        )
    reviews: dict[str, list[str]] = {}
    for row in list_reviews(study.beside, study.file.joint):
        if row["certainty"]:
            reviews.setdefault(row["trial"], []).append(row["certainty"])
    named = [
        f"{study.beside.name_citation(trial)} ({' to '.join(dict.fromkeys(certainty))})"
        for trial, certainty in reviews.items()
    ]
    others = f" Reviews judged their own pools: {join_words(named)}." if named else ""
    return f"not judged in the study file.{others}"


def _say_known(trials: Sequence[Mapping[str, Any]]) -> str:
    """Count the trials that are known, by the group of conditions that is kept apart."""
    known = f"{capitalise(count_things(len(trials), 'randomised trial'))} known here"
    groups = Counter(trial["condition_group"] for trial in trials)
    if len(groups) < 2:
        return f"{known}."
    by_group = join_words([f"{format_count(n)} of {name}" for name, n in groups.items()])
    return f"{known}: {by_group}."


def _say_all(evidence: Sequence[DomainEvidence]) -> str:
    pools = [one for each in evidence if each.pools for one in each.main]
    verdicts = [judge_pool(one) for one in pools]
    verdicts += [
        judge_effect(one, row["yi"], (row["ci_low"], row["ci_high"]))
        for one in pools
        for row in one.other_arms.to_dict("records")
    ]
    clear = sum(verdict.excludes_none for verdict in verdicts)
    number = len(verdicts)
    roles = dict.fromkeys(f"against {one.name_comparator()}" for one in pools)
    domains = dict.fromkeys(one.label for one in pools)
    if number == 1:
        return "This page gives no other such answer."
    return (
        f"This page gives {format_count(number)} such answers in all, for "
        f"{join_words(list(domains))} {join_words(list(roles))}. In "
        f"{format_count(clear) if clear else 'none'} of them the interval excludes no difference; "
        "the more there are, the more do so by chance."
    )


def _say_harm(pack: Pack, rows: Sequence[Mapping[Any, Any]]) -> str:
    """Say what one report counts of one harm, an arm after the other."""
    first = rows[0]
    keys = tuple(dict.fromkeys((first["trial"], first["citation"])))
    by = f" (reported by {pack.name_citation(first['citation'])})" if len(keys) > 1 else ""
    counts = join_words([_say_count(row) for row in rows])
    notes = "".join(
        f"; {name_keys(note, pack)}" for note in dict.fromkeys(row["notes"] for row in rows)
    )
    return cite_within(
        f"{pack.name_citation(first['trial'])}{by}: {first['outcome']} in {counts}{notes}.",
        pack.cite(keys),
    )


def _say_count(row: Mapping[Any, Any]) -> str:
    if math.isnan(row["events"]) and row["statistic"] == "share":
        return f"{format_share(row['value'])} of participants ({row['arm']})"
    count = format_count(row["events"] if not math.isnan(row["events"]) else row["value"])
    of = f" of {format_count(row['n'])}" if not math.isnan(row["n"]) else ""
    return f"{count}{of} participants ({row['arm']})"
