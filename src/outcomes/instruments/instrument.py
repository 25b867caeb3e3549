"""What an instrument is made of: items, subscales, and the rule for items left empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from outcomes.instruments.definition import Endpoint

EvidenceLevel = Literal["primary", "secondary", "assumed"]


@dataclass(frozen=True)
class Item:
    """One answer a participant gives, known by its code; its wording is not kept here.

    Parameters
    ----------
    code : str
        Column that holds the answer, as ``pain_1``.
    low, high : float
        Lowest and highest answer.
    whole : bool
        Whether only whole numbers are answers.
    allowed_values : tuple of float
        The only answers there are, where not every number from ``low`` to ``high`` is one.
    """

    code: str
    low: float
    high: float
    whole: bool = True
    allowed_values: tuple[float, ...] = ()

    @property
    def allowed(self) -> str:
        """The possible answers in words, as ``whole numbers 0 to 4``."""
        if self.allowed_values:
            *first, last = (f"{value:g}" for value in self.allowed_values)
            return f"{', '.join(first)} or {last}"
        return f"{'whole numbers' if self.whole else 'numbers'} {self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class MissingRule:
    """How many items may be empty before there is no score, and what stands in for them.

    Parameters
    ----------
    max_missing : int
        Most items that may be empty; with one more the score is NaN.
    treatment : str
        What is done about the empty ones.
    source : str
        Where the rule was read, or why it was assumed.
    evidence_level : str
        ``primary`` (read in the source), ``secondary`` (quoted by another) or ``assumed`` (all of
        the rule, or a part of it that ``source`` names).
    """

    max_missing: int
    treatment: str
    source: str
    evidence_level: EvidenceLevel


@dataclass(frozen=True)
class Subscale:
    """A score, the items it rests on and how it is made from them.

    The score is ``100 * sum(answer - low) / sum(high - low)`` over the items answered, 0 to 100;
    or, with ``components``, a weighted mean of other subscales; or, in a `single` instrument, the
    value.

    Parameters
    ----------
    endpoint : Endpoint
        The score: name, range, unit, direction, domain and thresholds of change.
    items : tuple of str
        Codes of the items that the score rests on.
    missing : MissingRule
        What happens when items are empty.
    components : tuple of (str, int)
        Names and weights of the subscales that are averaged; each must have a score.
    """

    endpoint: Endpoint
    items: tuple[str, ...]
    missing: MissingRule
    components: tuple[tuple[str, int], ...] = ()

    @property
    def rule(self) -> str:
        """How the score is made, in words."""
        if self.components:
            weights = {weight for _, weight in self.components}
            names = ", ".join(
                name if len(weights) == 1 else f"{name} ({weight})"
                for name, weight in self.components
            )
            kind = "unweighted" if len(weights) == 1 else "weighted"
            return f"{kind} mean of {names}"
        if len(self.items) == 1:
            return "the value as measured"
        return "100 x sum of the answers / highest possible sum of the items answered"


@dataclass(frozen=True)
class Instrument:
    """A questionnaire or measurement: what it asks for, and the scores it gives.

    Parameters
    ----------
    name : str
        Name in study files, as ``womac-vas``.
    label : str
        What readers see.
    about : str
        What is measured, with conventions (signs, position, recall) that a reader must know.
    items : tuple of Item
        Every item, in the order of the form.
    subscales : tuple of Subscale
        Every score; a subscale with ``components`` stands after them.
    sources : tuple of str
        Where items and scoring were read, with what was read there.
    licence : str
        Who holds the wording, as far as known; no wording is shipped.
    single : bool
        Whether one column is the score, to be used as it is.
    total_of : str
        Subscale that a column of ready scores stands for, or empty if ready scores would be
        ambiguous: trials often hold only the total of a questionnaire.
    answers_in : str
        Unit of the answers, as ``mm`` of a line; empty where they have none but the score's.
    """

    name: str
    label: str
    about: str
    items: tuple[Item, ...]
    subscales: tuple[Subscale, ...]
    sources: tuple[str, ...]
    licence: str
    single: bool = False
    total_of: str = ""
    answers_in: str = ""

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The scores that the instrument gives, in order."""
        return tuple(subscale.endpoint for subscale in self.subscales)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all items, in order."""
        return tuple(item.code for item in self.items)

    @property
    def ready_score(self) -> Endpoint | None:
        """The endpoint that one column of ready scores stands for, or None.

        The only endpoint of a `single` instrument, the subscale `total_of` of another.
        """
        if self.single:
            return self.endpoints[0]
        return next((e for e in self.endpoints if e.name == self.total_of), None)
