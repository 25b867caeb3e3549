"""Fill the checklist of one study from its file and the reports that were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from outcomes.prose import write_banner
from outcomes.report.banner import make_banner
from outcomes.report.cards import ReportCard
from outcomes.report.checklist import consort, prisma
from outcomes.report.checklist.item import Answer, Item
from outcomes.report.checklist.material import Material, ReportPage
from outcomes.report.frame import render
from outcomes.study.disclosure import say_rule
from outcomes.study.study import Study


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


def render_checklist(
    study: Study, cards: Sequence[ReportCard], pages: Mapping[str, ReportPage]
) -> str:
    """Render whether each item of CONSORT 2025 and of PRISMA 2020 is answered, and where.

    Parameters
    ----------
    study : Study
        Loaded and checked.
    cards : sequence of ReportCard
        Its reports; only those that are complete and up to date can answer an item.
    pages : mapping of str to ReportPage
        Sections and numbers of the reports, by report name.

    Returns
    -------
    str
        A whole HTML document, to stand in ``reports/<study>/checklist/index.html``.
    """
    relied_on = {
        card.report: pages[card.report]
        for card in cards
        if card.state == "succeeded" and card.report in pages
    }
    return render(
        "checklist.html.j2",
        study=study,
        file=study.file,
        banner=make_banner(study.file.provenance, write_banner(study)),
        guidelines=fill_guidelines(study, tuple(relied_on.values())),
        protection=say_rule(study.file),
        left_out=[card for card in cards if card.report not in relied_on],
    )


def fill_guidelines(study: Study, reports: Sequence[ReportPage]) -> tuple[Guideline, ...]:
    """Return CONSORT 2025 as filled for a study, and PRISMA 2020 if a report lists effects.

    Parameters
    ----------
    study : Study
        Loaded and checked.
    reports : sequence of ReportPage
        Its reports that can be relied on, in order.
    """
    material = Material(study, tuple(reports))
    filled = [_fill("CONSORT 2025", consort.CITATION, _about(study), consort.ITEMS, material)]
    evidence = tuple(page for page in reports if prisma.EFFECTS in page.sections)
    if evidence:
        about = (
            "For the report on the published evidence, which pools trials that were given to it."
        )
        material = Material(study, evidence)
        filled.append(_fill("PRISMA 2020", prisma.CITATION, about, prisma.ITEMS, material))
    return tuple(filled)


def _about(study: Study) -> str:
    allocation = study.file.allocation
    if study.file.asks_once:
        return (
            "For randomised trials. This study asked people once and allocated nobody; its items "
            "are listed as far as they can be asked of it."
        )
    if study.file.design == "single-arm":
        return (
            "For randomised trials. This study has one arm and nobody was randomised; its items "
            "are listed as far as they can be asked of it."
        )
    if allocation is None:
        return (
            "For randomised trials. The study file does not say how participants came to their "
            "arms; its items are listed as far as they can be asked of it."
        )
    if allocation != "randomised":
        return (
            "For randomised trials. In this study nobody was randomised; its items are listed as "
            "far as they can be asked of it."
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
    excuse = item.dismiss(material.study)
    if excuse:
        return Line(item, (), "none", excuse)
    answers = item.answer(material)
    if not answers:
        return Line(item, (), "no", item.miss(material.study))
    whole = any(not answer.lacks for answer in answers)
    return Line(item, answers, "yes" if whole else "part", "")
