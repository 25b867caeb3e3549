"""How a study was set up and run, as its page shows it: only what the study file gives.

Each key is an entry with an id of its own, so that the checklist can link to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from outcomes.rounding import format_printed
from outcomes.study.part import Part, Source
from outcomes.study.plan import StudyFile
from outcomes.study.reporting import Allocation, Change, Registration
from outcomes.study.treatment import Price, Treatment

TREATMENT = "treatment"
"""Id of the section on what was given."""

_ALLOCATION: Mapping[Allocation, str] = {
    "randomised": "Randomised",
    "not-randomised": "Not at random",
    "observational": "Observational: nobody was allocated by the study",
}
_SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "set-up": (
        "How the study was set up",
        (
            "background", "objectives", "patient_involvement", "framework", "setting",
            "eligibility", "sample_size", "interim", "allocation", "sequence", "concealment",
            "enrolment", "blinding", "harms_assessment",
        ),
    ),
    "conduct": ("How it was run", ("dates", "ended", "changes", "other_care")),
    "open-science": (
        "Registration, funding and ethics",
        (
            "registration", "protocol", "analysis_plan", "data_access", "funding", "interests",
            "ethics",
        ),
    ),
}  # fmt: skip
_NAMES = {
    "access": "Access to it",
    "eligibility": "Who could take part",
    "ended": "Why it ended",
    "interim": "Interim analyses",
}
_HEADS = {
    "follow_up_end": "Follow-up ended",
    "recruitment_start": "Recruitment began",
    "recruitment_end": "Recruitment ended",
}


@dataclass(frozen=True)
class Line:
    """One thing that is said; ``head`` names it and ``url`` is where it can be read, if any."""

    text: str
    head: str = ""
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """A key of the study file: its id on the page, its name, and what it says."""

    id: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class DetailSection:
    """Entries of the study's page under one heading."""

    id: str
    title: str
    entries: tuple[Entry, ...]


def list_details(file: StudyFile) -> tuple[DetailSection, ...]:
    """Return what a study file says of how the study was set up and run.

    Parameters
    ----------
    file : StudyFile
        A loaded study's file.

    Returns
    -------
    tuple of DetailSection
        Sections and entries in which something is said, and no others.
    """
    found = []
    for section, (title, keys) in _SECTIONS.items():
        entries = (Entry(entry_id(key), name_key(key), _lines_of(file, key)) for key in keys)
        given = tuple(entry for entry in entries if entry.lines)
        if given:
            found.append(DetailSection(section, title, given))
    return tuple(found)


def list_treatments(file: StudyFile) -> tuple[Entry, ...]:
    """Return what was given in each arm whose treatment the study file tells, an entry an arm."""
    return tuple(
        Entry(f"{TREATMENT}-{name}", arm.label, tuple(_lines_of_part(arm.treatment)))
        for name, arm in file.arms.items()
        if arm.treatment is not None and arm.treatment != Treatment()
    )


def entry_id(key: str) -> str:
    """Return the id under which a key of the study file stands on the study's page."""
    return key.replace("_", "-")


def name_key(key: str) -> str:
    """Return what a key of the study file is called on the study's page."""
    return _NAMES.get(key) or key.replace("_", " ").capitalize()


def _lines_of(file: StudyFile, key: str) -> tuple[Line, ...]:
    value = getattr(file, key)
    if value is None:
        return ()
    if key == "allocation":
        return (Line(_ALLOCATION[value]),)
    if key == "changes" and not value:
        return (Line("None."),)
    if key == "blinding" and not value.blinded:
        return (Line("Nobody was blinded."), *_lines_of_part(value))
    if key == "other_care":
        labels = {name: arm.label for name, arm in file.arms.items()}
        return tuple(Line(text, labels.get(name, name)) for name, text in value.items())
    if isinstance(value, tuple):
        return tuple(line for one in value for line in _lines_of_value(one))
    return tuple(_lines_of_value(value))


def _lines_of_value(value: Any) -> Iterator[Line]:
    if isinstance(value, Source):
        doi = f" doi:{value.doi}" if value.doi else ""
        yield Line(f"{value.citation}{doi}", url=value.url)
    elif isinstance(value, Change):
        yield Line(f"{value.what} {value.why}".strip())
    elif isinstance(value, Part):
        yield from _lines_of_part(value)
    else:
        yield Line(str(value))


def _lines_of_part(part: Part) -> Iterator[Line]:
    for field in type(part).model_fields:
        value = getattr(part, field)
        if value is None or value in ("", ()) or field == "url":
            continue
        head = _HEADS.get(field) or name_key(field)
        if isinstance(value, Price):
            yield Line(_say_price(value), head)
        elif isinstance(value, tuple):
            yield Line("; ".join(value), head)
        else:
            yield Line(str(value), head)
    if isinstance(part, Registration) and part.url:
        yield Line("", url=part.url)


def _say_price(price: Price) -> str:
    source = f" ({price.source})" if price.source else ""
    return f"{format_printed(price.amount)} {price.currency} a {price.per}{source}"
