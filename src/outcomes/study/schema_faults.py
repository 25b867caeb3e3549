"""Turning what pydantic says about a study file into faults that a researcher can act on."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from outcomes.errors import Fault
from outcomes.study.plan import StudyFile
from outcomes.study.source import KeyPath, StudySource
from outcomes.study.times import WEEKS_PER

# Where a value may be of two shapes, pydantic puts the shape's name among the keys.
_SHAPES = {"ScoresTable", "TableFile", "Side", "constrained-str", "str", "int"}
GUIDE = "docs/how-to-add/study.md explains every key."

_DATE = "Write a year, a month or a day: 2012, 2012-03 or 2012-03-28."
_PATTERNS = {
    "date": _DATE,
    "recruitment_start": _DATE,
    "recruitment_end": _DATE,
    "follow_up_end": _DATE,
    "ratio": "Write the ratio in the order of the arms, as 1:1.",
    "id": "It may hold small letters, digits and single hyphens only, as `knee-dextrose-saline`: "
    "no path, no spaces, no capitals.",
    "[key]": "A name starts with a letter and goes on with letters, digits, hyphens or "
    "underscores.",
}


def schema_fault(source: StudySource, error: ErrorDetails) -> tuple[KeyPath, Fault]:
    """Return where in the study file a pydantic error lies, and the fault to report for it."""
    path = file_path(source.values, error["loc"])
    kind = error["type"]
    key = _name(path)
    value = error["input"] if isinstance(error["input"], str | int | float) else None
    if error["input"] is None and kind != "missing":
        remove = " or remove the line" if may_go(path) else ""
        message, fix = f"`{key}` is empty.", f"Fill it in{remove}. {GUIDE}"
    elif kind == "extra_forbidden":
        message, fix, value = f"There is no key `{key}` here.", _unknown_key_fix(path), None
    elif kind == "missing":
        message, fix, value = _missing(path)
    elif error["loc"][-1] == "[key]":
        message, value = f"`{key}` cannot be used as a name.", key
        listed = error["ctx"]["expected"] if kind == "literal_error" else ""
        fix = f"Use one of {listed}." if listed else _PATTERNS["[key]"]
    else:
        message, fix = explain_value(key, error)
    return path, source.fault(path, message, fix, value)


def _name(path: KeyPath) -> str:
    """Return what a sentence calls a part of the study file: its key, or the list that it is in."""
    keys = [step for step in path if isinstance(step, str)]
    return keys[-1] if keys else "study.yaml"


def file_path(values: Any, location: Iterable[str | int]) -> KeyPath:
    """Return a pydantic location as keys of the file: without shape names and ``[key]``."""
    path: list[str | int] = []
    here = values
    for step in location:
        present = has_step(here, step)
        if step == "[key]" or (step in _SHAPES and not present):
            continue
        path.append(step)
        here = here[step] if present else None
    return tuple(path)


def has_step(part: Any, step: str | int) -> bool:
    """Whether a part of the file's values has this key or this entry."""
    if isinstance(part, Mapping):
        return step in part
    return isinstance(part, list) and isinstance(step, int) and step < len(part)


def is_other_shape(values: Any, error: ErrorDetails) -> bool:
    """Whether an error is about the shape that the value plainly does not have.

    A side or a scores table may be a text or a mapping; pydantic complains about both.
    """
    shape = error["loc"][-1] in _SHAPES
    if not shape or error["type"] not in ("string_type", "model_type"):
        return False
    is_mapping = isinstance(error["input"], Mapping)
    return is_mapping == (error["type"] == "string_type")


def close_key(path: KeyPath) -> str | None:
    """Return the known key that an unknown one is probably a slip of, or None."""
    close = difflib.get_close_matches(str(path[-1]), keys_at(path[:-1]), n=1, cutoff=0.7)
    return close[0] if close else None


