"""The example in docs/how-to-add/batch.md makes the reports that it says it makes."""

from __future__ import annotations

import re
import shutil

import pytest

from outcomes.runs import State, read_manifest
from outcomes.runs.batch import Batch, Set, plan_batch, read_batch
from outcomes.runs.run_jobs import run_jobs


@pytest.fixture
def page(root):
    return (root / "docs/how-to-add/batch.md").read_text(encoding="utf-8")


def test_the_example_makes_the_reports_listed(root, page, tmp_path):
    (text,) = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    (listed,) = re.findall(r"```text\n(.*?)```", page, flags=re.DOTALL)
    for name in ("data/raw", "notebooks"):
        shutil.copytree(root / name, tmp_path / name)
    file = tmp_path / "sensitivity.yaml"
    file.write_text(text, encoding="utf-8")
    jobs = plan_batch(read_batch(file), tmp_path, {}).jobs
    assert [f"{job.folder}/" for job in jobs] == listed.split()
    assert {job.seed for job in jobs} == {7}
    entries = run_jobs(jobs, tmp_path)
    assert {entry.state for entry in entries} == {State.SUCCEEDED}
    studies = read_manifest(tmp_path)["studies"]
    levels = {
        name: made["parameters"]["level"]
        for name, made in studies["knee-dextrose-saline"]["reports"].items()
        if "--" in name
    }
    assert levels == {
        "treatment-effect--as-planned": 0.95,
        "treatment-effect--strict": 0.99,
        "data-quality--quality": 0.95,
    }
    cards = (tmp_path / "reports/knee-dextrose-saline/index.html").read_text(encoding="utf-8")
    assert "(strict)" in cards


def test_every_key_is_told(page):
    told = set(re.findall(r"^\| `([a-z.]+)` \|", page, flags=re.MULTILINE))
    keys = set(Batch.model_fields) | {f"sets.{name}" for name in Set.model_fields}
    assert told == keys
