"""Every instrument, by the name that study files use."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from pathlib import Path
from traceback import extract_tb
from types import ModuleType

from outcomes.errors import InstrumentError
from outcomes.instruments import shipped
from outcomes.instruments.instrument import Instrument


def read_shipped() -> dict[str, Instrument]:
    """Return the instruments that the modules of `outcomes.instruments.shipped` define."""
    found: dict[str, Instrument] = {}
    for module in pkgutil.iter_modules(shipped.__path__, f"{shipped.__name__}."):
        for value in vars(_import_shipped(module.name)).values():
            if isinstance(value, Instrument):
                found[value.name] = value
    return found


def _import_shipped(module: str) -> ModuleType:
    """Import one module, and say which file it is if it is faulty.

    Raises
    ------
    InstrumentError
        Whatever is wrong in the file: one faulty definition must not end in a traceback.
    """
    try:
        return importlib.import_module(module)
    except Exception as error:
        file = f"{module.replace('.', '/')}.py"
        raise InstrumentError(
            f"src/{file} is faulty: {_say_cause(error, Path(file).name)} "
            "docs/how-to-add/instrument.md describes what an instrument consists of."
        ) from error


def _say_cause(error: Exception, file: str) -> str:
    frames = extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).name == file]
    where = f"line {lines[-1]}: " if lines else ""
    kind = "" if isinstance(error, InstrumentError) else f"{type(error).__name__}: "
    return f"{where}{kind}{str(error).rstrip('.')}."


INSTRUMENTS: dict[str, Instrument] = read_shipped()
"""Instruments by name: by module, and in a module in the order of their definition."""


def get_instrument(name: str) -> Instrument:
    """Return an instrument by its name in study files.

    Parameters
    ----------
    name : str
        As ``womac-vas``.

    Raises
    ------
    InstrumentError
        If there is none of that name; the message lists those there are.
    """
    if name in INSTRUMENTS:
        return INSTRUMENTS[name]
    alike = [known for known in INSTRUMENTS if known.startswith(f"{name.lower()}-")]
    alike = alike or difflib.get_close_matches(name.lower(), INSTRUMENTS, n=3)
    hint = (
        f"Did you mean {' or '.join(alike)}?" if alike else f"There are {', '.join(INSTRUMENTS)}."
    )
    raise InstrumentError(f"there is no instrument {name!r}. {hint}")
