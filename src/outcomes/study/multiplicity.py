"""The adjustment for multiplicity that a plan declares, and the hypotheses that it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from outcomes.study.part import Part, Text

if TYPE_CHECKING:
    from outcomes.study.plan import Plan

NONE = "none"
GRAPHICAL = "graphical"
ADJUSTMENTS = ("holm", "hochberg", "fixed-sequence", GRAPHICAL)
"""Methods of adjustment that are there; a plan that names another is refused."""


@dataclass(frozen=True)
class Hypothesis:
    """That two arms do not differ in an endpoint at a visit."""

    endpoint: str
    visit: str
    arm: str
    comparator: str


class DeclaredHypothesis(Part):
    """A hypothesis as the file gives it; a visit or comparison left out is the primary one."""

    endpoint: Text
    visit: Text | None = None
    comparison: tuple[str, str] | None = None


def _under(key: str) -> BeforeValidator:
    """Read a text alone as a mapping that has it under a key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _spell(value: Any) -> Any:
    """Return a method in the spelling of `ADJUSTMENTS`, anything else as it is."""
    word = re.sub(r"[\s_-]+", "-", str(value).strip().lower())
    return word if word in (NONE, *ADJUSTMENTS) else value


class Multiplicity(Part):
    """How the hypotheses of a plan are tested together: a method, or ``none``.

    ``hypotheses`` are in the order in which a fixed sequence tests them; without any they are the
    primary one and each secondary endpoint at the primary visit. A graphical procedure starts from
    ``weights``, the share of alpha of each hypothesis, and passes that of a rejected one on by its
    row of ``transitions``, a share for each hypothesis.
    """

    method: Annotated[Text, BeforeValidator(_spell)] = NONE
    hypotheses: tuple[Annotated[DeclaredHypothesis, _under("endpoint")], ...] = ()
    weights: tuple[float, ...] = ()
    transitions: tuple[tuple[float, ...], ...] = ()

    @property
    def is_declared(self) -> bool:
        """Whether p values are to be adjusted."""
        return self.method != NONE


MethodOrMore = Annotated[Multiplicity, _under("method")]
"""A method by its name alone, or a mapping with what else it needs."""


def list_hypotheses(plan: Plan) -> tuple[Hypothesis, ...]:
    """Return the hypotheses that a plan tests together, in order; none without an adjustment."""
    if not plan.multiplicity.is_declared:
        return ()
    primary = plan.primary
    declared = plan.multiplicity.hypotheses or tuple(
        DeclaredHypothesis(endpoint=name) for name in (primary.endpoint, *plan.secondary)
    )
    return tuple(
        Hypothesis(
            each.endpoint,
            each.visit or primary.visit,
            *(each.comparison or primary.comparison or ("", "")),
        )
        for each in declared
    )
