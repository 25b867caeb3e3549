"""What objects say of themselves is short, escaped and true, however much they hold."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from outcomes import analysis
from outcomes.analysis import meta
from outcomes.overview import MOST_LINES, WIDEST, Overview, describe
from outcomes.study import Study, StudyVisit, load_study
from tests.packs import PACK

YI, VI = [0.1, 0.2, 0.5, 0.9], [0.1, 0.1, 0.15, 0.2]
HOSTILE = '<img src=x onerror=alert(1)>\n& "it\'s" {{ 7 * 7 }}'


@pytest.fixture(scope="module")
def knee() -> Study:
    return load_study("knee-dextrose-saline")


def enlarge(study: Study) -> Study:
    """Return a study with many arms, visits and endpoints, and long hostile names."""
    arms = {f"a{n}": replace_name(study, f"{HOSTILE} {n}" * 9) for n in range(40)}
    file = study.file.model_copy(update={"title": HOSTILE * 30, "arms": arms})
    endpoint = replace(study.endpoints["womac.pain"], label=HOSTILE * 30)
    return replace(
        study,
        file=file,
        visits=tuple(StudyVisit(f"week {n}", n, f"week {n}") for n in range(60)),
        endpoints={f"womac.e{n}": endpoint for n in range(60)},
    )


def replace_name(study: Study, label: str) -> object:
    return study.arms["dextrose"].model_copy(update={"label": label})


def read_rows(html: str) -> dict[str, str]:
    return dict(re.findall(r'<th scope="row">(.+?)</th><td>(.*?)</td>', html))


def list_results() -> list[Overview]:
    evidence = analysis.gather_evidence_for(load_study("knee-dextrose-saline"))
    claims = analysis.recompute_claims(PACK)
    return [
        meta.pool(YI, VI),
        meta.pool(YI * 9, VI * 9),
        meta.pool(YI, VI, tau2="EE", test="normal"),
        meta.pool_dependent(YI, VI, ["a", "a", "b", "c"], correlation=0.6),
        meta.pool_counts([1, 2], [9, 9], [3, 4], [9, 9], measure="risk ratio"),
        meta.compare_subgroups(YI, VI, ["a", "a", "b", "b"]),
        meta.regress(YI, VI, {"x": [1, 2, 3, 5]}),
        meta.describe_funnel(YI, VI),
        meta.regress_asymmetry(YI, VI),
        meta.trim_and_fill(YI, VI),
        meta.number_from_difference(-0.1, (-0.2, -0.05)),
        *evidence,
        *(pool for one in evidence for pool in one.pools),
        *analysis.rebuild_published(PACK, "knee"),
        *claims.values(),
    ]


def test_results_are_shown_in_at_most_25_lines() -> None:
    results = list_results()
    for result in results:
        lines = repr(result).splitlines()
        assert 2 <= len(lines) <= MOST_LINES
        assert max(map(len, lines)) <= WIDEST + 30
        assert "object at 0x" not in repr(result)
        assert "\n" not in repr(result).splitlines()[0]
        assert read_rows(result._repr_html_())


def test_every_value_of_a_pool_is_there_by_its_own_name() -> None:
    pooled = meta.pool(YI, VI)
    shown = read_rows(pooled._repr_html_())
    assert list(shown) == [each.name for each in fields(pooled) if each.name not in ("yi", "vi")]
    assert shown["estimate"] == f"{pooled.estimate:.4g}"
    assert shown["ci"] == f"{pooled.ci.low:.4g} to {pooled.ci.high:.4g}"
    assert repr(pooled).splitlines()[0] == f"Pooled {shown['estimate']} ({shown['ci']})"
    assert repr(pooled).splitlines()[1].split() == ["k", "4"]


def test_a_study_says_what_it_is(knee: Study) -> None:
    text = repr(knee)
    assert text.splitlines()[0] == "Study knee-dextrose-saline"
    for said in (
        "simulated: not evidence",
        "parallel, randomised",
        "Saline injections (placebo): 29 participants",
        "baseline, week 5, week 9, week 12, week 24, week 52",
        "womac.pain: WOMAC pain",
        "womac.composite, week 52, Dextrose injections against Saline injections",
    ):
        assert said in text
        assert said in knee._repr_html_()


def test_a_study_of_any_size_is_short_and_escaped(knee: Study) -> None:
    study = enlarge(knee)
    for shown in (study, study.labels):
        assert len(repr(shown).splitlines()) <= MOST_LINES
        assert max(map(len, repr(shown).splitlines())) <= WIDEST + 30
        assert "and 34 more" in repr(shown)
        html = shown._repr_html_()
        assert html.count("<tr>") < MOST_LINES
        assert "<img" not in html


class Many(Overview):
    """Has more values than there is room for."""

    def _overview(self) -> tuple[str, list[tuple[str, str]]]:
        return "Many", [(f"value{n}", "1") for n in range(40)]


def test_more_values_than_fit_are_counted() -> None:
    lines = repr(Many()).splitlines()
    assert len(lines) == MOST_LINES
    assert lines[-1].split() == ["and", "17", "more"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "none"),
        (float("nan"), "nan"),
        (12345.678, "1.235e+04"),
        (True, "True"),
        ("a", "a"),
        ([], "none"),
        (list("abcdefgh"), "a, b, c, d, e, f, and 2 more"),
        (np.array([1.0, 0.25]), "1, 0.25"),
        (np.float64(0.5), "0.5"),
        (pd.DataFrame({"a": [1, 2]}), "2 rows, 1 columns"),
        ({"pool": 1, "effects": 2}, "pool, effects"),
    ],
)
def test_values_are_described_in_a_few_words(value: object, text: str) -> None:
    assert describe(value) == text
