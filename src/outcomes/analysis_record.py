"""What was done to make an estimate, as it was done, and why another could not be made.

Pages say what was done from these records, never from what the plan declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Model = Literal[
    "mmrm",
    "ancova",
    "risk difference",
    "change",
    "share",
    "mean",
    "count",
    "standardised difference",
    "meta-analysis",
    "published",
    "",
]
"""Kinds of analysis; ``ancova`` without a baseline and covariates is an analysis of variance."""

StandardError = Literal["model-based", "kenward-roger", "sandwich", "bootstrap", "jackknife", ""]
DegreesOfFreedom = Literal["residual", "kenward-roger", "satterthwaite", "between-within", ""]

ReasonCode = Literal[
    "no-scores",
    "no-baseline",
    "no-complete-case",
    "too-few",
    "no-spread",
    "not-countable",
    "not-fitted",
    "not-recorded",
    "nothing-to-compare",
    "one-visit",
    "unseen-arm",
    "declared",
]


@dataclass(frozen=True)
class Reason:
    """Why something was not estimated, or not by the method first intended.

    Parameters
    ----------
    code : str
        One of `ReasonCode`; `outcomes.vocabulary.reasons` puts it in words.
    arms : tuple of str
        Ids of the arms concerned.
    visits : tuple of str
        Names of the visits concerned.
    columns : tuple of str
        Covariates or characteristics concerned.
    detail : str
        What the numerical method said, for the methods section; never the whole answer.
    """

    code: ReasonCode
    arms: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True)
class ArmCount:
    """A number of participants of one arm."""

    arm: str
    n: int


@dataclass(frozen=True)
class LeftOut:
    """Participants of one arm who are not in the model, and why."""

    arm: str
    n: int
    reason: Reason


@dataclass(frozen=True)
class AnalysisRecord:
    """An analysis as it ran.

    Parameters
    ----------
    model : str
        One of `Model`.
    scale : str
        What was modelled: ``scores``, ``levels`` (of an ordinal measure, as numbers) or ``shares``.
    baseline : bool
        Whether the baseline score is in the model.
    covariates : tuple of str
        Columns of the participants' table that are in the model.
    visits : tuple of str
        Visits whose scores are in the model, in order of time.
    covariance : str
        Structure of the covariance of repeated scores; empty where there is none.
    by_arm : bool
        Whether each arm has a covariance of its own.
    standard_error : str
        Kind of standard error, one of `StandardError`.
    degrees_of_freedom : str
        One of `DegreesOfFreedom`; empty where the interval needs none.
    participants : tuple of ArmCount
        Participants in the model, by arm.
    left_out : tuple of LeftOut
        Participants of the study who are not, by arm and reason.
    intended : str
        The model first intended, where another one ran; empty otherwise.
    because : Reason or None
        Why another one ran.
    """

    model: Model
    scale: Literal["scores", "levels", "shares", ""] = "scores"
    baseline: bool = False
    covariates: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    covariance: str = ""
    by_arm: bool = False
    standard_error: StandardError = ""
    degrees_of_freedom: DegreesOfFreedom = ""
    participants: tuple[ArmCount, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    intended: str = ""
    because: Reason | None = None

    def participants_of(self, arm: str) -> int | None:
        """Return how many participants of an arm are in the model; None if that is not known."""
        return next((count.n for count in self.participants if count.arm == arm), None)

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain values, from which `read_record` makes it again."""
        return asdict(self)


def read_record(content: Mapping[str, Any]) -> AnalysisRecord:
    """Make a record from what `AnalysisRecord.to_json` returned, as JSON has it."""
    because = content["because"]
    return AnalysisRecord(
        **{
            **content,
            "covariates": tuple(content["covariates"]),
            "visits": tuple(content["visits"]),
            "participants": tuple(ArmCount(**each) for each in content["participants"]),
            "left_out": tuple(
                LeftOut(each["arm"], each["n"], read_reason(each["reason"]))
                for each in content["left_out"]
            ),
            "because": None if because is None else read_reason(because),
        }
    )


def read_reason(content: Mapping[str, Any]) -> Reason:
    """Make a reason from plain values."""
    return Reason(
        content["code"],
        arms=tuple(content["arms"]),
        visits=tuple(content["visits"]),
        columns=tuple(content["columns"]),
        detail=content["detail"],
    )
