"""What must hold of the published files of studies with a rule of disclosure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.disclosure.attack import find_spans, find_spans_of_two
from tests.disclosure.make import SmallStudy
from tests.disclosure.published import (
    list_exported,
    list_numbers,
    list_rows,
    list_texts,
    read_release,
)


@dataclass(frozen=True)
class Attacked:
    """What an attack came to.

    Parameters
    ----------
    counts : int
        Counts examined, and differences of two.
    small : int
        Those of them that are in truth from 1 to below the minimum.
    fewest : int
        Solutions of the count that has fewest.
    spare : int
        By how many solutions more than are required each count has at least.
    """

    counts: int
    small: int
    fewest: int
    spare: int

    def __add__(self, other: Attacked) -> Attacked:
        return Attacked(
            self.counts + other.counts,
            self.small + other.small,
            min(self.fewest, other.fewest),
            min(self.spare, other.spare),
        )


def hold_spans(project: Path, study: SmallStudy) -> Attacked:
    """Each count has as many solutions as the minimum, the true one among them."""
    release = read_release(project, study)
    true = {str(name): count for name, count in release.counts.true.items()}
    spans = find_spans(release)
    for name, (low, high) in spans.items():
        assert high - low + 1 >= study.minimum, (study.id, name, low, high)
        assert low <= true.get(name, low) <= high, (study.id, name, low, high)
    fewest = min(high - low + 1 for low, high in spans.values())
    small = sum(0 < count < study.minimum for count in true.values())
    return Attacked(len(spans), small, fewest, fewest - study.minimum)


def hold_two_releases(project: Path, before: SmallStudy, after: SmallStudy) -> Attacked:
    """No count is unique from the outputs with and without one participant."""
    releases = read_release(project, before), read_release(project, after)
    spans = find_spans_of_two(*releases)
    for name, (low, high) in spans.items():
        assert low < high, (before.id, name, low, high)
    fewest = min(high - low + 1 for low, high in spans.values())
    true = [count for release in releases for count in release.counts.true.values()]
    small = sum(0 < count < before.minimum for count in true)
    return Attacked(len(spans), small, fewest, fewest - 2)


def hold_numbers(project: Path, studies: list[SmallStudy]) -> int:
    """Whatever number stands in a file is published, declared, or in every study; count files."""
    numbers = {
        study.id: {name: list_numbers(text) for name, text in list_texts(project, study.id)}
        for study in studies
    }
    first = studies[0].id
    exported = {name: list_numbers(text) for name, text in list_exported(project, first)}
    fixed = set.intersection(*(set().union(*files.values()) for files in numbers.values()))
    numbers[first] |= exported
    of_all = set()
    for study in studies:
        allowed = fixed | _declared(project, study) | _published(project, study)
        of_all |= allowed
        for name, found in numbers[study.id].items():
            assert not found - allowed, (name, sorted(found - allowed))
    for shared in ("index.html", "manifest.json"):
        found = list_numbers((project / "reports" / shared).read_text(encoding="utf-8"))
        assert not found - of_all, (shared, sorted(found - of_all))
    return sum(map(len, numbers.values()))


def _declared(project: Path, study: SmallStudy) -> set[str]:
    """Return the numbers of the study file (visits, ranges, the plan) and the confidence level."""
    text = (project / "data/raw" / study.id / "study.yaml").read_text(encoding="utf-8")
    numbers = list_numbers(text.partition('"disclosure":')[0])
    return numbers | {f"{float(number):.1f}" for number in numbers} | {"95", "0.95"}


def _published(project: Path, study: SmallStudy) -> set[str]:
    """Return every estimate as it is shown, the rounded numbers of arms and the rule's own."""
    rows = list_rows(project, study)
    sizes = [row["estimate"] for row in rows if row["quantity"] == "n" and not row["endpoint"]]
    whole: set[float] = {study.minimum, 2 * study.minimum, sum(sizes)}
    shares = set()
    for row in rows:
        keys = ("threshold", "estimate", "ci_low", "ci_high", "n_arm", "n_comparator")
        whole |= {abs(row[key]) for key in keys if row[key] is not None}
        if row["quantity"] in ("count", "affected") and row["n_arm"]:
            shares.add(f"{100 * row['estimate'] / row['n_arm']:.0f}")
    forms = ("{:g}", "{:.1f}", "{:.0f}")
    return shares | {form.format(number) for number in whole for form in forms}
