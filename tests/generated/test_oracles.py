"""What is planted in a page or in its results is found: the oracles are not blind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from outcomes.study import load_study
from tests.generated.claims import check_claims
from tests.generated.execute import run_study
from tests.generated.make import write_study
from tests.generated.names import Names, names_of
from tests.generated.page import ReportPage
from tests.generated.page_rules import RULES, check_words
from tests.generated.raw import RawStudy, read_raw
from tests.generated.recompute import check_results
from tests.generated.rows import Row, read_rows
from tests.generated.sentences import check_sentences, count_checked
from tests.generated.spec import ArmSpec, MeasureSpec, Spec
from tests.generated.verdicts import check_verdicts

SPEC = Spec(
    seed=3,
    design="parallel",
    arms=(
        ArmSpec("dx9", "Dextrose injections", "active", 20),
        ArmSpec("sal9", "Saline injections", "placebo", 19),
    ),
    measures=(
        MeasureSpec("pq1", label="Pain", thresholds=("important",)),
        MeasureSpec("mq2", "binary", 0, 1, label="Would have it again", decimals=0),
    ),
    times=(6, 12),
    primary_visit=1,
    method="ancova",
    missing="at random",
    missing_rate=0.1,
    effect=0.05,
    events="all",
    population="per protocol",
)


@dataclass(frozen=True)
class Example:
    """A report as it was made, before anything is planted."""

    html: str
    rows: list[Row]
    raw: RawStudy
    names: Names

    def check(self, html: str) -> list[str]:
        page, rest = ReportPage(html), (self.names, self.raw, self.rows)
        return [*check_sentences(page, *rest), *check_verdicts(page, *rest)]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Example:
    project = tmp_path_factory.mktemp("planted")
    (project / "notebooks").symlink_to(root / "notebooks")
    folder = write_study(SPEC, project / "data" / "raw")
    (run,) = run_study(project, SPEC.id, ["treatment-effect"])
    assert run.error is None
    rows = read_rows(run.folder / "results.json")
    return Example(run.page, rows, read_raw(folder), names_of(load_study(folder)))


def test_nothing_is_found_where_nothing_is_planted(example: Example) -> None:
    page = ReportPage(example.html)
    assert list(check_results(example.raw, example.rows)) == []
    assert example.check(example.html) == []
    assert list(check_claims(page, example.raw.file)) == []
    assert check_words(page) == {}
    assert count_checked(page, example.names) >= 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(r"was (\d)", r"was 9\1", id="a difference"),
        pytest.param(r" (lower|higher) with", " other with", id="a direction"),
        pytest.param(r"(\d+% CI )(from )?(\d)", r"\1\g<2>7\3", id="an interval"),
        pytest.param(r"group had (\d)", r"group had 1\1", id="people"),
        pytest.param(r"(\d+) (participants? with [^.]{,60} analysed)", r"1\1 \2", id="analysed"),
        pytest.param(r"adverse event: (\d)", r"adverse event: 1\1", id="events"),
        pytest.param(r"(The rate was) (\d)", r"\1 9\2", id="a rate"),
        pytest.param(r"(fell|rose) by (\d)", r"\1 by 9\2", id="a change"),
        pytest.param(r"contains (\d)", r"contains 1\1", id="a number of intervals"),
        pytest.param(r"; p = [\d.]+\)", r"\g<0>, which favours dextrose injections", id="a favour"),
        pytest.param(r"(The estimate favours) \w+", r"\1 saline", id="a leaning"),
        pytest.param("but also no difference", "but also smaller differences", id="a size reached"),
        pytest.param(r"<td>undecided[^<]*<", "<td>Dextrose injections<", id="a favour in a table"),
    ],
)
def test_a_planted_number_is_found(before: str, after: str, example: Example) -> None:
    def plant(found: re.Match[str]) -> str:
        if after == " other with":
            return " higher with" if found[1] == "lower" else " lower with"
        return found.expand(after)

    html, count = re.subn(before, plant, example.html, count=1)
    assert count == 1
    assert example.check(html) != []


@pytest.mark.parametrize(
    ("quantity", "change"),
    [
        ("n", {"estimate": 1}),
        ("missing", {"estimate": 1}),
        ("mean", {"estimate": 0.01}),
        ("sd", {"estimate": 0.01}),
        ("change", {"estimate": 0.01}),
        ("change", {"n_arm": 1}),
        ("share", {"estimate": 0.01}),
        ("difference", {"estimate": 0.01}),
        ("difference", {"n_comparator": 1}),
        ("risk", {"estimate": 0.01}),
        ("risk difference", {"estimate": 0.01}),
        ("follow-up", {"estimate": 0.1}),
        ("time at risk", {"estimate": 0.1}),
        ("incidence rate", {"estimate": 0.1}),
        ("incidence rate difference", {"estimate": 0.1}),
        ("events per participant", {"estimate": 0.1}),
        ("event rate", {"estimate": 0.1}),
    ],
)
def test_a_planted_estimate_is_found(
    quantity: str, change: dict[str, float], example: Example
) -> None:
    wanted = [
        place
        for place, row in enumerate(example.rows)
        if row["quantity"] == quantity and row["estimate"] is not None
        if row["endpoint"] in ("pq1", "mq2", "harms")
    ]
    rows = [dict(row) for row in example.rows]
    for name, size in change.items():
        rows[wanted[0]][name] += size
    assert list(check_results(example.raw, rows)) != []


PLANTED = {
    "programmer's word": "<p>The estimate is nan points.</p>",
    "developer's talk": "<p>The design is singular.</p>",
    "doubled word": "<p>Anything from from 3 to 4.</p>",
    "wrong sign": "<p>It fell by \u22123.2 points.</p>",
    "wrong grammar": "<p>0 of 1 people had one.</p>",
    "empty heading": "<h2>Nothing here</h2>",
    "empty figure": "<figure><svg aria-label='x'></svg><table><thead><tr><th>n</th></tr></thead>"
    "<tbody><tr><td>0</td></tr></tbody></table></figure>",
    "empty table": "<table><caption>None</caption><tbody></tbody></table>",
    "said twice": "<div class='passage' aria-label='x'><p>The same thing is said once more.</p>"
    "<p>The same thing is said once more.</p></div>",
    "false favour": "<table><thead><tr><th>95% CI</th><th>Favours</th></tr></thead><tbody><tr>"
    "<td>\u22121.0 to 2.0</td><td>Dextrose</td></tr></tbody></table>",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_planted_word_is_found(rule: str, example: Example) -> None:
    planted = PLANTED[rule] + ("" if rule == "empty heading" else "<p>More.</p>")
    html = example.html.replace("</main>", f"{planted}</main>")
    assert rule in check_words(ReportPage(html))


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("40 participants were randomised.", {"allocation": "not-randomised"}),
        ("40 participants were randomised.", {}),
        ("The study was double-blind.", {"allocation": "randomised"}),
        ("Population: per protocol.", {}),
    ],
)
def test_a_claim_that_the_file_does_not_make_is_found(text: str, file: dict[str, Any]) -> None:
    html = "<main><h2 id='answer'>The answer</h2><p>{}</p></main>"
    assert list(check_claims(ReportPage(html.format(text)), file)) != []
    silent = "The study file does not say whether participants were randomised or blinded."
    assert list(check_claims(ReportPage(html.format(silent)), file)) == []
