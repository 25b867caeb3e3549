"""What must hold of the published files of studies with a rule of disclosure."""

from __future__ import annotations

import json
from pathlib import Path

from outcomes.study import load_study
from tests.disclosure.attack import find_spans, find_spans_of_two
from tests.disclosure.make import REPORT, VISITS, SmallStudy
from tests.disclosure.published import Release, list_numbers, list_texts, read_release


def _release(project: Path, study: SmallStudy) -> Release:
    rule = load_study(project / "data/raw" / study.id).disclosure
    assert rule is not None
    return read_release(project, study, rule.step("pain"), int(rule.spacing["pain"]))


def _true_count(study: SmallStudy, name: str) -> int:
    kind, arm = name.split(" ")[:2]
    visits = {"enrolled": (), "seen": (name.split(" ", 2)[-1],), "changed": VISITS}[kind]
    return study.seen(arm, *visits)


def hold_spans(project: Path, study: SmallStudy) -> None:
    """Each hidden count has as many solutions as the minimum, the true one among them."""
    for name, (low, high) in find_spans(_release(project, study)).items():
        assert high - low + 1 >= study.minimum, (study.id, name, low, high)
        if " without " not in name:
            assert low <= _true_count(study, name) <= high, (study.id, name, low, high)


def hold_two_releases(project: Path, before: SmallStudy, after: SmallStudy) -> None:
    """No count is unique from the outputs with and without one participant."""
    spans = find_spans_of_two(_release(project, before), _release(project, after))
    for name, (low, high) in spans.items():
        assert low < high, (before.id, name, low, high)


def hold_numbers(project: Path, studies: list[SmallStudy]) -> None:
    """Whatever number stands in a file is a published estimate, declared, or in every study."""
    numbers = {
        study.id: {name: list_numbers(text) for name, text in list_texts(project, study.id)}
        for study in studies
    }
    fixed = set.intersection(*(set().union(*files.values()) for files in numbers.values()))
    fixed |= _declared(project, studies[0])
    of_all = set()
    for study in studies:
        allowed = fixed | _published(project, study)
        of_all |= allowed
        for name, found in numbers[study.id].items():
            assert not found - allowed, (name, sorted(found - allowed))
    for shared in ("index.html", "manifest.json"):
        found = list_numbers((project / "reports" / shared).read_text(encoding="utf-8"))
        assert not found - of_all, (shared, sorted(found - of_all))


def _declared(project: Path, study: SmallStudy) -> set[str]:
    """Return the numbers of the study file (visits, ranges, the plan) and the confidence level."""
    text = (project / "data/raw" / study.id / "study.yaml").read_text(encoding="utf-8")
    numbers = list_numbers(text.partition("disclosure:")[0])
    return numbers | {f"{float(number):.1f}" for number in numbers} | {"95", "0.95"}


def _published(project: Path, study: SmallStudy) -> set[str]:
    """Return every estimate as it is shown, the rounded numbers of arms and the rule's own."""
    release = _release(project, study)
    shown = [count for count in release.counts.values() if count is not None]
    total = sum(release.counts[f"enrolled {arm}"] or 0 for arm in ("dextrose", "saline"))
    whole = {study.minimum, 2 * study.minimum, total, *shown}
    results = project / "reports" / study.id / REPORT / "results.json"
    for row in json.loads(results.read_text(encoding="utf-8"))["estimates"]:
        whole |= {
            abs(row[key])
            for key in ("estimate", "ci_low", "ci_high", "n_arm", "n_comparator")
            if row[key] is not None
        }
    return {text for number in whole for text in (f"{number:g}", f"{number:.1f}")}
