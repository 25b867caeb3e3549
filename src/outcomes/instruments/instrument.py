"""What an instrument is made of: items, subscales, and the rule for items left empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from outcomes.errors import InstrumentError
from outcomes.instruments.consistency import find_contradictions
from outcomes.instruments.definition import Endpoint
from outcomes.instruments.words import Worded

EvidenceLevel = Literal["primary", "secondary", "assumed"]
Best = Literal["low", "high"]
Scoring = Literal["percent", "sum", "mean"]


@dataclass(frozen=True)
class Item(Worded):
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
    best : str or None
        Which end of the answers is best for the patient, ``low`` or ``high``; scoring turns the
        answer round where the score runs the other way. None only in a `single` instrument.
    points : tuple of float
        What each of ``allowed_values`` counts, in their order, where that is not the answer itself;
        points run as the score does and are not turned round.
    """

    code: str
    low: float
    high: float
    whole: bool = True
    allowed_values: tuple[float, ...] = ()
    best: Best | None = None
    points: tuple[float, ...] = ()

    @property
    def floor(self) -> float:
        """The least that an answer counts."""
        return min(self.points) if self.points else self.low

    @property
    def span(self) -> float:
        """How far the least and the most that an answer counts are apart."""
        return max(self.points) - self.floor if self.points else self.high - self.low

    @property
    def allowed(self) -> str:
        """The possible answers in words, as ``whole numbers 0 to 4``."""
        if self.allowed_values:
            *first, last = (f"{value:g}" for value in self.allowed_values)
            return f"{', '.join(first)} or {last}"
        return f"{'whole numbers' if self.whole else 'numbers'} {self.low:g} to {self.high:g}"


def number_items(
    stem: str, count: int, low: float, high: float, *, best: Best, whole: bool = True
) -> tuple[Item, ...]:
    """Return alike items numbered from 1, as ``pain_1`` to ``pain_5``.

    Parameters
    ----------
    stem : str
        What stands before the number, as ``pain_``.
    count : int
        How many there are.
    low, high : float
        Lowest and highest answer.
    best : str
        Which end is best, ``low`` or ``high``.
    whole : bool
        Whether only whole numbers are answers.
    """
    return tuple(
        Item(f"{stem}{number}", low, high, whole, best=best) for number in range(1, count + 1)
    )


@dataclass(frozen=True)
class MissingRule(Worded):
    """How many items may be empty before there is no score, and what stands in for them.

    Parameters
    ----------
    max_missing : int
        Most items that may be empty; with one more the score is NaN.
    source : str
        Where the rule was read, or why it was assumed.
    evidence_level : str
        ``primary`` (read in the source), ``secondary`` (quoted by another) or ``assumed`` (all of
        the rule, or a part of it that ``source`` names).
    """

    max_missing: int
    source: str
    evidence_level: EvidenceLevel


def half_answered(count: int, source: str, evidence_level: EvidenceLevel) -> MissingRule:
    """Return the rule that at least half of the items are answered, and their mean counts.

    Parameters
    ----------
    count : int
        Number of items of the score.
    source, evidence_level : str
        As in `MissingRule`.
    """
    return MissingRule(count // 2, source, evidence_level)


@dataclass(frozen=True)
class Subscale(Worded):
    """A score, the items it rests on and how it is made from them.

    An answer counts from the item's end that is the low end of the score: an item whose best answer
    is 0 counts upward in a score where higher is worse, and is turned round where higher is better.
    Items left empty, as far as ``missing`` allows, stand for the mean of the others. The score is a
    ``percent`` of the most that the items answered can count, 0 to 100; or the ``sum`` or ``mean``
    of all items; or, with ``components``, a weighted mean of other subscales; or, in a `single`
    instrument, the value.

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
    scoring : str
        ``percent``, ``sum`` or ``mean``.
    start : float
        Added to a sum, as the 1 of full health from which a value set subtracts.
    conversion : tuple of float
        The score for each sum, from the low end of the score to its high end in steps of 1, where a
        table is published; no item may be empty then.

    Raises
    ------
    InstrumentError
        If ``missing`` is no `MissingRule`, or ``scoring`` none of its words.
    """

    endpoint: Endpoint
    items: tuple[str, ...]
    missing: MissingRule
    components: tuple[tuple[str, int], ...] = ()
    scoring: Scoring = "percent"
    start: float = 0.0
    conversion: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a rule for empty items that is none, and words that there are not."""
        super().__post_init__()
        if not isinstance(self.missing, MissingRule):
            raise InstrumentError(
                f"the score {self.endpoint.name}: `missing` is {self.missing!r}, not a rule. Give "
                "MissingRule(max_missing=1, source=..., evidence_level=...), with the number of "
                "items that may be empty, or half_answered(...)."
            )

    def turns_round(self, item: Item) -> bool:
        """Whether an item's answers run against the score, and are turned round."""
        if item.points or item.best is None or self.endpoint.higher == "neither":
            return False
        return (item.best == "high") != (self.endpoint.higher == "better")

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
        if self.conversion:
            return "sum of the items, converted by the published table"
        if self.scoring == "mean":
            return "mean of the items"
        if self.scoring == "sum":
            return f"{self.start:g} plus the sum of the items" if self.start else "sum of the items"
        return "100 x sum of the answers / highest possible sum of the items answered"

    @property
    def rule_for_empty_items(self) -> str:
        """How many items may be empty, and what is done about them, in words."""
        if self.components:
            return "each part by its own rule, and no score unless every part has one"
        if self.missing.max_missing == 0:
            return "none may be empty"
        return (
            f"up to {self.missing.max_missing} of {len(self.items)} may be empty; the mean of the "
            "others stands for them"
        )


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
    version : str
        Form and version of the questionnaire and of the scoring, as far as known.

    Raises
    ------
    InstrumentError
        If the parts contradict each other; the message names every fault.
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
    version: str = ""

    def __post_init__(self) -> None:
        """Refuse a definition whose parts contradict each other."""
        found = "".join(
            f"\n  {'.'.join(map(str, path))}: {message} {fix}"
            for path, message, fix in find_contradictions(
                self.items, self.subscales, single=self.single, total_of=self.total_of
            )
        )
        if found:
            raise InstrumentError(f"the instrument {self.name} contradicts itself:{found}")

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
