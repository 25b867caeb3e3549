"""An item of a reporting guideline, and the places where it may be answered.

A place is a section of a page, named by its id, together with a condition on the study and on the
numbers of the report: words and headings are never read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from outcomes.report.checklist.material import Material, Numbers, ReportPage
from outcomes.report.study_details import entry_id
from outcomes.study.study import Study

MADE = "made"
"""Id of the frame's own section on how a page was made, which every report has."""

NO_ANALYSIS = "Not answered: no report has a further analysis with a result."
_RANDOMISED_NOBODY = "Does not apply: nobody was randomised."
_NOT_SAID = (
    "Not answered: the study file does not say whether participants were randomised (key: "
    "allocation)."
)


@dataclass(frozen=True)
class Answer:
    """Where an item is answered; ``lacks`` says what of it is not, empty if all is."""

    text: str
    href: str
    lacks: str = ""


Find = Callable[[Material], Answer | None]
"""Looks for an answer; None where there is none."""

Gap = str | Callable[[Study], str]
"""What of an answer is not there, by itself or for a study."""

Condition = Callable[[Study, Numbers], bool]
"""What a study and the numbers of a report must hold."""

ResultGap = str | Callable[[Study, Numbers], str]
"""What of an answer in a report is not there, by itself or for a study and numbers."""


def always_asked(study: Study) -> str:
    """Return that an item applies to every study."""
    return ""


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
    excuse : callable
        Why it does not apply to a study, empty if it does.
    """

    number: str
    topic: str
    asks: str
    finds: tuple[Find, ...] = ()
    missing: str = "Not answered."
    randomised_only: bool = False
    excuse: Callable[[Study], str] = always_asked

    def answer(self, material: Material) -> tuple[Answer, ...]:
        """Return every place that answers the item; one place is listed once."""
        if self.randomised_only and material.study.file.allocation != "randomised":
            return ()
        found = (find(material) for find in self.finds)
        return tuple({answer.href: answer for answer in found if answer is not None}.values())

    def dismiss(self, study: Study) -> str:
        """Return why the item does not apply to a study, empty if it does."""
        if self.randomised_only and is_without_lots(study):
            return _RANDOMISED_NOBODY
        return self.excuse(study)

    def miss(self, study: Study) -> str:
        """Return what is said where no place answers the item."""
        unsaid = self.randomised_only and study.file.allocation is None
        return _NOT_SAID if unsaid else self.missing


def keyed_item(
    number: str, topic: str, asks: str, key: str, *finds: Find, randomised_only: bool = False
) -> Item:
    """Return an item that a key of the study file answers; the key is named where it is absent."""
    missing = f"Not answered: the study file does not say (key: {key})."
    return Item(number, topic, asks, finds or (given(key),), missing, randomised_only)


def is_without_lots(study: Study) -> bool:
    """Whether it is known that nobody was randomised."""
    not_random = study.file.allocation in ("not-randomised", "observational")
    return not_random or not study.file.compares_arms


def in_study_file(
    text: str, anchor: str, holds: Callable[[Study], object] = bool, *, lacks: Gap = ""
) -> Find:
    """Return what finds an answer on the study's page, where the study file holds it."""

    def find(material: Material) -> Answer | None:
        if not holds(material.study):
            return None
        return _on_study_page(text, anchor, _say_gap(lacks, material.study))

    return find


def given(key: str, *parts: str, lacks: Gap = "") -> Find:
    """Return what finds a key of the study file, where it says something.

    Parameters
    ----------
    key : str
        The key.
    *parts : str
        Its own keys that a full answer needs: those that are not given are named, and without any
        there is no answer.
    lacks : str or callable
        What else is not there.
    """

    def find(material: Material) -> Answer | None:
        entry = material.details.get(entry_id(key))
        if entry is None:
            return None
        value: Any = getattr(material.study.file, key)
        absent = [part.replace("_", " ") for part in parts if not getattr(value, part)]
        if parts and len(absent) == len(parts):
            return None
        gaps = [f"not given: {', '.join(absent)}"] if absent else []
        gaps += [gap for gap in [_say_gap(lacks, material.study)] if gap]
        name = entry.name[:1].lower() + entry.name[1:]
        return _on_study_page(name, entry.id, "; ".join(gaps))

    return find


def in_section(
    sections: str | tuple[str, ...],
    text: str,
    holds: Condition | None = None,
    *,
    lacks: ResultGap = "",
) -> Find:
    """Return what finds a section of a report, in the first whose numbers meet a condition.

    Parameters
    ----------
    sections : str or tuple of str
        Ids of sections, the first that a page has is linked.
    text : str
        What is found there.
    holds : callable, optional
        The condition, on the study and the report's numbers.
    lacks : str or callable
        What is not there, of itself or by study and numbers.
    """
    wanted = (sections,) if isinstance(sections, str) else sections

    def find(material: Material) -> Answer | None:
        study = material.study
        for page in material.reports:
            section = next((name for name in wanted if name in page.sections), None)
            if section is None or not (holds is None or holds(study, page.numbers)):
                continue
            gap = lacks if isinstance(lacks, str) else lacks(study, page.numbers)
            return _in_report(page, text, section, gap)
        return None

    return find


def in_frame(text: str, *, lacks: Gap = "") -> Find:
    """Return what finds how a page was made, which stands on the page of every report."""

    def find(material: Material) -> Answer | None:
        for page in material.reports:
            return _in_report(page, text, MADE, _say_gap(lacks, material.study))
        return None

    return find


def _say_gap(gap: Gap, study: Study) -> str:
    return gap if isinstance(gap, str) else gap(study)


def _on_study_page(text: str, anchor: str, lacks: str) -> Answer:
    return Answer(f"Study page: {text}", f"../index.html#{anchor}", lacks)


def _in_report(page: ReportPage, text: str, section: str, lacks: str) -> Answer:
    return Answer(f"{page.title}: {text}", f"../{page.report}/index.html#{section}", lacks)
