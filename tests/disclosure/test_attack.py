"""No hidden count can be found out from what is published, by one release or by two."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.disclosure.attack import find_spans
from tests.disclosure.counted import Counts
from tests.disclosure.hold import hold_numbers, hold_spans, hold_two_releases
from tests.disclosure.make import SmallStudy, make_study, publish, remove_patient
from tests.disclosure.published import Mean, Release

ROOT = Path(__file__).parents[2]
SEEDS = (0, 5)
ENROLLED, SEEN = ("dextrose", "enrolled"), ("dextrose", "seen", "pain", "", 0)
YOUNG, OLD = ("dextrose", "is", "age", "young"), ("dextrose", "is", "age", "old")


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
    for study in studies[: len(SEEDS)]:
        assert hold_spans(project, study).small > 0


def test_two_releases_make_no_count_unique(project, studies):
    hold_two_releases(project, studies[0], studies[len(SEEDS)])


def test_every_number_of_every_file_is_one_of_the_published(project, studies):
    hold_numbers(project, studies)


def test_every_page_states_the_rule(project, studies):
    for study in studies:
        pages = sorted((project / "reports" / study.id).rglob("*.html"))
        assert len(pages) >= 3  # the study's, its checklist, and a report
        for page in pages:
            said = re.findall(r"Counts below (\d+) are hidden", page.read_text(encoding="utf-8"))
            assert set(said) == {str(study.minimum)}
    index = (project / "reports/index.html").read_text(encoding="utf-8")
    assert index.count("are hidden") == len(studies)


def release(counts: Counts, **more: object) -> Release:
    sums = (((ENROLLED,), 10), ((SEEN,), 10))
    return replace(Release(5, 100, counts, sums), **more)


@pytest.mark.parametrize(("mean", "count"), [(41.7, 12), (37.5, 8), (54.5, 11)])
def test_the_attack_finds_counts_from_means_that_are_too_fine(mean, count):
    counts = Counts(dict.fromkeys((ENROLLED, SEEN), count), [(SEEN, ENROLLED)])
    leaky = release(counts, means={SEEN: Mean(mean, 0.1, 100)})
    assert find_spans(leaky)[str(SEEN)] == (count, count)


def test_the_attack_finds_who_was_not_seen_twice_from_means_beside_changes():
    later, changed = ("dextrose", "seen", "pain", "", 6), ("dextrose", "changed", "pain", "", 6)
    names = (ENROLLED, SEEN, later, changed)
    orders = [(SEEN, ENROLLED), (later, ENROLLED), (changed, SEEN), (changed, later)]
    counts = Counts(dict.fromkeys(names, 10), orders)
    sums = tuple(((name,), 10) for name in names)
    means = {name: Mean(value, 0.2, 1) for name, value in ((SEEN, 50.0), (changed, -10.0))}
    missing = f"{SEEN} without {changed}"
    assert find_spans(release(counts, sums=sums, means=means))[missing] == (0, 4)
    beside = release(counts, sums=sums, means={**means, later: Mean(20.0, 0.2, 1)})
    assert find_spans(beside)[missing] == (1, 4)


def test_the_attack_narrows_parts_that_are_rounded_each_for_itself():
    counts = Counts(dict.fromkeys((ENROLLED, YOUNG, OLD), 0), parts={ENROLLED: [YOUNG, OLD]})
    apart = release(counts, sums=(((ENROLLED,), 15), ((YOUNG,), 5), ((OLD,), 5)))
    low, high = find_spans(apart)[str(YOUNG)]
    assert high - low + 1 < apart.minimum
    together = release(counts, sums=(((ENROLLED,), 15), ((YOUNG,), 5), ((YOUNG, OLD), 15)))
    low, high = find_spans(together)[str(YOUNG)]
    assert high - low + 1 >= together.minimum
