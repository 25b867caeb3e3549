"""Same inputs, same bytes: wherever, in whatever locale and time zone, however many at a time."""

from __future__ import annotations

import os
import re
import subprocess

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.runs.program import Program, read_results, read_timeless_ledger
from tests.small_project import RESULTS, make_project, write_study

SPEAKS = """
import locale, os, random, time
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt

print({"pain", "stiffness", "motion"}, hash("pain"), [hash(x) for x in ("a", "b")])
print(random.random(), np.random.normal(size=3), random.sample(range(100), 5))
print(time.tzname, time.strftime("%A %B", time.gmtime(0)), locale.getlocale(), os.get_terminal_size)
print(pd.DataFrame(np.random.normal(size=(3, 30))))
figure, axes = plt.subplots()
axes.scatter(np.random.normal(size=9), np.random.normal(size=9))
_ = axes.set_title("drawn")
"""
HERE = {"LC_ALL": "C", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "1", "COLUMNS": "60"}
THERE = {
    "LC_ALL": "de_DE.UTF-8",
    "LANG": "tr_TR.UTF-8",
    "LANGUAGE": "de:en",
    "TZ": "America/St_Johns",
    "PYTHONHASHSEED": "4242",
    "COLUMNS": "211",
    "MPLBACKEND": "svg",
    "PYTHONUTF8": "0",
}


def lay_out(root):
    notebooks = {f"{n}0_part_{n}": [RESULTS, SPEAKS.strip()] for n in (1, 2, 3)}
    make_project(root, notebooks)
    write_study(root, "hip-small", ["part-2"])
    return root


def test_two_runs_elsewhere_and_otherwise_give_the_same_bytes(tmp_path):
    runs = (
        (lay_out(tmp_path / "one"), HERE, "1"),
        (lay_out(tmp_path / "an other place é"), THERE, "2"),
    )
    for root, environment, jobs in runs:
        done = Program(root, ("run", "--jobs", jobs), environment).finish()
        assert done.returncode == 0, done.stdout + done.stderr
    first, second = (read_results(root) for root, _, _ in runs)
    assert len(first) == 4 * 4 + 3 * 2 + 3 + 1
    assert [name for name in {*first, *second} if first.get(name) != second.get(name)] == []
    assert read_timeless_ledger(runs[0][0]) == read_timeless_ledger(runs[1][0])
    text = first["reports/knee-small/part-1/notebook.ipynb"].decode()
    assert "('UTC', 'UTC') Thursday January" in text
    assert "image/png" in text


PRINTS = "import random\nimport numpy as np\nprint(random.random(), np.random.random())"


def printed(root, study="knee-small", report="draws"):
    text = (root / "reports" / study / report / "notebook.ipynb").read_text()
    return re.findall(r"0\.\d+ 0\.\d+", text)[0]


def test_the_seed_and_all_else_that_the_key_holds_set_the_random_numbers(tmp_path):
    root = make_project(tmp_path, {"10_draws": [RESULTS, PRINTS]})
    write_study(root, "hip-small", ["draws"])
    drawn = {}
    for seed in (0, 1, 0):
        run_jobs(plan_jobs(root, seed=seed), root)
        drawn.setdefault(seed, []).append((printed(root), printed(root, "hip-small")))
    again, zero, one = drawn[0][1], drawn[0][0], drawn[1][0]
    assert again == zero
    assert len({*zero, *one}) == 4


def test_the_caller_keeps_its_environment(tmp_path):
    before = dict(os.environ)
    root = make_project(tmp_path, {"10_draws": [RESULTS]})
    run_jobs(plan_jobs(root), root)
    assert dict(os.environ) == before


def test_some_locale_of_the_two_is_not_the_one_that_notebooks_get():
    """The comparison above would prove nothing if notebooks were run in the caller's."""
    shown = subprocess.run(
        ["python3", "-c", "import time; print(time.tzname)"],
        env={**os.environ, **HERE},
        capture_output=True,
        text=True,
    )
    assert "UTC" not in shown.stdout
