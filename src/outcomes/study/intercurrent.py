"""Intercurrent events in the study file: what tells when one was, and how scores after it count."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from outcomes.study.part import Codes
from outcomes.study.time_columns import TimeColumns

Strategy = Literal["treatment-policy", "hypothetical", "composite", "while-on-treatment"]
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)
"""Strategies of ICH E9(R1), section A.3.2, that can be carried out."""


def _plain(given: Any) -> Any:
    """Let a strategy be written with spaces or underscores, and with capitals."""
    if not isinstance(given, str):
        return given
    return "-".join(given.casefold().replace("_", " ").replace("-", " ").split())


class Intercurrent(TimeColumns):
    """The strategy for an intercurrent event, and what tells when it was.

    ``event`` names terms of the table of events; or else a unit of time names the column of the
    participants' table that holds when it was, empty where it was not. Only ``treatment-policy``,
    which changes no score, can do without.
    """

    strategy: Annotated[Strategy, BeforeValidator(_plain)]
    event: Codes = ()

    @property
    def is_dated(self) -> bool:
        """Whether the tables tell who had it and when."""
        return bool(self.event or self.times)


def _from_strategy(given: Any) -> Any:
    return {"strategy": given} if isinstance(given, str) else given


Handled = Annotated[Intercurrent, BeforeValidator(_from_strategy)]
"""An intercurrent event, or the bare name of its strategy."""
