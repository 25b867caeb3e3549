"""What a table means is declared, and read as declared: units and the sign of a deficit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import compare_with_control
from outcomes.instruments import INSTRUMENTS
from outcomes.study import Study, check_study
from outcomes.tables import table_sources
from tests.study.keys import write_key

from .meaning_study import (
    add_lines,
    change,
    copy_case,
    load_sound,
    scores_of,
    values_of,
    write_study,
)

ROM = "kind: continuous, higher: better, unit: degrees, domain: range of motion"
VAS = "{instrument: pain-vas, column: score}"


def difference(study: Study) -> float:
    """Return the primary difference."""
    primary = study.file.plan.primary
    rows = compare_with_control(study)
    (estimate,) = rows.loc[
        (rows["quantity"] == "difference")
        & (rows["endpoint"] == primary.endpoint)
        & (rows["visit"] == primary.visit),
        "estimate",
    ]
    return float(estimate)


@pytest.mark.parametrize("name", ["vas-in-cm", "vas-cm-in-mm-instrument"])
def test_centimetres_are_analysed_in_millimetres(shared: Path, tmp_path: Path, name: str) -> None:
    """The case, its unit declared, has ten times the values and the difference."""
    as_given = load_sound(copy_case(shared, tmp_path / "as given", name))
    in_cm = ("column: pain}", "column: pain, unit: cm}")
    converted = load_sound(copy_case(shared, tmp_path / "declared", name, in_cm))
    assert values_of(converted, "pain") == [
        round(10 * value, 6) for value in values_of(as_given, "pain")
    ]
    assert difference(converted) == pytest.approx(10 * difference(as_given))
    (note,) = converted.notes
    assert (note.part, note.text) == ("Converted", "Pain (VAS). Given in cm, analysed in mm.")
    assert ("Converted", note.text) in table_sources(converted).rows


@pytest.mark.parametrize(
    ("declared", "plain", "given", "analysed"),
    [
        ("{instrument: pain-vas, unit: cm}", VAS, [5.9, 1.1, 10, 0], [59, 11, 100, 0]),
        ("{instrument: pain-vas, unit: m}", VAS, [0.059, 0.1, 0], [59, 100, 0]),
        ('{instrument: pain-vas, unit: "0-10"}', VAS, [5.9, 1.1, 10], [59, 11, 100]),
        ('{instrument: ffi, unit: "0-10"}', "{instrument: ffi}", [2.5, 7.1, 0], [25, 71, 0]),
        (
            "{instrument: knee-flexion, unit: radians}", "{instrument: knee-flexion}",
            [0, 1.570796326795, 0.7853981633974], [0, 90, 45],
        ),
        (
            "{kind: continuous, range: [0, 100], higher: better, unit: percent, "
            "unit_in_tables: fraction}",
            "{kind: continuous, range: [0, 100], higher: better, unit: percent}",
            [0.125, 1, 0.5], [12.5, 100, 50],
        ),
        (
            "{kind: continuous, range: [0, .inf], higher: worse, unit: kg, unit_in_tables: lb}",
            "{kind: continuous, range: [0, .inf], higher: worse, unit: kg}",
            [1000, 200], [453.59237, 90.718474],
        ),
        (
            '{kind: ordinal, range: [0, 4], higher: worse, unit_in_tables: "1-5"}',
            "{kind: ordinal, range: [0, 4], higher: worse}", [1, 2, 5], [0, 1, 4],
        ),
        (
            "{instrument: knee-extension, convention: deficit}", "{instrument: knee-extension}",
            [12, 0, -3, 7.5], [-12, 0, 3, -7.5],
        ),
        (
            "{kind: continuous, range: [-60, 20], higher: better, unit: degrees, "
            "domain: range of motion, convention: deficit}",
            "{kind: continuous, range: [-60, 20], higher: better, unit: degrees, "
            "domain: range of motion}", [50, 0, -3], [-50, 0, 3],
        ),
    ],
)  # fmt: skip
def test_a_declared_unit_gives_the_scores_of_the_unit_analysed(
    tmp_path: Path, declared: str, plain: str, given: list[float], analysed: list[float]
) -> None:
    one = load_sound(write_study(tmp_path / "one", declared, scores_of(given)))
    other = load_sound(write_study(tmp_path / "other", plain, scores_of(analysed)))
    assert values_of(one, "score") == pytest.approx(values_of(other, "score"), abs=1e-9)
    assert [note.part for note in one.notes] == ["Converted"]
    assert other.notes == ()


def test_items_in_centimetres_are_scored_as_those_in_millimetres(tmp_path: Path) -> None:
    def folder(name: str, form: str, factor: float) -> Path:
        scores = scores_of([0])[["participant", "visit"]]
        for number, code in enumerate(INSTRUMENTS["womac-vas"].codes):
            scores[f"w_{code}"] = [(7 * row + number) % 100 / factor for row in range(len(scores))]
        study = write_study(tmp_path / name, form, scores)
        change(study / "study.yaml", ("endpoint: score", "endpoint: score.total"))
        return write_key(study)

    in_mm = load_sound(folder("mm", '{instrument: womac-vas, items: "w_{item}"}', 1))
    in_cm = load_sound(folder("cm", '{instrument: womac-vas, items: "w_{item}", unit: cm}', 10))
    assert in_cm.scores.equals(in_mm.scores)
    assert in_cm.notes[0].text.startswith("WOMAC, visual analogue form")


def test_a_value_outside_the_range_is_reported_as_the_table_writes_it(tmp_path: Path) -> None:
    declared = "{instrument: pain-vas, unit: cm}"
    fault = check_study(write_study(tmp_path, declared, scores_of([3, 59, 7])))[0]
    assert (fault.file, fault.row, fault.column, fault.value) == ("scores.csv", 3, "score", "59")
    assert "outside its range, 0 to 10" in fault.message
    assert "numbers 0 to 10" in fault.fix


@pytest.mark.parametrize(
    ("measure", "column", "fix"),
    [
        ("{instrument: pain-vas, unit: kg}", "unit", "`cm`"),
        ("{instrument: pain-vas, unit: centimeter}", "unit", "`cm`"),
        ('{instrument: pain-vas, unit: "10-0"}', "unit", "`0-10`"),
        ("{instrument: ffi, unit: cm}", "unit", "`0-10`"),
        ("{instrument: pain-vas, unit_in_tables: cm}", "unit_in_tables", "`unit: cm`"),
        ("{kind: binary, higher: better, unit_in_tables: percent}", "unit_in_tables", "Remove"),
        (
            "{kind: continuous, range: [0, .inf], higher: better, unit: kg, "
            'unit_in_tables: "0-10"}', "unit_in_tables", "`lb`",
        ),
        ("{instrument: knee-flexion, convention: deficit}", "convention", "Remove"),
        ("{instrument: pain-vas, convention: deficit}", "convention", "Remove"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_is_a_fault(
    tmp_path: Path, measure: str, column: str, fix: str
) -> None:
    (fault,) = check_study(write_study(tmp_path, measure, scores_of([0, 1])))
    assert fault.column == f"measures.score.{column}"
    assert fix in fault.fix


def test_a_deficit_given_as_a_positive_number_is_asked_about_and_can_be_declared(
    shared: Path, tmp_path: Path
) -> None:
    """The drug arm goes from 13 to 5 degrees lacking: declared, that favours it."""
    name = "extension-deficit-positive"
    unsaid = load_sound(copy_case(shared, tmp_path / "unsaid", name))
    (query,) = unsaid.queries
    assert (query.kind, query.measure, query.is_open) == ("sign-convention", "ext", True)
    declared = ("column: ext}", "column: ext, convention: deficit}")
    study = load_sound(copy_case(shared, tmp_path / "declared", name, declared))
    assert study.queries == ()
    assert difference(unsaid) < 0 < difference(study)
    assert difference(study) == pytest.approx(-difference(unsaid))


@pytest.mark.parametrize(
    ("measure", "values", "asked"),
    [
        ("{instrument: knee-extension}", [12, 5, 0], True),
        ("{instrument: knee-extension, convention: deficit}", [-12, -5, 0], True),
        ("{instrument: knee-extension, convention: signed}", [12, 5, 0], False),
        ("{instrument: knee-extension}", [-12, 5, 0], False),
        ("{instrument: knee-extension}", [0, 0, 0], False),
        ("{instrument: ankle-dorsiflexion}", [12, 5, 0], False),
        (f"{{{ROM}, range: [-60, 20]}}", [12, 5, 0], True),
        (f"{{{ROM}, range: [-20, 60]}}", [12, 5, 0], False),
        (f"{{{ROM}, range: [0, 60]}}", [12, 5, 0], False),
    ],
)
def test_when_the_sign_of_a_motion_is_asked_about(
    tmp_path: Path, measure: str, values: list[float], *, asked: bool
) -> None:
    study = load_sound(write_study(tmp_path, measure, scores_of(values)))
    assert [query.kind for query in study.queries] == ["sign-convention"] * asked


@pytest.mark.parametrize(
    "declared", ["[99]", "99", '{pain: ["99"]}', "{others: [99.0, -9]}", '{"pa*": 99}']
)
def test_a_declared_code_is_no_score(shared: Path, tmp_path: Path, declared: str) -> None:
    """The case's right number is that of five blank cells."""
    folder = copy_case(shared, tmp_path, "missing-code-99-in-range")
    study = load_sound(add_lines(folder, f"missing: {declared}"))
    assert difference(study) == pytest.approx(-14.3, abs=0.05)
    assert [note.text for note in study.notes] == ["pain in scores.csv: 5 cells set aside (99)."]


