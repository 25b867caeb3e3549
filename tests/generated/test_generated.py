"""Valid studies of every kind: a sample; ``python -m validation generated`` makes all 500."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.run_settings import RunSettings
from tests.generated.draw import draw_spec
from tests.generated.features import list_features, list_wanted
from tests.generated.judge import OF_THE_STUDY, Finding, judge_study
from tests.generated.make import make_study, write_study
from tests.generated.reduce import reduce_spec
from tests.generated.spec import Spec
from tests.generated.study_file import list_reports

SAMPLE = (45, 55, 103, 129, 135, 194, 212, 231, 260, 283, 320, 380, 409, 492, 495)
"""Few studies that have every feature between them."""
WHOLE = 320
"""All reports of this one are made, and its own by kernels too."""


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """Return the root folder of a project that has the notebooks and no study."""
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    return tmp_path


def test_a_seed_gives_the_same_files() -> None:
    assert make_study(7) == make_study(7)
    assert make_study(7) != make_study(8)


def test_the_sample_has_every_feature() -> None:
    drawn = set().union(*(list_features(draw_spec(seed)) for seed in SAMPLE))
    assert list_wanted() - drawn == set()


@pytest.mark.parametrize("seed", [seed for seed in SAMPLE if seed != WHOLE])
def test_every_report_is_made_and_says_what_is_so(seed: int, project: Path) -> None:
    assert say(judge_study(draw_spec(seed), project, OF_THE_STUDY)) == []


def test_kernels_make_the_same_reports(project: Path, root: Path, tmp_path: Path) -> None:
    spec = draw_spec(WHOLE)
    found = say(judge_study(spec, project))
    other = tmp_path / "kernels"
    shutil.copytree(root / "notebooks", other / "notebooks")
    write_study(spec, other / "data" / "raw")
    reports = [name for name in list_reports(spec) if name in OF_THE_STUDY]
    run_jobs(plan_jobs(other, [spec.id], reports), other, settings=RunSettings(workers=1))
    for report in reports:
        for name in ("index.html", "results.json", "headline.svg"):
            path = Path("reports", spec.id, report, name)
            assert (project / path).read_bytes() == (other / path).read_bytes(), path
    assert found == []


def say(found: Sequence[Finding]) -> list[str]:
    return [f"{each.report}, {each.kind}: {each.text}" for each in found]


def test_a_failing_study_is_reduced_to_what_fails() -> None:
    def fails(spec: Spec) -> bool:
        return len(spec.arms) >= 2 and any(one.kind == "visa-a" for one in spec.measures)

    seed = next(seed for seed in range(100) if fails(draw_spec(seed)))
    small = reduce_spec(draw_spec(seed), fails, most=500)
    assert fails(small)
    assert (len(small.arms), len(small.measures), len(small.times)) == (2, 1, 1)
    assert set(small.features()) <= {"seed", "design", "times", "arms", "measures"}
