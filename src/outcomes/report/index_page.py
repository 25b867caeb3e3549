"""The index: every study there is, with the state of each of its reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from outcomes.report.cards import StudyCard
from outcomes.report.frame import render


def render_index(studies: Sequence[StudyCard]) -> str:
    """Render the index, studies grouped by joint.

    Parameters
    ----------
    studies : sequence of StudyCard
        In any order.

    Returns
    -------
    str
        A whole HTML document: same cards, same bytes.
    """
    ordered = sorted(studies, key=lambda card: (card.joint, card.id))
    groups = [(joint, list(cards)) for joint, cards in groupby(ordered, lambda card: card.joint)]
    failed = sum(report.is_bad for card in ordered for report in card.reports)
    return render("index.html.j2", groups=groups, number=len(ordered), failed=failed)
