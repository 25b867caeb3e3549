"""Parameters are typed by the notebook and refused before anything runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.errors import ParameterError
from outcomes.runs.notebooks import find_notebooks
from outcomes.runs.parameters import parse_assignments, read_parameters, resolve_parameters
from tests.small_project import write_notebook

CELL = """
# what may be set
study: str = "knee"
level: float = 0.95  # confidence level
seed: int = 1
show: bool = True
arms: list[str] = ["a"]
visit: str | None = None
digits = 2
"""


@pytest.fixture
def make(tmp_path):
    def _make(cell):
        write_notebook(tmp_path / "notebooks", "10_one", [], parameters=cell)
        return find_notebooks(tmp_path)["one"]

    return _make


def test_every_type_is_read_from_the_cell(make):
    fields = read_parameters(make(CELL)).model_fields
    types = {name: field.annotation for name, field in fields.items()}
    assert types == {
        "study": str,
        "level": float,
        "seed": int,
        "show": bool,
        "arms": list[str],
        "visit": str | None,
        "digits": int,
    }


def test_defaults_give_way_to_the_study_and_the_study_to_the_command_line(make):
    notebook = make(CELL)
    values = resolve_parameters(
        notebook, {"study": "hip", "level": 0.9, "unasked": 1}, {"level": "0.8", "digits": "3"}
    )
    assert values == {
        "study": "hip",
        "level": 0.8,
        "seed": 1,
        "show": True,
        "arms": ["a"],
        "visit": None,
        "digits": 3,
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("level", "0.5", 0.5),
        ("show", "false", False),
        ("arms", "[x, y]", ["x", "y"]),
        ("visit", "week 12", "week 12"),
        ("visit", "null", None),
        ("study", "2010", "2010"),
        ("study", "no", "no"),
        ("study", "", ""),
    ],
)
def test_values_are_read_as_yaml_and_texts_as_they_are(make, name, text, value):
    assert resolve_parameters(make(CELL), {}, {name: text})[name] == value


@pytest.mark.parametrize("text", ["-1", "0", "1", "95", ".nan", ".inf"])
def test_what_is_no_level_is_refused_before_anything_runs(make, text):
    with pytest.raises(
        ParameterError, match=r"parameter 'level' cannot be .* (between 0 and 1|Gi)"
    ):
        resolve_parameters(make(CELL), {}, {"level": text})
    with pytest.raises(ParameterError, match="parameter 'level'"):
        resolve_parameters(make(CELL), {}, {}, {"level": float(text.replace(".", ""))})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("level", "high"),
        ("level", "true"),
        ("seed", "1.5"),
        ("seed", "true"),
        ("show", "1"),
        ("show", "yes"),
        ("arms", "x"),
        ("arms", "[1]"),
        ("visit", "3"),
        ("digits", "'2'"),
        ("level", ""),
    ],
)
def test_a_value_of_another_type_is_refused_by_name(make, name, text):
    with pytest.raises(ParameterError, match=rf"10_one.ipynb: parameter '{name}' cannot be"):
        resolve_parameters(make(CELL), {}, {name: text})


def test_a_value_that_is_no_yaml_is_refused(make):
    with pytest.raises(ParameterError, match="cannot read the value of parameter 'arms'"):
        resolve_parameters(make(CELL), {}, {"arms": "[x"})


def test_a_misspelt_parameter_is_refused_with_the_nearest_and_the_list(make):
    with pytest.raises(ParameterError) as caught:
        resolve_parameters(make(CELL), {}, {"level_": "0.9"})
    said = str(caught.value)
    assert "no parameter 'level_'" in said
    assert "Did you mean level?" in said
    assert "seed" in said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("import os", "line 1"),
        ("a, b = 1, 2", "does not give a parameter its default"),
        ("level: float", "does not give a parameter its default"),
        ("level: float = compute()", "not a plain value"),
        ("level: Decimal = 1", "cannot be checked"),
        ("level: float = ", "not valid Python"),
        ("level: float = 'high'", "cannot be 'high'"),
    ],
)
def test_a_cell_that_holds_something_else_is_refused(make, cell, said):
    with pytest.raises(ParameterError, match=r"10_one\.ipynb") as caught:
        resolve_parameters(make(cell), {}, {})
    assert said in str(caught.value)


@pytest.mark.parametrize("tags", [0, 2])
def test_there_is_exactly_one_parameters_cell(tmp_path, tags):
    import nbformat

    path = write_notebook(tmp_path / "notebooks", "10_one", ["x = 1"])
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells[1:]:
        cell.metadata["tags"] = ["parameters"] if tags else []
    nbformat.write(notebook, path)
    with pytest.raises(ParameterError, match=f"{tags} cells tagged"):
        read_parameters(find_notebooks(tmp_path)["one"])


def test_assignments_are_split_at_the_first_equals_sign():
    assert parse_assignments(["a=1", " b = x=y "]) == {"a": "1", "b": "x=y"}


@pytest.mark.parametrize("texts", [["a"], ["=1"], ["a b=1"], ["a=1", "a=2"], [""]])
def test_an_assignment_that_cannot_be_read_is_refused(texts):
    with pytest.raises(ParameterError):
        parse_assignments(texts)


@given(st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True), st.text(max_size=20))
def test_any_value_survives_splitting(name, value):
    assert parse_assignments([f"{name}={value}"]) == {name: value.strip()}
