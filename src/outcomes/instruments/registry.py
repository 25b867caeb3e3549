"""Every instrument, by the name that study files use."""

from __future__ import annotations

import difflib

from outcomes.errors import InstrumentError
from outcomes.instruments.ffi import FFI
from outcomes.instruments.goniometry import (
    ANKLE_DORSIFLEXION,
    ANKLE_PLANTARFLEXION,
    KNEE_EXTENSION,
    KNEE_FLEXION,
)
from outcomes.instruments.instrument import Instrument
from outcomes.instruments.pain import PAIN_NRS, PAIN_VAS
from outcomes.instruments.visa_a import VISA_A
from outcomes.instruments.womac import WOMAC_LIKERT, WOMAC_NRS, WOMAC_VAS

INSTRUMENTS: dict[str, Instrument] = {
    "womac-likert": WOMAC_LIKERT,
    "womac-vas": WOMAC_VAS,
    "womac-nrs": WOMAC_NRS,
    "pain-vas": PAIN_VAS,
    "pain-nrs": PAIN_NRS,
    "visa-a": VISA_A,
    "ffi": FFI,
    "knee-flexion": KNEE_FLEXION,
    "knee-extension": KNEE_EXTENSION,
    "ankle-dorsiflexion": ANKLE_DORSIFLEXION,
    "ankle-plantarflexion": ANKLE_PLANTARFLEXION,
}
"""Instruments by name, in the order of the reference page."""


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
