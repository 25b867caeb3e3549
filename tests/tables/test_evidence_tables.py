"""Tables of the evidence: pools, effects with their places, certainty, claims, references."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.claims import recompute_claims
from outcomes.analysis.joint_evidence import (
    DomainEvidence,
    compare_estimators,
    gather_evidence,
    list_citations,
)
from outcomes.analysis.meta.few_trials import pool_few
from outcomes.analysis.synthesis import DomainPool
from outcomes.displays.links import (
    Linked,
    cite,
    cite_within,
    render_text,
)
from outcomes.evidence import list_known_trials
from outcomes.figures.domain_evidence import plot_domain, plot_weeks
from outcomes.rounding import ABSENT
from outcomes.study import Study, load_study
from outcomes.study.judgement import GRADE_DOMAINS, Judgement
from outcomes.tables import (
    table_certainty,
    table_claims,
    table_effects,
    table_estimators,
    table_pools,
    table_references,
    table_trials,
)
from outcomes.vocabulary.sentences import capitalise
from tests.packs import PACK


@pytest.fixture(scope="module")
def knee() -> tuple[DomainEvidence, ...]:
    return gather_evidence(PACK, "knee")


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return load_study(root / "data" / "raw" / "knee-dextrose-saline")


def test_every_effect_leads_to_its_citation(knee: tuple[DomainEvidence, ...]) -> None:
    table = table_effects(knee[0])
    assert len(table.rows) == len(knee[0].visits)
    for row in table.rows:
        effect, place = row[4], row[-1]
        assert isinstance(effect, Linked)
        assert effect.href.startswith("#ref-")
        assert isinstance(place, Linked)
    anchors = re.findall(
        r'id="(ref-[^"]+)"', table_references(PACK, list_citations(knee)).write_html()
    )
    assert set(re.findall(r'href="#(ref-[^"]+)"', table.write_html())) <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_one_visit_a_trial_is_marked_as_in_the_forest_plot(
    knee: tuple[DomainEvidence, ...],
) -> None:
    rows = [row for row in table_effects(knee[0]).rows if "yes" in row]
    assert len(rows) == sum(one.k for one in knee[0].main)


def test_pools_name_their_interval_and_two_trials_predict_nothing(
    knee: tuple[DomainEvidence, ...],
) -> None:
    table = table_pools(knee[0])
    rows = table.rows
    pooled = next(row for row in rows if "not pooled" not in row[5])
    assert pooled[3:7] == ("+8.8", "2.1 to 15.5", "If both trials estimate one effect", "none")
    assert "none of two trials" in table.notes[0]
    assert sum("not pooled" in row[5] for row in rows) == len(rows) - 1


def _add_trial(one: DomainPool, yi: float) -> DomainPool:
    own = one.effects.iloc[:1].assign(yi=yi)
    effects = pd.concat([one.effects, own], ignore_index=True)
    return replace(one, effects=effects, pooled=pool_few(effects["yi"], effects["vi"]))


def test_three_trials_have_a_prediction_interval_with_its_df(
    knee: tuple[DomainEvidence, ...],
) -> None:
    two = next(one for one in knee[0].pools if one.k == 2)
    three = _add_trial(two, 40.0)
    (row,) = table_pools(replace(knee[0], pools=(three,))).rows
    assert row[6].endswith("(2 df)")


def test_estimators_that_agree_share_a_row(knee: tuple[DomainEvidence, ...]) -> None:
    assert table_estimators(compare_estimators(knee)).rows == ()
    two = next(one for one in knee[0].pools if one.k == 2)
    three = replace(knee[0], pools=(_add_trial(two, 8.0),))
    rows = table_estimators(compare_estimators([three])).rows
    assert sum(len(row[1].split(", ")) for row in rows) == 9
    assert len(rows) < 9
    assert all(row[6] != row[5] for row in rows)


def test_trials_that_give_nothing_say_why(knee: tuple[DomainEvidence, ...]) -> None:
    assert all(row[3] for row in table_trials(knee).rows)
    assert table_pools(knee[3]).rows == ()
    assert "nothing is pooled" in table_pools(knee[3]).write_html()


def test_each_trial_is_listed_once_with_what_it_gives(knee: tuple[DomainEvidence, ...]) -> None:
    table = table_trials(knee)
    known = list_known_trials(PACK, "knee")
    assert [row[1] for row in table.rows] == [PACK.name_citation(row["trial"]) for row in known]
    assert [row[0] for row in table.rows] == [capitalise(row["condition_group"]) for row in known]
    for column, one in enumerate(knee, start=2):
        giving = {row[1] for row in table.rows if row[column] == "Effect"}
        assert giving == {PACK.name_citation(trial) for trial in one.visits["trial"]}
    withheld = [PACK.name_citation(row["trial"]) for row in known if row["withheld"]]
    assert withheld
    assert all(any(name in note for note in table.notes) for name in withheld)


def test_certainty_is_not_assessed_unless_the_study_file_says_so(study: Study) -> None:
    assert table_certainty(study) is None
    judged = study.file.model_copy(
        update={"certainty": {"imprecision": Judgement(rating="serious", reason="Two trials.")}}
    )
    stated = table_certainty(type(study)(**{**vars(study), "file": judged}))
    assert stated is not None
    assert stated.rows[3][2:] == ("serious", "Two trials.")
    assert [row[2] for row in stated.rows].count("not assessed") == len(GRADE_DOMAINS) - 1


def test_claims_have_a_row_each_with_verdict_and_figures() -> None:
    claims = PACK.claims
    table = table_claims(PACK, recompute_claims(PACK))
    assert [row[0] for row in table.rows] == [str(n) for n in range(1, len(claims) + 1)]
    assert [row[1].lower() for row in table.rows] == claims["verdict"].tolist()
    found = dict(zip(claims["claim_id"], (row[4] for row in table.rows), strict=True))
    assert "Sit 2020, week 52, against saline: 10.3 points (1.5 to 19.2)" in found["C01"]
    assert "236 participants for 5 points either way" in found["C06"]
    assert "50% (6% to 114%)" in found["C13"]
    assert found["C20"] == "\u2013"


def test_what_the_authors_report_stands_beside_the_number_recomputed_here() -> None:
    (composite,) = [one for one in gather_evidence(PACK, "knee") if one.label == "symptoms"]
    table = table_effects(composite)
    headings = [column.heading for column in table.columns]
    reported = headings.index("As the authors report it")
    for row, effect in zip(table.rows, composite.visits.to_dict("records"), strict=True):
        assert row[reported].lower() == (effect["reported"].lower() or ABSENT)
    (row,) = [
        row
        for row in table.rows
        if row[1] == "Rabago 2013" and "week 52" in row[2] and "saline" in row[3]
    ]
    assert "P < .05" in row[reported]
    assert "taken as independent" in table.notes[0]


def test_what_the_table_says_is_drawn_is_drawn() -> None:
    for joint in ("ankle", "knee"):
        for one in gather_evidence(PACK, joint):
            if not one.pools:
                continue
            table = table_effects(one)
            names = [column.heading for column in table.columns]
            said = {
                (row[names.index("Trial")], row[names.index("Arms (n)")].split(" (")[0])
                for row in table.rows
                if row[names.index("In the forest plot")] == "yes"
            }
            figure = plot_domain(one)
            assert figure is not None
            drawn = figure.data.query("arm != ''")[["trial", "arm"]]
            assert said == {*map(tuple, drawn.to_numpy())}
            assert len(table.rows) == len(one.visits)


def test_no_link_of_a_figures_numbers_leads_to_two_citations_at_once(
    knee: tuple[DomainEvidence, ...],
) -> None:
    for one in knee:
        figure = plot_weeks(one) if one.pools else None
        html = "" if figure is None else figure.write_html()
        assert not re.search(r'href="#ref-[^"]*[,; ]', html)


def test_a_citation_leads_to_its_doi_then_to_pubmed_or_a_publisher_then_to_a_marked_copy() -> None:
    citations = PACK.citations
    html = table_references(PACK, list(citations)).write_html()
    links = [
        (unescape(href), unescape(text))
        for href, text in re.findall(r'<a href="(h[^"]+)">(.+?)</a>', html)
    ]
    assert len({text for _, text in links}) == len(links), "no two links read alike"
    for citation in citations.values():
        if citation.doi:
            assert (f"https://doi.org/{citation.doi}", f"doi:{citation.doi}") in links
        elif citation.url:
            (text,) = [
                text for href, text in links if href == citation.url and citation.short in text
            ]
            assert ("copy on another site" in text) == (citation.page == "mirror")
    assert "ichgcp.net" not in html


OF_THE_ARTICLE = {
    "hauser2016": "10.4137/CMAMD.S39160",
    "buchanan2016": "10.1155/2016/1560161",
    "delzell": "",
    "sanderson2015": "10.1186/s13047-015-0114-5",
    "sit2016": "10.1038/srep25247",
    "rivello": "",
}


def test_the_articles_own_six_sources_are_cited_by_doi_where_one_is_printed() -> None:
    citations = PACK.citations
    assert {key: citations[key].doi for key in OF_THE_ARTICLE} == OF_THE_ARTICLE
    for key, doi in OF_THE_ARTICLE.items():
        assert doi or "No identifier is printed" in citations[key].text
    assert (citations["article"].doi, citations["article"].url) == ("", "")


def test_links_escape_what_they_hold() -> None:
    assert render_text('<b> & "') == "&lt;b&gt; &amp; &quot;"
    linked = render_text(Linked("<x>", href="#a"))
    assert linked == '<a href="#a">&lt;x&gt;</a>'
    within = render_text(cite_within("Sit 2020 & more: 1 < 2", PACK.cite(["sit2020"])))
    assert within == '<a href="#ref-sit2020">Sit 2020</a> &amp; more: 1 &lt; 2'
    assert render_text(cite_within("no name", PACK.cite(["sit2020"]))).endswith(
        '[<a href="#ref-sit2020">Sit 2020</a>]</span>'
    )
    with pytest.raises(ValueError, match="leads to"):
        Linked("x", href="javascript:alert(1)")
    assert cite("x", "") == "x"


def test_longer_names_are_linked_before_the_shorter_ones_in_them() -> None:
    text = cite_within("Nakase 2019 and Nakase 2019 (interim)", PACK.cite(["nakase2019"]))
    assert render_text(text).count("<a ") == 2


def test_a_reference_without_citation_is_refused() -> None:
    with pytest.raises(ValueError, match="no citation nobody1900"):
        table_references(PACK, ["nobody1900"])
