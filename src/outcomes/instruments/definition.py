"""What an instrument is: items, endpoints and how the one becomes the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from outcomes.instruments.words import Worded

Higher = Literal["better", "worse", "neither"]
Domain = Literal["pain", "stiffness", "function", "range of motion", "symptoms", "global", "other"]
Kind = Literal["continuous", "ordinal", "binary"]


@dataclass(frozen=True)
class Threshold(Worded):
    """A published size of change, with the setting it was found in.

    Parameters
    ----------
    meaning : str
        ``minimal important change`` (within a patient), ``minimal important difference`` (between
        groups), ``minimal detectable change`` or ``measurement error``; or a level of the score
        itself and no change: ``acceptable symptom state`` or ``treatment failure``.
    value : float
        Size, always positive; the direction is the endpoint's.
    unit : str
        The endpoint's unit, or ``percent of baseline``.
    context : str
        Population, treatment and time in which it was found.
    source : str
        Citation.
    evidence_level : str
        ``primary`` (read in the source), ``secondary`` (quoted by another) or ``assumed``.
    joint, condition, treatment : str
        In which it was found, in words by which the nearest to a study is chosen; empty where it
        is bound to none, as of an instrument for one joint.
    nearest : str
        In a study, why this is the one of several that is used.
    """

    meaning: Literal[
        "minimal important change",
        "minimal important difference",
        "minimal detectable change",
        "measurement error",
        "acceptable symptom state",
        "treatment failure",
    ]
    value: float
    unit: str
    context: str
    source: str
    evidence_level: Literal["primary", "secondary", "assumed"]
    joint: str = ""
    condition: str = ""
    treatment: str = ""
    nearest: str = ""


@dataclass(frozen=True)
class Margin:
    """The largest deficit that a plan calls no worse, or difference that it calls none.

    Parameters
    ----------
    value : float
        Above 0, in the endpoint's unit; of a yes-or-no endpoint a share, 0 to 1.
    is_two_sided : bool
        Whether a surplus of that size counts too: equivalence, not non-inferiority.
    """

    value: float
    is_two_sided: bool = False


@dataclass(frozen=True)
class Endpoint(Worded):
    """One number a participant has at a visit, and how to read it.

    Parameters
    ----------
    name : str
        ``measure`` or ``measure.subscale``; in an instrument's definition the subscale alone.
    label : str
        What readers see, as ``WOMAC pain``.
    low, high : float
        Range of possible values; ``high`` may be infinite.
    unit : str
        ``points``, ``degrees``, ``mm`` ...
    higher : str
        Whether higher values are ``better``, ``worse`` or ``neither``.
    domain : str
        What it measures; published findings are matched by it.
    kind : str
        ``continuous``, ``ordinal`` (whole levels) or ``binary`` (0 no, 1 yes).
    thresholds : tuple of Threshold
        The first ``minimal important change`` is the one that responders are counted by.
    margin : Margin or None
        In a study, what its plan holds the primary difference against.
    doubt : str
        What is in question about the unit, coding, direction or range of these scores in a study;
        while it is not empty they have no thresholds.
    """

    name: str
    label: str
    low: float
    high: float
    unit: str
    higher: Higher
    domain: Domain = "other"
    kind: Kind = "continuous"
    thresholds: tuple[Threshold, ...] = field(default=())
    doubt: str = ""
    margin: Margin | None = None

    def improvement(self, change: float) -> float:
        """Return a change with its sign turned so that positive is better; as it is if neither."""
        return -change if self.higher == "worse" else change

    @property
    def important_change(self) -> Threshold | None:
        """The threshold that responders are counted by, or None."""
        return next(
            (t for t in self.thresholds if t.meaning == "minimal important change"),
            None,
        )
