"""The answer on the first screen of a report, put together from what its passages say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outcomes.displays.answer import Answer
from outcomes.displays.passage import Headed, Passage

GRAVE = (
    "No answer",
    "No interval",
    "No arm to compare with",
    "Not at random",
    "Allocation not known",
    "Plan changed",
    "Another model than intended",
    "Population",
    "No placebo in this comparison",
    "Carry-over",
    "Few participants",
    "Missing scores",
    "Imprecise",
    "Few numbers",
    "Risk of bias",
    "Many intervals",
)
"""Heads of limits from the gravest on; others are no limit that belongs on the first screen."""

_SENTENCE = re.compile(r"(?<=[\w)%\u201d])\. (?=[A-Z])")

SURE = "How sure?"
"""Head of the paragraph that tells how sure an answer is."""

_SHOWN = 2
"""Limits on the first screen."""


def write_answer(
    result: Passage,
    *,
    drawing: str = "",
    limits: Passage | None = None,
    harms: Passage | None = None,
    sure: str = "",
) -> Answer:
    """Put the first screen of a report together.

    Parameters
    ----------
    result : Passage
        Its first paragraph is the answer; one that is headed `SURE` tells how sure it is.
    drawing : str
        From `outcomes.figures.draw_result`.
    limits : Passage, optional
        From `outcomes.prose.write_limits`, or of that kind: the gravest are named.
    harms : Passage, optional
        From `outcomes.prose.write_harms`, or of that kind: its first paragraph or point is shown.
    sure : str
        How sure the answer is, where ``result`` does not say it.

    Returns
    -------
    Answer
        With at most three points: how sure, what limits it most, harms. What else ``result`` says
        is `write_rest`.
    """
    first, *others = result.sentences
    points = [text for text in others if isinstance(text, Headed) and text.head == SURE]
    points += [Headed(SURE, sure)] if sure and not points else []
    grave = list(_find_gravest(limits)) if limits is not None else []
    points += [Headed("What limits it most?", " ".join(grave))] if grave else []
    if harms is not None:
        points.append(Headed("What about harms?", next(harms.sentences)))
    return Answer(first, drawing, tuple(points))


def write_rest(result: Passage) -> Passage | None:
    """Return what a passage says beside what `write_answer` takes of it, and every page's banner.

    Parameters
    ----------
    result : Passage
        As for `write_answer`.

    Returns
    -------
    Passage or None
        Of kind ``finding``; None where nothing is left.
    """
    first = next(result.sentences)
    left = tuple(
        part
        for part in result.paragraphs
        if not (isinstance(part, str) and (part is first or _is_told_elsewhere(part)))
    )
    return Passage("finding", "", left, result.fold, result.folded) if left else None


def _is_told_elsewhere(text: str) -> bool:
    is_sure = isinstance(text, Headed) and text.head == SURE
    return is_sure or text.startswith("These data are simulated")


def _find_gravest(limits: Passage) -> Iterator[str]:
    """Yield the gravest limits, each in its first sentence, with its head."""
    points = [text for text in limits.sentences if isinstance(text, Headed)]
    ranked = [point for head in GRAVE for point in points if point.head.startswith(head)]
    heads = {point.head.split(" (")[0].rstrip(":") for point in ranked}
    told = [point for point in ranked if not _is_told(point.head, heads)]
    for point in told[:_SHOWN]:
        yield f"{point.head} {_SENTENCE.split(point.body, maxsplit=1)[0].rstrip('.')}."


def _is_told(head: str, heads: set[str]) -> bool:
    """Whether few participants are named, and with them how many have a score."""
    return head.startswith("Missing scores") and "Few participants" in heads
