"""Render a notebook, a study and the index, each as one HTML file that needs no other."""

from __future__ import annotations

from outcomes.report.bundle import pack_study
from outcomes.report.cards import ReportCard, StudyCard, list_outcomes
from outcomes.report.checklist import Numbers, ReportPage, render_checklist
from outcomes.report.headline import draw_headline, write_headline
from outcomes.report.index_page import render_index
from outcomes.report.notebook_page import Page, render_report
from outcomes.report.outline import read_title
from outcomes.report.study_page import render_study_page

__all__ = [
    "Numbers",
    "Page",
    "ReportCard",
    "ReportPage",
    "StudyCard",
    "draw_headline",
    "list_outcomes",
    "pack_study",
    "read_title",
    "render_checklist",
    "render_index",
    "render_report",
    "render_study_page",
    "write_headline",
]
