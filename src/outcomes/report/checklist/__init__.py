"""The checklist page of a study: each item of a reporting guideline, and where it is answered."""

from __future__ import annotations

from outcomes.report.checklist.material import ReportPage
from outcomes.report.checklist.page import render_checklist

__all__ = ["ReportPage", "render_checklist"]
