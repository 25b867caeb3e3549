"""Tables of the evidence: pools, effects with their places, certainty, claims, references."""

from __future__ import annotations

import re
from dataclasses import replace
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
from outcomes.displays.links import Linked, cite, cite_within, render_text
from outcomes.evidence import load_claims
from outcomes.study import Study, load_study
from outcomes.study.plan import GRADE_DOMAINS, Judgement
from outcomes.tables import (
    table_certainty,
    table_claims,
    table_effects,
    table_estimators,
    table_pools,
    table_references,
    table_unused,
)


@pytest.fixture(scope="module")
def knee() -> tuple[DomainEvidence, ...]:
    return gather_evidence("knee")


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return load_study(root / "data" / "raw" / "knee-dextrose-saline")


def test_every_effect_leads_to_its_citation(knee: tuple[DomainEvidence, ...]) -> None:
    table = table_effects(knee[0])
    assert len(table.rows) == len(knee[0].visits)
    for row in table.rows:
        effect, place = row[5], row[8]
        assert isinstance(effect, Linked)
        assert effect.href.startswith("#ref-")
        assert isinstance(place, Linked)
    anchors = re.findall(r'id="(ref-[^"]+)"', table_references(list_citations(knee)).write_html())
    assert set(re.findall(r'href="#(ref-[^"]+)"', table.write_html())) <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_one_visit_a_trial_is_marked_as_in_the_forest_plot(
    knee: tuple[DomainEvidence, ...],
) -> None:
    rows = [row for row in table_effects(knee[0]).rows if row[6] == "yes"]
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
    assert all(row[3] for row in table_unused(knee[3]).rows)
    assert table_pools(knee[3]).rows == ()
    assert "nothing is pooled" in table_pools(knee[3]).write_html()


def test_where_no_trial_was_found_none_is_said_to_give_an_effect(
    knee: tuple[DomainEvidence, ...],
) -> None:
    none = replace(knee[0], visits=knee[0].visits[:0], unused=knee[0].unused[:0])
    assert "No randomised trial was found." in table_unused(none).write_html()
    every = replace(knee[0], unused=knee[0].unused[:0])
    assert (
        "Every randomised trial that was found gives an effect." in table_unused(every).write_html()
    )


def test_certainty_is_not_assessed_unless_the_study_file_says_so(study: Study) -> None:
    table = table_certainty(study)
    assert [row[2] for row in table.rows] == ["not assessed"] * len(GRADE_DOMAINS)
    judged = study.file.model_copy(
        update={"certainty": {"imprecision": Judgement(rating="serious", reason="Two trials.")}}
    )
    stated = table_certainty(type(study)(**{**vars(study), "file": judged}))
    assert stated.rows[3][2:] == ("serious", "Two trials.")


def test_claims_have_a_row_each_with_verdict_and_figures() -> None:
    claims = load_claims()
    table = table_claims(claims, recompute_claims())
    assert [row[0] for row in table.rows] == claims["claim_id"].tolist()
    assert [row[4] for row in table.rows] == claims["verdict"].tolist()
    found = {row[0]: row[3] for row in table.rows}
    assert "Sit 2020, week 52, against saline: 10.3 points (1.5 to 19.2)" in found["C01"]
    assert "236 participants for 5 points either way" in found["C06"]
    assert "50% (6% to 114%)" in found["C13"]
    assert found["C20"] == "\u2013"


def test_links_escape_what_they_hold() -> None:
    assert render_text('<b> & "') == "&lt;b&gt; &amp; &quot;"
    linked = render_text(Linked("<x>", href="#a"))
    assert linked == '<a href="#a">&lt;x&gt;</a>'
    within = render_text(cite_within("Sit 2020 & more: 1 < 2", ["sit2020"]))
    assert within == '<a href="#ref-sit2020">Sit 2020</a> &amp; more: 1 &lt; 2'
    assert render_text(cite_within("no name", ["sit2020"])).endswith(
        '[<a href="#ref-sit2020">Sit 2020</a>]</span>'
    )
    with pytest.raises(ValueError, match="leads to"):
        Linked("x", href="javascript:alert(1)")
    assert cite("x", "") == "x"


def test_longer_names_are_linked_before_the_shorter_ones_in_them() -> None:
    text = cite_within("Nakase 2019 and Nakase 2019 (interim)", ["nakase2019"])
    assert render_text(text).count("<a ") == 2


def test_a_reference_without_citation_is_refused() -> None:
    with pytest.raises(ValueError, match="no citation nobody1900"):
        table_references(["nobody1900"])
