"""The index: every study there is, with the state of each of its reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from outcomes.report.cards import StudyCard, TopicCard
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
            "heading": f"Simulated examples: {joint}" if simulated else joint,
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
        has_manifest=has_manifest,
        rules=write_rules(filters),
        filters=filters,
        groups=groups,
        topics=topics,
        number=len(ordered),
        failed=sum(report.is_bad for report in reports),
        stale=sum(report.state == "stale" for report in reports),
    )


def _place(card: StudyCard) -> tuple[bool, str]:
    """Return where a study stands: what was measured in patients before what was made up."""
    return card.provenance == "simulated", card.joint