def test_a_code_of_some_items_stays_an_answer_of_the_others(shared: Path, tmp_path: Path) -> None:
    """9 is `not applicable` in three items, and a strong complaint in the others."""
    items = [f"womac_function_{number}" for number in (2, 9, 15)]
    declared = ", ".join(f"{item}: 9" for item in items)
    folder = copy_case(shared, tmp_path, "womac-nrs-missing-code-9")
    study = load_sound(add_lines(folder, f"missing: {{{declared}}}"))
    assert difference(study) == pytest.approx(-14.0, abs=0.06)
    assert [note.text.split()[0] for note in study.notes] == items


def test_a_code_in_a_covariate_leaves_the_participant_without_one(
    shared: Path, tmp_path: Path
) -> None:
    folder = copy_case(shared, tmp_path, "missing-code-in-age-covariate")
    study = load_sound(add_lines(folder, "missing: {age: [-99, 999]}"))
    ages = study.participants["age"]
    assert (ages.isna().sum(), ages.min() > 0, ages.max() < 100) == (3, True, True)
    assert study.notes[0].text == "age in participants.csv: 3 cells set aside (-99: 2, 999: 1)."


def test_a_word_for_no_value_is_no_level_of_a_covariate(shared: Path, tmp_path: Path) -> None:
    name = "covariate-level-na"
    undeclared = check_study(copy_case(shared, tmp_path / "undeclared", name))
    assert [(fault.row, fault.value) for fault in undeclared] == [(3, "NA"), (9, "N/A")]
    assert all("`missing`" in fault.fix for fault in undeclared)
    folder = copy_case(shared, tmp_path / "declared", name)
    study = load_sound(add_lines(folder, 'missing: ["NA", n/a, Unknown]'))
    # The case's -15.9 leaves the three out; they are kept, as those of whom it is not known.
    assert difference(study) == pytest.approx(-15.618, abs=0.0005)
    spelled = study.participants["sex"].fillna("something else")
    told = replace(study, participants=study.participants.assign(sex=spelled))
    assert difference(told) == difference(study)
    assert sorted(study.participants["sex"].dropna().unique()) == ["female", "male"]
    assert study.participants["sex"].isna().sum() == 3


