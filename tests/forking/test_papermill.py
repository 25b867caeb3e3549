"""``papermill --engine outcomes``: what users of papermill rely on."""

from __future__ import annotations

import nbformat
import papermill
import pytest

from outcomes.errors import ForkError, NotebookDiedError
from outcomes.forking import engine
from outcomes.forking.own_project import name_own_project
from tests.runs.program import Program
from tests.small_project import make_project, write_notebook

PARAMETERS = "study: str = 'knee'\nlevel: float = 0.95"


def read_notebook(path):
    return nbformat.read(path, as_version=4)


def statuses(notebook):
    return [cell.metadata.papermill.status for cell in notebook.cells]


def test_the_command_line_gives_parameters_log_files_progress_and_times(tmp_path):
    cells = [
        "print('level is', level)",
        "import sys\nprint('beware', file=sys.stderr)",
        "2 * level",
    ]
    write_notebook(tmp_path, "in", cells, parameters=PARAMETERS)
    program = Program(
        tmp_path,
        (
            *("in.ipynb", "out.ipynb", "--engine", "outcomes", "-p", "level", "0.9"),
            *("--log-output", "--stdout-file", "out.txt", "--stderr-file", "err.txt"),
            "--progress-bar",
        ),
        {"PYTHONWARNINGS": "ignore"},
        program="papermill",
    )
    done = program.finish()
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.txt").read_text() == "level is 0.9\n"
    assert (tmp_path / "err.txt").read_text() == "beware\n"
    assert "level is 0.9" in done.stderr
    assert "Executing: 100%" in done.stderr
    notebook = read_notebook(tmp_path / "out.ipynb")
    assert "injected-parameters" in notebook.cells[2].metadata.tags
    assert notebook.cells[5].outputs[0].data["text/plain"] == "1.8"
    assert set(statuses(notebook)) == {"completed"}
    assert notebook.metadata.papermill.duration > 0
    assert notebook.metadata.papermill.exception is None
    assert notebook.metadata.language_info.name == "python"
    for cell in notebook.cells:
        assert cell.metadata.papermill.start_time <= cell.metadata.papermill.end_time
    times = notebook.cells[3].metadata.execution
    assert times["iopub.status.busy"] <= times["shell.execute_reply"]


READS = "from outcomes import load_study\nprint('read', load_study(study).id)"


def test_a_notebook_finds_its_project_though_papermill_goes_elsewhere(tmp_path):
    make_project(tmp_path / "project", {"10_reads": [READS]})
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "run-here").mkdir(parents=True)
    program = Program(
        elsewhere,
        (
            *("../project/notebooks/10_reads.ipynb", str(elsewhere / "out.ipynb")),
            *("--engine", "outcomes", "--stdout-file", str(elsewhere / "said")),
            *("--cwd", "run-here"),
        ),
        {"PWD": str(elsewhere)},
        program="papermill",
    )
    done = program.finish()
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "said").read_text() == "read knee-small\n"


@pytest.mark.parametrize("forked", [True, False])
def test_a_notebook_finds_its_project_from_any_folder(tmp_path, monkeypatch, forked):
    make_project(tmp_path / "project", {"10_reads": [READS]})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    if not forked:
        monkeypatch.setattr(engine, "get_template", refuse)
    made = papermill.execute_notebook(
        "../project/notebooks/10_reads.ipynb", None, engine_name="outcomes", progress_bar=False
    )
    assert made.cells[-1].outputs[0].text == "read knee-small\n"


def test_a_project_that_is_named_or_stood_in_is_left_alone(tmp_path, monkeypatch):
    project = make_project(tmp_path / "project", {"10_reads": [READS]})
    path = str(project / "notebooks" / "10_reads.ipynb")
    notebook = nbformat.v4.new_notebook(metadata={"papermill": {"input_path": path}})
    assert name_own_project(notebook, str(tmp_path)) == {"OUTCOMES_ROOT": str(project)}
    assert name_own_project(notebook, str(project / "notebooks")) == {}
    assert name_own_project(nbformat.v4.new_notebook(), str(tmp_path)) == {}
    monkeypatch.setenv("OUTCOMES_ROOT", str(tmp_path))
    assert name_own_project(notebook, str(tmp_path)) == {}


def refuse():
    raise ForkError("a test says so")


def test_a_failing_notebook_is_saved_with_its_error_and_fails_the_command(tmp_path):
    cells = ["print('before')", "1 / 0", "print('after')"]
    write_notebook(tmp_path, "in", cells, parameters=PARAMETERS)
    program = Program(
        tmp_path,
        ("in.ipynb", "out.ipynb", "--engine", "outcomes", "--no-progress-bar"),
        {"PYTHONWARNINGS": "ignore"},
        program="papermill",
    )
    done = program.finish()
    assert done.returncode == 1
    assert "ZeroDivisionError: division by zero" in done.stderr
    cells = [c for c in read_notebook(tmp_path / "out.ipynb").cells if c.cell_type == "code"]
    assert [cell.metadata.papermill.status for cell in cells[-3:]] == [
        "completed",
        "failed",
        "pending",
    ]
    assert cells[-2].outputs[-1].ename == "ZeroDivisionError"


@pytest.mark.parametrize(
    ("source", "name"),
    [("import os\nos.kill(os.getpid(), 9)", "SIGKILL"), ("import os\nos._exit(0)", "Exit")],
)
def test_a_dead_run_says_in_its_notebook_which_cell_ran_and_what_did_not(tmp_path, source, name):
    cells = ["print('before')", source, "print('after')"]
    path = write_notebook(tmp_path, "in", cells, parameters=PARAMETERS)
    with pytest.raises(NotebookDiedError) as death:
        papermill.execute_notebook(
            str(path), str(tmp_path / "out.ipynb"), engine_name="outcomes", progress_bar=False
        )
    assert (death.value.name, death.value.cell) == (name, 3)
    notebook = read_notebook(tmp_path / "out.ipynb")
    assert statuses(notebook) == ["completed"] * 3 + ["failed", "pending"]
    shown = notebook.cells[3].outputs[-1]
    assert shown.ename == name
    assert "no cell after it was run" in shown.traceback[0]
    assert notebook.cells[4].outputs == []
    assert notebook.metadata.papermill.exception is True


def test_a_cell_that_takes_longer_than_papermill_allows_is_ended(tmp_path):
    cells = ["import time\ntime.sleep(1000)", "print('after')"]
    path = write_notebook(tmp_path, "in", cells, parameters=PARAMETERS)
    with pytest.raises(NotebookDiedError, match="the cell ran for more than 1 seconds"):
        papermill.execute_notebook(
            str(path),
            str(tmp_path / "out.ipynb"),
            engine_name="outcomes",
            progress_bar=False,
            execution_timeout=1,
        )
    assert statuses(read_notebook(tmp_path / "out.ipynb"))[-2:] == ["failed", "pending"]
