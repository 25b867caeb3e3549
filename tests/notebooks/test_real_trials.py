"""Real trials, from their tables to the published page; their printed results are in it.

Reference results: the README beside each data set. Those marked published were printed by the
trial; the others were computed there with R (lm, nlme). Displayed numbers are compared after
rounding to the decimals that the report shows, results.json to the printed digits.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from outcomes.estimates import read_results
from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.report.summary_numbers import check_summary

ROOT = Path(__file__).resolve().parents[2]
REPORT = "treatment-effect"


class Published:
    """A published report: its numbers, and the words of its page."""

    def __init__(self, folder: Path) -> None:
        self.estimates = read_results(folder / "results.json")
        page = (folder / "index.html").read_text(encoding="utf-8")
        page = re.sub(r"(?s)<style>.*?</style>", "", page)
        self.words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))

    def pick(self, quantity: str, **place: object) -> pd.DataFrame:
        rows = self.estimates[self.estimates["quantity"] == quantity]
        for column, value in place.items():
            rows = rows[rows[column] == value]
        return rows

    def row(self, quantity: str, **place: object) -> pd.Series:
        rows = self.pick(quantity, **place)
        assert len(rows) == 1
        return rows.iloc[0]


@pytest.fixture
def publish(real_study: Callable[[str], Path], tmp_path: Path) -> Callable[..., Published]:
    def publish_study(name: str) -> Published:
        source = real_study(name)
        project = tmp_path / "project"
        (project / "data" / "raw").mkdir(parents=True)
        shutil.copytree(source, project / "data" / "raw" / source.name)
        shutil.copytree(ROOT / "notebooks", project / "notebooks")
        jobs = plan_jobs(project, [source.name], [REPORT], {})
        (entry,) = run_jobs(jobs, project)
        assert not entry.state.is_bad, entry.failure
        assert check_summary(project, source.name)
        return Published(project / "reports" / source.name / REPORT)

    return publish_study


def test_acupuncture_for_headache(publish):
    report = publish("acupuncture_headache")
    at_year = {"endpoint": "headache", "visit": "month 12"}
    means = {arm: report.row("mean", arm=arm, **at_year) for arm in ("acupuncture", "usual-care")}
    spreads = {arm: report.row("sd", arm=arm, **at_year) for arm in means}
    # Published: 16.2 (13.7), n 161; 22.3 (17.0), n 140 (BMJ 2004;328:744).
    assert round(means["acupuncture"]["estimate"], 1) == 16.2
    assert round(spreads["acupuncture"]["estimate"], 1) == 13.7
    assert means["acupuncture"]["n_arm"] == 161
    assert round(means["usual-care"]["estimate"], 1) == 22.3
    assert round(spreads["usual-care"]["estimate"], 1) == 17.0
    assert means["usual-care"]["n_arm"] == 140
    # Published: adjusted difference 4.6 (95 % CI 2.2 to 7.0).
    difference = report.row("difference", **at_year)
    assert difference["favours"] == "acupuncture"
    assert round(-difference["estimate"], 1) == 4.6
    assert round(-difference["ci_high"], 1) == 2.2
    assert "4.6 points lower with acupuncture" in report.words.lower()
    assert "Simulated" not in report.words


def test_placebo_controlled_knee_injury(publish):
    report = publish("knee_injury_pain")
    # R 4.2 tapply means in the data's README, 3 decimals.
    printed = {
        "placebo": [3.381, 3.111, 2.921, 2.778],
        "treatment": [3.328, 2.859, 2.594, 2.156],
    }
    for arm, means in printed.items():
        rows = report.pick("mean", arm=arm, endpoint="pain").sort_values("week")
        assert [round(value, 3) for value in rows["estimate"]] == means
    last = report.estimates["week"].max()
    counts = {"placebo": [17, 8, 14, 20, 4], "treatment": [19, 26, 11, 6, 2]}
    for arm, levels in counts.items():
        rows = report.pick("count", arm=arm, week=last).sort_values("threshold")
        assert list(rows["estimate"]) == levels


def test_two_hips_are_one_patient(publish):
    report = publish("hip_mobility_spondylitis")
    # R 4.2 lm(after ~ arm + before) on the mean of both hips, 4 decimals: 36 df, not 75.
    for endpoint, estimate, se in (("flexion", 6.8862, 2.3127), ("rotation", 5.5805, 1.8218)):
        row = report.row("difference", endpoint=endpoint)
        assert round(row["estimate"], 4) == estimate
        assert round(row["se"], 4) == se
        assert row["df"] == 36
        assert (row["n_arm"], row["n_comparator"]) == (27, 12)


def test_antidepressant_with_dropout(publish):
    report = publish("antidepressant_dropout")
    # R 4.2.2, mmrm 0.3.18, us, REML, linear Kenward-Roger at visit 7: -2.80183 (1.11628).
    row = report.row("difference", visit="visit 7")
    assert round(row["estimate"], 5) == -2.80183
    assert round(row["se"], 5) == 1.11628
    assert row["analysis"].startswith("MMRM")
    assert "unstructured covariance" in report.words
    assert "Kenward-Roger standard errors and degrees of freedom" in report.words
    seen = report.pick("mean", arm="drug").sort_values("week")["n_arm"]
    assert list(seen)[-4:] == [84, 77, 73, 64]
