"""A forked process and a spawned kernel show the same, byte for byte."""

from __future__ import annotations

import os

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from outcomes.errors import ForkError
from outcomes.forking import template
from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.tidy_notebook import tidy_notebook
from tests.forking.battery import ASKS, CELLS, RAISES
from tests.runs.program import read_results, read_timeless_ledger
from tests.samples import thorough
from tests.small_project import RESULTS, make_project

STARTS_A_THREAD = """
import sys

if "outcomes.forking.server" in sys.orig_argv:
    import threading

    threading.Thread(target=threading.Event().wait, daemon=True).start()
"""


@pytest.fixture
def unsafe(tmp_path, monkeypatch):
    """Have this process use a template that has a thread, and so refuses to fork."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(STARTS_A_THREAD)
    paths = [str(folder), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        refusing = template.Template()
    monkeypatch.setitem(template._shared, os.getpid(), refusing)
    yield refusing
    refusing.close()


def write_battery(folder):
    notebook = nbformat.v4.new_notebook()
    notebook.metadata.kernelspec = {"name": "python3", "language": "python", "display_name": "P"}
    for name, source in {**CELLS, "asks": ASKS}.items():
        cell = nbformat.v4.new_code_cell(source, id=name.replace("_", "-"))
        if name in RAISES or name == "asks":
            cell.metadata.tags = ["raises-exception"]
        notebook.cells.append(cell)
    folder.mkdir()
    nbformat.write(notebook, folder / "in.ipynb")
    return folder


def run_battery(folder):
    """Run the battery; return what each cell showed, tidied."""
    with pytest.raises(PapermillExecutionError):  # papermill takes no tag for an excuse
        papermill.execute_notebook(
            str(folder / "in.ipynb"),
            str(folder / "out.ipynb"),
            engine_name="outcomes",
            seed=7,
            progress_bar=False,
            cwd=str(folder),
        )
    tidied = tidy_notebook(nbformat.read(folder / "out.ipynb", as_version=4), folder)
    names = [name.replace("_", "-") for name in (*CELLS, "asks")]
    return {
        name: (cell.execution_count, [dict(shown) for shown in cell.outputs])
        for name, cell in zip(names, tidied.cells, strict=True)
    }


@thorough
def test_each_cell_shows_the_same_either_way(tmp_path, request, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # a kernel would leave descriptors to pytest
    folder = write_battery(tmp_path / "battery")
    forked = run_battery(folder)
    refusing = request.getfixturevalue("unsafe")
    with pytest.raises(ForkError, match="2 threads"):
        refusing.fork("cells")
    spawned = run_battery(folder)
    for told in (forked, spawned):
        refused = told.pop("asks")[1]
        assert [shown["ename"] for shown in refused] == ["StdinNotImplementedError"]
    assert len(forked) == len(CELLS)
    for name in spawned:
        assert forked[name] == spawned[name], name
    ended = {name for name, (_, shown) in forked.items() if _ends_badly(shown)}
    assert ended == {name.replace("_", "-") for name in RAISES - {"magic_unknown"}}
    assert all(count for count, _ in forked.values())


def _ends_badly(outputs):
    return any(shown["output_type"] == "error" for shown in outputs)


def test_reports_are_the_same_either_way(tmp_path, request):
    cells = [RESULTS, CELLS["both_streams"], CELLS["random"], "import matplotlib.pyplot as plt"]
    notebooks = {
        "10_good": [*cells, "plt.plot([1, 2])", "import pandas as pd", CELLS["frame"]],
        "20_fails": [RESULTS, CELLS["error"]],
        "30_killed": [RESULTS, "import os\nos.kill(os.getpid(), 9)", "level"],
        "40_greedy": ["import numpy", "numpy.ones(10**12)", RESULTS],
    }
    made = []
    for path in ("forked", "spawned"):
        if path == "spawned":
            request.getfixturevalue("unsafe")
        root = make_project(tmp_path / path, notebooks)
        run_jobs(plan_jobs(root), root)
        made.append((read_results(root), read_timeless_ledger(root)))
    (first, ledger), (second, other) = made
    assert [name for name in {*first, *second} if first.get(name) != second.get(name)] == []
    assert ledger == other
