"""Instruments: items, scoring rules and thresholds of change, each with its source.

Item codes and rules only; the wording of questionnaires is licensed, and none is kept here.
"""

from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.instruments.instrument import Instrument, Item, MissingRule, Subscale
from outcomes.instruments.registry import INSTRUMENTS, get_instrument
from outcomes.instruments.scoring import permits, score_items

__all__ = [
    "INSTRUMENTS",
    "Endpoint",
    "Instrument",
    "Item",
    "MissingRule",
    "Subscale",
    "Threshold",
    "get_instrument",
    "permits",
    "score_items",
]
