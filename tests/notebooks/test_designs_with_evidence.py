"""Studies of designs other than parallel that name a pack: its reports are made, and say why."""

from __future__ import annotations

from pathlib import Path

from tests.cases.crossover_study import SENN, write_crossover
from tests.cases.meaning_study import change
from tests.cases.sites_study import write_sites
from tests.cases.test_fewer import GROUPS, ONCE, PROGRESS, fill, read_back_pain, write
from tests.notebooks.test_crossover import publish

TOPIC = "condition: knee osteoarthritis\nevidence: dextrose-prolotherapy\n"
DEXTROSE, SALINE = "Dextrose injections", "Saline injections"
SEVERAL = "its participants had several treatments each"


def expect_evidence(page: str, why: str) -> None:
    """Expect the pools of the pack as without a study, and why the study is in none of them."""
    assert "two trials, Rabago 2013 and Sit 2020" in page
    assert f"This study is not added: {why}" in page
    assert "with this study" not in page


def test_a_crossover(tmp_path: Path) -> None:
    folder = write_crossover(
        tmp_path,
        SENN,
        ("week 1", "week 3"),
        ("joint: knee\n", f"joint: knee\n{TOPIC}"),
        ("Formoterol, role: active", f"{DEXTROSE}, role: active"),
        ("Salbutamol, role: active-comparator", f"{SALINE}, role: placebo"),
        ("label: Peak flow", "label: Pain, domain: pain"),
        ("treatment-periods]", "treatment-periods, evidence]"),
    )
    report, page, study = publish(folder, tmp_path / "project", ["treatment-periods", "evidence"])
    assert "mean pain was 45.9 l/min higher with dextrose injections" in report
    expect_evidence(page, SEVERAL)
    assert "No change of this study's own placebo arm" in page
    assert "Published trials together, pain at 39 to 64 weeks" in study


def test_sites_of_the_same_participants(shared: Path, tmp_path: Path) -> None:
    folder = write_sites(
        shared,
        tmp_path,
        ("provenance: open", "provenance: collected"),
        ("joint: none\ncondition: Wounds\n", f"joint: knee\n{TOPIC}"),
        ("Zinc gel", DEXTROSE),
        ("Placebo gel", SALINE),
        ("label: Pain}", "label: Pain, domain: pain}"),
        ("treatment-sites]", "treatment-sites, evidence]"),
    )
    report, page, _ = publish(folder, tmp_path / "project", ["treatment-sites", "evidence"])
    assert "mean pain was 8.4 points lower with dextrose injections" in report
    expect_evidence(page, SEVERAL)
    assert "No change of this study's own placebo arm" in page


def test_a_survey(shared: Path, tmp_path: Path) -> None:
    text = fill(
        DESIGN="cross-sectional",
        ARMS=GROUPS,
        VISIT=ONCE,
        MEASURE=PROGRESS.replace("label:", "domain: pain, label:"),
        REPORTS="description, evidence",
    )
    folder = write(tmp_path / "made", "survey", text, read_back_pain(shared))
    file = folder / "study.yaml"
    change(file, ("joint: back\n", f"joint: knee\n{TOPIC}"))
    described, page, _ = publish(folder, tmp_path / "project", ["description", "evidence"])
    expect_evidence(page, "it has no arm to compare with")
    assert "favours" not in described
