"""The page on responders, of studies that lack something: it says so, and never fails."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.cases.meaning_study import PEOPLE, VISITS, change, copy_case, scores_of, write_study

ROOT = Path(__file__).resolve().parents[2]
WITH_THRESHOLD = "{instrument: pain-vas, column: score}"


def publish(source: Path, project: Path) -> str:
    """Make the page of a study, and return its words."""
    (project / "data" / "raw").mkdir(parents=True)
    shutil.copytree(source, project / "data" / "raw" / source.name)
    (project / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "30_responders.ipynb", project / "notebooks")
    (entry,) = run_jobs(plan_jobs(project, [source.name], ["responders"], {}), project)
    assert not entry.state.is_bad, entry.failure
    page = (project / "reports" / source.name / "responders" / "index.html").read_text("utf-8")
    page = re.sub(r"(?s)<(style|script)\b.*?</\1>", "", page)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def publish_made_up(tmp_path: Path, scores: pd.DataFrame, *changes: tuple[str, str]) -> str:
    folder = write_study(tmp_path, WITH_THRESHOLD, scores)
    change(folder / "study.yaml", ("[treatment-effect]", "[responders]"), *changes)
    return publish(folder, tmp_path / "project")


def falls(rng: np.random.Generator) -> pd.DataFrame:
    """Return scores of pain of 100 that fall by 30 with the drug and hardly with placebo."""
    scores = scores_of([0.0])
    by_drug = scores["participant"].str.startswith("d")
    fall = np.where(by_drug, 30, 3) * scores["visit"].map(
        dict(zip(VISITS, (0, 0.5, 1), strict=True))
    )
    return scores.assign(score=np.round(60 - fall + rng.normal(0, 2, len(scores)), 1))


def test_how_many_responded_is_said_in_100(tmp_path: Path) -> None:
    words = publish_made_up(tmp_path, falls(np.random.default_rng(1)))
    assert "about 100 in 100 with drug (6 of 6), about 0 in 100 with placebo (0 of 6)" in words
    assert "NNTB 1.0" in words
    # Not a ratio of a share of none.
    assert "nobody, or everybody, in an arm responded" in words


def test_an_arm_that_nobody_saw_again(tmp_path: Path) -> None:
    scores = falls(np.random.default_rng(2))
    lost = scores["participant"].str.startswith("p") & (scores["visit"] == "week 12")
    words = publish_made_up(tmp_path, scores[~lost])
    assert "at week 12: not estimated, because nobody with placebo has a score at week 12" in words
    assert "Multiple imputation: not estimated, because nobody with placebo has a score" in words


def test_three_arms(tmp_path: Path) -> None:
    scores = falls(np.random.default_rng(3))
    folder = write_study(tmp_path, WITH_THRESHOLD, scores)
    arms = ["x" if name in ("d5", "d6", "p5", "p6") else name[0] for name in PEOPLE]
    pd.DataFrame({"participant": PEOPLE, "arm": arms}).to_csv(
        folder / "participants.csv", index=False
    )
    third = "  p: {label: Placebo, role: placebo}\n  x: {label: Exercise, role: control}"
    change(
        folder / "study.yaml",
        ("[treatment-effect]", "[responders]"),
        ("  p: {label: Placebo, role: placebo}", third),
    )
    words = publish(folder, tmp_path / "project")
    assert "Drug minus Placebo" in words
    assert "Drug minus Exercise" in words


def test_a_primary_endpoint_without_a_threshold(shared: Path, tmp_path: Path) -> None:
    folder = copy_case(
        shared, tmp_path, "third-arm-never-seen-again", ("[treatment-effect]", "[responders]")
    )
    words = publish(folder, tmp_path / "project")
    assert "Responders on the primary endpoint, pain, cannot be counted" in words
    assert "No endpoint has a threshold by which responders could be counted." in words


def test_a_yes_or_no_primary_endpoint(shared: Path, tmp_path: Path) -> None:
    folder = copy_case(
        shared,
        tmp_path,
        "binary-no-baseline",
        ("[data-quality, treatment-effect]", "[responders]"),
        (", method: ancova", ""),
    )
    words = publish(folder, tmp_path / "project")
    assert "Would have it again, at week 12" in words
    assert "No responder is counted by a change from baseline" in words
    assert "not estimated, because its answers are yes or no" in words
