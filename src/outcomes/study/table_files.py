"""The study file's ``tables``: which files hold them, and how they are written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from outcomes.study.part import Part, Text


class TableFile(Part):
    """One table's file; how it is written is found out where it is not given."""

    file: Text
    sheet: Text | None = None
    header_row: Annotated[int, Field(ge=1)] = 1
    separator: Literal[",", ";", "tab", "|"] | None = None
    decimal: Literal[".", ","] | None = None
    encoding: Text | None = None
    repeat_instrument: Text | None = None

    @field_validator("encoding")
    @classmethod
    def _known(cls, encoding: str | None) -> str | None:
        try:
            if encoding is not None:
                "".encode(encoding)
        except LookupError:
            raise ValueError(
                "there is no such encoding: write utf-8, cp1252, mac_roman ..."
            ) from None
        return encoding

    @property
    def label(self) -> str:
        """What faults call the table: its file, and its sheet if one is named."""
        return self.file if self.sheet is None else f"{self.file}, sheet {self.sheet}"


class ScoresTable(TableFile):
    """The table of scores.

    ``wide`` has one row a participant and visit, one column a score or item; ``long`` one row a
    value; ``participant`` one row a participant, and the visit in the names of the columns.
    """

    layout: Literal["wide", "long", "participant"] = "wide"


class Tables(Part):
    """The tables of the study's folder; ``scores`` alone may carry everything."""

    scores: ScoresTable | Text
    participants: TableFile | Text | None = None
    events: TableFile | Text | None = None
    dictionary: Text | None = None

    @property
    def files(self) -> dict[str, TableFile]:
        """The file of each table given, by its key."""
        given = {"participants": self.participants, "scores": self.scores, "events": self.events}
        return {
            key: TableFile(file=table) if isinstance(table, str) else table
            for key, table in given.items()
            if table is not None
        }

    @property
    def layout(self) -> str:
        """The layout of the scores."""
        return "wide" if isinstance(self.scores, str) else self.scores.layout
