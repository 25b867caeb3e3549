"""The published trials in plain words for patients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.evidence import find_published
from outcomes.prose.evidence_answer import find_first
from outcomes.prose.patients import ADVICE
from outcomes.prose.pooling import say_range
from outcomes.rounding import format_share
from outcomes.study.study import Study
from outcomes.vocabulary.pools import find_effect, find_interval, judge_pool
from outcomes.vocabulary.scales import with_unit
from outcomes.vocabulary.sentences import capitalise, count_things, join_words, say_size
from outcomes.vocabulary.trials import digits_of_measure

if TYPE_CHECKING:
    from outcomes.analysis.joint_evidence import DomainEvidence
    from outcomes.analysis.synthesis import DomainPool

FEW_HARMS = "Few printed studies count harms. That does not mean that there were none."
NOT_THE_SAME = "That does not mean that they are the same."


def write_evidence_for_patients(evidence: Sequence[DomainEvidence], study: Study) -> Passage:
    """Write what printed studies of the primary domain say, in plain words.

    Parameters
    ----------
    evidence : sequence of DomainEvidence
        From `outcomes.analysis.joint_evidence.gather_evidence`.
    study : Study
        Names the joint.

    Returns
    -------
    Passage
        Of kind ``patients``. A side is named only where every interval is on it, and with three
        studies or more.
    """
    each = find_first(evidence)
    paragraphs: list[Paragraph] = [
        "This page is about printed studies. No new patients were asked."
    ]
    if each is None:
        none = f"No numbers could be read that compare groups at the {study.file.joint}."
        paragraphs.append(Headed("What was found?", f"{none} So there is no answer here."))
    else:
        pool = each.main[0]
        paragraphs += [
            Headed("What was compared?", _say_compared(each, pool)),
            Headed("What was found?", " ".join([_say_found(pool), *_say_other_arms(pool)])),
        ]
    paragraphs.append(Headed("Were there harms?", " ".join([*_say_shares(study), FEW_HARMS])))
    return Passage("patients", "For patients", (*paragraphs, ADVICE))


def _say_compared(each: DomainEvidence, pool: DomainPool) -> str:
    topic = each.pack.topic
    against = topic.name_plainly(pool.comparator)
    return (
        f"{capitalise(topic.treatment)} at the {each.joint} and {against}. The question is about "
        f"{each.label}, {pool.window.label} after the start. {_say_count(pool.k)}"
    )


def _say_other_arms(pool: DomainPool) -> list[str]:
    """Say how further groups of the same studies did, which cannot be averaged with the first."""
    digits = digits_of_measure(pool.measure)
    said = []
    for row in pool.other_arms.to_dict("records"):
        size = with_unit(say_size(float(row["yi"]), digits), pool.unit)
        better = row["arm"] if row["yi"] > 0 else row["comparator"]
        where = say_range(pool, (float(row["ci_low"]), float(row["ci_high"])))
        said.append(
            f"Another group of the same study had {row['arm']}, compared with {row['comparator']}: "
            f"the difference was {size} in favour of {better}. The true difference could be "
            f"anywhere from {where}."
        )
    return said


def _say_count(k: int) -> str:
    return f"{capitalise(count_things(k, 'study'))} can be used."


def _say_found(pool: DomainPool) -> str:
    effect = find_effect(pool)
    size = with_unit(say_size(effect, digits_of_measure(pool.measure)), pool.unit)
    side = pool.pack.topic.arm if effect > 0 else "the other treatment"
    average = "On average, the" if pool.k > 1 else "The"
    stated = f"{average} difference was {size} in favour of {side}."
    if effect == 0:
        stated = f"{average} groups did not differ."
    where = say_range(pool, find_interval(pool))
    stated = f"{stated} The true difference could be anywhere from {where}."
    if not judge_pool(pool).excludes_none:
        return f"{stated} So which is better is not known. {NOT_THE_SAME}"
    if pool.k < 3:
        few = "One study is" if pool.k == 1 else "Two studies are"
        return f"{stated} {few} too few to be sure."
    return f"{stated} So the studies together favour {side}."


def _say_shares(study: Study) -> Iterator[str]:
    """Say how many in 100 had a harm, where a study of this joint prints shares."""
    rows = find_published(study.beside, study.file.joint, "harm")
    for outcome, arms in rows[rows["statistic"] == "share"].groupby("outcome", sort=False):
        counted = join_words(
            [
                f"{format_share(row['value']).rstrip('%')} in 100 with {row['arm']}"
                for row in arms.to_dict("records")
            ]
        )
        yield f"In one study: {outcome}, {counted}."
