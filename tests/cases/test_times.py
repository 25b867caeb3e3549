"""Times of visits: a baseline that is counted as day 1, and studies of hours."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from outcomes.analysis import compare_with_control, summarise_scores
from outcomes.displays.figure_numbers import table_numbers
from outcomes.figures import plot_profile
from outcomes.study import check_study
from outcomes.vocabulary.visits import time_axis

from .meaning_study import PEOPLE, change, copy_case, load_sound, scores_of, write_study

VISITS = """\
  - {name: baseline, week: 0}
  - {name: week 6, week: 6}
  - {name: week 12, week: 12}
"""
LABOUR = """\
id: labour
title: Pain medication against placebo in labour
provenance: published
sources: [{citation: Davis 1991}]
design: parallel
joint: none
arms:
  medication: {label: Pain medication, role: active, code: 1}
  placebo: {label: Placebo, role: placebo, code: 0}
visits:
  - {name: minute 30, minute: 30, code: 30}
  - {name: hour 1, hour: 1, code: 60}
  - {name: hour 1.5, hour: 1.5, code: 90}
  - {name: hour 2, hour: 2, code: 120}
  - {name: hour 2.5, hour: 2.5, code: 150}
  - {name: last reading, hour: 3, code: 180}
tables: {scores: data.csv}
columns: {participant: subject, arm: treatment, visit: time}
measures:
  pain: {kind: continuous, range: [0, 100], higher: worse, unit: mm, label: Pain}
plan:
  primary: {endpoint: pain, visit: last reading, comparison: [medication, placebo]}
reports: [treatment-effect]
"""


def with_visits(parent: Path, *visits: str, measure: str = "{instrument: pain-vas}") -> Path:
    """Write the made-up study with other visits, the last of them the primary one."""
    folder = write_study(parent, measure, scores_of([40, 50, 60]))
    names = [visit.partition("name: ")[2].partition(",")[0].strip('"') for visit in visits]
    listed = "".join(f"  - {visit}\n" for visit in visits)
    change(folder / "study.yaml", (VISITS, listed), ("visit: week 12", f"visit: {names[-1]}"))
    rows = ["participant,visit,score"]
    rows += [
        f"{person},{name},{40 + 7 * number}"
        for person in PEOPLE
        for number, name in enumerate(names)
    ]
    (folder / "scores.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_a_baseline_at_day_1_is_a_fault_that_says_how_to_count(
    shared: Path, tmp_path: Path
) -> None:
    """Counted from 0 the study has a baseline, which its primary result is adjusted for."""
    name = "cdisc-day-1-baseline-no-method"
    (fault,) = check_study(copy_case(shared, tmp_path / "from 1", name))
    assert (fault.file, fault.column, fault.value) == ("study.yaml", "visits.1.day", "1")
    assert "`day: 0`, and take 1 from every later day" in fault.fix
    counted = [("day: 1}", "day: 0}"), ("day: 43", "day: 42"), ("day: 85", "day: 84")]
    study = load_sound(copy_case(shared, tmp_path / "from 0", name, *counted))
    assert study.baseline is not None
    rows = compare_with_control(study)
    adjusted = rows.loc[rows["quantity"] == "difference", "done"]
    assert all(record.baseline for record in adjusted)


@pytest.mark.parametrize(
    "first",
    [
        "{name: Baseline, day: 1}", "{name: baseline visit, week: 2}", "{name: screening, day: 1}",
        "{name: pre-treatment, week: 1}", "{name: before injection, hour: 1}", "{name: V1, day: 1}",
        "{name: day 1, day: 1}", "{name: week 0, week: 1}", "{name: T0, day: 3}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["", ", method: mmrm", ", method: ancova"])
def test_a_baseline_that_is_not_at_0_is_one_fault_whatever_the_method(
    tmp_path: Path, first: str, method: str
) -> None:
    folder = with_visits(tmp_path, first, "{name: day 43, day: 43}", "{name: day 85, day: 85}")
    change(folder / "study.yaml", ("comparison: [d, p]", f"comparison: [d, p]{method}"))
    (fault,) = check_study(folder)
    assert (fault.column or "").startswith("visits.1.")
    assert "not at time 0" in fault.message


def test_a_baseline_after_another_visit_at_0_is_a_fault(tmp_path: Path) -> None:
    visits = ("{name: screening, week: 0}", "{name: baseline, week: 2}", "{name: end, week: 12}")
    (fault,) = check_study(with_visits(tmp_path, *visits))
    assert fault.column == "visits.2.week"


@pytest.mark.parametrize(
    ("visits", "asked"),
    [
        (("{name: week 12, week: 12}",), False),
        (("{name: minute 30, minute: 30}", "{name: hour 1, hour: 1}"), False),
        (("{name: week 1, week: 1}", "{name: week 2, week: 2}"), False),
        (("{name: day 2, day: 2}", "{name: day 9, day: 9}"), False),
        (("{name: next day, hour: 24}", "{name: day 8, day: 8}"), False),
        (("{name: baseline phone call, week: 2}", "{name: after, week: 8}"), False),
        (("{name: day 1, day: 1}", "{name: day 3, day: 3}"), True),
        (("{name: after surgery, day: 1}", "{name: month 1, month: 1}"), True),
    ],
)
def test_a_study_without_a_baseline_is_sound(
    tmp_path: Path, visits: tuple[str, ...], *, asked: bool
) -> None:
    study = load_sound(with_visits(tmp_path, *visits))
    assert [query.kind for query in study.queries] == ["first-visit-at-day-1"] * asked
    assert study.baseline is None


def test_an_answer_asked_for_once_has_a_risk_difference_without_a_method(
    shared: Path, tmp_path: Path
) -> None:
    name = "binary-no-baseline"
    (fault,) = check_study(copy_case(shared, tmp_path / "method", name))
    assert "leave `method` out" in fault.fix
    folder = copy_case(shared, tmp_path / "none", name, (", method: ancova", ""))
    change(folder / "study.yaml", ("  population: randomised\n", ""))
    (row,) = compare_with_control(load_sound(folder)).to_dict("records")
    assert (row["quantity"], row["done"].model) == ("difference", "risk difference")
    assert row["estimate"] == pytest.approx(1 / 3)


def test_a_study_of_minutes_and_hours_says_so_everywhere(shared: Path, tmp_path: Path) -> None:
    """The difference at three hours is that of the data's README."""
    folder = tmp_path / "labour"
    folder.mkdir()
    shutil.copy(shared / "data" / "labor_pain" / "data.csv", folder / "data.csv")
    (folder / "study.yaml").write_text(LABOUR, encoding="utf-8")
    study = load_sound(folder)
    assert [visit.time for visit in study.visits][:2] == ["minute 30", "hour 1"]
    rows = compare_with_control(study)
    (last,) = rows.loc[
        (rows["quantity"] == "difference") & (rows["visit"] == "last reading"), "estimate"
    ]
    assert last == pytest.approx(-50.559, abs=0.001)
    scores = summarise_scores(study)
    figure = plot_profile(scores, study.labels, "pain")
    assert "last reading (hour 3)" in set(figure.data["visit"])
    numbers = table_numbers(figure.title, figure.data, figure.digits, simulated=False)
    assert not any("week" in column.heading.lower() for column in numbers.columns)
    texts, title = time_axis([visit.week for visit in study.visits], study.labels)
    assert (texts, title) == (["30", "60", "90", "120", "150", "180"], "Minutes since the start")
