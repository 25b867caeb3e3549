"""Five made-up trials whose pages must say in or just under the answer what is the matter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from tests.cases.meaning_study import load_sound
from tests.cases.pages import make_pages
from tests.study.keys import write_key

N = 80
ACTIVE = np.arange(N) % 2 == 0
STUDY = """\
id: made-up
title: Made-up
provenance: collected
allocation: randomised
design: parallel
joint: knee
arms:
  d: {label: Drug, role: active}
  p: {label: Placebo, role: placebo}
visits:
  - {name: baseline, week: 0}
  - {name: week 6, week: 6}
  - {name: week 12, week: 12}
  - {name: week 24, week: 24}
tables: {participants: participants.csv, scores: scores.csv}
measures:
  score: {kind: continuous, range: [0, 100], higher: worse, label: Pain}
plan:
  primary: {endpoint: score, visit: VISIT, comparison: [d, p], method: mmrm}
reports: [treatment-effect]
"""


def _ordinary() -> NDArray[np.float64]:
    """Scores at four visits without an effect, alike in both arms at baseline."""
    rng = np.random.default_rng(5)
    half = rng.multivariate_normal(
        [55, 50, 48, 46], 80 * (np.eye(4) + 0.8), N // 2, method="cholesky"
    )
    scores = np.empty((N, 4))
    scores[ACTIVE], scores[~ACTIVE] = half, half[:, :] + 0.01
    scores[:, 1:] += rng.normal(0, 4, (N, 3))
    return scores


def _faded() -> NDArray[np.float64]:
    scores = _ordinary()
    scores[ACTIVE, 1:3] -= 15
    return scores


def _imbalanced() -> NDArray[np.float64]:
    scores = _ordinary()
    scores[ACTIVE] += 10
    return scores


def _spread() -> NDArray[np.float64]:
    scores = _ordinary()
    middle = scores[ACTIVE, 3].mean()
    scores[ACTIVE, 3] = middle + 2.5 * (scores[ACTIVE, 3] - middle)
    return scores


def _floor() -> NDArray[np.float64]:
    scores = _ordinary()
    scores[:, 1:] -= 40
    return scores


def _dropout() -> NDArray[np.float64]:
    scores = _ordinary()
    scores[np.flatnonzero(ACTIVE)[:18], 3] = np.nan
    scores[np.flatnonzero(~ACTIVE)[:2], 3] = np.nan
    return scores


def _write(parent: Path, scores: NDArray[np.float64], visit: str = "week 24") -> Path:
    folder = parent / "made-up"
    folder.mkdir(parents=True)
    people = pd.DataFrame(
        {
            "participant": [f"P{number:03}" for number in range(N)],
            "arm": np.where(ACTIVE, "d", "p"),
        }
    )
    people.to_csv(folder / "participants.csv", index=False)
    visits = ("baseline", "week 6", "week 12", "week 24")
    table = pd.DataFrame(scores.clip(0, 100).round(1), columns=list(visits))
    long = table.assign(participant=people["participant"]).melt(
        "participant", var_name="visit", value_name="score"
    )
    long.dropna().to_csv(folder / "scores.csv", index=False)
    (folder / "study.yaml").write_text(STUDY.replace("VISIT", visit), encoding="utf-8")
    return write_key(folder)


def _answer(page: str) -> str:
    """Return what stands under the heading of the answer."""
    return page.partition("In plain words For patients")[0].rpartition("The answer")[2]


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        (_imbalanced, "Unlike at the start: at baseline, mean pain was"),
        (_spread, "Unequal spread: scores at week 24 differ more between participants of one arm"),
        (_floor, "have the lowest score there can be. Who is there can change no further"),
        (_dropout, "Drop-out: 18 of 40 with drug and 2 of 40 with placebo have no score at"),
        (_faded, "It had been otherwise before: at week 6 the mean was"),
    ],
)  # fmt: skip
def test_the_answer_says_what_is_the_matter(root: Path, tmp_path: Path, scores, words: str) -> None:
    case = _write(tmp_path, scores())
    page = make_pages(case, root, tmp_path / "project")["treatment-effect"]
    assert words in _answer(page)


def test_an_ordinary_trial_has_nothing_under_its_answer(root: Path, tmp_path: Path) -> None:
    case = _write(tmp_path, _ordinary())
    answer = _answer(make_pages(case, root, tmp_path / "project")["treatment-effect"])
    for words in ("Unlike at the start", "Unequal spread", "score there can be", "Drop-out",
                  "otherwise", "did not last"):  # fmt: skip
        assert words not in answer


def test_an_effect_that_wears_off_is_told_in_answer_plain_words_and_card(
    root: Path, tmp_path: Path
) -> None:
    case = _write(tmp_path, _faded(), "week 12")
    page = make_pages(case, root, tmp_path / "project")["treatment-effect"]
    assert "This did not last: at week 24 the mean was" in _answer(page)
    assert "Later, at week 24, there was no clear difference any more." in page
    card = (tmp_path / "project" / "reports" / "made-up" / "index.html").read_text(encoding="utf-8")
    assert "This did not last" in card
    assert load_sound(case).file.plan.primary.visit == "week 12"
