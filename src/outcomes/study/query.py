"""Queries: what in a study's data may be right, but should be looked at."""

from __future__ import annotations

from dataclasses import dataclass

from outcomes.study.part import Part, Text


@dataclass(frozen=True)
class Query:
    """One thing that may be right and should be looked at; unlike a fault it stops nothing.

    Parameters
    ----------
    kind : str
        Which question it is, in a few words with hyphens, as ``code-like-value``; a study file
        answers a query by its kind.
    message : str
        What was found, in one sentence that pages can show: no participant's id stands in it.
    fix : str
        What to do if it is wrong, and how to say so if it is right, in one sentence.
    file : str
        File name, relative to the study's folder.
    row : int, optional
        Line or row in that file, as in a fault; None if it is about a whole column.
    column : str, optional
        Column of a table, or dotted key of the study file.
    value : str, optional
        The value found there.
    measure : str, optional
        Key of the measure whose unit, code, direction or range is in question: while such a query
        is open, no report judges the importance of its differences.
    answer : str
        The reason that the study file gives why it is right; empty while the query is open.
    """

    kind: str
    message: str
    fix: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    measure: str | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return not self.answer

    def __str__(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        column = "" if self.column is None else f", {self.column}"
        found = "" if self.value is None else f" (found {self.value!r})"
        said = f"query {self.kind}: {self.file}{row}{column}: {self.message}{found}"
        return f"{said} {self.fix}" if self.is_open else f"{said} Answered: {self.answer}"


class Answer(Part):
    """One answer: to which query, and why it is right.

    ``of`` is the measure or the column that it is about; without it, every query of the kind is
    answered.
    """

    kind: Text
    of: Text | None = None
    reason: Text
