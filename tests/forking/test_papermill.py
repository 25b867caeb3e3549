"""``papermill --engine outcomes``: what users of papermill rely on."""

from __future__ import annotations

import nbformat
import papermill
import pytest

from outcomes.errors import NotebookDiedError
from tests.runs.program import Program
from tests.small_project import write_notebook

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
