"""Pages of other topics say all that many trials allow, and none a word of a topic unnamed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from outcomes.runs import State, plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.cases.meaning_study import change
from tests.evidence.topics import TOPICS
from tests.packs import PACK

from .test_one_interval import check, cut_sections

UNNAMED = {
    "knee-injury-pain": ("{label: Treatment,", "{label: Dextrose gel,"),
    "hip-mobility-spondylitis": ("title: ", "title: After dextrose prolotherapy, "),
}
"""Collected studies of other treatments, and how the word dextrose comes into them."""


@pytest.fixture(scope="module")
def site(
    root: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    """Return a project with two packs of its own, made, and the name of each topic's pack."""
    project = tmp_path_factory.mktemp("topics")
    shutil.copytree(root / "notebooks", project / "notebooks")
    packs = {topic: write(project, shared / "data") for topic, write in TOPICS.items()}
    for name, words in UNNAMED.items():
        folder = project / "data" / "raw" / name
        folder.mkdir()
        shutil.copyfile(root / "tests/studies" / name / "study.yaml", folder / "study.yaml")
        shutil.copyfile(shared / "data" / name.replace("-", "_") / "data.csv", folder / "data.csv")
        change(folder / "study.yaml", words)
    entries = run_jobs(plan_jobs(project), project)
    assert {entry.state for entry in entries} == {State.SUCCEEDED}
    return project, packs


@pytest.mark.parametrize("topic", TOPICS)
def test_every_question_that_many_trials_allow_is_asked(
    site: tuple[Path, dict[str, str]], topic: str
) -> None:
    project, packs = site
    name = f"{packs[topic]}-study"
    assert check(project, name, project / "data" / "raw" / name) > 0
    sections = cut_sections(project / "reports" / name / "evidence" / "index.html")
    assert "Do effects differ with what distinguishes the trials?" in sections["moderators"]
    assert "the pool without each trial" in sections["influence"]
    assert "Funnel plot of the effects" in sections["limits"]
    assert "Egger's test" in sections["limits"]
    assert sections["findings"].count(" at most, by our rule") >= 1
    if topic == "topical":
        assert "Number needed to treat" in sections["responders"]
    else:
        assert "Every effect of each trial, and each trial counted once" in sections["sensitivity"]


def test_no_page_says_a_word_of_a_topic_that_its_study_does_not_name(
    site: tuple[Path, dict[str, str]], root: Path
) -> None:
    project, _ = site
    ours = {citation.short for citation in PACK.citations.values()} | {"the article", "Beside the"}
    for page in (project / "reports").glob("*/**/index.html"):
        text = re.sub(r"<(style|script)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.S)
        words = re.sub(r"<[^>]+>", " ", text)
        if page.relative_to(project / "reports").parts[0] not in UNNAMED:
            assert not re.search("dextrose|prolotherapy", words, re.I), page
        assert not [name for name in ours if re.search(rf"\b{re.escape(name)}\b", words)], page
        named = page.relative_to(project / "reports").parts[0] not in UNNAMED
        assert named or "Published for comparison" not in words
