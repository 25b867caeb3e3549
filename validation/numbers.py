"""The reviewer's list: every number on the pages of published evidence, and its row.

python -m validation numbers [FOLDER]: of the reports in a project's folder, by default this one's.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from outcomes.study import list_studies, load_study
from tests.report.reviewers_list import list_numbers, read_results


def main(arguments: list[str]) -> int:
    """Print the list as CSV; the exit code is 1 if a number has no row."""
    root = Path(arguments[0]) if arguments else Path()
    write = csv.writer(sys.stdout)
    write.writerow(("study", "number", "row", "said"))
    without = 0
    for name in list_studies(root):
        folder = root / "reports" / name / "evidence"
        if not (folder / "index.html").exists():
            continue
        study = load_study(root / "data" / "raw" / name)
        html = (folder / "index.html").read_text(encoding="utf-8")
        for one in list_numbers(html, study, read_results(folder)):
            write.writerow((name, one.shown, one.row, one.said[:120]))
            without += not one.row
    return int(without > 0)
