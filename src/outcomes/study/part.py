"""What every part of a study file is: strict, frozen, and made of these kinds of text."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=64)]
Count = Annotated[int, Field(ge=0)]


def write_number(value: Any) -> Any:
    """Return a number as text, anything else as it is."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:.15g}" if is_number else value


def one_or_several(value: Any) -> Any:
    """Return one text or number as a list, anything else as it is."""
    return [value] if isinstance(value, str | int | float) else value


Code = Annotated[str, Field(min_length=1), BeforeValidator(write_number)]
"""What a table holds, given as a text or as a number."""

Codes = Annotated[tuple[Code, ...], BeforeValidator(one_or_several)]
"""One code or a list of them."""


class Part(BaseModel):
    """Base of every part of the study file: unknown keys are refused, nothing is changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """A publication or a document: as text, and where it can be read."""

    citation: Text
    doi: str = ""
    url: str = ""