def test_a_level_that_says_unknown_is_asked_about(tmp_path: Path) -> None:
    folder = write_study(tmp_path, VAS, scores_of([5]), sex=["f", "m", "unknown"] * 4)
    change(
        folder / "study.yaml", ("comparison: [d, p]}", "comparison: [d, p]}\n  covariates: [sex]")
    )
    queries = load_sound(folder).queries
    (query,) = [query for query in queries if query.kind == "unknown-level"]
    assert (query.file, query.row) == ("participants.csv", 4)
    assert (query.column, query.value) == ("sex", "unknown")


@pytest.mark.parametrize(
    ("declared", "cell", "set_aside"),
    [
        ("[-9]", "-9.0", True),
        ("[not done]", "Not  Done", True),
        ('["."]', ".", True),
        ("{score: [888], others: [7]}", "888", True),
        ("{others: 88, sex: 9}", "88", True),
        ("{score: [888], others: [7]}", "7", False),
        ("[9]", "99", False),
        ("[9]", "9.5", False),
    ],
)
def test_which_cells_hold_a_declared_code(
    tmp_path: Path, declared: str, cell: str, *, set_aside: bool
) -> None:
    measure = "{kind: continuous, range: [0, 1000], higher: worse}"
    scores = scores_of([50, 60, 70, 80, cell])
    folder = write_study(tmp_path, measure, scores, sex=["f", "m"] * 6)
    study = load_sound(add_lines(folder, f"missing: {declared}"))
    assert (len(study.scores) < len(scores)) == set_aside
    assert (study.notes[0].text == "None of those declared stands in the tables.") != set_aside


