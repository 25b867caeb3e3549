"""How certain a finding is, and what it says at that certainty, in words (GRADE).

The sentences are GRADE's informative statements: Santesso N, Glenton C, Dahm P, et al. GRADE
guidelines 26. J Clin Epidemiol 2020;119:126-135.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from outcomes.rounding import ABSENT

if TYPE_CHECKING:
    from outcomes.analysis.certainty import Certainty
    from outcomes.analysis.findings import Finding
    from outcomes.evidence import Pack

Size = Literal["important", "noticed", "small", "unnoticed", "unknown", "none"]
"""An estimate that reaches what matters between groups, or what one patient notices; that stays
below one or the other, in an interval without no difference; of which it is not known; and one
below it with no difference in its interval."""

_HOW = {"high": "", "moderate": "probably ", "low": "may "}

ASKED = {
    "risk-of-bias": "risk of bias",
    "indirectness": "indirectness",
    "publication-bias": "publication bias",
}
"""Domains of GRADE that a study file may judge, as a reason names them."""


REASONS = {
    "few": "few participants",
    "no-difference": "wide interval",
    "not-important": "interval around what matters",
    "unlike-trials": "trials differ",
    "unjudged": "risk of bias not judged here",
}
"""By `outcomes.analysis.certainty.Lowered`."""


def say_reasons(certainty: Certainty) -> str:
    """Return why a certainty is no higher, in a clause; empty where nothing lowers it."""
    said = (
        REASONS.get(reason) or f"{ASKED.get(domain, domain)} (judged in the study file)"
        for reason, domain in certainty.reasons
    )
    return ", ".join(said)


def rate_finding(finding: Finding, pack: Pack) -> str:
    """Return how certain a finding is, by whose judgement and why."""
    if finding.pool is not None and finding.certainty is not None:
        level, why = finding.certainty.level, say_reasons(finding.certainty)
        at_most = "" if level == "very low" else " at most"
        return f"{level}{at_most}, by our rule{f': {why}' if why else ''}"
    if finding.review is not None:
        row = finding.review
        return f"{row['certainty']}, as {pack.name_citation(row['trial'])} judged it"
    return "not rated: no number was read" if finding.directions else ABSENT


def say_informative(
    arm: str,
    outcome: str,
    against: str,
    level: str,
    size: Size,
    *,
    better: bool,
    holds_less: bool = False,
) -> str:
    """Return what a finding says at its certainty.

    Parameters
    ----------
    arm, outcome, against : str
        ``dextrose``, ``pain``, ``placebo injection``.
    level : str
        ``high``, ``moderate``, ``low`` or ``very low``.
    size : str
        See `Size`.
    better : bool
        Whether the estimate favours the arm.
    holds_less : bool
        Whether the interval around an estimate that matters holds smaller ones that do not.

    Examples
    --------
    >>> say_informative("dextrose", "pain", "placebo", "low", "small", better=True)
    'dextrose may do more for pain than placebo, by less than is known to matter'
    >>> say_informative("dextrose", "pain", "placebo", "very low", "small", better=True)
    'the evidence is very uncertain about the effect of dextrose on pain compared with placebo'
    """
    if level == "very low":
        return (
            f"the evidence is very uncertain about the effect of {arm} on {outcome} compared with "
            f"{against}"
        )
    how = _HOW[level]
    if size == "none":
        verb = _verb(how, "make", "makes")
        return f"{arm} {verb} little or no difference to {outcome} compared with {against}"
    more = "more" if better else "less"
    text = f"{arm} {_verb(how, 'do', 'does')} {more} for {outcome} than {against}"
    less = ", or by less" if holds_less and size in ("important", "noticed") else ""
    return f"{text}{_ENDS[size]}{less}"


_ENDS = {
    "important": ", by an amount that matters",
    "noticed": ", on average by an amount that matters to one patient",
    "small": ", by less than is known to matter",
    "unnoticed": ", on average by less than is known to matter to one patient",
    "unknown": "; whether by an amount that matters is not known",
}


def _verb(how: str, plain: str, third: str) -> str:
    return f"{how}{plain}" if how == "may " else f"{how}{third}"
