"""Small studies with small cells, made from seeds, and their reports."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.small_project import write_study
from tests.study.keys import write_key

REPORT = "protected-results"
NOTEBOOK = Path("notebooks/30_protected_results.ipynb")
VISITS = ("baseline", "week 12")
Row = tuple[str, str, str, int]


@dataclass(frozen=True)
class SmallStudy:
    """A study to be attacked: its id, its minimum, and rows of participant, arm, visit, score."""

    id: str
    minimum: int
    rows: tuple[Row, ...]

    def seen(self, arm: str, *visits: str) -> int:
        """Return how many of an arm have a score at every one of some visits; with none, all."""
        at = {
            visit: {who for who, group, when, _ in self.rows if (group, when) == (arm, visit)}
            for visit in VISITS
        }
        found = set.intersection(*(at[visit] for visit in visits)) if visits else at[VISITS[0]]
        return len(found)


def make_study(seed: int) -> SmallStudy:
    """Make a study of two arms, of which one is often too small; scores in steps of 1, 5 or 10."""
    drawn = random.Random(seed)
    step = drawn.choice((1, 5, 10))
    rows: list[Row] = []
    for arm, most in (("dextrose", 30), ("saline", 14)):
        for number in range(drawn.randint(4, most)):
            who, before = f"{arm[0]}{number}", step * drawn.randint(20 // step, 80 // step)
            rows.append((who, arm, VISITS[0], before))
            if drawn.random() < 0.85:
                after = max(before - step * drawn.randint(0, 20 // step), 0)
                rows.append((who, arm, VISITS[1], after))
    name = "".join("abcdefghij"[int(digit)] for digit in str(seed))  # no number of people
    return SmallStudy(f"study-{name}", drawn.choice((4, 5, 5, 8)), tuple(rows))


def remove_patient(study: SmallStudy, seed: int) -> SmallStudy:
    """Return a study without one of its participants."""
    gone = random.Random(seed).choice(sorted({who for who, *_ in study.rows}))
    rows = tuple(row for row in study.rows if row[0] != gone)
    return SmallStudy(f"{study.id}-less", study.minimum, rows)


def publish(root: Path, project: Path, studies: list[SmallStudy]) -> None:
    """Lay out a project of these studies, and make all their reports."""
    (project / "notebooks").mkdir(parents=True)
    shutil.copy(root / NOTEBOOK, project / NOTEBOOK)
    for study in studies:
        rule = f"disclosure: {{minimum: {study.minimum}}}\n"
        folder = write_study(project, study.id, [REPORT], provenance="collected", more=rule)
        lines = ["participant,arm,visit,pain", *(",".join(map(str, row)) for row in study.rows)]
        write_key(folder)
        (folder / "scores.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run_jobs(plan_jobs(project), project)
