"""What a public function is given, held against its annotations before it runs.

Whoever passes a study where estimates belong is answered in a sentence, not by an error from deep
within. Only the packages' public names are checked, where they are first imported; within the
package functions call each other as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from functools import cache, wraps
from numbers import Real
from os import PathLike
from pathlib import Path
from types import FunctionType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from outcomes.argument_kinds import (
    FRAMES,
    FrameKind,
    describe_given,
    is_frame,
    list_sources,
    read_annotation,
    say_kind,
)
from outcomes.errors import ArgumentError

NAMES = {"endpoint": "endpoints", "endpoints": "endpoints", "visit": "visits", "comparator": "arms"}
"""Parameters that name something of the study or the labels beside them; empty for the default."""


def check_arguments(function: FunctionType, package: str) -> Callable[..., Any]:
    """Return a function that says which argument is wrong, what it should be and what makes one.

    Parameters
    ----------
    function : function
        Its annotations are text, as of ``from __future__ import annotations``.
    package : str
        Where it is public.
    """
    places = function.__code__.co_varnames[: function.__code__.co_argcount]

    @cache
    def read_kinds() -> dict[str, Any]:
        given = {name: text for name, text in function.__annotations__.items() if name != "return"}
        return {name: read_annotation(text) for name, text in given.items()}

    @wraps(function)
    def checked(*args: Any, **named: Any) -> Any:
        given = {**dict(zip(places, args, strict=False)), **named}
        kinds = read_kinds()
        for name, value in given.items():
            frame = FRAMES.get(name)
            if name in kinds and not _fits(kinds[name], value, frame):
                raise ArgumentError(
                    f"{function.__name__}: {_explain(name, kinds[name], value, frame)}"
                )
        _check_names(function.__name__, given)
        return function(*args, **named)

    checked.__module__ = package
    return checked


def _explain(name: str, kind: Any, value: Any, frame: FrameKind | None) -> str:
    sources = " or ".join(dict.fromkeys(list_sources(kind, frame)))
    return (
        f"{name} must be {say_kind(kind, frame)}{sources and f', from {sources}'}. "
        f"It was given {describe_given(value, frame)}."
    )


def _check_names(function: str, given: Mapping[str, Any]) -> None:
    owner = given.get("study", given.get("labels"))
    if owner is None:
        return
    for name in NAMES.keys() & given.keys():
        value, attribute = given[name], NAMES[name]
        known = [getattr(each, "name", each) for each in getattr(owner, attribute)]
        for one in [value] if isinstance(value, str) else value or ():
            if one and one not in known:
                raise ArgumentError(
                    f"{function}: the study has no {attribute[:-1]} {one!r}. "
                    f"Its {attribute} are {', '.join(known)}."
                )


def _fits(kind: Any, value: Any, frame: FrameKind | None) -> bool:
    """Whether a value is of a kind; of a frame, whether it has the columns too."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return any(_fits(each, value, frame) for each in inner)
    if origin is Literal or kind is Any:
        return True
    if origin is tuple:
        return isinstance(value, (tuple, list)) and all(
            _fits(each, part, frame) for each, part in zip(inner, value, strict=False)
        )
    if origin is Mapping:
        return isinstance(value, Mapping) and all(
            _fits(inner[1], each, frame) for each in value.values()
        )
    if origin is not None:
        return _is_list(value) and all(_fits(inner[0], each, frame) for each in _read_list(value))
    if is_frame(kind):
        return isinstance(value, kind) and not (frame and frame.list_missing(value))
    if kind in (float, int):
        return isinstance(value, Real)
    return isinstance(value, PathLike if kind is Path else kind)


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not (
        isinstance(value, (str, Mapping)) or is_frame(type(value))
    )


def _read_list(value: Any) -> Iterable[Any]:
    """Return what is in a list, or in an array of any shape; nothing where looking uses it up."""
    inside: Iterable[Any] = getattr(value, "flat", value)
    return inside if isinstance(value, Sized) else ()