def test_codes_in_a_long_table_are_those_of_each_measure(tmp_path: Path) -> None:
    measure = "{kind: continuous, range: [0, 100], higher: worse}"
    scores = scores_of([50, 99, 70], "value").assign(measure="score")
    other = scores_of([99, 98, 97], "value").assign(measure="other")
    folder = write_study(tmp_path, measure, pd.concat([scores, other]))
    change(
        folder / "study.yaml",
        ("scores: scores.csv", "scores: {file: scores.csv, layout: long}"),
        ("plan:", f"  other: {measure}\nplan:"),
    )
    study = load_sound(add_lines(folder, "missing: {score: 99}"))
    assert 99 not in values_of(study, "score")
    assert 99 in values_of(study, "other")


def test_who_when_and_which_arm_hold_no_codes(tmp_path: Path) -> None:
    scores = scores_of([50, 60, 70])
    folder = write_study(tmp_path, VAS, scores)
    add_lines(folder, 'missing: [d, p, d1, baseline, "week 12", 60]')
    assert len(load_sound(folder).scores) == len(scores) * 2 / 3


def test_codes_of_a_column_that_is_not_read_are_not_told(tmp_path: Path) -> None:
    scores = scores_of([50, 99, 70]).assign(weight=99)
    study = load_sound(add_lines(write_study(tmp_path, VAS, scores), "missing: 99"))
    assert [note.text for note in study.notes] == ["score in scores.csv: 12 cells set aside (99)."]


@pytest.mark.parametrize("key", ["scor", "womac_*", "participant", "visit"])
def test_a_code_for_a_column_that_is_not_there_is_a_fault(tmp_path: Path, key: str) -> None:
    folder = write_study(tmp_path, VAS, scores_of([50, 60]))
    (fault,) = check_study(add_lines(folder, f'missing: {{"{key}": 9}}'))
    assert (fault.column, fault.value) == (f"missing.{key}", key)
    assert ("Did you mean `score`?" in fault.fix) == (key == "scor")


@pytest.mark.parametrize("codes", ["[[9]]", "[null]", "{score: {a: 9}}", "[true]"])
def test_codes_that_are_none_are_a_fault(tmp_path: Path, codes: str) -> None:
    faults = check_study(add_lines(write_study(tmp_path, VAS, scores_of([5])), f"missing: {codes}"))
    assert [fault.file for fault in faults] == ["study.yaml"]
    assert (faults[0].column or "").startswith("missing")
