"""An item of a reporting guideline, and the places where it may be answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from outcomes.report.glossary import read_words
from outcomes.report.outline import Heading, read_headings
from outcomes.study.study import Study


@dataclass(frozen=True)
class ReportPage:
    """A report that can be relied on: its name, title and page."""

    report: str
    title: str
    html: str

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The sections of the page."""
        return read_headings(self.html)

    @cached_property
    def words(self) -> str:
        """The words of the page, from `read_words`."""
        return read_words(self.html)


@dataclass(frozen=True)
class Material:
    """All that an answer is looked for in: the study, and its reports by name."""

    study: Study
    reports: Mapping[str, ReportPage]


@dataclass(frozen=True)
class Answer:
    """Where an item is answered; ``lacks`` says what of it is not, empty if all is."""

    text: str
    href: str
    lacks: str = ""


Find = Callable[[Material], Answer | None]
"""Looks for an answer; None where there is none."""


@dataclass(frozen=True)
class Item:
    """An item.

    Parameters
    ----------
    number : str
        As the guideline numbers it.
    topic : str
        Its section.
    asks : str
        What it asks for, in our words.
    finds : tuple of callable
        Where it may be answered, all that hold are listed.
    missing : str
        What is said where no place holds.
    randomised_only : bool
        Whether it asks for something that only a randomised comparison has.
    """

    number: str
    topic: str
    asks: str
    finds: tuple[Find, ...] = ()
    missing: str = "Not answered: the study file has no place for it."
    randomised_only: bool = False

    def answer(self, material: Material) -> tuple[Answer, ...]:
        """Return every place that answers the item; one place is listed once."""
        found = (find(material) for find in self.finds)
        return tuple({answer.href: answer for answer in found if answer is not None}.values())


def in_study_file(
    text: str, anchor: str, holds: Callable[[Study], object] = bool, *, lacks: str = ""
) -> Find:
    """Return what finds an answer on the study's page, where the study file holds it."""

    def find(material: Material) -> Answer | None:
        if not holds(material.study):
            return None
        return Answer(f"Study page: {text}", f"../index.html#{anchor}", lacks)

    return find


def in_section(
    reports: tuple[str, ...], heading: str, *, lacks: str | Callable[[Study], str] = ""
) -> Find:
    """Return what finds the first section whose heading matches a pattern, in the first report.

    What the answer lacks may depend on the study.
    """
    pattern = re.compile(heading, re.IGNORECASE)

    def find(material: Material) -> Answer | None:
        for name in reports:
            page = material.reports.get(name)
            for section in page.headings if page else ():
                if page and pattern.search(section.text):
                    href = f"../{name}/index.html#{section.anchor}"
                    missing = lacks if isinstance(lacks, str) else lacks(material.study)
                    return Answer(f"{page.title}: {section.text}", href, missing)
        return None

    return find


def in_words(reports: tuple[str, ...], phrase: str, text: str, *, lacks: str = "") -> Find:
    """Return what finds the first report that uses a phrase, which is in lower case."""

    def find(material: Material) -> Answer | None:
        for name in reports:
            page = material.reports.get(name)
            if page and f" {phrase} " in page.words:
                return Answer(f"{page.title}: {text}", f"../{name}/index.html", lacks)
        return None

    return find
