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
    "responder shares",
    "logistic",
    "change",
    "share",
    "mean",
    "count",
    "rate",
    "rate difference",
    "rate ratio",
    "robust poisson",
    "standardised difference",
    "paired difference",
    "meta-analysis",
    "published",
    "",
]
"""Kinds of analysis; ``ancova`` without a baseline and covariates is an analysis of variance."""

StandardError = Literal[
    "model-based", "kenward-roger", "sandwich", "jackknife", "knapp-hartung", ""
]
DegreesOfFreedom = Literal[
    "residual", "kenward-roger", "satterthwaite", "bell-mccaffrey", "between-within", ""
]

ReasonCode = Literal[
    "outside-set",
    "after-event",
    "no-scores",
    "no-baseline",
    "no-value",
    "no-complete-case",
    "too-few",
    "no-spread",
    "same-change",
    "collinear",
    "exact-fit",
    "not-countable",
    "not-fitted",
    "not-recorded",
    "not-analysed",
    "one-visit",
    "unseen-arm",
    "no-missing-score",
    "yes-or-no",
    "no-direction",
    "separate-sides",
    "no-time",
    "undated-events",
    "no-events",
    "few-events",
    "no-threshold",
    "no-covariate",
    "few-responses",
    "empty-cell",
    "same-share",
    "separated",
    "periods-not-balanced",
    "not-two-by-two",
]
"""Why something was not estimated; `outcomes.vocabulary.reasons` puts each in words."""

BASELINE = "baseline score"
"""What stands in `Reason.columns` for the baseline score."""


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
        Covariates concerned, `BASELINE` among them; for ``outside-set`` the name of the set,
        for ``after-event`` of the intercurrent event.
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
class Filled:
    """A covariate that was filled in for some participants in the model, without using the arm."""

    covariate: str
    n: int


@dataclass(frozen=True)
class HandledEvent:
    """An intercurrent event of the plan, and what was done about the scores after it in one arm.

    Parameters
    ----------
    event : str
        As the plan calls it.
    strategy : str
        ``treatment-policy``: the scores were used; ``hypothetical``: set aside; ``composite``: the
        worst stands for them; ``while-on-treatment``: the last until the event does.
    arm : str
        Arm id.
    n : int or None
        Participants who had it; None where the tables do not tell.
    scores : int or None
        Scores after it at the visits analysed.
    """

    event: str
    strategy: str
    arm: str
    n: int | None
    scores: int | None


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
    estimator : str
        How the model was fitted: ``reml``, ``ml``, ``ols``; of a meta-analysis the estimator of the
        variance between trials.
    covariance : str
        Structure of the covariance of repeated scores, as in `outcomes.analysis.mmrm`; empty where
        there is none.
    covariances_tried : tuple of str
        Structures that were tried before and could not be fitted.
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
    terms_left_out : tuple of Reason
        Terms of the plan that are not in the model, each under ``columns``, and why.
    events : tuple of HandledEvent
        Intercurrent events of the plan, each by arm.
    filled : tuple of Filled
        Covariates that were not known of everybody in the model.
    imputed : tuple of ArmCount
        Participants whose score, or time of an event, was filled in, by arm.
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
    estimator: str = ""
    covariance: str = ""
    covariances_tried: tuple[str, ...] = ()
    by_arm: bool = False
    standard_error: StandardError = ""
    degrees_of_freedom: DegreesOfFreedom = ""
    participants: tuple[ArmCount, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    terms_left_out: tuple[Reason, ...] = ()
    events: tuple[HandledEvent, ...] = ()
    filled: tuple[Filled, ...] = ()
    imputed: tuple[ArmCount, ...] = ()
    intended: Model = ""
    because: Reason | None = None

    def participants_of(self, arm: str) -> int | None:
        """Return how many participants of an arm are in the model; None if that is not known."""
        return _count_of(self.participants, arm)

    def left_out_of(self, arm: str) -> tuple[LeftOut, ...]:
        """Return who of an arm is not in the model, by reason."""
        return tuple(part for part in self.left_out if part.arm == arm)

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain values, from which `read_record` makes it again."""
        return asdict(self)


def read_record(content: Mapping[str, Any]) -> AnalysisRecord:
    """Make a record from what `AnalysisRecord.to_json` returned, as JSON has it."""
    because = content["because"]
    texts = ("covariates", "visits", "covariances_tried")
    return AnalysisRecord(
        **{
            **content,
            **{name: tuple(content[name]) for name in texts},
            **{
                name: tuple(ArmCount(**count) for count in content[name])
                for name in ("participants", "imputed")
            },
            "events": tuple(HandledEvent(**part) for part in content.get("events", ())),
            "filled": tuple(Filled(**part) for part in content.get("filled", ())),
            "left_out": tuple(
                LeftOut(part["arm"], part["n"], read_reason(part["reason"]))
                for part in content["left_out"]
            ),
            "terms_left_out": tuple(read_reason(part) for part in content["terms_left_out"]),
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


def _count_of(counts: tuple[ArmCount, ...], arm: str) -> int | None:
    return next((count.n for count in counts if count.arm == arm), None)
