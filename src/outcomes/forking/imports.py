"""Import what nearly everything here needs, without the second that it does not need."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import cast

_SLOW = "rfc3987_syntax"
"""Lets jsonschema check the form of international addresses; it builds a grammar when imported."""


def import_nbformat() -> None:
    """Import nbformat, and with it jsonschema, but not what notebooks have nothing to check with.

    jsonschema does without the package where it is not installed; so it does here. Whoever imports
    the package afterwards gets it.
    """
    if _SLOW in sys.modules or "jsonschema" in sys.modules:
        return
    sys.modules[_SLOW] = cast(ModuleType, None)  # what the import system takes for not there
    try:
        importlib.import_module("nbformat")
    finally:
        del sys.modules[_SLOW]
