"""The checklist page of a study: each item of a reporting guideline, and where it is answered."""

from __future__ import annotations

from outcomes.report.checklist.material import Numbers, ReportPage
from outcomes.report.checklist.page import render_checklist

__all__ = ["Numbers", "ReportPage", "render_checklist"]
