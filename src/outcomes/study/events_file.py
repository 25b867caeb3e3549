"""What a study file says of the table of adverse events: its columns, and what their words mean."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from outcomes.study.part import Codes, Part, Text, one_or_several, write_number
from outcomes.study.time_columns import TimeColumns
from outcomes.study.times import WEEKS_PER

Cells = Annotated[
    tuple[Annotated[str, BeforeValidator(write_number)], ...], BeforeValidator(one_or_several)
]
"""One or several cells of a table, which may be empty."""


def _each_without_words(terms: object) -> object:
    """Read a list of terms as terms that mean nothing but themselves."""
    return dict.fromkeys(terms, ()) if isinstance(terms, list) else terms


Terms = Annotated[dict[Text, Cells], BeforeValidator(_each_without_words)]
"""By term, the texts of the table that it stands for, beside itself."""


class EventColumns(TimeColumns):
    """What the table calls what is known of an event; its time under one unit since baseline."""

    event: Text | None = None
    serious: Text | None = None
    severity: Text | None = None
    related: Text | None = None


class YesOrNo(Part):
    """Words that mean yes, and words that mean no."""

    yes: Codes = ()
    no: Codes = ()


class Severity(Part):
    """Words that mean each degree of severity."""

    mild: Codes = ()
    moderate: Codes = ()
    severe: Codes = ()


class EventValues(Part):
    """Words of the table beside the usual ones; rows whose event is under ``none`` are none."""

    serious: YesOrNo = YesOrNo()
    severity: Severity = Severity()
    related: YesOrNo = YesOrNo()
    none: Cells = ()


class Events(Part):
    """The table of adverse events: which columns hold what, and what their words mean.

    Pages name what happened by ``terms`` only: a free text can tell who it was. ``followed`` is the
    column of the participants' table that holds how long events of each were recorded.
    """

    columns: EventColumns = EventColumns()
    values: EventValues = EventValues()
    terms: Terms = Field(default_factory=dict)
    followed: TimeColumns = TimeColumns()

    @property
    def coded_columns(self) -> tuple[str, ...]:
        """What the columns may be called that hold times and answers, not what an event was."""
        times = tuple(self.columns.times.values()) or tuple(WEEKS_PER)
        answers = ("serious", "severity", "related")
        return (*times, *(getattr(self.columns, name) or name for name in answers))
