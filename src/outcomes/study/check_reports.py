"""Checking which reports a study file asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from outcomes.errors import Fault
from outcomes.study.places import list_reports, root_of
from outcomes.study.read_plan import Draft

DESIGN_OF: Mapping[str, str] = {"treatment-effect": "parallel", "before-after": "single-arm"}
"""Design that a report needs; a report that is not named here suits every design."""

_MISFIT = {
    "treatment-effect": "This report compares arms, and a single-arm study has none to compare.",
    "before-after": "This report is of one arm by itself, and this study compares arms.",
}


def check_reports(draft: Draft, folder: Path) -> Iterator[Fault]:
    """Yield reports that are not there, are named twice, or do not suit the design.

    Parameters
    ----------
    draft : Draft
        The study file as far as it could be read.
    folder : Path
        The study's folder, below the root that holds the notebooks.
    """
    root = root_of(folder)
    known = () if root is None else list_reports(root)
    reports = draft.file.reports
    if draft.sound("reports") and not reports:
        yield draft.source.fault(
            ("reports",), "No report is asked for.", "Name at least one under `reports`."
        )
    for number, report in enumerate(reports):
        if known and report not in known:
            message, fix = "There is no such report (yet).", f"There are: {', '.join(known)}."
        elif report in reports[:number]:
            message, fix = "This report is named twice.", "Keep one."
        elif _misfits(draft, report):
            message, fix = _MISFIT[report], _other_report(draft)
        else:
            continue
        yield draft.source.fault(("reports", number), message, fix, report)


def _misfits(draft: Draft, report: str) -> bool:
    design = draft.file.design
    # a single-arm study with several arms is told to settle that first
    settled = draft.sound("design") and (design != "single-arm" or len(draft.file.arms) == 1)
    return settled and design in DESIGN_OF.values() and DESIGN_OF.get(report, design) != design


def _other_report(draft: Draft) -> str:
    design = draft.file.design
    suited = next(report for report, needed in DESIGN_OF.items() if needed == design)
    if suited in draft.file.reports:
        return f"Remove it; `{suited}` is the one for this design."
    return f"Name `{suited}` instead, or correct `design`."
