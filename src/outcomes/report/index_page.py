"""The index: every study there is, with the state of each of its reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from outcomes.report.cards import ReportCard, StudyCard, TopicCard
from outcomes.report.frame import render
from outcomes.report.index_filters import make_filters, write_rules


def render_index(
    studies: Sequence[StudyCard], topics: Sequence[TopicCard] = (), *, has_manifest: bool = True
) -> str:
    """Render the index: studies by joint, then simulated ones, apart.

    Parameters
    ----------
    studies : sequence of StudyCard
        In any order.
    topics : sequence of TopicCard
        Topics of evidence that they name.
    has_manifest : bool
        Whether ``manifest.json`` stands beside the page.

    Returns
    -------
    str
        A whole HTML document: same cards, same bytes.
    """
    ordered = sorted(studies, key=lambda card: (*_place(card), card.id))
    filters = make_filters(ordered)
    groups = [
        {
            "heading": _head(simulated, joint),
            "cards": [
                (card, " ".join(mark for one in filters for mark in one.marks(card)))
                for card in cards
            ],
        }
        for (simulated, joint), cards in groupby(ordered, _place)
    ]
    cards: list[StudyCard | TopicCard] = [*topics, *ordered]
    reports = [report for card in cards for report in card.reports]
    return render(
        "index.html.j2",
        script="search.js" if len(cards) > 1 else "",
        has_manifest=has_manifest,
        rules=write_rules(filters),
        filters=filters,
        groups=groups,
        topics=[(topic, _list_known(topic, ordered)) for topic in topics],
        number=len(ordered),
        failed=sum(report.is_bad for report in reports),
        stale=sum(report.state == "stale" for report in reports),
    )


def _head(simulated: bool, joint: str) -> str:
    named = "of no joint" if joint == "none" else joint
    return f"Simulated examples: {named}" if simulated else f"Studies: {named}"


def _list_known(
    topic: TopicCard, studies: Sequence[StudyCard]
) -> list[tuple[str, ReportCard, StudyCard]]:
    """Return what the reports of published evidence found, with joint and study.

    One a joint; joints of which the same was found stand together.
    """
    seen: set[str] = set()
    known: dict[str, tuple[list[str], ReportCard, StudyCard]] = {}
    for study in studies:
        for report in study.reports:
            of_topic = study.topic == topic.id and report.provenance == "published"
            if of_topic and report.headline and study.joint not in seen:
                seen.add(study.joint)
                if not report.is_bad:
                    known.setdefault(report.headline, ([], report, study))[0].append(study.joint)
    return [("; ".join(joints), report, study) for joints, report, study in known.values()]


def _place(card: StudyCard) -> tuple[bool, str]:
    """Return where a study stands: what was measured in patients before what was made up."""
    return card.provenance == "simulated", card.joint
