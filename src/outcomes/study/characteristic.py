"""The study file's ``characteristics``: what is known of each participant, and what it means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from outcomes.study.part import Part, Text


class Characteristic(Part):
    """One column that describes participants; what is not named here is not read.

    ``label`` is what readers see in place of the column's name. ``levels`` gives the label of each
    code of a category; ``range`` the lowest and the highest number there can be. ``reviewed`` says
    that somebody has looked at a column that seems to name persons, and that it may be published.
    """

    column: Text
    label: Text | None = None
    kind: Literal["number", "category"] | None = None
    range: tuple[float, float] | None = None
    levels: dict[Text, Text] | None = None
    reviewed: bool = False


def _from_name(given: Any) -> Any:
    return {"column": given} if isinstance(given, str) else given


def _with_text_codes(given: Any) -> Any:
    """Let codes of levels be numbers: ``{1: north, 2: south}``."""
    if isinstance(given, dict) and isinstance(given.get("levels"), dict):
        levels = {str(code): label for code, label in given["levels"].items()}
        return {**given, "levels": levels}
    return given


Described = Annotated[
    Characteristic, BeforeValidator(_with_text_codes), BeforeValidator(_from_name)
]
"""A characteristic, or the bare name of its column."""
