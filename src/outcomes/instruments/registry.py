"""Every instrument, by the name that study files use."""

from __future__ import annotations

import difflib
import importlib
import pkgutil

from outcomes.errors import InstrumentError
from outcomes.instruments import shipped
from outcomes.instruments.instrument import Instrument


def _read_shipped() -> dict[str, Instrument]:
    """Return the instruments that the modules of `outcomes.instruments.shipped` define."""
    found: dict[str, Instrument] = {}
    for module in pkgutil.iter_modules(shipped.__path__, f"{shipped.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Instrument):
                found[value.name] = value
    return found


INSTRUMENTS: dict[str, Instrument] = _read_shipped()
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
