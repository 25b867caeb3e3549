"""What is published of an executed notebook."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from outcomes.runs.tidy_notebook import code_cell_number, remove_paths, tidy_notebook


def executed():
    tagged = {"tags": ["injected-parameters"], "papermill": {"duration": 1.5}}
    error = nbformat.v4.new_output(
        "error", ename="E", evalue="in /srv/x/a.py", traceback=["\x1b[31m/srv/x/a.py\x1b[0m"]
    )
    cells = [
        nbformat.v4.new_markdown_cell("An error", metadata={"tags": ["papermill-error-cell-tag"]}),
        nbformat.v4.new_markdown_cell("# Title"),
        nbformat.v4.new_code_cell("a = 1", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("a = 2", metadata=tagged),
        nbformat.v4.new_code_cell("b", outputs=[error], metadata={"execution": {"t": "2026"}}),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata={"papermill": {"start_time": "2026"}})


def test_clock_paths_colours_and_error_notes_are_taken_out():
    text = nbformat.writes(tidy_notebook(executed(), Path("/srv/x")))
    assert "2026" not in text
    assert "duration" not in text
    assert "/srv/x" not in text
    assert "31m" not in text
    assert "An error" not in text
    assert '"id": "injected-parameters"' in text


def test_code_cells_are_counted_as_in_the_stored_notebook():
    notebook = executed()
    # Positions before papermill put its note on top: title 0, parameters 1, injected 2, failing 3.
    assert [code_cell_number(notebook, index) for index in range(4)] == [None, 1, 1, 2]


def test_paths_are_replaced_whole_only():
    root = Path("/srv/x")
    assert remove_paths("/srv/x/data/a.csv and /srv/xy/b", root) == "./data/a.csv and /srv/xy/b"
    assert remove_paths("see /srv/x.", root) == "see .."
    assert remove_paths(f"{sys.prefix}/lib/a.py", root) == "python/lib/a.py"
    assert remove_paths("/var/t/ipykernel_123/456.py:1: Warning", root) == "456.py:1: Warning"
