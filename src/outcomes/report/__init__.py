"""Render a notebook, a study and the index, each as one HTML file that needs no other.

Names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lazy import load_when_used

if TYPE_CHECKING:
    from outcomes.report.bundle import pack_study
    from outcomes.report.cards import ReportCard, StudyCard, TopicCard, list_outcomes
    from outcomes.report.checklist import Numbers, ReportPage, render_checklist
    from outcomes.report.headline import draw_headline, write_headline, write_topic_headline
    from outcomes.report.index_page import render_index
    from outcomes.report.notebook_page import Page, render_report
    from outcomes.report.outline import read_headings
    from outcomes.report.study_page import render_study_page
    from outcomes.report.summary_page import render_summary
    from outcomes.report.words_page import WORDS_PAGE, render_words

__all__ = [
    "WORDS_PAGE",
    "Numbers",
    "Page",
    "ReportCard",
    "ReportPage",
    "StudyCard",
    "TopicCard",
    "draw_headline",
    "list_outcomes",
    "pack_study",
    "read_headings",
    "render_checklist",
    "render_index",
    "render_report",
    "render_study_page",
    "render_summary",
    "render_words",
    "write_headline",
    "write_topic_headline",
]

_HOMES = {
    "WORDS_PAGE": ".words_page",
    "Numbers": ".checklist",
    "Page": ".notebook_page",
    "ReportCard": ".cards",
    "ReportPage": ".checklist",
    "StudyCard": ".cards",
    "TopicCard": ".cards",
    "draw_headline": ".headline",
    "list_outcomes": ".cards",
    "pack_study": ".bundle",
    "read_headings": ".outline",
    "render_checklist": ".checklist",
    "render_index": ".index_page",
    "render_report": ".notebook_page",
    "render_study_page": ".study_page",
    "render_summary": ".summary_page",
    "render_words": ".words_page",
    "write_headline": ".headline",
    "write_topic_headline": ".headline",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_when_used(__name__, _HOMES)
