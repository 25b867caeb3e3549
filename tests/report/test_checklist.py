"""The checklist says what the study and its numbers hold, item by item, and changes with them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from outcomes.report import ReportCard, ReportPage, render_checklist, render_study_page
from outcomes.report.checklist import consort, prisma
from outcomes.report.checklist.item import MADE
from outcomes.report.checklist.page import Line, fill_guidelines
from outcomes.study import load_study
from outcomes.study.reporting import Blinding, Reporting
from outcomes.study.study import Study

from .checklist_study import (
    load_bare,
    load_full,
    make_pages,
    of_another_treatment,
    say,
    split,
    without_rows,
    without_sections,
)
from .pages import check_page

Pages = Mapping[str, ReportPage]
Edit = Callable[[Study, Pages], tuple[Study, Pages]]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_full(tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_bare(tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module")
def pages() -> Pages:
    return make_pages()


def lines_of(study: Study, pages: Pages, guideline: str = "CONSORT 2025") -> dict[str, Line]:
    """Return the lines of a guideline by item."""
    for filled in fill_guidelines(study, tuple(pages.values())):
        if filled.name == guideline:
            return {line.item.number: line for _, lines in filled.sections for line in lines}
    return {}


def unsaid(*keys: str) -> Edit:
    """Take keys out of the study file."""
    return lambda study, pages: (say(study, **dict.fromkeys(keys)), pages)


def emptied(**keys: Any) -> Edit:
    return lambda study, pages: (say(study, **keys), pages)


def unmade(**values: str) -> Edit:
    """Have rows of the estimates not estimated; the sections stay."""
    return lambda study, pages: (study, without_rows(pages, **values))


def off_page(*sections: str) -> Edit:
    return lambda study, pages: (study, without_sections(pages, *sections))


def untreated(study: Study, pages: Pages) -> tuple[Study, Pages]:
    arms = {
        name: arm.model_copy(update={"treatment": None}) for name, arm in study.file.arms.items()
    }
    return say(study, arms=arms), pages


def both(*edits: Edit) -> Edit:
    def edit(study: Study, pages: Pages) -> tuple[Study, Pages]:
        for one in edits:
            study, pages = one(study, pages)
        return study, pages

    return edit


def unplanned(study: Study, pages: Pages) -> tuple[Study, Pages]:
    return say(study, plan=study.file.plan.model_copy(update={"secondary": ()})), pages


def unrecorded(study: Study, pages: Pages) -> tuple[Study, Pages]:
    """Have no table of events, and nothing counted from it; the section on harms stays."""
    return dataclasses.replace(study, events=None), without_rows(pages, quantity="risk")


def parts(key: str, *names: str) -> Edit:
    """Take parts of a key out of the study file."""

    def edit(study: Study, pages: Pages) -> tuple[Study, Pages]:
        value = getattr(study.file, key)
        blank = {name: () if isinstance(getattr(value, name), tuple) else None for name in names}
        return say(study, **{key: value.model_copy(update=blank)}), pages

    return edit


ELSEWHERE = emptied(joint="shoulder")
NO_RESULT = unmade(quantity="difference")

# item: state where all is there; what it rests on taken away; state then
CONSORT: dict[str, tuple[str, Edit, str]] = {
    "1a": ("yes", emptied(title="A trial"), "no"),
    "1b": ("part", emptied(summary=""), "no"),
    "2": ("yes", unsaid("registration"), "no"),
    "3": ("yes", unsaid("protocol", "analysis_plan"), "no"),
    "4": ("yes", unsaid("data_access"), "part"),
    "5a": ("yes", unsaid("funding"), "no"),
    "5b": ("yes", unsaid("interests"), "no"),
    "6": ("yes", both(unsaid("background"), of_another_treatment), "no"),
    "7": ("yes", both(unsaid("objectives"), off_page("question")), "no"),
    "8": ("yes", unsaid("patient_involvement"), "no"),
    "9": ("yes", unsaid("framework"), "part"),
    "10": ("yes", unsaid("changes"), "no"),
    "11": ("yes", unsaid("setting"), "no"),
    "12a": ("yes", both(unsaid("eligibility"), emptied(condition="")), "no"),
    "12b": ("yes", parts("eligibility", "sites", "therapists"), "no"),
    "13": ("yes", untreated, "no"),
    "14": ("yes", unplanned, "part"),
    "15": ("yes", unsaid("harms_assessment"), "no"),
    "16a": ("yes", unsaid("sample_size"), "no"),
    "16b": ("yes", unsaid("interim"), "no"),
    "17a": ("yes", unsaid("sequence"), "no"),
    "17b": ("yes", parts("sequence", "type", "blocks"), "no"),
    "18": ("yes", unsaid("concealment"), "no"),
    "19": ("yes", unsaid("enrolment"), "no"),
    "20a": ("yes", unsaid("blinding"), "no"),
    "20b": ("yes", unsaid("blinding"), "no"),
    "21a": ("yes", NO_RESULT, "no"),
    "21b": ("yes", both(unmade(subgroup="analysed"), unsaid("allocation")), "no"),
    "21c": ("yes", unmade(quantity="missing"), "no"),
    "21d": ("yes", both(unmade(endpoint="walk"), unmade(quantity="shifted difference")), "no"),
    "22a": ("yes", both(unmade(quantity="stage"), unmade(quantity="n")), "no"),
    "22b": ("yes", both(unmade(quantity="stage"), unmade(quantity="missing")), "no"),
    "23a": ("yes", unsaid("dates"), "no"),
    "23b": ("yes", unsaid("ended"), "no"),
    "24a": ("yes", untreated, "no"),
    "24b": ("yes", unsaid("other_care"), "no"),
    "25": ("yes", unmade(quantity="mean"), "no"),
    "26": ("yes", NO_RESULT, "no"),
    "27": ("yes", unrecorded, "no"),
    "28": ("yes", both(unmade(endpoint="walk"), unmade(quantity="shifted difference")), "no"),
    "29": ("part", of_another_treatment, "no"),
    "30": ("part", both(off_page("limits"), unmade(quantity="missing")), "no"),
}

NO_EFFECT = unmade(quantity="difference")
NO_POOL = unmade(quantity="between-trial variance")
UNJUDGED = emptied(certainty={})
PRISMA: dict[str, tuple[str, Edit, str]] = {
    "4": ("yes", off_page("question"), "no"),
    "5": ("part", NO_EFFECT, "no"),
    "9": ("part", NO_EFFECT, "no"),
    "10a": ("yes", NO_EFFECT, "no"),
    "10b": ("part", NO_EFFECT, "no"),
    "12": ("yes", NO_EFFECT, "no"),
    "13a": ("part", NO_EFFECT, "no"),
    "13b": ("yes", NO_EFFECT, "no"),
    "13c": ("yes", NO_EFFECT, "no"),
    "13d": ("yes", NO_POOL, "no"),
    "13f": ("yes", NO_POOL, "no"),
    "14": ("part", both(NO_POOL, UNJUDGED), "no"),
    "15": ("part", UNJUDGED, "no"),
    "16b": ("yes", ELSEWHERE, "no"),
    "17": ("part", NO_EFFECT, "no"),
    "18": ("part", UNJUDGED, "no"),
    "19": ("yes", NO_EFFECT, "no"),
    "20a": ("part", NO_POOL, "no"),
    "20b": ("yes", NO_POOL, "no"),
    "20d": ("yes", NO_POOL, "no"),
    "21": ("part", both(NO_POOL, UNJUDGED), "no"),
    "22": ("part", UNJUDGED, "no"),
    "23a": ("part", emptied(provenance="simulated", calibrated_to=("rabago2013",)), "no"),
    "23b": ("yes", off_page("certainty", "limits"), "no"),
    "23c": ("part", off_page("certainty", "limits"), "no"),
    "27": ("yes", off_page("effects"), "absent"),
}
NEVER = split("1 2 3 6 7 8 11 13e 16a 20c 23d 24a 24b 24c 25 26")
"""Items of PRISMA that nothing in the project can answer: each says so, and why."""


def test_every_item_is_in_the_tables_and_no_other() -> None:
    assert [item.number for item in consort.ITEMS] == list(CONSORT)
    assert len(CONSORT) == 42
    numbers = [item.number for item in prisma.ITEMS]
    assert [number for number in numbers if number not in NEVER] == list(PRISMA)
    assert len(numbers) == len(set(numbers)) == 42
    assert {int(re.sub(r"\D", "", number)) for number in CONSORT} == set(range(1, 31))
    assert {int(re.sub(r"\D", "", number)) for number in numbers} == set(range(1, 28))


@pytest.mark.parametrize("number", CONSORT)
def test_an_item_of_consort_is_answered_by_what_it_rests_on(
    number: str, full: Study, pages: Pages
) -> None:
    state, edit, then = CONSORT[number]
    assert lines_of(full, pages)[number].state == state
    lacking = lines_of(*edit(full, pages))[number]
    assert lacking.state == then
    assert bool(lacking.answers) == (then != "no")
    assert (then == "no") == lacking.missing.startswith("Not answered: ")


@pytest.mark.parametrize("number", PRISMA)
def test_an_item_of_prisma_is_answered_by_what_it_rests_on(
    number: str, full: Study, pages: Pages
) -> None:
    state, edit, then = PRISMA[number]
    assert lines_of(full, pages, "PRISMA 2020")[number].state == state
    lacking = lines_of(*edit(full, pages), "PRISMA 2020").get(number)
    assert (lacking.state if lacking else "absent") == then


def test_what_nothing_can_answer_says_why(full: Study, pages: Pages) -> None:
    lines = lines_of(full, pages, "PRISMA 2020")
    for number in NEVER:
        assert lines[number].state == "no"
        assert lines[number].missing.startswith("Not answered: ")


def test_a_study_without_keys_and_reports_answers_next_to_nothing(bare: Study) -> None:
    lines = lines_of(bare, {})
    answered = {number for number, line in lines.items() if line.answers}
    assert answered == {"9", "12a", "14", "21b"}
    assert {lines[number].state for number in ("9", "12a", "21b")} == {"part"}
    keys = {number for number, line in lines.items() if "(key: " in line.missing}
    assert keys >= split("2 3 4 5a 5b 8 10 11 12b 13 15 16a 16b 20a 20b 23a 23b 24a 24b")


def test_every_part_of_a_key_that_is_left_out_is_named(full: Study, pages: Pages) -> None:
    study, _ = parts("registration", "date")(full, pages)
    assert lines_of(study, pages)["2"].answers[0].lacks == "not given: date"
    study, _ = parts("eligibility", "exclusion")(full, pages)
    assert lines_of(study, pages)["12a"].answers[0].lacks == "not given: exclusion"
    study = say(full, other_care={"dextrose": "none"})
    assert lines_of(study, pages)["24b"].answers[0].lacks == "not given for Saline"


def test_a_treatment_is_answered_when_every_arm_can_be_repeated(full: Study, pages: Pages) -> None:
    arms = dict(full.file.arms)
    treatment = arms["saline"].treatment
    assert treatment is not None
    shorter = treatment.model_copy(update={"sessions": None, "as_given": None})
    arms["saline"] = arms["saline"].model_copy(update={"treatment": shorter})
    lines = lines_of(say(full, arms=arms), pages)
    assert (lines["13"].state, lines["24a"].state) == ("part", "part")
    assert lines["13"].answers[0].lacks == "not given for Saline: sessions"
    assert lines["24a"].answers[0].lacks == "not given for Saline: as given"


def test_nobody_blinded_is_an_answer(full: Study, pages: Pages) -> None:
    lines = lines_of(say(full, blinding=Blinding()), pages)
    assert lines["20a"].state == "yes"
    assert (lines["20b"].state, lines["20b"].missing) == (
        "none", "Does not apply: nobody was blinded.",
    )  # fmt: skip


def test_no_change_is_an_answer(full: Study, pages: Pages) -> None:
    assert lines_of(say(full, changes=()), pages)["10"].state == "yes"


def test_a_secondary_result_that_is_not_estimated_is_named(full: Study, pages: Pages) -> None:
    line = lines_of(full, without_rows(pages, endpoint="walk"))["26"]
    assert line.state == "part"
    assert {answer.lacks for answer in line.answers} == {"not estimated: Walk"}


RANDOMISED_ONLY = ("1a", "17a", "17b", "18", "19")


@pytest.mark.parametrize("allocation", ["not-randomised", "observational"])
def test_items_on_randomisation_do_not_apply_where_nobody_was(
    full: Study, pages: Pages, allocation: str
) -> None:
    lines = lines_of(say(full, allocation=allocation), pages)
    for number in RANDOMISED_ONLY:
        assert (lines[number].state, lines[number].answers) == ("none", ())
    assert lines["20a"].state == "yes", "others than randomised studies are blinded too"


def test_silence_on_the_allocation_is_no_answer(full: Study, pages: Pages) -> None:
    lines = lines_of(say(full, allocation=None), pages)
    for number in RANDOMISED_ONLY:
        assert lines[number].state == "no"
        assert "key: allocation" in lines[number].missing
    assert "allocation" in lines["9"].answers[0].lacks


@pytest.mark.parametrize("population", ["randomised", "not randomised", "everybody"])
@pytest.mark.parametrize("allocation", ["randomised", "not-randomised", "observational", None])
def test_the_study_page_says_randomised_only_with_that_allocation(
    bare: Study, allocation: str | None, population: str
) -> None:
    plan = bare.file.plan.model_copy(update={"population": population})
    study = say(bare, title="A trial", allocation=allocation, plan=plan)
    html = render_study_page(study, [])
    assert ("randomi" in html.lower()) == (allocation == "randomised")
    states = {number: lines_of(study, {})[number].state for number in RANDOMISED_ONLY}
    assert ("none" in states.values()) == (allocation in ("not-randomised", "observational"))


def test_a_single_arm_is_asked_neither_for_lots_nor_for_blinding(full: Study, pages: Pages) -> None:
    plan = full.file.plan
    primary = plan.primary.model_copy(update={"comparison": None})
    study = say(
        full,
        design="single-arm",
        allocation=None,
        arms={"dextrose": full.file.arms["dextrose"]},
        plan=plan.model_copy(update={"primary": primary}),
    )
    lines = lines_of(study, pages)
    for number in (*RANDOMISED_ONLY, "20a", "20b"):
        assert lines[number].state == "none"


def test_an_answer_is_a_section_that_stands_on_the_page(full: Study, pages: Pages) -> None:
    shown = set(re.findall(r'id="([^"]+)"', render_study_page(full, [])))
    known = {name: {*page.sections, MADE} for name, page in pages.items()}
    for guideline in ("CONSORT 2025", "PRISMA 2020"):
        for line in lines_of(full, pages, guideline).values():
            for answer in line.answers:
                place, _, section = answer.href.removeprefix("../").partition("#")
                ids = shown if place == "index.html" else known[place.partition("/")[0]]
                assert section in ids, answer.href


@pytest.mark.parametrize("key", Reporting.model_fields)
def test_a_key_stands_on_the_study_page_and_answers_only_if_it_is_given(
    full: Study, pages: Pages, key: str
) -> None:
    anchor = key.replace("_", "-")
    assert f'id="{anchor}"' in render_study_page(full, [])
    gone = say(full, **{key: None})
    assert f'id="{anchor}"' not in render_study_page(gone, [])
    links = [a.href for line in lines_of(gone, pages).values() for a in line.answers]
    assert f"../index.html#{anchor}" not in links


def test_a_section_that_is_not_on_the_page_is_not_linked(full: Study, pages: Pages) -> None:
    for guideline in ("CONSORT 2025", "PRISMA 2020"):
        sections = {
            answer.href.partition("#")[2]
            for line in lines_of(full, pages, guideline).values()
            for answer in line.answers
            if not answer.href.startswith("../index.html")
        }
        for section in sections - {MADE}:
            lines = lines_of(full, without_sections(pages, section), guideline)
            links = [answer.href for line in lines.values() for answer in line.answers]
            assert not [link for link in links if link.endswith(f"index.html#{section}")]


def test_the_report_whose_numbers_hold_the_answer_is_linked(full: Study, pages: Pages) -> None:
    lines = lines_of(full, {"trials": pages["trials"], "mine": pages["mine"]})
    assert lines["26"].answers[0].href == "../mine/index.html#answer"
    assert lines["27"].answers[0].href == "../mine/index.html#harms"


def test_harms_are_answered_only_where_they_were_recorded(full: Study, pages: Pages) -> None:
    line = lines_of(*unrecorded(full, pages))["27"]
    assert line.missing == (
        "Not answered: no harms are recorded, which is not the same as no harm."
    )


def cards(pages: Pages, state: str = "succeeded") -> list[ReportCard]:
    return [ReportCard(name, page.title, state) for name, page in pages.items()]


def test_the_page_shows_every_line(full: Study, pages: Pages) -> None:
    html = render_checklist(full, cards(pages), pages)
    check_page(html)
    for guideline, items in (("CONSORT 2025", consort.ITEMS), ("PRISMA 2020", prisma.ITEMS)):
        table = html.partition(f"Items of {guideline}")[2].partition("</table>")[0]
        found = re.findall(r'<th scope="row" class="short">([^<]+)</th>', table)
        assert found == [item.number for item in items]
        states = re.findall(r"answered answered-(\w+)", table)
        assert states == [line.state for line in lines_of(full, pages, guideline).values()]


@pytest.mark.parametrize("state", ["failed", "killed", "out-of-memory", "timed-out", "stale"])
def test_reports_that_cannot_be_relied_on_answer_nothing(
    full: Study, pages: Pages, state: str
) -> None:
    html = render_checklist(full, cards(pages, state), pages)
    check_page(html)
    assert "Not looked at" in html
    assert "mine/index.html" not in html
    assert "PRISMA" not in html


def test_prisma_is_asked_only_of_a_report_that_lists_effects(full: Study, pages: Pages) -> None:
    html = render_checklist(full, cards(pages)[:1], pages)
    assert "Items of PRISMA 2020" not in html


@pytest.mark.parametrize("name", ["knee-dextrose-saline", "foot-ankle-dextrose"])
def test_every_answer_of_a_bundled_study_stands_where_it_is_linked(
    name: str, bundled_site: Path
) -> None:
    folder = bundled_site / "reports" / name
    html = (folder / "checklist" / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'<a href="\.\./([^"#]+)#([^"]+)"', html))
    assert len(links) > 20
    for page, anchor in links:
        text = (folder / page).read_text(encoding="utf-8")
        assert f'id="{anchor}"' in text, f"{page}#{anchor}"


BUNDLED = {
    "knee-dextrose-saline": {
        "21a": "yes", "21b": "yes", "21c": "yes", "21d": "yes", "22a": "part", "22b": "part",
        "25": "yes", "26": "yes", "27": "yes", "28": "yes", "29": "part", "30": "part",
    },
    "foot-ankle-dextrose": {
        "1a": "none", "21a": "part", "21b": "yes", "21c": "part", "21d": "no", "22a": "part",
        "22b": "part", "25": "yes", "26": "yes", "27": "no", "28": "yes", "29": "part",
        "30": "part",
    },
}  # fmt: skip
"""Items that rest on numbers, whose conditions are met by those that the analyses make."""


@pytest.mark.parametrize("name", BUNDLED)
def test_the_numbers_of_bundled_reports_answer_what_they_hold(
    name: str, bundled_site: Path
) -> None:
    page = bundled_site / "reports" / name / "checklist" / "index.html"
    table = page.read_text(encoding="utf-8").partition("</table>")[0]
    rows = re.findall(r'class="short">([^<]+)</th>.*?answered answered-(\w+)', table, re.DOTALL)
    assert {number: state for number, state in rows if number in BUNDLED[name]} == BUNDLED[name]
    study = load_study(bundled_site / "data" / "raw" / name)
    assert (dict(rows)["27"] == "yes") == (study.events is not None)
