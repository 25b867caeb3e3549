"""The parameters of a notebook: typed by its parameters cell, checked before anything runs."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from outcomes.analysis.intervals import check_level
from outcomes.errors import AnalysisError, ParameterError
from outcomes.runs.notebooks import Notebook, suggest

TAG = "parameters"
LEVEL = "level"
"""The parameter that is a confidence level, in every notebook that has it."""
_SIMPLE: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool}


def read_parameters(notebook: Notebook) -> type[BaseModel]:
    """Make a model of the parameters that a notebook declares.

    The cell tagged ``parameters`` holds one assignment a parameter, as ``level: float = 0.95``.
    Types are str, int, float, bool, ``list[...]`` of these, and ``... | None``; without an
    annotation the type is that of the default. The cell is read, not run.

    Parameters
    ----------
    notebook : Notebook
        Where to look.

    Returns
    -------
    type of pydantic.BaseModel
        A field a parameter, with its default; unknown names and values of another type are refused.

    Raises
    ------
    ParameterError
        If there is not exactly one such cell, or it holds something else.
    """
    fields: dict[str, Any] = {}
    for statement in _parameter_statements(notebook):
        name, annotation, value = _read_assignment(statement, notebook)
        try:
            default = ast.literal_eval(value)
        except ValueError as error:
            raise ParameterError(
                f"{notebook.path.name}: the default of parameter {name} is not a plain value. "
                "Write a text, a number, True, False, None or a list of these."
            ) from error
        kind = type(default) if annotation is None else _read_type(annotation, name, notebook)
        fields[name] = (kind, default)
    config = ConfigDict(extra="forbid", strict=True, validate_default=True, protected_namespaces=())
    return create_model(notebook.name, __config__=config, **fields)


def resolve_parameters(
    notebook: Notebook,
    inherited: Mapping[str, object],
    given: Mapping[str, str],
    batch: Mapping[str, object] = MappingProxyType({}),
) -> dict[str, object]:
    """Return the value of every parameter for one run.

    Parameters
    ----------
    notebook : Notebook
        Gives the names, types and defaults.
    inherited : mapping
        Values that the study gives; those the notebook does not declare are left out.
    given : mapping of str to str
        Values from the command line, as typed: they win, and each must be declared.
    batch : mapping, optional
        Values from a batch file: they win over those inherited, and each must be declared.

    Raises
    ------
    ParameterError
        For an unknown parameter (the nearest name is suggested) or a value of another type.
    """
    model = read_parameters(notebook)
    declared = model.model_fields
    unknown = [name for name in (*batch, *given) if name not in declared]
    if unknown:
        raise ParameterError(
            f"notebook {notebook.path.name} has no parameter {unknown[0]!r}. "
            f"{suggest(unknown[0], declared)}"
        )
    values = {name: value for name, value in inherited.items() if name in declared}
    values |= batch
    for name, text in given.items():
        values[name] = text if declared[name].annotation is str else _parse_value(name, text)
    try:
        resolved = model(**values).model_dump()
    except ValidationError as error:
        raise ParameterError(_describe(error, notebook, model)) from error
    _refuse_impossible(resolved, notebook)
    return resolved


def _refuse_impossible(values: Mapping[str, object], notebook: Notebook) -> None:
    """Refuse a number that is none, and a confidence level that is none, before anything runs."""
    for name, value in values.items():
        fault = ""
        if isinstance(value, float) and not math.isfinite(value):
            fault = "Give a number."
        elif name == LEVEL and isinstance(value, float | int):
            try:
                check_level(value)
            except AnalysisError as error:
                fault = f"{error}."
        if fault:
            raise ParameterError(
                f"notebook {notebook.path.name}: parameter {name!r} cannot be {value!r}. {fault}"
            )


def parse_assignments(texts: Iterable[str]) -> dict[str, str]:
    """Split ``name=value`` texts from the command line; values stay as typed.

    Raises
    ------
    ParameterError
        If a text has no name or no ``=``, or a name comes twice.

    Examples
    --------
    >>> parse_assignments(["level=0.9"])
    {'level': '0.9'}
    """
    values: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ParameterError(f"cannot read the parameter {text!r}. Write it as name=value.")
        if name.strip() in values:
            raise ParameterError(f"parameter {name.strip()!r} is given twice. Give it once.")
        values[name.strip()] = value.strip()
    return values


def _parameter_statements(notebook: Notebook) -> list[ast.stmt]:
    cells = [
        cell
        for cell in notebook.read()["cells"]
        if cell.get("cell_type") == "code" and TAG in cell.get("metadata", {}).get("tags", [])
    ]
    if len(cells) != 1:
        raise ParameterError(
            f"{notebook.path.name} has {len(cells)} cells tagged {TAG!r}. "
            "Tag exactly one code cell, the one that holds the defaults."
        )
    try:
        return ast.parse("".join(cells[0]["source"])).body
    except SyntaxError as error:
        raise ParameterError(
            f"{notebook.path.name}: the parameters cell is not valid Python (line {error.lineno}: "
            f"{error.msg}). Correct it."
        ) from error


def _read_assignment(
    statement: ast.stmt, notebook: Notebook
) -> tuple[str, ast.expr | None, ast.expr]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as v):
            return name, annotation, v
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name, None, value
    raise ParameterError(
        f"{notebook.path.name}: line {statement.lineno} of the parameters cell, "
        f"{ast.unparse(statement)!r}, does not give a parameter its default. "
        "Write name: type = value; anything else belongs in another cell."
    )


def _read_type(annotation: ast.expr, name: str, notebook: Notebook) -> Any:
    match annotation:
        case ast.Name(id=simple) if simple in _SIMPLE:
            return _SIMPLE[simple]
        case ast.Constant(value=None):
            return None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _read_type(left, name, notebook) | _read_type(right, name, notebook)
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            return list[_read_type(item, name, notebook)]  # type: ignore[misc]
    raise ParameterError(
        f"{notebook.path.name}: parameter {name} has the type {ast.unparse(annotation)}, which "
        "cannot be checked. Use str, int, float, bool, list[...] or ... | None."
    )


def _parse_value(name: str, text: str) -> object:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ParameterError(f"cannot read the value of parameter {name!r}: {text!r}.") from error


def _describe(error: ValidationError, notebook: Notebook, model: type[BaseModel]) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0])
    kind = model.model_fields[name].annotation
    expected = kind.__name__ if isinstance(kind, type) else str(kind)
    return (
        f"notebook {notebook.path.name}: parameter {name!r} cannot be {first['input']!r}. "
        f"Give a value of type {expected}."
    )
