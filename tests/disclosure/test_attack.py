"""No hidden count can be found out from what is published, by one release or by two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.disclosure.attack import find_spans
from tests.disclosure.hold import hold_numbers, hold_spans, hold_two_releases
from tests.disclosure.make import SmallStudy, make_study, publish, remove_patient
from tests.disclosure.published import Release

ROOT = Path(__file__).parents[2]
SEEDS = (1, 2)


@pytest.fixture(scope="module")
def studies() -> list[SmallStudy]:
    whole = [make_study(seed) for seed in SEEDS]
    return whole + [remove_patient(study, 1) for study in whole]


@pytest.fixture(scope="module")
def project(tmp_path_factory, studies) -> Path:
    path = tmp_path_factory.mktemp("disclosure") / "project"
    publish(ROOT, path, studies)
    return path


def test_every_count_keeps_a_range_of_the_minimum(project, studies):
    for study in studies:
        hold_spans(project, study)


def test_two_releases_make_no_count_unique(project, studies):
    for before, after in zip(studies[: len(SEEDS)], studies[len(SEEDS) :], strict=True):
        hold_two_releases(project, before, after)


def test_every_number_of_every_file_is_one_of_the_published(project, studies):
    hold_numbers(project, studies)


def test_every_page_states_the_rule(project, studies):
    for study in studies:
        pages = sorted((project / "reports" / study.id).rglob("*.html"))
        assert len(pages) == 3
        for page in pages:
            said = re.findall(r"Counts below (\d+) are hidden", page.read_text(encoding="utf-8"))
            assert set(said) == {str(study.minimum)}


@pytest.mark.parametrize(("mean", "count"), [(41.7, 12), (37.5, 8), (54.5, 11)])
def test_the_attack_finds_counts_from_means_that_are_too_fine(mean, count):
    counts = {"enrolled dextrose": 10, "seen dextrose baseline": 10}
    parts = (("seen dextrose baseline", "enrolled dextrose"),)
    leaky = Release(5, 0.1, 100, counts, parts, {"seen dextrose baseline": mean})
    assert find_spans(leaky)["seen dextrose baseline"] == (count, count)
