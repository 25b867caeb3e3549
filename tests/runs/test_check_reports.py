"""Which reports a study may ask for: what is there, and suits its design."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.errors import Fault, StudyError
from outcomes.runs import plan_jobs
from outcomes.runs.check_reports import (
    check_reports,
    list_optional,
    list_suiting,
    load_checked,
)
from outcomes.runs.notebooks import find_notebooks
from tests.runs.program import run_here
from tests.small_project import RESULTS, make_project, write_notebook, write_study

ONE_ARM = [
    ("  saline: {label: Saline, role: placebo}\n", ""),
    ("design: parallel", "design: single-arm"),
    (", comparison: [dextrose, saline], method: ancova", ""),
]


def front_matter(*designs: str) -> str:
    return f"---\ntitle: T\nquestion: Q?\ndesigns: [{', '.join(designs)}]\n---"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a report of any study, one of each design, and another of parallel."""
    root = make_project(tmp_path, {"10_any_study": [RESULTS]})
    for name, designs in (("20_pair", ["parallel"]), ("30_alone", ["single-arm"])):
        write_notebook(root / "notebooks", name, [RESULTS], front_matter=front_matter(*designs))
    return root


def change(root: Path, *edits: tuple[str, str]) -> Path:
    folder = root / "data/raw/knee-small"
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    rows = (folder / "scores.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    if "role: placebo" not in text:
        (folder / "scores.csv").write_text("".join(row for row in rows if "saline" not in row))
    return folder


def find(root: Path, reports: str, *edits: tuple[str, str]) -> tuple[Fault, ...]:
    folder = change(root, ("reports: [any-study]", f"reports: [{reports}]"), *edits)
    return check_reports(folder, find_notebooks(root))


@pytest.mark.parametrize(
    ("reports", "edits", "column", "value", "said", "fix"),
    [
        ("any-study, pare", [], "reports.2", "pare", "no such report",
         "Did you mean pair? There are: any-study, pair, alone."),
        ("pair, pair", [], "reports.2", "pair", "named twice", "Keep one."),
        ("", [], "reports", None, "No report is asked for", "Name at least one"),
        ("any-study, alone", [], "reports.2", "alone", "of single-arm studies",
         "Name `pair` instead, or correct `design`."),
        ("alone, pair", [], "reports.1", "alone", "this study is parallel",
         "Remove it; `pair` is the one for this design."),
        ("pair", ONE_ARM, "reports.1", "pair", "of parallel studies", "Name `alone` instead"),
    ],
)  # fmt: skip
def test_a_fault_has_its_line_and_what_to_do(
    project: Path,
    reports: str,
    edits: list[tuple[str, str]],
    column: str,
    value: str | None,
    said: str,
    fix: str,
) -> None:
    (fault,) = find(project, reports, *edits)
    lines = (project / "data/raw/knee-small/study.yaml").read_text().splitlines()
    assert (fault.file, fault.column, fault.value) == ("study.yaml", column, value)
    assert fault.row is not None
    assert lines[fault.row - 1].startswith("reports:")
    assert said in fault.message
    assert fix in fault.fix
    with pytest.raises(StudyError) as refused:
        plan_jobs(project)
    assert refused.value.faults == (fault,)
    checked = run_here(project, "check")
    assert checked.returncode == 2
    assert str(fault) in checked.stderr
    listed = run_here(project, "list")
    assert "1 fault: outcomes check knee-small" in listed.stdout


def test_no_other_report_is_named_where_none_suits(project: Path) -> None:
    (project / "notebooks/20_pair.ipynb").unlink()
    (fault,) = find(project, "alone")
    assert fault.fix == "Remove it, or correct `design`."


def test_a_design_that_is_not_settled_is_asked_about_first(project: Path) -> None:
    folder = change(
        project, ("reports: [any-study]", "reports: [alone]"), ("design: parallel", "design: x")
    )
    assert check_reports(folder, find_notebooks(project)) == ()
    with pytest.raises(StudyError) as refused:
        load_checked(folder, find_notebooks(project))
    assert [fault.column for fault in refused.value.faults] == ["design"]


def test_faults_of_reports_stand_among_the_others_by_line(project: Path) -> None:
    write_study(project, "knee-small", ["pare"], more="colour: blue\n")
    change(project, ("joint: knee", "joint: [knee]"))
    with pytest.raises(StudyError) as refused:
        plan_jobs(project)
    assert [fault.column for fault in refused.value.faults] == ["joint", "reports.1", "colour"]


def test_loading_a_study_looks_at_no_notebook(project: Path) -> None:
    """A worker's folder holds one notebook, however many reports its study asks for."""
    change(project, ("reports: [any-study]", "reports: [any-study, pair]"))
    (project / "notebooks/20_pair.ipynb").unlink()
    from outcomes import load_study

    assert load_study(project / "data/raw/knee-small").file.reports == ("any-study", "pair")


def test_a_report_that_is_optional_is_named_apart(project: Path) -> None:
    front = "---\ntitle: T\nquestion: Q?\noptional: true\n---"
    write_notebook(project / "notebooks", "40_more", [RESULTS], front_matter=front)
    notebooks = find_notebooks(project)
    assert list_optional(notebooks) == ("more",)
    assert list_suiting(notebooks) == {
        "parallel": ("any-study", "pair"),
        "single-arm": ("any-study", "alone"),
        "crossover": ("any-study",),
        "within-person": ("any-study",),
        "cross-sectional": ("any-study",),
    }
