"""The pages of a case, made as a user would make them, as text."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.report.summary_numbers import check_summary


def make_pages(case: Path, root: Path, project: Path) -> dict[str, str]:
    """Run a case's reports in a project of its own; return the text of each page."""
    shutil.copytree(root / "notebooks", project / "notebooks")
    shutil.copytree(case, project / "data" / "raw" / case.name)
    entries = run_jobs(plan_jobs(project, [case.name]), project)
    assert [entry.report for entry in entries if entry.state.is_bad] == []
    if (project / "reports" / case.name / "summary" / "index.html").is_file():
        check_summary(project, case.name)
    return {
        entry.report: read_page(project / "reports" / case.name / entry.report / "index.html")
        for entry in entries
    }


def read_page(page: Path) -> str:
    """Return the text of a page, without its marks, style and script."""
    html = page.read_text(encoding="utf-8")
    html = re.sub(r"<(style|script)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
