"""A notebook that nothing in the package knows of: dropped into its folder, it is a report."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from outcomes.runs import State, plan_jobs, read_manifest
from outcomes.runs.run_jobs import run_jobs
from tests.runs.program import read_page, run_here
from tests.small_project import make_project, write_notebook, write_study

FRONT_MATTER = """---
title: Scores seen
question: What scores of {primary endpoint} were seen in {arms}?
sections:
  scores: The scores
---"""
CELLS = (
    """
from outcomes import analysis, load_study, prose, tables, write_results

data = load_study(study)
estimates = analysis.summarise_scores(data, level)
prose.write_design(data, estimates)
""",
    "## The scores",
    "tables.table_scores(estimates, data.labels)",
    "if results_file:\n    write_results(results_file, estimates, data)",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_project(tmp_path_factory.mktemp("own"), {})
    cells = [cell.strip() for cell in CELLS]
    write_notebook(root / "notebooks", "35_scores_seen", cells, front_matter=FRONT_MATTER)
    write_study(root, "knee-small", ["scores-seen"])
    (entry,) = run_jobs(plan_jobs(root), root)
    assert entry.state is State.SUCCEEDED, entry.failure
    return root


def test_it_passes_the_check(project: Path) -> None:
    done = run_here(project, "check")
    read = "study knee-small: no fault found\n  scores.csv: commas, UTF-8\n"
    assert (done.returncode, done.stdout) == (0, read)
    assert "Notebooks: scores-seen" in run_here(project, "list").stdout


def test_its_page_asks_its_own_question_and_states_the_method_that_ran(project: Path) -> None:
    page = read_page(project, "knee-small", "scores-seen")
    assert "<h1>Scores seen</h1>" in page
    assert "<p>What scores of pain were seen in dextrose and saline?</p>" in page
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
    assert "Method: Mean of the available scores." in words
    assert "ANCOVA" not in words
    assert "covariance" not in words
    assert "ixed model" not in words


def test_it_has_its_place_in_the_manifest_and_on_the_pages(project: Path) -> None:
    made = read_manifest(project)["studies"]["knee-small"]["reports"]["scores-seen"]
    assert made["title"] == "Scores seen"
    assert made["sections"] == {"scores": "The scores"}
    assert '<h2 id="scores">The scores</h2>' in read_page(project, "knee-small", "scores-seen")
    for place in ((), ("knee-small",), ("knee-small", "checklist")):
        assert "scores-seen" in read_page(project, *place) or place[1:] == ("checklist",)
