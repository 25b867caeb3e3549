"""What is asked of sound data, what is not, and how a study file answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from outcomes.study import check_study, load_study

FILE = """\
id: {name}
title: Two arms
provenance: collected
design: parallel
joint: knee
arms:
  drug: {{label: Drug, role: active}}
  placebo: {{label: Placebo, role: placebo}}
visits: [{{name: baseline, week: 0}}, {{name: week 6, week: 6}}]
tables: {{scores: scores.csv}}
measures:
{measures}
plan: {{primary: {{endpoint: {primary}, visit: week 6, comparison: [drug, placebo]}}}}
reports: [data-quality, treatment-effect]
"""
VAS = "  pain: {instrument: pain-vas}"
NRS = "  pain: {instrument: pain-nrs}"
PEOPLE = 40


def write(
    folder: Path,
    columns: dict[str, list[float] | list[str]],
    measures: str = VAS,
    more: str = "",
    primary: str = "pain",
) -> Path:
    """Write a study of 40 people seen twice; each column has 80 values, both visits of a person."""
    folder.mkdir(parents=True)
    text = FILE.format(name=folder.name, measures=measures, primary=primary)
    (folder / "study.yaml").write_text(text + more, encoding="utf-8")
    lines = [",".join(["participant", "arm", "visit", *columns])]
    for row in range(2 * PEOPLE):
        person, visit = divmod(row, 2)
        cells = [f"{values[row]}" for values in columns.values()]
        arm = ("drug", "placebo")[person % 2]
        lines.append(",".join([f"P{person:02d}", arm, ("baseline", "week 6")[visit], *cells]))
    (folder / "scores.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


def draw(low: float, high: float, seed: int = 1, digits: int = 0) -> list[float]:
    """Draw 80 values, bell-shaped between two ends."""
    rng = np.random.default_rng(seed)
    return list((low + (high - low) * rng.beta(4, 4, 2 * PEOPLE)).round(digits))


def ask(folder: Path) -> list[tuple[str, str | None, str | None]]:
    """Return kind, column and value of what is asked of a sound study."""
    assert check_study(folder) == ()
    return [(query.kind, query.column, query.value) for query in load_study(folder).queries]


@pytest.mark.parametrize("value", [99, 88, 98, 77, 97])
def test_a_code_that_stands_apart_on_a_scale_is_asked_about(tmp_path: Path, value: int) -> None:
    pain = draw(5, 60)
    pain[:3] = [value] * 3
    ((kind, column, found),) = ask(write(tmp_path / "code", {"pain": pain}))
    assert (kind, column, found) == ("code-like-value", "pain", str(value))


@pytest.mark.parametrize("value", [999, -99, 150, 0.5, 1000])
def test_a_value_far_from_all_others_is_asked_about(tmp_path: Path, value: float) -> None:
    weight = [80 + number % 12 for number in range(PEOPLE) for _ in (0, 1)]
    weight[:2] = [value, value]
    columns = {"pain": draw(5, 90), "kg": weight}
    named = "characteristics: [kg]\n"
    ((kind, column, found),) = ask(write(tmp_path / "far", columns, more=named))
    assert kind in ("code-like-value", "far-off-value")
    assert (column, found) == ("kg", f"{value:g}")


@pytest.mark.parametrize("code", [9])
def test_a_heap_at_a_code_within_a_short_scale_is_asked_about(tmp_path: Path, code: int) -> None:
    pain = draw(1, 7)
    pain[::5] = [code] * 16
    asked = ask(write(tmp_path / "heap", {"pain": pain}, NRS))
    assert ("code-like-value", "pain", str(code)) in asked


@pytest.mark.parametrize(
    ("measure", "high"),
    [
        (VAS, 9.5),
        ("  pain: {instrument: ffi, column: pain}", 8.0),
        ("  pain: {instrument: visa-a, column: pain}", 9.9),
        ("  pain: {kind: continuous, range: [0, 170], higher: better}", 3.0),
        ("  pain: {kind: continuous, range: [0, 1000], higher: worse}", 80.0),
    ],
)
def test_scores_within_a_tenth_of_their_scale_are_asked_about(
    tmp_path: Path, measure: str, high: float
) -> None:
    ((kind, column, _),) = ask(
        write(tmp_path / "narrow", {"pain": draw(high / 20, high, digits=1)}, measure)
    )
    assert (kind, column) == ("narrow-range", "pain")


def test_a_form_whose_lowest_answer_nobody_gave_is_asked_about(tmp_path: Path) -> None:
    items = {f"w_pain_{n}": draw(0.6, 4.4, seed=n) for n in range(1, 6)}
    items |= {f"w_stiffness_{n}": draw(0.6, 4.4, seed=10 + n) for n in (1, 2)}
    items |= {f"w_function_{n}": draw(0.6, 4.4, seed=20 + n) for n in range(1, 18)}
    measure = '  womac: {instrument: womac-likert, items: "w_{item}"}'
    folder = write(tmp_path / "likert", items, measure, primary="womac.total")
    assert [kind for kind, *_ in ask(folder)] == ["lowest-never-used"]


@pytest.mark.parametrize("turned", ["walk", "stairs", "grip", "mood", "sleep"])
def test_a_score_that_runs_against_its_siblings_is_asked_about(tmp_path: Path, turned: str) -> None:
    names = ["pain", "walk", "stairs", "grip", "mood", "sleep"]
    course = np.array(draw(20, 80))
    columns = {
        name: list((course + draw(-8, 8, seed=number)).round(0))
        for number, name in enumerate(names)
    }
    columns[turned] = [100 - value for value in columns[turned]]
    measures = "\n".join(
        f"  {name}: {{kind: continuous, range: [0, 100], higher: worse}}" for name in names
    )
    folder = write(tmp_path / "siblings", columns, measures)
    assert ask(folder) == [("against-siblings", f"measures.{turned}", None)]


def test_readings_rounded_to_five_degrees_are_asked_about(tmp_path: Path) -> None:
    flexion = [5 * round(value / 5) for value in draw(80, 140)]
    folder = write(tmp_path / "rounded", {"pain": flexion}, "  pain: {instrument: knee-flexion}")
    assert [kind for kind, *_ in ask(folder)] == ["rounded-readings"]


def test_a_change_that_nobody_can_reach_is_asked_about(tmp_path: Path) -> None:
    threshold = "thresholds: [{value: 30, source: Example 2020}]"
    measure = f"  pain: {{kind: continuous, range: [0, 100], higher: worse, {threshold}}}"
    folder = write(tmp_path / "reach", {"pain": draw(2, 29)}, measure)
    assert [kind for kind, *_ in ask(folder)] == ["change-out-of-reach"]


def test_usual_scores_are_not_asked_about(tmp_path: Path) -> None:
    columns = {"pain": draw(2, 98), "age": draw(30, 80, seed=2)}
    columns["age"] = [age for age in columns["age"][:PEOPLE] for _ in (0, 1)]
    assert ask(write(tmp_path / "usual", columns)) == []


def doubted(tmp_path: Path, more: str = "") -> Path:
    """Write a study whose visual analogue scale was written in centimetres."""
    return write(tmp_path / "doubted", {"pain": draw(1, 9, digits=1)}, VAS, more)


def test_while_a_query_is_open_nothing_is_called_important(tmp_path: Path) -> None:
    study = load_study(doubted(tmp_path))
    endpoint = study.endpoints["pain"]
    assert endpoint.thresholds == ()
    assert endpoint.doubt.startswith("All 80 scores lie between")


@pytest.mark.parametrize("of", [", of: pain", ""])
def test_an_answered_query_is_kept_with_its_reason_and_doubts_nothing(
    tmp_path: Path, of: str
) -> None:
    more = f"queries: [{{kind: narrow-range{of}, reason: All had little pain.}}]\n"
    study = load_study(doubted(tmp_path, more))
    (query,) = study.queries
    assert query.answer == "All had little pain."
    assert not query.is_open
    assert study.endpoints["pain"].thresholds
    assert study.endpoints["pain"].doubt == ""


@pytest.mark.parametrize(
    "answer", ["{kind: narow-range, reason: x}", "{kind: narrow-range, of: x, reason: x}"]
)
def test_an_answer_to_what_is_not_asked_is_a_fault(tmp_path: Path, answer: str) -> None:
    (fault,) = check_study(doubted(tmp_path, f"queries: [{answer}]\n"))
    assert fault.column == "queries.1"
    assert "What is asked: narrow-range." in fault.fix


def test_an_answer_without_a_reason_is_a_fault(tmp_path: Path) -> None:
    (fault,) = check_study(doubted(tmp_path, "queries: [{kind: narrow-range}]\n"))
    assert fault.column == "queries.1.reason"
