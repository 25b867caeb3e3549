"""Two sides of a body that were analysed separately, told apart in a sentence."""

from __future__ import annotations

from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_side


def find_sides(found: Lookup, endpoint: str, visit: str, *quantities: str) -> list[str]:
    """Return the sides that an endpoint has numbers of at a visit; one empty side where none is.

    Parameters
    ----------
    found : Lookup
        Over an estimates frame.
    endpoint, visit : str
        What was measured, and when.
    *quantities : str
        Numbers of which kind.
    """
    sides = {
        str(row["side"])
        for row in found.rows.values()
        if row["endpoint"] == endpoint and row["visit"] == visit and row["quantity"] in quantities
    }
    return sorted(sides) or [""]


def on_side(side: str) -> str:
    """Return what opens a sentence about one side, ``On the left side: ``; else nothing."""
    return f"On the {name_side(side)}: " if side else ""


def of_side(head: str, side: str) -> str:
    """Return a head with its side, ``Missing scores, left side``."""
    return f"{head}, {name_side(side)}" if side else head