def keys_at(path: KeyPath) -> list[str]:
    """Return the keys that a part of the study file may have."""
    model = _model_in(_find(path)[0])
    return [] if model is None else [name for name, _ in _named_fields(model)]


def may_go(path: KeyPath) -> bool:
    """Whether a line may be left out of the study file: a key that it need not have."""
    return not _find(path)[1]


def _find(path: KeyPath) -> tuple[Any, bool]:
    """Return the annotation of what stands at a path, and whether it must stand there."""
    here: Any = StudyFile
    required = True
    for step in path:
        model = _model_in(here)
        if isinstance(step, str) and model is not None and get_origin(here) is not dict:
            field = dict(_named_fields(model)).get(step)
            here = None if field is None else field.annotation
            required = field is not None and field.is_required()
        else:
            here = model if get_origin(here) is not None else here
            required = isinstance(step, int)  # half of a pair means nothing
    return here, required


def _named_fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield field.alias or name, field


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the pydantic model in an annotation such as ``dict[Name, Arm]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    models = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in models if model is not None), None)


def _unknown_key_fix(path: KeyPath) -> str:
    close = close_key(path)
    if close:
        return f"Did you mean `{close}`?"
    known = ", ".join(keys_at(path[:-1]))
    return f"Remove it, or use one of the keys there are: {known}."


def _missing(path: KeyPath) -> tuple[str, str, None]:
    if isinstance(path[-1], int):
        return f"`{path[-2]}` needs two values.", "Write them as `[first, second]`.", None
    return f"`{path[-1]}` is missing.", f"Add the key `{path[-1]}:`. {GUIDE}", None


def explain_value(key: str, error: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong with a value, and what to do, in plain words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        expected = context["expected"].replace("'", "`")
        return f"`{key}` cannot be this.", f"Use {expected}."
    if kind == "string_pattern_mismatch":
        return f"`{key}` is not written as it must be.", _PATTERNS.get(key, _PATTERNS["[key]"])
    if kind == "string_type":
        return _not_a_text(key, error["input"])
    if kind == "greater_than_equal" and key in WEEKS_PER:
        return (
            f"`{key}` is negative.",
            "Times count from baseline, which is 0; a visit before it cannot be read.",
        )
    if kind == "value_error":
        return _sentence(str(context["error"])), GUIDE
    if kind in ("greater_than_equal", "greater_than", "less_than"):
        limit = next(value for name, value in context.items() if name in ("ge", "gt", "lt"))
        word = {"greater_than_equal": "at least", "greater_than": "above", "less_than": "below"}
        return f"`{key}` is out of range.", f"Give a number {word[kind]} {limit:g}."
    if kind.startswith(("float", "int")):
        return f"`{key}` is not a number.", "Write a plain number, with a point for decimals."
    if kind in ("too_long", "too_short"):
        return f"`{key}` needs exactly two values.", "Write them as `[first, second]`."
    if kind in ("string_too_short", "string_too_long"):
        short = kind.endswith("short")
        return (
            f"`{key}` is {'empty' if short else 'too long'}.",
            "Fill it in." if short else "Shorten it.",
        )
    if kind == "tuple_type":
        return f"`{key}` is not a list.", "Write it as `[one, two]`, or one entry a line after `-`."
    if kind in ("model_type", "dict_type"):
        return f"`{key}` does not consist of `key: value` lines.", GUIDE
    return _sentence(error["msg"]), GUIDE


def _not_a_text(key: str, given: Any) -> tuple[str, str]:
    if isinstance(given, int | float):
        return f"`{key}` is not a text.", f'Put it in quotes: "{given}".'
    if isinstance(given, Mapping) and isinstance(given.get("column"), str):
        return f"`{key}` is a list of the names of columns.", (
            f"Write the name alone, `{given['column']}`, and describe the column under "
            "`characteristics`."
        )
    return f"`{key}` is not a text.", f"Write one text. {GUIDE}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
