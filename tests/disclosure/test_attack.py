"""No hidden count can be found out from what is published, by one release or by two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.disclosure.hold import hold_numbers, hold_spans, hold_two_releases
from tests.disclosure.make import SmallStudy, make_study, publish, remove_patient

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
