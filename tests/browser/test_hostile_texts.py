"""Hostile strings wherever a page shows a text: nothing runs, loads or breaks."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import nbformat
import pytest

from outcomes.estimates import make_estimates
from outcomes.figures import plot_difference
from outcomes.prose import write_banner, write_design, write_primary_result
from outcomes.prose.question import FIELDS, fill_question
from outcomes.report import (
    Numbers,
    Page,
    ReportCard,
    ReportPage,
    StudyCard,
    draw_headline,
    render_checklist,
    render_index,
    render_report,
    render_study_page,
)
from outcomes.report.characters import clean_text
from outcomes.study import load_study
from outcomes.study.reporting import Change, Eligibility, Registration
from outcomes.study.study import Study
from outcomes.study.treatment import Price, Treatment
from outcomes.tables import table_comparison
from tests.hostile import HOSTILE
from tests.samples import sample
from tests.small_project import write_study

from .visit import Visitor

PARTS = 6
IDS = frozenset({"answer", "limits"})
SAMPLE = (3,)
ROW = {
    "endpoint": "pain",
    "visit": "week 12",
    "week": 12,
    "arm": "dextrose",
    "comparator": "saline",
    "quantity": "difference",
    "estimate": -8.25,
    "ci_low": -12.0,
    "ci_high": -4.5,
    "level": 0.95,
    "distribution": "t",
    "df": 5,
    "n_arm": 3,
    "n_comparator": 3,
    "unit": "points",
    "favours": "dextrose",
}

SHAPE = """() => ({
  landmarks: ['header', 'main', 'footer'].map(name =>
    document.querySelectorAll(`body > ${name}`).length),
  titles: document.querySelectorAll('h1').length,
  order: [...document.body.children].map(one => one.tagName),
  scripts: document.scripts.length,
  active: document.querySelectorAll(
    'iframe, object, embed, link, base, form, style ~ style, [style], foreignObject, ' +
    'animate, set, video, audio, canvas, math, template').length,
  handlers: [...document.querySelectorAll('*')].filter(one =>
    [...one.attributes].some(a => a.name.startsWith('on'))).length,
  sections: [...document.querySelectorAll('.body > .text > h2')].map(h => h.innerText),
  covered: (() => {
    document.querySelector('h1').scrollIntoView();
    const shown = document.querySelector('h1').getBoundingClientRect();
    const top = document.elementFromPoint(shown.left + 2, shown.top + 4);
    return !(top && top.closest('h1'));
  })(),
  across: document.documentElement.scrollWidth > innerWidth,
})"""


PROVOKE = """() => {
  document.querySelectorAll('details').forEach(one => one.open = true);
  for (const one of document.querySelectorAll('main *')) {
    one.dispatchEvent(new MouseEvent('mouseover'));
    one.dispatchEvent(new PointerEvent('pointerenter'));
    one.dispatchEvent(new Event('focus'));
  }
}"""


def check_is_whole(
    visitor: Visitor, path: Path, html: str, *, scripts: int = 0
) -> dict[str, object]:
    path.write_text(html, encoding="utf-8")
    page = visitor.turn_to(visitor.page, path)
    page.evaluate(PROVOKE)
    shape: dict[str, object] = page.evaluate(SHAPE)
    assert shape["landmarks"] == [1, 1, 1]
    assert shape["titles"] == 1
    assert shape["order"] == ["A", "HEADER", "MAIN", "FOOTER", *["SCRIPT"] * scripts]
    assert shape["scripts"] == scripts
    assert shape["active"] == 0
    assert shape["handlers"] == 0
    assert not shape["covered"]
    assert not shape["across"]
    assert visitor.requests == []
    assert visitor.messages == []
    return shape


def outputs_of(text: str) -> list[nbformat.NotebookNode]:
    kinds = ("text/html", "image/svg+xml", "text/markdown", "text/plain", "image/png")
    make = nbformat.v4.new_output
    return [
        *(make("display_data", data={kind: text}, metadata={"alt": text}) for kind in kinds),
        make("stream", name="stdout", text=text),
        make("stream", name="stderr", text=text),
    ]


@pytest.mark.parametrize("part", sample(range(PARTS), SAMPLE))
def test_notebook_outputs(part: int, tmp_path: Path, visitor: Visitor) -> None:
    cells = []
    for number, text in enumerate(HOSTILE[part::PARTS]):
        cells += [
            nbformat.v4.new_code_cell(text, outputs=outputs_of(text)),
            nbformat.v4.new_markdown_cell(f"## After {number}\n\nwords"),
            nbformat.v4.new_markdown_cell(text),
        ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    html = render_report(notebook, Page("S", "r", "simulated"))
    shape = check_is_whole(visitor, tmp_path / "index.html", html)
    wanted = [f"After {number}" for number in range(len(HOSTILE[part::PARTS]))]
    assert [name for name in shape["sections"] if name in wanted] == wanted


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return load_study(write_study(tmp_path, "knee-small", ["data-quality"]))


def rename(study: Study, text: str) -> Study:
    """Return the study with a text for whatever its file says in words."""
    treatment = Treatment.model_construct(
        substance=text, price=Price.model_construct(amount=1, currency=text)
    )
    arms = {
        name: arm.model_copy(update={"label": text, "treatment": treatment})
        for name, arm in study.arms.items()
    }
    source = study.file.sources[0].model_copy(update={"citation": text, "url": text, "doi": text})
    file = study.file.model_copy(
        update={
            "title": text,
            "summary": text,
            "condition": text,
            "joint": text,
            "assumptions": (text,),
            "sources": (source,),
            "arms": arms,
            "registration": Registration.model_construct(registry=text, number=text, url=text),
            "protocol": source,
            "interests": text,
            "changes": (Change.model_construct(what=text, why=text),),
            "eligibility": Eligibility.model_construct(inclusion=(text,)),
            "other_care": dict.fromkeys(arms, text),
            "plan": study.file.plan.model_copy(update={"population": text}),
        }
    )
    endpoints = {
        name: dataclasses.replace(endpoint, label=text, unit=text)
        for name, endpoint in study.endpoints.items()
    }
    return dataclasses.replace(study, file=file, endpoints=endpoints)


@pytest.mark.parametrize("part", sample(range(PARTS), SAMPLE))
def test_titles_arms_columns_and_values(
    part: int, study: Study, tmp_path: Path, visitor: Visitor
) -> None:
    estimates = make_estimates([ROW])
    cells, cards, reports = [], [], []
    for number, text in enumerate(HOSTILE[part::PARTS]):
        hostile = rename(study, text)
        shown = [
            write_design(hostile, estimates),
            write_primary_result(estimates, hostile),
            table_comparison(estimates, hostile.labels, "pain"),
        ]
        if number % 8 == 0:
            shown.append(plot_difference(estimates, hostile.labels, "pain"))
        outputs = [
            nbformat.v4.new_output("display_data", data={"text/html": one.write_html()})
            for one in shown
        ]
        cells += [
            nbformat.v4.new_code_cell("f()", outputs=outputs),
            nbformat.v4.new_markdown_cell(f"## After {number}\n\nwords"),
        ]
        drawing = draw_headline(estimates, hostile)
        reports.append(ReportCard("r", text, "succeeded", text, text, drawing=drawing))
        cards.append(
            StudyCard(
                f"s{number}", text, text, "simulated", text, text, "parallel", 5,
                (ReportCard("r", text, "failed", text, text),), (text,),
            )
        )  # fmt: skip
        page = Page(text, text, "simulated", write_banner(hostile), ((text, text),), text)
        question = fill_question(" ".join(f"{{{name}}}" for name in FIELDS), hostile)
        page = dataclasses.replace(page, question=question)
        empty = nbformat.v4.new_notebook()
        for html in (
            render_report(empty, page),
            render_study_page(hostile, reports[-1:]),
            render_checklist(
                hostile,
                reports[-1:],
                {"r": ReportPage("r", text, IDS, Numbers.of([{**ROW, "subgroup": ""}]))},
            ),
        ):
            check_is_whole(visitor, tmp_path / "page.html", html)
    notebook = nbformat.v4.new_notebook(cells=cells)
    html = render_report(notebook, Page("S", "r", "simulated"))
    shape = check_is_whole(visitor, tmp_path / "index.html", html)
    assert len(shape["sections"]) == len(HOSTILE[part::PARTS])
    check_is_whole(visitor, tmp_path / "site.html", render_index(cards), scripts=1)


def test_marks_that_turn_text_round_cannot_turn_numbers_round(
    tmp_path: Path, visitor: Visitor
) -> None:
    text = "Arm \u202e\u2067 of 12.5 points"
    page = Page("S", "r", "collected", question=text)
    path = tmp_path / "index.html"
    path.write_text(render_report(nbformat.v4.new_notebook(), page), encoding="utf-8")
    lefts = visitor.open(path).evaluate("""() => {
      const node = document.querySelector('.lead p').firstChild;
      return [...'12.5'].map((_, k) => {
        const range = document.createRange();
        const start = node.data.indexOf('12.5') + k;
        range.setStart(node, start);
        range.setEnd(node, start + 1);
        return range.getBoundingClientRect().left;
      });
    }""")
    assert lefts == sorted(lefts)
    assert clean_text(text) == "Arm  of 12.5 points"
