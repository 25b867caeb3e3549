"""The checklist is filled from what is there, and changes with it."""

from __future__ import annotations

import dataclasses
import re

import pytest

from outcomes.report import ReportCard, render_checklist
from outcomes.report.checklist import consort, prisma
from outcomes.study import load_study
from outcomes.study.plan import ArmFlow, ParticipantFlow
from outcomes.study.study import Study
from tests.small_project import write_study

from .pages import check_page

TITLES = {
    "data-quality": "Data quality",
    "treatment-effect": "Treatment effect",
    "evidence": "The published evidence",
}
PAGES = {
    "data-quality": '<h2 id="who-was-seen">Who was seen</h2><h2 id="base">At baseline</h2>',
    "treatment-effect": '<h2 id="the-answer">The answer</h2><h2 id="harms">Harms</h2>',
    "evidence": '<h2 id="certain">How certain is it?</h2>',
}


@pytest.fixture
def study(tmp_path) -> Study:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "10_data_quality.ipynb").touch()
    return load_study(write_study(tmp_path, "knee-small", ["data-quality"]))


def cards(state: str = "succeeded") -> list[ReportCard]:
    return [ReportCard(name, title, state) for name, title in TITLES.items()]


def rows_of(html: str) -> dict[str, str]:
    """Return the row of each CONSORT item by its number."""
    table = html.partition("Items of CONSORT 2025")[2].partition("</table>")[0]
    found = re.findall(r'<tr>\s*<th scope="row" class="short">([^<]+)</th>(.*?)</tr>', table, re.S)
    return dict(found)


def test_every_item_is_there_once(study: Study) -> None:
    html = render_checklist(study, cards(), PAGES)
    check_page(html)
    assert list(rows_of(html)) == [item.number for item in consort.ITEMS]
    assert len({item.number for item in consort.ITEMS}) == len(consort.ITEMS) == 42
    assert len({item.number for item in prisma.ITEMS}) == len(prisma.ITEMS) == 42
    numbers = [int(re.sub(r"\D", "", item.number)) for item in consort.ITEMS]
    assert sorted(set(numbers)) == list(range(1, 31))
    assert {int(re.sub(r"\D", "", i.number)) for i in prisma.ITEMS} == set(range(1, 28))


def test_an_answer_is_a_link_to_the_section_that_holds_it(study: Study) -> None:
    rows = rows_of(render_checklist(study, cards(), PAGES))
    assert 'href="../treatment-effect/index.html#harms"' in rows["27"]
    assert 'href="../treatment-effect/index.html#the-answer"' in rows["26"]
    assert 'href="../data-quality/index.html#base"' in rows["25"]
    assert 'href="../index.html#plan"' in rows["14"]
    assert "Answered" in rows["25"]


def test_the_flow_is_answered_in_full_where_the_study_file_tells_it(study: Study) -> None:
    pages = {**PAGES, "treatment-effect": '<h2 id="flow">Participant flow</h2>'}
    rows = rows_of(render_checklist(study, cards(), pages))
    assert 'href="../treatment-effect/index.html#flow"' in rows["22a"]
    assert "In part" in rows["22a"]
    assert "In part" in rows["22b"]
    arms = {name: ArmFlow(received=1) for name in study.arms}
    flow = ParticipantFlow(assessed=9, excluded={"declined": 3}, arms=arms)
    told = dataclasses.replace(study, file=study.file.model_copy(update={"flow": flow}))
    assert "In part" in rows_of(render_checklist(told, cards(), pages))["22b"]
    arms = {name: ArmFlow(received=1, lost={"moved": 1}) for name in study.arms}
    flow = ParticipantFlow(assessed=9, excluded={"declined": 3}, arms=arms)
    told = dataclasses.replace(study, file=study.file.model_copy(update={"flow": flow}))
    rows = rows_of(render_checklist(told, cards(), pages))
    assert "Answered" in rows["22a"]
    assert "Answered" in rows["22b"]


def test_what_was_not_made_answers_nothing(study: Study) -> None:
    rows = rows_of(render_checklist(study, [], {}))
    for number in ("22a", "25", "26", "27", "29", "30"):
        assert "Not answered" in rows[number]
        assert "href" not in rows[number]


@pytest.mark.parametrize("state", ["failed", "killed", "out-of-memory", "timed-out", "stale"])
def test_reports_that_cannot_be_relied_on_answer_nothing(study: Study, state: str) -> None:
    html = render_checklist(study, cards(state), PAGES)
    check_page(html)
    assert "Not looked at" in html
    assert "treatment-effect/index.html" not in html
    assert "PRISMA" not in html


def test_prisma_is_asked_only_of_a_report_on_the_evidence(study: Study) -> None:
    assert "Items of PRISMA 2020" in render_checklist(study, cards(), PAGES)
    assert "Items of PRISMA 2020" not in render_checklist(study, cards()[:2], PAGES)


def test_the_title_and_the_summary_of_the_study_file_count(study: Study) -> None:
    def state(**changes: str) -> str:
        file = study.file.model_copy(update=changes)
        changed = dataclasses.replace(study, file=file)
        rows = rows_of(render_checklist(changed, cards(), PAGES))
        return rows["1a"] + rows["1b"]

    assert state().count("Not answered") == 2
    assert "answered-yes" in state(title="A randomised trial")
    assert state(summary="").count("answered-no") == 2


def test_nobody_is_said_to_be_randomised_where_there_is_one_arm(study: Study) -> None:
    file = study.file.model_copy(update={"design": "single-arm"})
    rows = rows_of(render_checklist(dataclasses.replace(study, file=file), cards(), PAGES))
    for number in ("1a", "17a", "18", "20b"):
        assert "Does not apply" in rows[number]
