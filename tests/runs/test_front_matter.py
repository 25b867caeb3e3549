"""What notebooks say of themselves, and each way to say it wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from outcomes.errors import NotebookError
from outcomes.runs import plan_jobs
from outcomes.runs.check_notebooks import check_notebooks
from outcomes.runs.front_matter import list_headings
from outcomes.runs.notebooks import find_notebooks
from tests.runs.program import run_here
from tests.small_project import PARAMETERS, RESULTS, make_project, write_notebook

SOUND = """---
title: My report
question: How does {primary endpoint} compare between {arms compared}?
designs: [parallel]
needs: [one]
sections:
  answer: The answer
  harms: Harms, and *where* they were
---"""
NEEDS_ONE = f'{PARAMETERS}\none_results: str = ""'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path, {"10_one": [RESULTS], "20_two": [RESULTS]})


def write(root: Path, front_matter: str, *, parameters: str = NEEDS_ONE) -> Path:
    cells = ["## The answer", "## Harms, and where they were", RESULTS]
    return write_notebook(
        root / "notebooks", "20_two", cells, front_matter=front_matter, parameters=parameters
    )


def test_it_says_what_the_report_is(project: Path) -> None:
    write(project, SOUND)
    notebooks = find_notebooks(project)
    assert check_notebooks(notebooks) == ()
    front = notebooks["two"].front_matter
    assert front.title == "My report"
    assert front.question.startswith("How does {primary endpoint}")
    assert (front.designs, front.needs) == (("parallel",), ("one",))
    assert dict(front.sections) == {
        "answer": "The answer",
        "harms": "Harms, and *where* they were",
    }
    assert front.suits("parallel")
    assert not front.suits("single-arm")
    assert notebooks["one"].front_matter.suits("single-arm")


@pytest.mark.parametrize(
    ("front_matter", "row", "column", "said", "fix"),
    [
        ("", 1, None, "does not say what it is", "first cell a raw cell"),
        ("title: x\nquestion: y", 1, None, "does not say what it is", "between two lines `---`"),
        ("---\n---", 1, None, "no `key: value` lines", "notebook.md"),
        ("---\ntitle: [\n---", 2, None, "not YAML", "Correct this line"),
        ("---\ntitle: x\ntitle: y\nquestion: z\n---", 3, None, "not YAML", "Correct"),
        ("---\ntitle: x\n---", 1, "question", "`question` is missing", "Add it"),
        ("---\ntitle: x\nquestion: y\ncolour: z\n---", 4, "colour", "not known", "title, ques"),
        ("---\ntitle: 5\nquestion: y\n---", 2, "title", "must be a text", "notebook.md"),
        ("---\ntitle: ' '\nquestion: y\n---", 2, "title", "must be a text", "notebook.md"),
        ("---\ntitle: x\nquestion: y\ndesigns: parallel\n---", 4, "designs", "list", "note"),
        ("---\ntitle: x\nquestion: y\ndesigns:\n- parallel\n- factorial\n---", 6, "designs.2",
         "no such design", "single-arm, crossover, within-person"),
        ("---\ntitle: x\nquestion: What of {primary end}?\n---", 3, "question",
         "no study has a field {primary end}", "{primary endpoint}"),
        ("---\ntitle: x\nquestion: y\nneeds: [ones]\n---", 4, "needs.1", "no notebook makes",
         "Did you mean one?"),
        ("---\ntitle: x\nquestion: y\nneeds: [one, one]\n---", 4, "needs.2", "named twice",
         "Keep one"),
        ("---\ntitle: x\nquestion: y\nneeds: [two]\n---", 4, "needs.1", "need one another",
         "Remove the need"),
        ("---\ntitle: x\nquestion: y\nsections:\n  answer: The answers\n---", 5,
         "sections.answer", "no such heading", "as it stands"),
        ("---\ntitle: x\nquestion: y\nsections:\n  made: The answer\n---", 5, "sections.made",
         "uses the id `made` itself", "another id"),
        ("---\ntitle: x\nquestion: y\nsections:\n  The Answer: The answer\n---", 5,
         "sections.The Answer", "small letters", "notebook.md"),
    ],
)  # fmt: skip
def test_each_fault_has_its_place_and_is_refused(
    project: Path, front_matter: str, row: int, column: str | None, said: str, fix: str
) -> None:
    write(project, front_matter)
    (fault,) = check_notebooks(find_notebooks(project))
    assert (fault.file, fault.row, fault.column) == ("notebooks/20_two.ipynb", row, column)
    assert said.lower() in fault.message.lower()
    assert fix in fault.fix
    with pytest.raises(NotebookError) as refused:
        plan_jobs(project)
    assert refused.value.faults == (fault,)
    checked = run_here(project, "check")
    assert checked.returncode == 2
    assert str(fault) in checked.stderr
    assert run_here(project, "run").returncode == 2
    assert not (project / "reports").exists()
    assert run_here(project, "list").returncode == 0


def test_all_faults_come_at_once(project: Path) -> None:
    write(project, "---\ntitle: 5\ncolour: blue\n---")
    write_notebook(project / "notebooks", "10_one", [], front_matter="")
    faults = check_notebooks(find_notebooks(project))
    assert [(each.file[-12:], each.column) for each in faults] == [
        ("10_one.ipynb", None),
        ("20_two.ipynb", "title"),
        ("20_two.ipynb", "question"),
        ("20_two.ipynb", "colour"),
    ]


def test_reports_that_need_one_another_are_faults_of_each(project: Path) -> None:
    needs = "---\ntitle: x\nquestion: y\nneeds: [{}]\n---"
    write(project, needs.format("one"))
    parameters = f'{PARAMETERS}\ntwo_results: str = ""'
    write_notebook(
        project / "notebooks", "10_one", [], front_matter=needs.format("two"), parameters=parameters
    )
    faults = check_notebooks(find_notebooks(project))
    assert [each.file for each in faults] == ["notebooks/10_one.ipynb", "notebooks/20_two.ipynb"]
    assert all("need one another" in each.message for each in faults)


@pytest.mark.parametrize("parameters", [PARAMETERS, f"{PARAMETERS}\none_results: int = 0"])
def test_what_is_needed_must_have_a_parameter(project: Path, parameters: str) -> None:
    write(project, SOUND, parameters=parameters)
    (fault,) = check_notebooks(find_notebooks(project))
    assert (fault.row, fault.column) == (5, "needs.1")
    assert 'one_results: str = ""' in fault.fix


def test_a_damaged_notebook_is_a_fault_of_the_check(project: Path) -> None:
    (project / "notebooks/20_two.ipynb").write_text("{")
    (fault,) = check_notebooks(find_notebooks(project))
    assert (fault.file, fault.row) == ("notebooks/20_two.ipynb", None)


def test_a_fault_of_a_notebook_that_no_study_asks_for_stops_no_run(project: Path) -> None:
    write_notebook(project / "notebooks", "30_draft", [], front_matter="")
    assert len(plan_jobs(project)) == 2
    assert run_here(project, "check").returncode == 2


def test_headings_are_found_outside_of_code_alone() -> None:
    cells = [
        nbformat.v4.new_markdown_cell("# One\n\n```\n## Two\n```\n### *Three*, `four` ##"),
        nbformat.v4.new_code_cell("# Five"),
        nbformat.v4.new_raw_cell("## Six"),
        nbformat.v4.new_markdown_cell("#seven\n\n    ## Eight\n  ## Nine"),
    ]
    assert list(list_headings(cells)) == ["One", "Three, four", "Nine"]


def test_sources_may_be_stored_as_lists_of_lines_or_as_one_text(project: Path) -> None:
    path = write(project, SOUND)
    content = json.loads(path.read_text())
    for make in ("".join, lambda source: "".join(source).splitlines(keepends=True)):
        for cell in content["cells"]:
            cell["source"] = make(cell["source"])
        path.write_text(json.dumps(content))
        assert check_notebooks(find_notebooks(project)) == ()
