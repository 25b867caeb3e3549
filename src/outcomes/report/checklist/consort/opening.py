"""Items 1a to 7 of CONSORT 2025: title and abstract, open science, introduction."""

from __future__ import annotations

from outcomes.report.checklist import conditions, gaps
from outcomes.report.checklist.item import (
    Item,
    given,
    in_frame,
    in_section,
    in_study_file,
    keyed_item,
)
from outcomes.study.study import Study

_TITLE = "Title and abstract"
_OPEN = "Open science"
_INTRODUCTION = "Introduction"


def _says_randomised(study: Study) -> bool:
    return "randomi" in study.file.title.lower()


ITEMS = (
    Item(
        "1a",
        _TITLE,
        "The title says that the trial is randomised.",
        (in_study_file("title", "content", _says_randomised),),
        "Not answered: the title does not say so.",
        randomised_only=True,
    ),
    Item(
        "1b",
        _TITLE,
        "A structured summary of design, methods, results and conclusions.",
        (
            in_study_file(
                "summary",
                "content",
                lambda study: study.file.summary,
                lacks="results stand on the reports' cards below it",
            ),
        ),
        "Not answered: the study file has no summary.",
    ),
    keyed_item(
        "2",
        _OPEN,
        "Where the trial is registered, its number and the date.",
        "registration",
        given("registration", "registry", "number", "date"),
    ),
    keyed_item(
        "3",
        _OPEN,
        "Where protocol and statistical analysis plan can be read.",
        "protocol",
        given("protocol", lacks=gaps.of_analysis_plan),
        given("analysis_plan", lacks=gaps.of_protocol),
    ),
    Item(
        "4",
        _OPEN,
        "Where and how data, code and other material can be had.",
        (
            given("data_access"),
            in_frame("how this page was made", lacks=gaps.of_data_access),
        ),
        "Not answered: the study file does not say (key: data_access), and no report was made.",
    ),
    keyed_item(
        "5a",
        _OPEN,
        "Who paid for the trial, and what part they had in it.",
        "funding",
        given("funding", "by", "role"),
    ),
    keyed_item("5b", _OPEN, "What interests the authors have that may matter.", "interests"),
    keyed_item(
        "6",
        _INTRODUCTION,
        "The background, and why the trial was done.",
        "background",
        given("background"),
        in_section(
            "published",
            "what is published",
            conditions.has_claims,
            lacks="what is published, not why the trial was done",
        ),
    ),
    keyed_item(
        "7",
        _INTRODUCTION,
        "The objectives, on benefit and on harm.",
        "objectives",
        given("objectives", "benefits", "harms"),
        in_section(
            "question", "question", conditions.asks_primary, lacks="stated for benefit only"
        ),
    ),
)
