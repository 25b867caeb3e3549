"""The summary of findings holds a row of each domain, and says no more than its certainty."""

from __future__ import annotations

import re

import pytest

from outcomes.analysis.certainty import LEVELS
from outcomes.analysis.findings import summarise_findings
from outcomes.analysis.joint_evidence import DOMAINS, gather_evidence_for
from outcomes.displays.table import Table
from outcomes.rounding import format_interval, format_signed
from outcomes.study import load_study
from outcomes.tables.findings import table_findings
from outcomes.vocabulary.certainty import Size, say_informative
from tests.packs import PACK

STUDIES = ("knee-dextrose-saline", "foot-ankle-dextrose", "achilles-dextrose-exercise")


def make(name: str) -> Table:
    study = load_study(name)
    return table_findings(summarise_findings(gather_evidence_for(study), study), PACK)


@pytest.mark.parametrize("name", STUDIES)
def test_every_domain_has_a_row_and_the_question_comes_first(name: str) -> None:
    study = load_study(name)
    evidence = gather_evidence_for(study)
    findings = summarise_findings(evidence, study)
    assert findings[0].domains[0] == study.endpoints[study.file.plan.primary.endpoint].domain
    assert {domain for finding in findings for domain in finding.domains} == set(DOMAINS)
    table = table_findings(findings, PACK)
    heads = [row[0] for row in table.rows]
    assert len(heads) == len(set(heads))
    assert len(table.rows) == len(findings)


def test_numbers_are_those_of_the_pools_and_people_are_counted() -> None:
    study = load_study("knee-dextrose-saline")
    evidence = gather_evidence_for(study)
    findings = summarise_findings(evidence, study)
    table = table_findings(findings, PACK)
    for finding, row in zip(findings, table.rows, strict=True):
        if finding.pool is None or finding.pool.pooled is None:
            continue
        pooled = finding.pool.pooled
        assert row[1].startswith(
            f"{format_signed(pooled.estimate)} ({format_interval(*pooled.ci)}) points"
        )
    (pain,) = [row for row in table.rows if row[0].startswith("Pain")]
    assert pain[3] == "127 in two trials"
    assert pain[4] == ("Low at most, by our rule: few participants, risk of bias not judged here")
    assert pain[5] == (
        "Dextrose may do more for pain than placebo injection, on average by less than is known to "
        "matter to one patient. Without a number, by the authors' tests: no difference was found "
        "in Teymouri 2025; dextrose did better in Sert 2020."
    )


def test_a_reviews_number_never_stands_without_the_certainty_it_was_given() -> None:
    table = make("foot-ankle-dextrose")
    (pain,) = [row for row in table.rows if "+41.7" in row[1]]
    assert pain[4] == "Low, as Fong 2023 judged it"
    assert pain[5].startswith("Dextrose may do more for pain than saline in plantar fasciopathy")
    assert pain[2] == "not known on this scale", "points of a scale that nobody printed"


def test_the_studys_own_condition_comes_before_others() -> None:
    symptoms = [row for row in make(STUDIES[1]).rows if row[0].startswith("Symptoms")]
    assert symptoms[0][0].endswith("against exercise or usual care in Achilles tendinosis")


def test_every_arm_of_a_trial_has_its_row() -> None:
    """Yelland 2011: injections with exercise +17.4 (4.4 to 30.4), by hand from the abstract."""
    planned, together, *responders = [
        row for row in make(STUDIES[2]).rows if row[0].startswith("Symptoms")
    ]
    assert (planned[1], together[1]) == (
        "+3.8 (−11.5 to 19.1) points",
        "+17.4 (4.4 to 30.4) points",
    )
    assert "injections and exercise, against" in together[0]
    assert together[5] == (
        "Injections and exercise may do more for symptoms than exercise or usual care, on average "
        "by an amount that matters to one patient, or by less."
    )
    assert [row[0].split(",")[0] for row in responders] == ["Symptoms (responders)"] * 2


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("size", ["important", "small", "unnoticed", "unknown", "none"])
def test_statements_are_as_sure_as_their_level(level: str, size: Size) -> None:
    said = say_informative("dextrose", "pain", "placebo", level, size, better=False)
    words = {"very low": "very uncertain", "low": " may ", "moderate": " probably ", "high": ""}
    assert words[level] in said
    others = [word for name, word in words.items() if word and name != level]
    assert not any(word in said for word in others)
    if level != "very low" and size != "none":
        assert re.search(r" (do|does) less for pain than placebo", said)
