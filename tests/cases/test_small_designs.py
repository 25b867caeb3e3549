"""Small studies like the shared cases of designs and sizes: their pages say what is so."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from outcomes.study import check_study
from tests.cases.pages import read_page

ARMS = {
    "d": "{label: Dextrose, role: active}",
    "s": "{label: Saline, role: placebo}",
    "x": "{label: Exercise, role: control}",
}
PAIN = "{kind: continuous, range: [0, 10], higher: worse, label: Pain}"
SWELLING = "{kind: binary, higher: worse, label: Swelling}"
SHARE = (
    "{kind: continuous, range: [0, 10], higher: HIGHER, label: Strength, "
    "thresholds: [{value: 20, unit: percent of baseline, source: Example 2020}]}"
)
START = (8, 7, 9, 6, 8, 7)
END = (5, 3, 6, 4, 7, 2)


@dataclass(frozen=True)
class Small:
    """A study of one measure; every arm has the same scores, Saline 2 points more at week 6."""

    arms: str = "ds"
    measure: str = PAIN
    start: Sequence[float] | None = START
    end: Sequence[float] = END
    lost: str = ""

    def write(self, folder: Path) -> None:
        """Write the study file and its scores."""
        folder.mkdir(parents=True)
        alone = len(self.arms) == 1
        visits = [("baseline", 0, self.start), ("week 6", 6, self.end)]
        lines = [
            f"id: {folder.name}",
            "title: Made-up case",
            "provenance: collected",
            f"design: {'single-arm' if alone else 'parallel'}",
            "joint: knee",
            "arms:",
            *(f"  {arm}: {ARMS[arm]}" for arm in self.arms),
            "visits:",
            *(f"  - {{name: {name}, week: {week}}}" for name, week, scores in visits if scores),
            "tables: {scores: scores.csv}",
            f"measures: {{s: {self.measure}}}",
            "plan:",
            f"  primary: {{endpoint: s, visit: week 6{'' if alone else ', comparison: [d, s]'}}}",
            f"reports: [{'before-after' if alone else 'treatment-effect'}]",
        ]
        (folder / "study.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        rows = [
            f"{arm}{number},{arm},{name},{self._score(arm, week, score)}"
            for arm in self.arms
            for name, week, scores in visits
            if scores and not (week and arm in self.lost)
            for number, score in enumerate(scores)
        ]
        text = "\n".join(["participant,arm,visit,s", *rows]) + "\n"
        (folder / "scores.csv").write_text(text, encoding="utf-8")

    def _score(self, arm: str, week: int, score: float) -> float:
        score += 2 * (arm == "s" and week > 0)
        return int(score > 5) if self.measure == SWELLING else score


NO_ANSWER = ("could change", "can bias the answer")
WHOLE: dict[str, tuple[Small, tuple[str, ...], tuple[str, ...]]] = {
    "lost-active": (Small(lost="d"), ("nobody with dextrose has a score at week 6",), NO_ANSWER),
    "lost-binary": (
        Small(measure=SWELLING, lost="s"),
        ("difference in swelling between dextrose and saline could not be estimated",),
        NO_ANSWER,
    ),
    "lost-of-three": (
        Small("dsx", lost="s"),
        ("nobody with saline has a score at week 6",),
        NO_ANSWER,
    ),
    "third-lost": (
        Small("dsx", lost="x"),
        ("mean pain was 2.0 points lower with dextrose than with saline",),
        ("one of its levels", "singular"),
    ),
    "one-each": (
        Small(start=START[:1], end=END[:1]),
        ("too few participants",),
        ("1 people", "nan"),
    ),
    "same-start-and-end": (
        Small(start=[8] * 6, end=[4] * 6),
        ("mean pain was 2.0 points lower", "No confidence interval could be calculated"),
        ("nan",),
    ),
    "same-start": (
        Small(start=[8] * 6),
        ("not adjusted for baseline score, the same for everybody",),
        ("could not be estimated",),
    ),
    "alone-one": (
        Small("d", start=START[:1], end=END[:1]),
        ("1 person had dextrose",),
        ("1 people", "nan"),
    ),
    "alone-all-zero": (
        Small("d", start=[0] * 5, end=[0] * 5),
        ("the score did not change in anybody with dextrose",),
        ("0.0 points.",),
    ),
    "alone-binary": (
        Small("d", measure=SWELLING),
        ("The answer was yes for 2 of 6 people.",),
        ("yes or no on average",),
    ),
    "alone-binary-no-start": (
        Small("d", measure=SWELLING, start=None),
        ("The answer was yes for 2 of 6 people.",),
        ("yes or no on average",),
    ),
    "alone-no-start": (
        Small("d", start=None),
        ("There is no baseline score, so no change can be calculated.",),
        ("got better by at least",),
    ),
    "zero-rises": (
        Small("d", SHARE.replace("HIGHER", "better"), (0, 0, 0, 5, 5, 5), (0, 3, 1, 6, 5.5, 5)),
        ("3 of 6 people got better by at least 20%",),
        (),
    ),
    "zero-worsens": (
        Small("d", SHARE.replace("HIGHER", "worse"), (0,) * 6, (0, 1, 2, 0, 3, 1)),
        ("0 of 6 people got better by at least 20%",),
        (),
    ),
}
"""By study: what its page says, and what it must not."""


def test_small_studies_have_whole_reports(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    for name, (study, *_) in WHOLE.items():
        study.write(tmp_path / "data" / "raw" / name)
    entries = run_jobs(plan_jobs(tmp_path, list(WHOLE)), tmp_path)
    assert [(one.study, one.report) for one in entries if one.state.is_bad] == []
    wrong = []
    for name, (study, said, unsaid) in WHOLE.items():
        report = "before-after" if len(study.arms) == 1 else "treatment-effect"
        page = read_page(tmp_path / "reports" / name / report / "index.html")
        wrong += [(name, "not said", words) for words in said if words not in page]
        wrong += [(name, "said", words) for words in unsaid if words in page]
    assert wrong == []


@pytest.mark.parametrize("arms", ["d", "ds", "dsx"])
def test_a_primary_visit_that_nobody_reached_is_refused(tmp_path: Path, arms: str) -> None:
    Small(arms, lost=arms).write(tmp_path / "unreached")
    faults = check_study(tmp_path / "unreached")
    assert "plan.primary.visit" in {fault.column for fault in faults}


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("3,010", "If the comma marks thousands, write 3010"),
        ("12,500", "If the comma marks thousands, write 12500"),
        ("1,234,567", "without separators of thousands: 1234567"),
        ("1'250", "without separators of thousands: 1250"),
        ("1.234.567,5", "without separators of thousands: 1234567.5"),
        ("3,01", "Write decimals with a point: 3.01"),
    ],
)
def test_a_comma_may_mark_thousands(tmp_path: Path, written: str, advice: str) -> None:
    steps = "{kind: continuous, range: [0, .inf], higher: better, label: Steps}"
    Small(measure=steps).write(tmp_path / "steps")
    file = tmp_path / "steps" / "scores.csv"
    text = file.read_text(encoding="utf-8").replace("d0,d,week 6,5", f'd0,d,week 6,"{written}"')
    file.write_text(text, encoding="utf-8")
    (fault,) = check_study(tmp_path / "steps")
    assert (fault.column, fault.value) == ("s", written)
    assert advice in fault.fix
