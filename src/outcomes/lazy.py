"""Packages whose names are imported when they are first used, and functions checked at the door."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import FunctionType
from typing import Any


def load_when_used(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and ``__dir__`` of a package that imports nothing at first.

    Parameters
    ----------
    package : str
        Its ``__name__``.
    homes : mapping of str to str
        By public name, the module that defines it, relative to the package: ``.banner``.
    """

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(homes[name], package), name)
        if isinstance(value, FunctionType):
            from outcomes.arguments import check_arguments

            value = check_arguments(value, package)
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return get, names
