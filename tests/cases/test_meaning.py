"""What a table means is declared, and read as declared: units and the sign of a deficit."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.analysis import compare_with_control
from outcomes.instruments import INSTRUMENTS
from outcomes.study import Study, check_study
from outcomes.tables import table_sources

from .meaning_study import (
    change,
    copy_case,
    load_sound,
    scores_of,
    values_of,
    write_study,
)

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
        return study

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
    ],
)
def test_when_the_sign_of_a_motion_is_asked_about(
    tmp_path: Path, measure: str, values: list[float], *, asked: bool
) -> None:
    study = load_sound(write_study(tmp_path, measure, scores_of(values)))
    assert [query.kind for query in study.queries] == ["sign-convention"] * asked
