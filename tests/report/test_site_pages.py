"""The study page, the index and the headline."""

from __future__ import annotations

import dataclasses

import pytest

from outcomes.analysis.joint_evidence import gather_evidence, tabulate_evidence
from outcomes.estimates import make_estimates
from outcomes.prose.protected import TOO_FEW
from outcomes.report import (
    ReportCard,
    StudyCard,
    render_index,
    render_study_page,
    write_headline,
)
from outcomes.study import load_study
from tests.packs import PACK
from tests.small_project import write_study

from .pages import check_page

DONE = ReportCard(
    "treatment-effect",
    "Treatment effect",
    "succeeded",
    "7 <points> lower.",
    has_page=True,
    has_results=True,
)
FAILED = ReportCard(
    "data-quality", "Data quality", "failed", "", "code cell 2: E: <bad>", has_page=True
)
PLANNED = ReportCard("harms", "Harms", "planned")


@pytest.fixture
def study(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "10_data_quality.ipynb").touch()
    return load_study(write_study(tmp_path, "knee-small", ["data-quality"]))


def test_a_study_page_tells_the_arms_the_plan_and_each_report(study):
    html = render_study_page(study, [DONE, FAILED, PLANNED])
    outline = check_page(html)
    assert '<th scope="row">Dextrose</th><td>active</td><td class="number">3</td>' in html
    assert "Pain, week 12" in html
    assert "Dextrose against Saline" in html
    assert "7 &lt;points&gt; lower." in html
    assert "From simulated data: not evidence." in html
    assert "Code cell 2: E: &lt;bad&gt;" in html
    assert "Standard deviations were assumed." in html
    assert "Doe J. A small trial. 2020." in html
    links = outline.values("href")
    assert {"treatment-effect/index.html", "treatment-effect/results.json"} <= set(links)
    assert "data-quality/index.html" in links
    assert "data-quality/results.json" not in links
    assert not [link for link in links if link.startswith("harms")]
    assert "Not run yet" in html


def test_a_study_page_without_reports_says_so(study):
    html = render_study_page(study, [])
    check_page(html)
    assert "No report was asked for" in html


def test_a_link_that_is_no_web_address_is_not_made_one(study):
    source = study.file.sources[0].model_copy(update={"url": "javascript:alert(1)"})
    file = study.file.model_copy(update={"sources": (source,)})
    html = render_study_page(dataclasses.replace(study, file=file), [])
    check_page(html)
    assert "javascript" not in html


def card(name, joint, *reports, **more):
    fields = {
        "id": name,
        "title": name.title(),
        "summary": "",
        "provenance": "collected",
        "joint": joint,
        "condition": "",
        "design": "single-arm",
        "participants": 5,
    }
    return StudyCard(**{**fields, **more}, reports=reports)


def test_the_index_groups_studies_by_joint_in_any_order():
    cards = [card("zeta", "knee", DONE), card("alpha", "knee"), card("beta", "ankle", FAILED)]
    html = render_index(cards)
    outline = check_page(html, scripts=1)
    places = [html.index(f'href="{name}/index.html"') for name in ("beta", "alpha", "zeta")]
    assert places == sorted(places)
    assert html == render_index(cards[::-1])
    assert "zeta/treatment-effect/index.html" in outline.values("href")
    assert "1 report is incomplete" in html


def test_the_index_shows_what_was_measured_in_patients_before_what_was_made_up():
    cards = [card("a", "ankle", provenance="simulated"), card("b", "knee", provenance="open")]
    html = render_index(cards)
    assert html.index(">Studies: knee</h2>") < html.index(">Simulated examples: ankle</h2>")
    assert html.index('href="b/index.html"') < html.index('href="a/index.html"')


def test_the_index_shows_provenance_and_what_is_out_of_date():
    stale = dataclasses.replace(DONE, state="stale")
    html = render_index([card("a", "hip", stale, provenance="simulated", condition="VISA-A < 60")])
    check_page(html)
    assert '<span class="badge badge-simulated">Simulated data</span>' in html
    assert "Out of date" in html
    assert "VISA-A &lt; 60" in html
    assert "Single arm" in html


def test_an_empty_index_is_a_page_too():
    check_page(render_index([]))


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
    "unit": "points",
    "favours": "dextrose",
}


def test_the_headline_is_the_primary_result_in_one_paragraph(study):
    said = write_headline(make_estimates([ROW]), study)
    assert "8.2" in said or "8.3" in said
    assert "95% CI" in said
    assert "week 12" in said
    assert "dextrose" in said.lower()
    assert "\n" not in said


def test_a_report_without_a_result_tells_who_took_part(study):
    rows = [{"quantity": "n", "arm": arm, "estimate": 3} for arm in ("saline", "dextrose")]
    assert write_headline(make_estimates(rows), study) == "Participants: Dextrose 3, Saline 3."
    assert write_headline(make_estimates([]), study) == ""


def test_a_single_published_trial_is_the_headline_with_all_of_its_arms(root) -> None:
    study = load_study(root / "data" / "raw" / "achilles-dextrose-exercise")
    said = write_headline(tabulate_evidence(gather_evidence(PACK, "ankle")), study)
    assert said == (
        "One published trial, Yelland 2011, symptoms at week 52, dextrose against exercise or "
        "usual care, of its two arms in turn: +3.8 (95% CI \u221211.5 to 19.1) points and +17.4 "
        "(95% CI 4.4 to 30.4) points; above 0 favours dextrose. Certainty: very low, by our rule: "
        "few participants, wide interval, risk of bias not judged here."
    )


def test_under_a_rule_of_disclosure_the_headline_is_what_may_be_published(tmp_path):
    rule = "disclosure: {minimum: 5}"
    study = load_study(write_study(tmp_path, "knee-small", ["protected-results"], more=rule))
    said = write_headline(make_estimates([ROW]), study)
    assert said == "Pain, week 12, difference, Dextrose against Saline: " + said.rpartition(": ")[2]
    assert "95% CI" in said
    assert write_headline(make_estimates([]), study) == TOO_FEW


def test_a_result_at_another_visit_is_no_headline(study):
    assert write_headline(make_estimates([{**ROW, "visit": "week 5"}]), study) == ""
