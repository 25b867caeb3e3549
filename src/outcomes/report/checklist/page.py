"""Fill the checklist of one study from its file and the reports that were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from outcomes.prose import write_banner
from outcomes.report.banner import make_banner
from outcomes.report.cards import ReportCard
from outcomes.report.checklist import consort, prisma
from outcomes.report.checklist.item import Answer, Item, Material, ReportPage
from outcomes.report.frame import render
from outcomes.study.study import Study

_SINGLE_ARM = "Does not apply: nobody was randomised."


@dataclass(frozen=True)
class Line:
    """An item with its answers; ``state`` is ``yes``, ``part``, ``no`` or ``none``."""

    item: Item
    answers: tuple[Answer, ...]
    state: str
    missing: str


@dataclass(frozen=True)
class Guideline:
    """A guideline with all its lines, by section, and how many are answered."""

    name: str
    citation: str
    about: str
    sections: tuple[tuple[str, tuple[Line, ...]], ...]

    def count(self, state: str) -> int:
        """Return how many items have a state."""
        return sum(line.state == state for _, lines in self.sections for line in lines)


def render_checklist(study: Study, cards: Sequence[ReportCard], pages: Mapping[str, str]) -> str:
    """Render where each item of CONSORT 2025, and of PRISMA 2020, is answered, or that it is not.

    Parameters
    ----------
    study : Study
        Loaded and checked.
    cards : sequence of ReportCard
        Its reports; only those that are complete and up to date can answer an item.
    pages : mapping of str to str
        The reports' pages as HTML, by report name.

    Returns
    -------
    str
        A whole HTML document, to stand in ``reports/<study>/checklist/index.html``.
    """
    relied_on = {
        card.report: ReportPage(card.report, card.title, pages[card.report])
        for card in cards
        if card.state == "succeeded" and card.report in pages
    }
    material = Material(study, relied_on)
    guidelines = [_fill("CONSORT 2025", consort.CITATION, _about(study), consort.ITEMS, material)]
    if "evidence" in relied_on:
        about = (
            "For the report on the published evidence, which pools trials that were given to it."
        )
        guidelines.append(_fill("PRISMA 2020", prisma.CITATION, about, prisma.ITEMS, material))
    return render(
        "checklist.html.j2",
        study=study,
        file=study.file,
        banner=make_banner(study.file.provenance, write_banner(study)),
        guidelines=guidelines,
        left_out=[card for card in cards if card.report not in relied_on],
    )


def _about(study: Study) -> str:
    if study.file.design == "single-arm":
        return (
            "For randomised trials. This study has one arm and nobody was randomised; its items "
            "are listed as far as they can be asked of it."
        )
    if study.file.provenance == "simulated":
        return (
            "For randomised trials. This study is simulated, so nothing can be said of how a "
            "trial was conducted."
        )
    return "For randomised trials."


def _fill(
    name: str, citation: str, about: str, items: Sequence[Item], material: Material
) -> Guideline:
    lines = [_line(item, material) for item in items]
    sections = groupby(lines, key=lambda line: line.item.topic)
    return Guideline(name, citation, about, tuple((topic, tuple(part)) for topic, part in sections))


def _line(item: Item, material: Material) -> Line:
    if item.randomised_only and material.study.file.design == "single-arm":
        return Line(item, (), "none", _SINGLE_ARM)
    answers = item.answer(material)
    if not answers:
        return Line(item, (), "no", item.missing)
    whole = any(not answer.lacks for answer in answers)
    return Line(item, answers, "yes" if whole else "part", "")
