"""The banner: whose numbers a page shows, if not the study's own, and that a study is blinded."""

from __future__ import annotations

from dataclasses import dataclass

from outcomes.prose import Passage
from outcomes.study.blinding import BLINDED

_TEXTS = {
    "simulated": (
        "Simulated data: not evidence",
        "Nobody was treated; a program made the scores.",
        "The participants of this study do not exist; a program made their scores. Nothing here is "
        "evidence for or against any treatment.",
    ),
    "open": (
        "Open data: patients of a study by others",
        "Measured by others, computed anew here.",
        "The participants of this study were measured by others; what is shown was computed anew "
        "from their data.",
    ),
    "published": (
        "Published summaries: no patient-level data",
        "Taken from publications, which it cannot go beyond.",
        "No participant's own data were available. What is shown was taken from publications and "
        "can say no more than they do.",
    ),
}

BESIDE = "That is this study; the trials on this page are published."


@dataclass(frozen=True)
class Banner:
    """What stands over every page of a study that is blinded, or whose data were not collected.

    Parameters
    ----------
    provenance : str
        ``simulated``, ``open`` or ``published``; of a blinded study that was collected ``blinded``.
    title : str
        In bold, and at the head of every printed page.
    line : str
        What follows on the same line.
    passage : Passage
        What readers who open the banner are told.
    """

    provenance: str
    title: str
    line: str
    passage: Passage


def make_banner(
    provenance: str, passage: Passage | None, *, beside_published: bool = False
) -> Banner | None:
    """Return the banner a page needs, or None.

    Data that were not collected have one whatever the passage says; collected ones if there is a
    passage.

    Parameters
    ----------
    provenance : str
        ``collected``, ``open``, ``simulated`` or ``published``.
    passage : Passage, optional
        From `outcomes.prose.write_banner`.
    beside_published : bool
        Whether the page is about published trials, beside which the study stands.
    """
    if provenance not in _TEXTS:
        return None if passage is None else Banner("blinded", passage.title, BLINDED, passage)
    title, line, text = _TEXTS[provenance]
    line = BESIDE if beside_published and provenance == "simulated" else line
    told = passage or Passage("banner", title, (text,))
    is_blinded = BLINDED in told.paragraphs
    return Banner(provenance, title, f"{line} {BLINDED}" if is_blinded else line, told)
