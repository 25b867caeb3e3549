"""A pool of published trials has one interval, wherever it stands."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from outcomes.analysis.joint_evidence import gather_evidence_for
from outcomes.rounding import format_interval, format_number
from outcomes.study import load_study
from outcomes.vocabulary.trials import digits_of_measure

STUDIES = ("knee-dextrose-saline", "foot-ankle-dextrose", "achilles-dextrose-exercise")
ABOUT_FIRST = ("answer", "patients")
ABOUT_MAIN = ("findings", "domains")
ABOUT_ALL = ("over-time",)


def cut_sections(page: Path) -> dict[str, str]:
    """Return the words of each section of a page, by its id."""
    html = re.sub(r"<(style|script|pre)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.S)
    parts = re.split(r'<h2[^>]* id="([^"]+)"', html)
    words = (re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", part))) for part in parts[2::2])
    return dict(zip(parts[1::2], words, strict=True))


def spell(low: float, high: float, digits: int, arm: str) -> tuple[str, str]:
    """Return the two ways in which an interval is written: in tables, and in sentences."""
    if low >= 0 or high <= 0:
        ends = sorted((abs(low), abs(high)))
        return format_interval(low, high, digits), format_interval(*ends, digits)
    sides = (
        f"{format_number(-low, digits)} in favour of the comparator to "
        f"{format_number(high, digits)} in favour of {arm}"
    )
    return format_interval(low, high, digits), sides


def check(site: Path, name: str, folder: Path) -> int:
    """Hold every place of every pool to its interval; return how many pools there were."""
    study = load_study(folder)
    evidence = [each for each in gather_evidence_for(study) if each.pools]
    report = site / "reports" / name / "evidence"
    sections = cut_sections(report / "index.html")
    card = (site / "reports" / name / "index.html").read_text("utf-8")
    rows = json.loads((report / "results.json").read_text("utf-8"))["estimates"]
    kept = {
        (row["endpoint"], row["comparator"], row["visit"]): (row["ci_low"], row["ci_high"])
        for row in rows
        if row["quantity"] == "pooled effect" and row["analysis"].endswith("published trials")
    }
    main = [one for each in evidence for one in each.main]
    said = [(one, ABOUT_MAIN) for one in main if one.pooled is not None]
    said += [(one, ABOUT_ALL) for each in evidence for one in each.pools if one.pooled is not None]
    if main and main[0].pooled is not None:
        said.append((main[0], ABOUT_FIRST))
    shown_in_findings = {(one.domain, one.measure): one for one in reversed(main)}
    for one, places in said:
        assert one.pooled is not None
        low, high = one.pooled.ci
        both = spell(low, high, digits_of_measure(one.measure), one.pack.topic.arm)
        for place in places:
            if place == "findings" and shown_in_findings[one.domain, one.measure] is not one:
                continue
            section = "responders" if place == "domains" and one.measure == "RD" else place
            assert any(text in sections[section] for text in both), (one.label, section, both)
        found = kept[one.label, one.comparator, one.window.label]
        assert found == pytest.approx((low, high), rel=1e-12)
        if places == ABOUT_FIRST:
            assert any(text in unescape(card) for text in both), "the card"
    return len(kept)


@pytest.mark.parametrize("name", STUDIES)
def test_card_answer_tables_words_and_results_of_a_pool_agree(
    name: str, root: Path, bundled_site: Path
) -> None:
    pools = check(bundled_site, name, root / "data" / "raw" / name)
    assert pools == 0 or name == STUDIES[0]
